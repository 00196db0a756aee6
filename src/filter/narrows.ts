import type { Filter } from './filter.ts';
import type { Alternative, RowWord } from './syntax.ts';

/** The one text that a word asks for; undefined where it asks for anything else. */
function askedText({ negated, alternatives }: RowWord): (Alternative & { readonly text: string }) | undefined {
	const [only] = alternatives;
	if (negated || only === undefined || alternatives.length > 1 || only.match.kind !== 'text') return undefined;
	return { ...only, text: only.match.text };
}

/** Where capitals count, they count for the longer text, too. */
const contains = (longer: string, text: string): boolean =>
	text === text.toLowerCase() ? longer.toLowerCase().includes(text) : longer.includes(text);

/**
 * Whether no row can pass `next` that does not pass `before`, as it is with every key of a word that is typed to its end: then only
 * the rows that passed need to be asked again. False wherever that cannot be told from the words alone, and where the answer of
 * `before` may have turned since.
 */
export function narrows(next: Filter, before: Filter): boolean {
	if (before.readsTime || before.readsJoins) return false;
	const asked = next.syntax.words.map(askedText);
	return before.syntax.words.every((word) => {
		const wanted = askedText(word);
		return (
			wanted !== undefined && asked.some((one) => one?.column === wanted.column && one !== undefined && contains(one.text, wanted.text))
		);
	});
}
