/** Tests the text of a row. */
export type TextTest = (text: string) => boolean;

/**
 * The filter as it is typed: words are AND, in any order; a word without capitals is case-blind.
 * Undefined: nothing was typed, so nothing is hidden.
 */
export function textFilter(typed: string): TextTest | undefined {
	const words = typed.split(' ').filter((word) => word !== '');
	if (words.length === 0) return undefined;
	const blind = words.filter((word) => word === word.toLowerCase());
	const exact = words.filter((word) => word !== word.toLowerCase());
	return (text) => {
		if (!exact.every((word) => text.includes(word))) return false;
		if (blind.length === 0) return true;
		const lower = text.toLowerCase();
		return blind.every((word) => lower.includes(word));
	};
}
