import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { DataRow, dataColumn, printedData, type Sizes, sizeColumn } from './data-sizes.ts';
import { rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Intern, ResourceSpec } from './types.ts';

interface SecretObject {
	readonly metadata: ObjectMeta;
	readonly type?: string;
	readonly data?: Sizes;
}

/** Its values are counted where they are read: none of them is ever a text of this program. */
export class SecretRow extends DataRow {
	/** `kubernetes.io/tls` */
	readonly type: string;

	constructor({ metadata, type, data }: SecretObject, intern: Intern) {
		super(metadata, { base64: data }, intern);
		this.type = intern(type ?? '');
	}
}

export const secretsResource: ResourceSpec<SecretRow> = {
	gvr: { group: '', version: 'v1', resource: 'secrets' },
	kind: 'Secret',
	singular: 'secret',
	shortNames: [],
	namespaced: true,
	mask: { type: true, data: 'base64-sizes' },
	project: rowsOf(SecretRow),
	pollIntervalMs: 15_000,
};

export const secrets = resourceDomain({
	resource: secretsResource,
	tab: false,
	columns: [
		nameColumn(),
		namespaceColumn(2),
		textColumn<SecretRow>({ id: 'type', title: 'TYPE', worth: 7, min: 6, max: 36, sortKey: 'T', of: ({ type }) => type }),
		dataColumn,
		sizeColumn,
		ageColumn(3),
	],
	printed: [printedName, { name: 'Type', priority: 0, cell: ({ type }) => type }, printedData, printedAge],
	emptyHint: 'No Secret is here.',
});
