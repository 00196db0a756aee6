import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, namespaceColumn } from './columns.ts';
import { DataRow, dataColumn, printedData, type Sizes, sizeColumn } from './data-sizes.ts';
import { rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Intern, ResourceSpec } from './types.ts';

interface ConfigMapObject {
	readonly metadata: ObjectMeta;
	readonly data?: Sizes;
	readonly binaryData?: Sizes;
}

export class ConfigMapRow extends DataRow {
	constructor({ metadata, data, binaryData }: ConfigMapObject, intern: Intern) {
		super(metadata, { texts: data, base64: binaryData }, intern);
	}
}

export const configMapsResource: ResourceSpec<ConfigMapRow> = {
	gvr: { group: '', version: 'v1', resource: 'configmaps' },
	kind: 'ConfigMap',
	singular: 'configmap',
	shortNames: ['cm'],
	namespaced: true,
	mask: { data: 'sizes', binaryData: 'base64-sizes' },
	project: rowsOf(ConfigMapRow),
	pollIntervalMs: 15_000,
};

export const configMaps = resourceDomain({
	resource: configMapsResource,
	tab: false,
	columns: [nameColumn(), namespaceColumn(2), dataColumn, sizeColumn, ageColumn(3)],
	printed: [printedName, printedData, printedAge],
	emptyHint: 'No ConfigMap is here.',
});
