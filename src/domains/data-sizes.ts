import type { ObjectMeta } from '../kube/types.ts';
import { amountColumn, countColumn } from './columns.ts';
import { ObjectRow } from './object-row.ts';
import type { Intern, PrintedColumn } from './types.ts';

/** What an object holds by key, in bytes; whole where the object was not read by a mask of sizes. */
export type Sizes = Readonly<Record<string, number | string>> | null | undefined;

/** A ConfigMap or a Secret: how much it holds, and not what. */
export abstract class DataRow extends ObjectRow {
	/** Keys, as kubectl counts them. */
	readonly items: number;
	/** Of all values together, KiB; at least 1 of anything. */
	readonly sizeKib: number;

	constructor(metadata: ObjectMeta, data: readonly Sizes[], isBase64: boolean, intern: Intern) {
		super(metadata, 'ok', intern);
		const sizes = data.flatMap((some) => Object.values(some ?? {}));
		this.items = sizes.length;
		const bytes = sizes.reduce<number>((sum, value) => sum + sizeOf(value, isBase64), 0);
		this.sizeKib = bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1024));
	}
}

function sizeOf(value: number | string, isBase64: boolean): number {
	if (typeof value === 'number') return value;
	return isBase64 ? Buffer.from(value, 'base64').length : Buffer.byteLength(value);
}

export const dataColumn = countColumn<DataRow>({ id: 'dataItems', title: 'DATA', worth: 6, sortKey: 'D', of: ({ items }) => items });

export const sizeColumn = amountColumn<DataRow>({
	id: 'size',
	title: 'SIZE',
	unit: 'bytes',
	worth: 8,
	min: 6,
	sortKey: 'S',
	of: ({ sizeKib }) => sizeKib,
	absent: 'it holds nothing',
});

export const printedData: PrintedColumn<DataRow> = { name: 'Data', priority: 0, cell: ({ items }) => items };
