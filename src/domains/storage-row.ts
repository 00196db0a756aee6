import type { ObjectHealth } from '../base/cell.ts';
import { bytes } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { absentCell, textCell } from './cells.ts';
import { textColumn } from './columns.ts';
import { ObjectRow } from './object-row.ts';
import type { Column, Intern } from './types.ts';

/** What volumes, their classes, attachments and drivers say in common; absent: nothing of the kind has it. */
interface Told {
	readonly status?: string;
	/** As Kubernetes writes it: `20Gi`. */
	readonly capacity?: string;
	/** `shop/data-cart-0` */
	readonly claim?: string;
	readonly storageClass?: string;
	readonly reclaim?: string;
}

export abstract class StorageRow extends ObjectRow {
	/** '' here and below: it has none. */
	readonly status: string;
	readonly capacity: string;
	readonly claim: string;
	readonly storageClass: string;
	readonly reclaim: string;

	constructor(metadata: ObjectMeta, health: ObjectHealth, told: Told, intern: Intern) {
		super(metadata, health, intern);
		this.status = intern(told.status ?? '');
		this.capacity = intern(told.capacity ?? '');
		this.claim = told.claim ?? '';
		this.storageClass = intern(told.storageClass ?? '');
		this.reclaim = intern(told.reclaim ?? '');
	}
}

/** The health of the row is its colour. */
export const storageStatusColumn: Column<StorageRow> = {
	id: 'status',
	title: 'STATUS',
	worth: 4,
	min: 8,
	max: 13,
	sortKey: 'S',
	value: ({ status }) => (status === '' ? null : status),
	cell: ({ status, health }) => textCell(status, 'this kind has no status', health),
};

/** Raw value: bytes. */
export const capacityColumn: Column<StorageRow> = {
	id: 'capacity',
	title: 'CAPACITY',
	unit: 'bytes',
	align: 'right',
	worth: 6,
	min: 8,
	sortKey: 'C',
	value: ({ capacity }) => bytes(capacity) || null,
	cell: ({ capacity }) => (bytes(capacity) ? { text: capacity } : absentCell('only volumes have a capacity')),
};

export const claimColumn = textColumn<StorageRow>({
	id: 'claim',
	title: 'CLAIM',
	worth: 7,
	min: 12,
	max: 60,
	sortKey: 'M',
	of: ({ claim }) => claim,
	absent: 'nothing claims it',
});

export const storageClassColumn = textColumn<StorageRow>({
	id: 'class',
	title: 'CLASS',
	worth: 8,
	min: 6,
	max: 30,
	sortKey: 'L',
	of: ({ storageClass }) => storageClass,
	absent: 'it is of no class',
});

export const reclaimColumn = textColumn<StorageRow>({
	id: 'reclaim',
	title: 'RECLAIM',
	worth: 9,
	min: 7,
	max: 10,
	sortKey: 'R',
	of: ({ reclaim }) => reclaim,
	absent: 'it is not reclaimed',
});
