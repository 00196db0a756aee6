import { textColumn } from './columns.ts';
import { ConfigMapRow, configMapsResource } from './config-maps.ts';
import { type DataRow, dataColumn, sizeColumn } from './data-sizes.ts';
import { mergedDomain, part } from './merged-domain.ts';
import { SecretRow, secretsResource } from './secrets.ts';

/** Raw values: `dataItems` a number, `size` bytes, `type` of a Secret; null: not of this kind. */
export const config = mergedDomain<DataRow>({
	name: 'config',
	aliases: ['cfg'],
	parts: [part({ resource: configMapsResource, row: ConfigMapRow }), part({ resource: secretsResource, row: SecretRow })],
	more: [
		dataColumn,
		sizeColumn,
		textColumn({
			id: 'type',
			title: 'TYPE',
			worth: 7,
			min: 6,
			max: 36,
			sortKey: 'T',
			of: (row) => (row instanceof SecretRow ? row.type : ''),
			absent: 'a ConfigMap has no type',
		}),
	],
	emptyHint: 'No ConfigMap and no Secret is here.',
});
