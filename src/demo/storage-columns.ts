import type { KubeObject } from '../kube/types.ts';
import type { TableColumn } from './table.ts';

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const spec = (object: KubeObject): Fields => fields(object['spec']);
const status = (object: KubeObject): Fields => fields(object['status']);
const word = (value: unknown, otherwise = ''): string => (typeof value === 'string' && value !== '' ? value : otherwise);

const column = (name: string, cell: TableColumn['cell'], priority = 0): TableColumn => ({
	name,
	type: 'string',
	format: '',
	priority,
	cell,
});

const shortModes: Readonly<Record<string, string>> = {
	ReadWriteOnce: 'RWO',
	ReadOnlyMany: 'ROX',
	ReadWriteMany: 'RWX',
	ReadWriteOncePod: 'RWOP',
};

const modes = (value: unknown): string =>
	Object.entries(shortModes)
		.filter(([mode]) => Array.isArray(value) && value.includes(mode))
		.map(([, short]) => short)
		.join(',');

const isDeleted = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined;
const storageClass = (object: KubeObject): string =>
	word(fields(object.metadata['annotations'])['volume.beta.kubernetes.io/storage-class'], word(spec(object)['storageClassName']));
const attributesClass = column('VolumeAttributesClass', (object) => word(spec(object)['volumeAttributesClassName'], '<unset>'));
const volumeMode = column('VolumeMode', (object) => word(spec(object)['volumeMode'], '<unset>'), 1);

const phase = column('Status', (object) => (isDeleted(object) ? 'Terminating' : word(status(object)['phase'])));

/** Columns of the kinds around volumes, as pkg/printers/internalversion/printers.go has them, between name and age. */
export const storageColumns = (name: TableColumn, age: TableColumn): Readonly<Record<string, readonly TableColumn[]>> => ({
	persistentvolumeclaims: [
		name,
		phase,
		column('Volume', (object) => word(spec(object)['volumeName'])),
		column('Capacity', (object) =>
			word(spec(object)['volumeName']) === '' ? '' : word(fields(status(object)['capacity'])['storage'], '0'),
		),
		column('Access Modes', (object) => (word(spec(object)['volumeName']) === '' ? '' : modes(status(object)['accessModes']))),
		column('StorageClass', storageClass),
		attributesClass,
		age,
		volumeMode,
	],
});
