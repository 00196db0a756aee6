import { age, epochSeconds } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { absentCell } from './cells.ts';
import { ageColumn, countColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface LeaseObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly holderIdentity?: string | null;
		readonly leaseDurationSeconds?: number | null;
		readonly renewTime?: string | null;
	};
}

export class LeaseRow extends ObjectRow {
	readonly holder: string;
	/** Seconds that it holds without being renewed; 0: not said. */
	readonly lasts: number;
	/** Epoch seconds; 0: never. */
	readonly renewed: number;

	constructor({ metadata, spec }: LeaseObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.holder = intern(spec?.holderIdentity ?? '');
		this.lasts = spec?.leaseDurationSeconds ?? 0;
		this.renewed = epochSeconds(spec?.renewTime);
	}
}

export const leasesResource: ResourceSpec<LeaseRow> = {
	gvr: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' },
	kind: 'Lease',
	singular: 'lease',
	shortNames: [],
	namespaced: true,
	mask: { spec: { holderIdentity: true, leaseDurationSeconds: true, renewTime: true } },
	project: rowsOf(LeaseRow),
	pollIntervalMs: 15_000,
};

const printed: readonly PrintedColumn<LeaseRow>[] = [printedName, { name: 'Holder', priority: 0, cell: (row) => row.holder }, printedAge];

/** Somebody else may take it, or whoever held it is gone. One that was given back is held by nobody, and has not run out. */
const hasRunOut = ({ holder, lasts, renewed }: LeaseRow, now: number): boolean =>
	holder !== '' && lasts > 0 && renewed > 0 && now > (renewed + lasts) * 1000;

/** Raw values: `renewed` epoch seconds, `lasts` seconds. */
const columns: readonly Column<LeaseRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	textColumn({
		id: 'holder',
		title: 'HOLDER',
		worth: 2,
		min: 12,
		max: 63,
		sortKey: 'H',
		of: ({ holder }) => holder,
		absent: 'nobody holds it',
	}),
	{
		id: 'renewed',
		title: 'RENEWED',
		align: 'right',
		worth: 3,
		min: 7,
		sortKey: 'R',
		printsAge: true,
		volatile: true,
		value: ({ renewed }) => renewed || null,
		cell: (row, { now }) =>
			row.renewed === 0 ? absentCell('it was never renewed') : cell(age(row.renewed, now), hasRunOut(row, now) ? 'warning' : undefined),
	},
	countColumn({ id: 'lasts', title: 'LASTS', worth: 6, min: 8, sortKey: 'T', of: ({ lasts }) => lasts, absent: 'it does not say' }),
	ageColumn(5),
];

export const leases = resourceDomain({
	resource: leasesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No Lease is here.',
});
