import type { KubeObject } from '../kube/types.ts';
import { valueAt } from './json-value.ts';
import { type Resource, resourceName } from './resources.ts';
import type { TableColumn } from './table.ts';

/** apimachinery pkg/util/duration/duration.go HumanDuration. */
export const humanDuration = (milliseconds: number): string => {
	const seconds = Math.floor(milliseconds / 1000);
	if (seconds < -1) return '<invalid>';
	if (seconds < 0) return '0s';
	if (seconds < 120) return `${seconds}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
	if (days < 730) return `${days}d`;
	const years = Math.floor(days / 365);
	return years < 8 && days % 365 !== 0 ? `${years}y${days % 365}d` : `${years}y`;
};

const text = (name: string, cell: TableColumn['cell'], priority = 0): TableColumn => ({
	name,
	type: 'string',
	format: name === 'Name' ? 'name' : '',
	priority,
	cell,
});

const number = (name: string, cell: (object: KubeObject) => number): TableColumn => ({
	name,
	type: 'integer',
	format: '',
	priority: 0,
	cell,
});

const at = (name: string, path: string, priority = 0) => text(name, (object) => String(valueAt(object, path) ?? '') || '<none>', priority);

export const nameColumn = text('Name', (object) => object.metadata.name);
const ageColumn = text('Age', (object, now) =>
	object.metadata.creationTimestamp === undefined ? '<unknown>' : humanDuration(now - Date.parse(object.metadata.creationTimestamp)),
);

const size = (object: KubeObject): number =>
	Object.keys((object['data'] as object | undefined) ?? {}).length + Object.keys((object['binaryData'] as object | undefined) ?? {}).length;

const byResource: Readonly<Record<string, readonly TableColumn[]>> = {
	configmaps: [nameColumn, number('Data', size), ageColumn],
	secrets: [nameColumn, at('Type', 'type'), number('Data', size), ageColumn],
	namespaces: [nameColumn, at('Status', 'status.phase'), ageColumn],
	'leases.coordination.k8s.io': [nameColumn, at('Holder', 'spec.holderIdentity'), ageColumn],
};

/** For kinds that no domain prints: the server's columns where this module has them, else name and age. */
export const plainColumns = (resource: Resource): readonly TableColumn[] =>
	byResource[resourceName(resource.gvr)] ?? [nameColumn, ageColumn];
