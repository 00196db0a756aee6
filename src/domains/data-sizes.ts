import { cell } from '../base/cell.ts';
import { memoryText } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { absentCell, knownNumber } from './cells.ts';
import { countColumn } from './columns.ts';
import { ObjectRow } from './object-row.ts';
import type { Column, Intern, PrintedColumn } from './types.ts';

/** What an object holds by key, in bytes; whole where the object was not read by a mask of sizes. A server written in Go says null for no bytes. */
export type Sizes = Readonly<Record<string, number | string | null>> | null | undefined;

/** A ConfigMap or a Secret: how much it holds, and not what. */
export abstract class DataRow extends ObjectRow {
	/** Keys, as kubectl counts them. */
	readonly items: number;
	/** Of all values together. */
	readonly bytes: number;

	constructor(metadata: ObjectMeta, { texts, base64 }: { readonly texts?: Sizes; readonly base64: Sizes }, intern: Intern) {
		super(metadata, 'ok', intern);
		const sizes = [
			...Object.values(texts ?? {}).map((text) => sizeOf(text, 'utf8')),
			...Object.values(base64 ?? {}).map((text) => sizeOf(text, 'base64')),
		];
		this.items = sizes.length;
		this.bytes = sizes.reduce((sum, size) => sum + size, 0);
	}
}

const sizeOf = (value: number | string | null, encoding: 'utf8' | 'base64'): number =>
	typeof value === 'number' ? value : Buffer.from(value ?? '', encoding).length;

export const dataColumn = countColumn<DataRow>({ id: 'dataItems', title: 'DATA', worth: 6, sortKey: 'D', of: ({ items }) => items });

export const sizeColumn: Column<DataRow> = {
	id: 'size',
	title: 'SIZE',
	align: 'right',
	unit: 'bytes',
	worth: 8,
	min: 6,
	sortKey: 'S',
	value: ({ bytes }) => knownNumber(bytes),
	cell: ({ bytes }) => (bytes === 0 ? absentCell('it holds nothing') : cell(bytes < 1024 ? `${bytes}B` : memoryText(bytes / 1024))),
};

export const printedData: PrintedColumn<DataRow> = { name: 'Data', priority: 0, cell: ({ items }) => items };
