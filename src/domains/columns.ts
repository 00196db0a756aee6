import { age } from '../base/age.ts';
import type { Cell, ObjectHealth } from '../base/cell.ts';
import { cell, textOf } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { absentCell, agedAs, kibOf, knownNumber, knownText, listOf, textCell } from './cells.ts';
import type { CellContext, Column, Row, Usage } from './types.ts';

/**
 * Columns by what they show. A domain says of each what it is called, where it stands (`worth`, `min`, `max`, `whole`, `wide`, `sortKey`)
 * and what it is `of`; the raw value, the cell, the alignment and whether it changes by itself follow from its kind.
 */

type Heading = Pick<Column, 'id' | 'title' | 'worth' | 'min' | 'max' | 'whole' | 'wide' | 'sortKey'>;

/** Of a column that has its name already. */
type Place = Omit<Heading, 'id' | 'title'>;

/** Numbers and ages are as wide as their titles, if nothing else is said. */
type Narrow = Omit<Heading, 'min'> & { readonly min?: number };

interface TextColumn<R extends Row> extends Heading {
	readonly of: (row: R) => string;
	/** Why there is a dash where the text is '', whose value is null; absent: '' is a text like any other. */
	readonly absent?: string;
}

export const textColumn = <R extends Row>({ of, absent, ...heading }: TextColumn<R>): Column<R> =>
	absent === undefined
		? { ...heading, value: (row) => textOf(of(row)), cell: (row) => cell(of(row)) }
		: { ...heading, value: (row) => knownText(of(row)), cell: (row) => textCell(of(row), absent) };

interface ListColumn<R extends Row> extends Heading {
	/** Joined by a comma. */
	readonly of: (row: R) => string;
	readonly absent: string;
	/** Of a list that is not empty. */
	readonly health?: ObjectHealth;
}

export const listColumn = <R extends Row>({ of, absent, health, ...heading }: ListColumn<R>): Column<R> => ({
	...heading,
	value: (row) => listOf(of(row)),
	cell: (row) => textCell(of(row), absent, health),
});

interface CountColumn<R extends Row> extends Narrow {
	readonly of: (row: R) => number;
	/** Why there is a dash where the number is 0, whose value is null; absent: 0 is a number like any other. */
	readonly absent?: string;
}

export const countColumn = <R extends Row>({ of, absent, ...heading }: CountColumn<R>): Column<R> => ({
	align: 'right',
	min: heading.title.length,
	...heading,
	value: (row) => (absent === undefined ? of(row) : knownNumber(of(row))),
	cell: (row) => (absent !== undefined && of(row) === 0 ? absentCell(absent) : cell(`${of(row)}`)),
});

interface FlagColumn<R extends Row> extends Narrow {
	readonly of: (row: R) => boolean;
}

/** The raw value is a boolean. */
export const flagColumn = <R extends Row>({ of, ...heading }: FlagColumn<R>): Column<R> => ({
	min: heading.title.length,
	...heading,
	value: of,
	cell: (row) => cell(of(row) ? 'yes' : 'no'),
});

/** How rows and samples hold an amount, against its raw value and its text. */
const measures = {
	millicores: { raw: 1, text: cpuText },
	/** Held in KiB. */
	bytes: { raw: 1024, text: memoryText },
} as const;

interface AmountColumn<R extends Row> extends Narrow {
	readonly unit: keyof typeof measures;
	/** Millicores, or KiB; 0: there is none. */
	readonly of: (row: R) => number;
	readonly absent: string;
}

export const amountColumn = <R extends Row>({ of, absent, ...heading }: AmountColumn<R>): Column<R> => {
	const { raw, text } = measures[heading.unit];
	return {
		align: 'right',
		min: heading.title.length,
		...heading,
		value: (row) => knownNumber(of(row) * raw),
		cell: (row) => (of(row) === 0 ? absentCell(absent) : cell(text(of(row)))),
	};
};

interface MomentColumn<R extends Row> extends Narrow {
	/** Epoch seconds; 0: none is known. */
	readonly of: (row: R) => number;
	/** Why there is none; absent: it is `<unknown>`, as the server has it. */
	readonly absent?: string;
}

/** When something was, as its age. Sorted up, the oldest is first. */
export const momentColumn = <R extends Row>({ of, absent, ...heading }: MomentColumn<R>): Column<R> => ({
	align: 'right',
	min: heading.title.length,
	...heading,
	printsAge: true,
	volatile: true,
	value: (row) => knownNumber(of(row)),
	cell: (row, { now }) => (absent !== undefined && of(row) === 0 ? absentCell(absent) : cell(age(of(row), now))),
});

