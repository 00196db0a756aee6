import { counted } from '../base/counted.ts';
import { screenText } from '../base/safe-text.ts';
import { type TextLine, type TextRole, type TextSpan, textLine } from '../base/text-line.ts';
import type { ReadComparison } from '../objects/compare-read.ts';
import { countDifferences, type DiffRow, type Fold, foldRows } from '../objects/difference.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { fitText, textWidth } from '../terminal/width.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import type { Glyphs } from './theme.ts';

export interface DiffLook {
	/** Columns. */
	readonly width: number;
	readonly glyphs: Glyphs;
}

/** Two columns narrower than this would cut most lines of YAML. */
const leastBeside = 100;

/** ` | `, as `diff -y` has it: `|` changed, `<` only on the left, `>` only on the right. */
const between = 3;

const marks: Readonly<Record<DiffRow['kind'], string>> = { same: ' ', changed: '|', removed: '<', added: '>' };

/** What both texts of a changed line begin with, and what they end with: between them is the change. */
function commonEnds(left: string, right: string): readonly [begins: number, ends: number] {
	const least = Math.min(left.length, right.length);
	let begins = 0;
	while (begins < least && left[begins] === right[begins]) begins++;
	let ends = 0;
	while (ends < least - begins && left[left.length - 1 - ends] === right[right.length - 1 - ends]) ends++;
	return [begins, ends];
}

/** One side of a row as stretches: of a changed line what is other stands out. */
function sideSpans(row: DiffRow, side: 'left' | 'right'): readonly TextSpan[] {
	const text = row[side];
	if (text === undefined) return [];
	if (row.kind === 'same') return [{ text }];
	const role: TextRole = side === 'left' ? 'removed' : 'added';
	if (row.kind !== 'changed') return [{ text, role }];
	const [begins, ends] = commonEnds(row.left, row.right);
	return [
		{ text: text.slice(0, begins), role },
		{ text: text.slice(begins, text.length - ends), role: 'changed' as const },
		{ text: text.slice(text.length - ends), role },
	].filter((part) => part.text !== '');
}

const foldLine = ({ count, path }: Fold, { glyphs }: DiffLook): TextLine =>
	textLine({ text: `${glyphs.ellipsis} ${count} equal lines${path === '' ? '' : `, then in ${path}`}`, role: 'quiet' });

/** Whether a row is where a difference begins, for n and N. */
const beginsAt = (rows: readonly (DiffRow | Fold)[], at: number): boolean => {
	const isDifferent = (row: DiffRow | Fold | undefined): boolean => row !== undefined && row.kind !== 'same' && row.kind !== 'fold';
	return isDifferent(rows[at]) && !isDifferent(rows[at - 1]);
};

const withStop = (line: TextLine, isStop: boolean): TextLine => (isStop ? { ...line, stop: true } : line);

/** The one below the other, with `-` and `+` before what is on one side alone. */
function unifiedLines(rows: readonly (DiffRow | Fold)[], look: DiffLook): readonly TextLine[] {
	const lines: TextLine[] = [];
	let added: TextLine[] = [];
	const flush = (): void => {
		lines.push(...added);
		added = [];
	};
	const line = (sign: string, role: TextRole | undefined, row: DiffRow, side: 'left' | 'right'): TextLine => ({
		spans: [{ text: `${sign} `, ...(role === undefined ? {} : { role }) }, ...sideSpans(row, side)],
		hang: 4,
	});
	for (const [at, row] of rows.entries()) {
		if (row.kind === 'fold' || row.kind === 'same') {
			flush();
			lines.push(row.kind === 'fold' ? foldLine(row, look) : line(' ', undefined, row, 'left'));
			continue;
		}
		const isStop = beginsAt(rows, at);
		if (row.left !== undefined) lines.push(withStop(line('-', 'removed', row, 'left'), isStop));
		if (row.right !== undefined) added.push(withStop(line('+', 'added', row, 'right'), isStop && row.left === undefined));
	}
	flush();
	return lines;
}

/** What wraps lines knows styles and no roles: on the way a colour stands for each. */
const colourOf = { removed: 'red', added: 'green', changed: 'yellow' } as const;
type DiffRole = keyof typeof colourOf;
const roles = Object.keys(colourOf) as readonly DiffRole[];
const isDiffRole = (role: TextRole | undefined): role is DiffRole => role !== undefined && role in colourOf;

/** The stretches of one side as the lines that they take in a column. */
function column(spans: readonly TextSpan[], width: number): readonly (readonly TextSpan[])[] {
	const line: Line = spans.map(({ text, role }) => span(screenText(text), isDiffRole(role) ? { colour: colourOf[role] } : undefined));
	return wrapLine(line, width, 2).map((row) =>
		row.map(({ text, style }) => {
			const role = roles.find((each) => colourOf[each] === style?.colour);
			return role === undefined ? { text } : { text, role };
		}),
	);
}

const padded = (spans: readonly TextSpan[], width: number): readonly TextSpan[] => {
	const used = spans.reduce((sum, { text }) => sum + textWidth(text), 0);
	return used >= width ? spans : [...spans, { text: ' '.repeat(width - used) }];
};

/** The one beside the other; a line that is too long for its column goes on below. */
function besideLines(rows: readonly (DiffRow | Fold)[], look: DiffLook): readonly TextLine[] {
	const width = Math.floor((look.width - between) / 2);
	return rows.flatMap((row, at): readonly TextLine[] => {
		if (row.kind === 'fold') return [foldLine(row, look)];
		const [left, right] = [column(sideSpans(row, 'left'), width), column(sideSpans(row, 'right'), width)];
		const isStop = beginsAt(rows, at);
		return Array.from({ length: Math.max(1, left.length, right.length) }, (_, index) =>
			withStop(
				{
					spans: [...padded(left[index] ?? [], width), { text: ` ${marks[row.kind]} `, role: 'changed' }, ...(right[index] ?? [])],
				},
				isStop && index === 0,
			),
		);
	});
}

/** How two texts differ: beside each other where there is room, else below each other; equal stretches are counted. */
export function diffLines({ names }: ReadComparison, rows: readonly DiffRow[], look: DiffLook): readonly TextLine[] {
	const differences = countDifferences(rows);
	const [left, right] = names.map(screenText) as [string, string];
	if (differences === 0) return [textLine({ text: 'There is no difference between', role: 'ok' }), textLine(left), textLine(right)];
	const folded = foldRows(rows);
	const sum = textLine({ text: counted(differences, 'difference'), role: 'quiet' });
	if (look.width < leastBeside) {
		return [
			textLine({ text: `- ${left}`, role: 'removed' }),
			textLine({ text: `+ ${right}`, role: 'added' }),
			sum,
			...unifiedLines(folded, look),
		];
	}
	const width = Math.floor((look.width - between) / 2);
	return [
		textLine({ text: fitText(left, width, 'left', look.glyphs.ellipsis), role: 'removed' }, '   ', {
			text: fitText(right, width, 'left', look.glyphs.ellipsis).trimEnd(),
			role: 'added',
		}),
		sum,
		...besideLines(folded, look),
	];
}
