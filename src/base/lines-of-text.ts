/** The lines of a text as an editor counts them: a break at its end ends the last line and begins no other. */
export const linesOfText = (text: string): readonly string[] =>
	text === '' ? [] : text.replace(/(?:\r\n|[\n\r])$/, '').split(/\r\n|[\n\r]/);
