import { diffArrays } from 'diff';

/** A line of two texts beside each other. `changed`: the one stands where the other stood. */
export type DiffRow =
	| { readonly kind: 'same'; readonly left: string; readonly right: string }
	| { readonly kind: 'changed'; readonly left: string; readonly right: string }
	| { readonly kind: 'removed'; readonly left: string; readonly right?: undefined }
	| { readonly kind: 'added'; readonly left?: undefined; readonly right: string };

/** Lines that are the same on both sides and are not shown; `path` says where in the YAML the next one stands. */
export interface Fold {
	readonly kind: 'fold';
	readonly count: number;
	readonly path: string;
}

/** Two texts that differ in more lines have little in common, and to look for it takes time that grows with the square of it: half a second here. */
const mostEdits = 1_000;

/** The lines of both texts, in their order. Texts that have too little in common are told whole, the one after the other. */
export function diffRows(left: readonly string[], right: readonly string[]): readonly DiffRow[] {
	const changes = diffArrays([...left], [...right], { maxEditLength: mostEdits }) ?? [
		{ value: [...left], removed: true, added: false },
		{ value: [...right], removed: false, added: true },
	];
	const rows: DiffRow[] = [];
	let removed: readonly string[] = [];
	const flush = (added: readonly string[]): void => {
		const pairs = Math.min(removed.length, added.length);
		for (let at = 0; at < pairs; at++) rows.push({ kind: 'changed', left: removed[at] ?? '', right: added[at] ?? '' });
		for (const text of removed.slice(pairs)) rows.push({ kind: 'removed', left: text });
		for (const text of added.slice(pairs)) rows.push({ kind: 'added', right: text });
		removed = [];
	};
	for (const change of changes) {
		if (change.removed) {
			flush([]);
			removed = change.value;
		} else if (change.added) flush(change.value);
		else {
			flush([]);
			for (const text of change.value) rows.push({ kind: 'same', left: text, right: text });
		}
	}
	flush([]);
	return rows;
}

/** How many differences there are: runs of lines that are not the same. */
export const countDifferences = (rows: readonly DiffRow[]): number =>
	rows.filter(({ kind }, at) => kind !== 'same' && (at === 0 || rows[at - 1]?.kind === 'same')).length;

const indentOf = (line: string): number => line.length - line.trimStart().length;
const keyOf = (line: string): string | undefined => /^[\s-]*("[^"]*"|'[^']*'|[^\s:#][^:]*):(?:\s|$)/.exec(line)?.[1];

/** Keys of the mappings around a line of YAML, from the outside in: `spec.template.spec.containers`. */
function pathTo(rows: readonly DiffRow[], at: number): string {
	const textAt = (index: number): string => rows[index]?.right ?? rows[index]?.left ?? '';
	const keys: string[] = [];
	let inside = textAt(at);
	for (let index = at - 1; index >= 0 && (indentOf(inside) > 0 || inside.startsWith('- ')); index--) {
		const line = textAt(index);
		if (line.trim() === '') continue;
		// Items of a list stand no further in than the key that the list has.
		const isOutside =
			indentOf(line) < indentOf(inside) || (indentOf(line) === indentOf(inside) && /^\s*- /.test(inside) && !/^\s*-( |$)/.test(line));
		if (!isOutside) continue;
		const key = keyOf(line);
		if (key !== undefined && !/^\s*- /.test(line)) keys.unshift(key);
		inside = line;
	}
	return keys.join('.');
}

/** Lines around a difference that stay. */
const context = 3;

/** The same rows, with what is equal and far from every difference told as a count. A fold stands for more than one line. */
export function foldRows(rows: readonly DiffRow[]): readonly (DiffRow | Fold)[] {
	const isKept = rows.map(() => false);
	for (const [at, { kind }] of rows.entries()) {
		if (kind === 'same') continue;
		for (let near = Math.max(0, at - context); near <= Math.min(rows.length - 1, at + context); near++) isKept[near] = true;
	}
	const folded: (DiffRow | Fold)[] = [];
	for (let at = 0; at < rows.length; ) {
		const row = rows[at];
		if (row === undefined) break;
		let end = at;
		while (end < rows.length && isKept[end] === false) end++;
		if (end - at > 1) {
			folded.push({ kind: 'fold', count: end - at, path: end < rows.length ? pathTo(rows, end) : '' });
			at = end;
			continue;
		}
		folded.push(row);
		at++;
	}
	return folded;
}

export interface Hunk {
	/** Line numbers from 1, as `diff -u` has them: 0 where the side has no line. */
	readonly leftStart: number;
	readonly leftLines: number;
	readonly rightStart: number;
	readonly rightLines: number;
	/** Each with ` `, `-` or `+` before it. */
	readonly lines: readonly string[];
}

/** The differences as `diff -u` writes them. */
export function hunksOf(rows: readonly DiffRow[]): readonly Hunk[] {
	const hunks: Hunk[] = [];
	let [left, right] = [0, 0];
	let open: DiffRow[] = [];
	const close = (): void => {
		if (open.length === 0) return;
		const lines: string[] = [];
		let [gone, come]: [string[], string[]] = [[], []];
		const flush = (): void => {
			lines.push(...gone, ...come);
			[gone, come] = [[], []];
		};
		for (const row of open) {
			if (row.kind === 'same') {
				flush();
				lines.push(` ${row.left}`);
				continue;
			}
			if (row.left !== undefined) gone.push(`-${row.left}`);
			if (row.right !== undefined) come.push(`+${row.right}`);
		}
		flush();
		const [leftLines, rightLines] = [
			open.filter((row) => row.left !== undefined).length,
			open.filter((row) => row.right !== undefined).length,
		];
		hunks.push({
			leftStart: left - leftLines + (leftLines === 0 ? 0 : 1),
			leftLines,
			rightStart: right - rightLines + (rightLines === 0 ? 0 : 1),
			rightLines,
			lines,
		});
		open = [];
	};
	for (const row of foldRows(rows)) {
		if (row.kind === 'fold') {
			close();
			left += row.count;
			right += row.count;
			continue;
		}
		open.push(row);
		if (row.left !== undefined) left++;
		if (row.right !== undefined) right++;
	}
	if (open.some(({ kind }) => kind !== 'same')) close();
	return hunks;
}

const range = (start: number, lines: number): string => (lines === 1 ? `${start}` : `${start},${lines}`);

/** As `diff -u` prints it, without a line break at its end; '' where nothing differs. */
export function unifiedText(rows: readonly DiffRow[], left: string, right: string): string {
	const hunks = hunksOf(rows);
	if (hunks.length === 0) return '';
	return [
		`--- ${left}`,
		`+++ ${right}`,
		...hunks.flatMap((hunk) => [
			`@@ -${range(hunk.leftStart, hunk.leftLines)} +${range(hunk.rightStart, hunk.rightLines)} @@`,
			...hunk.lines,
		]),
	].join('\n');
}