interface FoundColumn<R extends Row, F extends object | number> extends Omit<Column<R>, 'value' | 'cell'> {
	/** A string says why it is not known: the value is then null, and the cell a dash. */
	readonly find: (row: R, context: CellContext) => F | string;
	readonly value: (found: F, row: R) => ReturnType<Column['value']>;
	readonly cell: (found: F, row: R, context: CellContext) => Cell;
}

/** What is looked up, and may not be there: tallies, samples. It changes without its row, unless it says otherwise. */
export const foundColumn = <R extends Row, F extends object | number>({
	find,
	value,
	cell: cellOf,
	...heading
}: FoundColumn<R, F>): Column<R> => ({
	volatile: true,
	...heading,
	value: (row, context) => {
		const found = find(row, context);
		return typeof found === 'string' ? null : value(found, row);
	},
	cell: (row, context) => {
		const found = find(row, context);
		return typeof found === 'string' ? absentCell(found) : cellOf(found, row, context);
	},
});

interface UsageColumn<R extends Row> extends Omit<Place, 'sortKey'> {
	readonly find: (row: R, context: CellContext) => Usage | string;
	/** Says what the use is measured against; absent: `CPU`, `MEM`. */
	readonly title?: string;
	/** `used` in millicores, or KiB; absent: it stands alone. */
	readonly cell?: (used: number, row: R) => Cell;
}

const usageColumn =
	(heading: Pick<Column, 'id' | 'title' | 'sortKey'> & { readonly unit: keyof typeof measures }, of: (usage: Usage) => number) =>
	<R extends Row>({ cell: cellOf, ...place }: UsageColumn<R>): Column<R> => {
		const { raw, text } = measures[heading.unit];
		return foundColumn<R, Usage>({
			...heading,
			...place,
			align: 'right',
			value: (usage) => of(usage) * raw,
			cell: (usage, row) => agedAs(usage, cellOf === undefined ? cell(text(of(usage))) : cellOf(of(usage), row)),
		});
	};

export const cpuColumn = usageColumn({ id: 'cpu', title: 'CPU', sortKey: 'C', unit: 'millicores' }, ({ cpuMilli }) => cpuMilli);
export const memoryColumn = usageColumn({ id: 'memory', title: 'MEM', sortKey: 'M', unit: 'bytes' }, kibOf);

export const nameColumn = (place: Partial<Place> = {}): Column =>
	textColumn({ id: 'name', title: 'NAME', worth: 1, min: 16, max: 63, sortKey: 'E', ...place, of: ({ name }) => name });

export const namespaceColumn = (worth: number): Column => ({
	...textColumn({ id: 'namespace', title: 'NAMESPACE', worth, min: 9, max: 30, sortKey: 'P', of: ({ namespace }) => namespace }),
	acrossNamespaces: true,
});

/** The health of the row is its colour. */
export const statusColumn = (place: Omit<Place, 'worth' | 'sortKey'>): Column<Row & { readonly status: string }> => ({
	id: 'status',
	title: 'STATUS',
	worth: 2,
	sortKey: 'S',
	...place,
	value: (row) => row.status,
	cell: (row) => cell(row.status, row.health),
});

/** Of what is wanted, how much is ready. */
export interface Ready {
	/** `2/5` */
	readonly text: string;
	/** Less than is wanted. */
	readonly short: boolean;
}

/** `of`: a string says why there is nothing to count. */
export const readyColumn = <R extends Row>(place: Omit<Place, 'min' | 'sortKey'>, of: (row: R) => Ready | string): Column<R> =>
	foundColumn({
		id: 'ready',
		title: 'READY',
		min: 5,
		sortKey: 'R',
		...place,
		volatile: false,
		find: of,
		value: ({ text }) => text,
		cell: ({ text, short }) => cell(text, short ? 'warning' : undefined),
	});

/** `ReplicaSet/cart-698948564b` */
export const ownerColumn = (place: Omit<Place, 'min' | 'max' | 'sortKey'>): Column<Row & { readonly owner: string }> =>
	textColumn({ id: 'owner', title: 'OWNER', min: 10, max: 40, sortKey: 'W', ...place, of: ({ owner }) => owner, absent: 'no owner' });

export const imagesColumn = (place: Omit<Place, 'min' | 'max'>): Column<Row & { readonly images: string }> =>
	listColumn({ id: 'images', title: 'IMAGES', min: 12, max: 60, ...place, of: ({ images }) => images, absent: 'no containers' });

export const ageColumn = (worth: number): Column =>
	momentColumn({ id: 'age', title: 'AGE', worth, min: 6, max: 9, sortKey: 'A', of: ({ created }) => created });
