import type { TextLine, TextRole, TextSpan } from '../base/text-line.ts';

/** A part of what is said of an object, under a heading of its own. */
export interface Section {
	readonly title: string;
	readonly lines: readonly TextLine[];
}

/** `Node   ip-10-0-3-7`. Without a text it is left out. */
export interface Field {
	readonly name: string;
	readonly text: string;
	readonly role?: TextRole | undefined;
	/** Said after it, beside. */
	readonly beside?: string | undefined;
	/** What keys that act on its line act on. */
	readonly target?: string | undefined;
}

/** A longer name pushes its own text to the right, and not those of the others. */
const widestName = 30;
const gap = 2;
/** Before the lines of a section. */
const usualIndent = 2;

/** Fields one below the other, what they say in one column. A text of several lines goes on below its first. */
export function fieldLines(fields: readonly Field[], indent = usualIndent): readonly TextLine[] {
	const said = fields.filter(({ text }) => text !== '');
	const width = Math.min(widestName, Math.max(0, ...said.map(({ name }) => name.length)));
	const column = indent + width + gap;
	return said.flatMap(({ name, text, role, beside, target }) => {
		const [first = '', ...rest] = text.split(/\r\n|\n|\r/);
		const value = (words: string): TextSpan => (role === undefined ? { text: words } : { text: words, role });
		const known = target === undefined ? {} : { target };
		return [
			{
				spans: [
					{ text: ' '.repeat(indent) },
					{ text: name.padEnd(width + gap - 1), role: 'key' as const },
					{ text: ' ' },
					value(first),
					...(beside === undefined || beside === '' ? [] : [{ text: `  ${beside}`, role: 'quiet' as const }]),
				],
				hang: column,
				...known,
			},
			...rest.map((words) => ({ spans: [{ text: ' '.repeat(column) }, value(words)], hang: column, ...known })),
		];
	});
}

/** Columns of text side by side: each as wide as its widest cell, the last as long as it is. */
export function columnLines(rows: readonly { readonly cells: readonly TextSpan[]; readonly target?: string }[]): readonly TextLine[] {
	const widths: number[] = [];
	for (const { cells } of rows) for (const [at, { text }] of cells.entries()) widths[at] = Math.max(widths[at] ?? 0, text.length);
	const before = (last: number): number => widths.slice(0, last).reduce((sum, width) => sum + width + gap, usualIndent);
	return rows.map(({ cells, target }) => ({
		spans: [
			{ text: ' '.repeat(usualIndent) },
			...cells.map((cell, at) => (at === cells.length - 1 ? cell : { ...cell, text: cell.text.padEnd((widths[at] ?? 0) + gap) })),
		],
		hang: Math.min(before(cells.length - 1), usualIndent + widestName),
		...(target === undefined ? {} : { target }),
	}));
}
