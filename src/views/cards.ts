import { screenText } from '../base/safe-text.ts';
import { type CardName, cards, type OverviewLine } from '../domains/overview-line.ts';
import { fitLine, type Line, span } from '../terminal/styled-line.ts';
import { type CardLayout, cardLabel, cardLayout, cardLine, cardTitle, cardWords } from './card-line.ts';
import { follow, type ListPosition } from './list-position.ts';
import type { RowSource } from './row-source.ts';
import type { Glyphs } from './theme.ts';

export interface CardsLook {
	/** The lines that are shown, in their order. */
	readonly lines: readonly OverviewLine[];
	/** The one namespace whose pods these are; undefined: all. */
	readonly namespace: string | undefined;
	readonly position: ListPosition;
	readonly width: number;
	readonly height: number;
	/** The numbers are not those of now. */
	readonly stale: boolean;
	readonly glyphs: Glyphs;
}

export interface DrawnCards {
	readonly lines: readonly Line[];
	/** What the keys move over: down each column of cards, then on to the next. */
	readonly rows: RowSource;
	readonly position: ListPosition;
	/** The line beside the cursor's in the next column of cards, or in the one before; undefined: there is none. */
	readonly beside: (step: 1 | -1) => ListPosition | undefined;
	/** All that the line under the cursor says. */
	readonly words: string;
}

/** Narrower, a card has no room for a name beside its numbers. */
const leastCard = 36;
const mostColumns = 4;
const gap = 2;

/** A line of a card, or its title, where it stands. */
interface Entry {
	readonly key: string | undefined;
	readonly draw: (selected: boolean) => Line;
	readonly words: string;
}

type Column = readonly Entry[];

/** One after the other, the lines of a card together. */
function byCard(lines: readonly OverviewLine[]): ReadonlyMap<CardName, readonly OverviewLine[]> {
	const groups = new Map<CardName, OverviewLine[]>();
	for (const line of lines) {
		const group = groups.get(line.card);
		if (group === undefined) groups.set(line.card, [line]);
		else group.push(line);
	}
	return groups;
}

const blank: Entry = { key: undefined, draw: () => [], words: '' };

/** What is of the namespace, and measured against something that is not. */
const measured: ReadonlySet<CardName> = new Set(['cpu', 'memory']);

function entriesOf(lines: readonly { readonly label: string; readonly line: OverviewLine }[], width: number, look: CardsLook): Entry[] {
	const layout: CardLayout = cardLayout(lines, width, look.glyphs);
	return lines.map(({ label, line }) => ({
		key: line.uid,
		draw: (selected) => cardLine(label, line, layout, { width, glyphs: look.glyphs, selected, stale: look.stale }),
		words: cardWords(cards[line.card], line.name, line, look.glyphs),
	}));
}

function cardEntries(card: CardName, lines: readonly OverviewLine[], width: number, look: CardsLook): Entry[] {
	const { namespace, glyphs } = look;
	const against = lines.some(({ total }) => total !== null) ? ', against all nodes' : '';
	const of = namespace !== undefined && measured.has(card) ? `of ${screenText(namespace)}${against}` : '';
	const title: Entry = { key: undefined, draw: () => cardTitle(cards[card], of, width, glyphs), words: '' };
	return [
		title,
		...entriesOf(
			lines.map((line) => ({ label: line.name, line })),
			width,
			look,
		),
	];
}

/** Cards side by side, each below those before it where there is most room. */
function placed(blocks: readonly Column[], count: number): readonly Column[] {
	const columns: Entry[][] = Array.from({ length: count }, () => []);
	for (const block of blocks) {
		const shortest = columns.reduce((least, each) => (each.length < least.length ? each : least));
		shortest.push(...(shortest.length === 0 ? [] : [blank]), ...block);
	}
	return columns;
}

/** The first line of a card is what there is to know of it first. Those come before all cards where there is no room for all of these. */
function withDigest(groups: ReadonlyMap<CardName, readonly OverviewLine[]>, look: CardsLook): Column {
	const first: { label: string; line: OverviewLine }[] = [];
	const rest: Column[] = [];
	for (const [card, [head, ...others]] of groups) {
		if (head === undefined) continue;
		// What is called by its kind needs no title.
		first.push({ label: card === 'workloads' ? head.name : cardLabel(cards[card], head.name), line: head });
		if (others.length > 0) rest.push(cardEntries(card, others, look.width, look));
	}
	return [...entriesOf(first, look.width, look), ...rest.flatMap((block) => [blank, ...block])];
}

function columnsOf(look: CardsLook): { readonly columns: readonly Column[]; readonly width: number } {
	const { width, height } = look;
	const groups = byCard(look.lines);
	const count = Math.max(1, Math.min(mostColumns, Math.floor((width + gap) / (leastCard + gap))));
	const own = Math.floor((width - gap * (count - 1)) / count);
	const columns = placed(
		Array.from(groups, ([card, lines]) => cardEntries(card, lines, own, look)),
		count,
	);
	const isLong = count === 1 && (columns[0]?.length ?? 0) > height;
	return isLong ? { columns: [withDigest(groups, look)], width } : { columns, width: own };
}

interface Spot {
	readonly column: number;
	readonly y: number;
	readonly entry: Entry & { readonly key: string };
}

const spotsOf = (columns: readonly Column[]): readonly Spot[] =>
	columns.flatMap((column, at) =>
		column.flatMap((entry, y) => (entry.key === undefined ? [] : [{ column: at, y, entry: { ...entry, key: entry.key } }])),
	);

function sourceOf(spots: readonly Spot[]): RowSource {
	const places = new Map(spots.map(({ entry }, index) => [entry.key, index]));
	return {
		length: spots.length,
		keyAt: (index) => spots[index]?.entry.key,
		indexOf: (key) => places.get(key) ?? -1,
		at: () => [],
	};
}

/** The part of the cards that is on the screen, the cursor's line in it: `height` lines of `width` columns at most. */
export function drawCards(look: CardsLook): DrawnCards {
	const { height, glyphs } = look;
	const { columns, width } = columnsOf(look);
	const spots = spotsOf(columns);
	const rows = sourceOf(spots);
	const position = follow(look.position, rows, height);
	const cursor = spots[position.index];
	const long = Math.max(0, ...columns.map((column) => column.length));
	// In the middle where it can be: what stands around the cursor in the other columns is seen with it.
	const top = Math.max(0, Math.min((cursor?.y ?? 0) - Math.floor(height / 2), long - height));
	const lines = Array.from({ length: Math.min(height, long - top) }, (_, at): Line => {
		const drawn = columns.map((column, index) => {
			const entry = column[top + at] ?? blank;
			const line = entry.draw(entry.key !== undefined && entry.key === cursor?.entry.key);
			return index === columns.length - 1 ? line : [...fitLine(line, width, glyphs.ellipsis), span(' '.repeat(gap))];
		});
		return drawn.flat();
	});
	return { lines, rows, position, beside: (step) => besideOf(spots, cursor, step), words: cursor?.entry.words ?? '' };
}

function besideOf(spots: readonly Spot[], cursor: Spot | undefined, step: 1 | -1): ListPosition | undefined {
	if (cursor === undefined) return undefined;
	const there = spots.map((spot, index) => ({ ...spot, index })).filter(({ column }) => column === cursor.column + step);
	const [first, ...others] = there;
	if (first === undefined) return undefined;
	const apart = ({ y }: Spot): number => Math.abs(y - cursor.y);
	const nearest = others.reduce((best, each) => (apart(each) < apart(best) ? each : best), first);
	return { key: nearest.entry.key, index: nearest.index, top: 0 };
}
