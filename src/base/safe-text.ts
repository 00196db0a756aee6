/**
 * Text from a cluster is hostile until it went through here: a name, a message or a log line may carry escape sequences that
 * repaint the screen or write to the clipboard, bidi overrides that show another text than the one that is there, and
 * characters without a width that hide or that shift every column after them.
 */

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * What is never let through: controls (C0, DEL, C1), lone surrogates, line and paragraph separators, everything that Unicode
 * says is to be ignored when it is shown (bidi controls, zero-width characters, tags, fillers, soft hyphens), and interlinear marks.
 */
const hostile = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

/** Emoji are the one place where a joiner and a variation selector belong: these are let through whole, up to the eight of the longest there are. */
const emoji =
	/\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?){0,7}|[0-9#*]\ufe0f\u20e3/u;

/** No script stacks more marks on one letter; a thousand of them are drawn over the lines above and below. */
const flood = /(\p{M}{8})\p{M}+/gu;

const lineBreakOrTab = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/u;

const toReplace = new RegExp(`(${emoji.source})|(${lineBreakOrTab.source})|${hostile.source}`, 'gu');

/**
 * One line of text that a terminal shows as it is: line breaks and tabs become a space, every other hostile character a visible
 * mark (`^[` for an escape, `<U+202E>` for an override, U+FFFD for half a surrogate pair). Ordinary text comes back unchanged.
 */
export function safeText(text: string): string {
	return printableAscii.test(text) ? text : text.replace(toReplace, replacement).replace(flood, '$1\ufffd');
}

/** In units of UTF-16; more than the largest screens show of one text. */
const mostShown = 2_048;
const ofItsEnd = 256;

/**
 * A text as a screen shows it: made safe, and of a longer one the beginning and the end. It is cut before anything is measured, wrapped
 * or made safe, so that a name of a megabyte costs a frame as much as one of two thousand letters.
 */
export const screenText = (text: string): string =>
	safeText(text.length <= mostShown ? text : `${text.slice(0, mostShown - ofItsEnd)}…${text.slice(-ofItsEnd)}`);

function replacement(found: string, keep: string | undefined, gap: string | undefined): string {
	if (keep !== undefined) return keep;
	return gap === undefined ? mark(found.codePointAt(0) ?? 0) : ' ';
}

function mark(code: number): string {
	if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
	if (code === 0x7f) return '^?';
	if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
	return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

const hostileInJson = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const plainJson = /^[\x20-\x7e\n\t]*$/;

/** JSON that a terminal shows as it is and that reads as the same value: what JSON lets stand and safeText does not is escaped. */
export function safeJson(value: unknown, indent?: string): string {
	const text = JSON.stringify(value, null, indent);
	return plainJson.test(text) ? text : text.replace(hostileInJson, escaped);
}

const escaped = (found: string): string =>
	Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

const firstLine = /[\n\r\f]/;

/**
 * A cell of `-o table`, as kubectl prints it: only up to the first line break, with `...` where something follows
 * (k8s.io/cli-runtime pkg/printers/tableprinter.go). kubectl neutralises escapes alone; here nothing hostile is left.
 */
export function tableCell(text: string): string {
	const end = text.search(firstLine);
	return end < 0 ? safeText(text) : `${safeText(text.slice(0, end))}...`;
}
