import type { ObjectHealth } from '../base/cell.ts';
import type { KindName, Link, Side } from './link.ts';
import { isMeant, type LinkedRow } from './linked-row.ts';

/** What is known of what a link asks for. */
export type Answer =
	| { readonly state: 'loading' }
	/** Refused, not served, or not to be had: in a few words. */
	| { readonly state: 'unknown'; readonly why: string }
	/** `complete`: all of them are there. `doubt`: why they may not be as the server has them now; undefined: they are live. */
	| { readonly state: 'rows'; readonly rows: Iterable<LinkedRow>; readonly complete: boolean; readonly doubt?: string };

/** One line of a tree. `depth` 0 is the object itself; `key` stays the same while the tree grows. */
export type TreeLine = { readonly key: string; readonly depth: number; readonly words: string; readonly kind: KindName } & (
	| {
			readonly type: 'object';
			readonly row: LinkedRow;
			/** It stands further up in the tree, with what it has to do with others: not again here. */
			readonly again: boolean;
			readonly doubt?: string;
	  }
	/** The name leads to no object; `another`: one of that name is there, but not the one that is meant. */
	| {
			readonly type: 'missing';
			readonly name: string;
			readonly namespace: string | undefined;
			readonly another: boolean;
			readonly optional: boolean;
	  }
	/** `name`: of the one object that the link is to. */
	| {
			readonly type: 'note';
			readonly text: string;
			/** It is being read. */
			readonly isLoading: boolean;
			readonly name?: string;
			readonly namespace: string | undefined;
	  }
	| { readonly type: 'more'; readonly count: number }
	| { readonly type: 'place'; readonly namespace: string | undefined }
);

export interface TreeLimits {
	/** How far below the object, and how far above. */
	readonly depth: Readonly<Record<Side, number>>;
	/** Objects shown of one link; the rest is counted. */
	readonly most: number;
	/** And of those that do nothing now. */
	readonly mostIdle: number;
}

export const usualLimits: TreeLimits = { depth: { above: 8, below: 4, beside: 1 }, most: 12, mostIdle: 2 };

const rank: Readonly<Record<ObjectHealth, number>> = { failing: 0, warning: 1, progressing: 2, unknown: 3, ok: 4 };

/** The worst first, because what is cut is at the end; of what does nothing now the newest. */
function byWorth(a: LinkedRow, b: LinkedRow): number {
	if (a.isIdle !== b.isIdle) return a.isIdle ? 1 : -1;
	if (a.isIdle) return b.created - a.created;
	return rank[a.health] - rank[b.health] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/**
 * The tree of what an object has to do with others, in lines: whom it belongs to and whom they belong to, what belongs to it and what
 * to that, and, of itself alone, what it uses and what uses it. `ask` is asked once for each link that the tree leads to, and starts
 * what it has to. A cycle ends where it comes back to an object that is there already.
 */
export function growTree(
	root: LinkedRow,
	ask: (link: Link, of: LinkedRow) => Answer,
	limits: TreeLimits = usualLimits,
): readonly TreeLine[] {
	const lines: TreeLine[] = [{ type: 'object', key: root.uid, depth: 0, words: '', kind: root, row: root, again: false }];
	const seen = new Set([root.uid]);
	const grow = (of: LinkedRow, depth: number, sides: readonly Side[], path: string): void => {
		for (const side of sides) {
			if (depth >= limits.depth[side]) continue;
			for (const link of of.links.filter((each) => each.side === side)) growLink(link, of, depth + 1, path);
		}
	};
	const growLink = (link: Link, of: LinkedRow, depth: number, path: string): void => {
		const { words, kind, meant, namespace, side } = link;
		const base = { depth, words, kind };
		const key = `${path} ${words} ${kind.group}/${kind.kind}${meant.by === 'name' ? `/${namespace ?? ''}/${meant.name}` : ''}`;
		if (meant.by === 'place') {
			lines.push({ type: 'place', key, ...base, namespace });
			return;
		}
		const answer = ask(link, of);
		if (answer.state !== 'rows') {
			const named = meant.by === 'name' ? { name: meant.name } : {};
			const isLoading = answer.state === 'loading';
			lines.push({ type: 'note', key, ...base, ...named, namespace, isLoading, text: isLoading ? 'loading…' : answer.why });
			return;
		}
		const all = [...answer.rows];
		const meantOnes = all.filter((row) => isMeant(link, of, row));
		const found = meantOnes.filter((row) => link.rest !== true || !seen.has(row.uid)).sort(byWorth);
		const idle = found.filter(({ isIdle }) => isIdle).length;
		const shown = Math.min(limits.most, found.length - Math.max(0, idle - limits.mostIdle));
		for (const row of found.slice(0, shown)) {
			const again = seen.has(row.uid);
			seen.add(row.uid);
			const own = `${key} ${row.uid}`;
			lines.push({
				type: 'object',
				key: own,
				...base,
				kind: row,
				row,
				again,
				...(answer.doubt === undefined ? {} : { doubt: answer.doubt }),
			});
			// What lies beside an object is not followed further: everything has to do with everything in the end.
			if (!again && side !== 'beside') grow(row, depth, [side], own);
		}
		if (found.length > shown) lines.push({ type: 'more', key: `${key} more`, ...base, count: found.length - shown });
		if (!answer.complete) lines.push({ type: 'note', key: `${key} loading`, ...base, namespace, isLoading: true, text: 'loading…' });
		else if (found.length === 0 && meant.by === 'name') {
			const another = all.some((row) => row.name === meant.name);
			lines.push({ type: 'missing', key, ...base, name: meant.name, namespace, another, optional: meant.optional === true });
		} else if (meantOnes.length === 0 && link.whenNone !== undefined)
			lines.push({ type: 'note', key, ...base, namespace, isLoading: false, text: link.whenNone });
	};
	grow(root, 0, ['above', 'below', 'beside'], root.uid);
	return lines;
}
