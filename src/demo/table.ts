import type { Domain, PrintedColumn } from '../domains/types.ts';
import type { KubeObject } from '../kube/types.ts';
import { itemJson, partialItemJson } from './object-json.ts';
import { plainColumns } from './plain-columns.ts';
import { apiVersionOf, type Resource, resourceName } from './resources.ts';

/** null: the object has no such value. */
export type TableCell = string | number | boolean | null;

/** A column of the server's Table and how its cell is read from an object. */
export interface TableColumn {
	readonly name: string;
	readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
	readonly format: string;
	readonly priority: number;
	readonly description?: string;
	readonly cell: (object: KubeObject, now: number) => TableCell;
}

const kept = new Map<string, string>();

/** One text for equal texts, as the rows of a domain ask for. */
const intern = (text: string): string => {
	const known = kept.get(text);
	if (known !== undefined) return known;
	if (kept.size > 10_000) kept.clear();
	kept.set(text, text);
	return text;
};

const columnsOfDomain = (domain: Domain, resource: Resource): readonly TableColumn[] | undefined => {
	const read = domain.reads.find((candidate) => candidate.role === 'rows');
	if (read === undefined || domain.printed === undefined || resourceName(read.resource.gvr) !== resourceName(resource.gvr))
		return undefined;
	let last: { readonly object: KubeObject; readonly row: ReturnType<typeof read.resource.project> } | undefined;
	// The cells of one object are asked for one after another: its row is projected once.
	const rowOf = (object: KubeObject) => {
		if (last?.object !== object) last = { object, row: read.resource.project(object, intern) };
		return last.row;
	};
	return domain.printed.map((column: PrintedColumn) => ({
		name: column.name,
		type: column.type ?? 'string',
		format: column.name === 'Name' ? 'name' : '',
		priority: column.priority,
		cell: (object: KubeObject, now: number) => column.cell(rowOf(object), now),
	}));
};

/** The columns of a domain where one prints this kind, else those of this module. */
export const columnsFor = (resource: Resource, domains: readonly Domain[]): readonly TableColumn[] => {
	if (resource.custom !== undefined) return resource.custom.columns;
	for (const domain of domains) {
		const columns = columnsOfDomain(domain, resource);
		if (columns !== undefined) return columns;
	}
	return plainColumns(resource);
};

export const columnsJson = (columns: readonly TableColumn[]): string =>
	JSON.stringify(columns.map(({ name, type, format, priority, description = '' }) => ({ name, type, format, description, priority })));

/** Pods that ended are marked, as the server's printer marks them: kubectl hides nothing by it, but others do. */
const conditionsOf = (resource: Resource, object: KubeObject): string => {
	const phase = resource.kind === 'Pod' ? (object['status'] as { readonly phase?: string } | undefined)?.phase : undefined;
	if (phase === 'Succeeded')
		return ',"conditions":[{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}]';
	if (phase === 'Failed') return ',"conditions":[{"type":"Completed","status":"True","reason":"Failed","message":"The pod failed."}]';
	return '';
};

/** What a bookmark, which has no name, is printed as: an object of which nothing is known. */
const emptyOf = ({ empty }: Resource): KubeObject => {
	const known = Object.entries(empty ?? {}).filter(([, value]) => value !== null);
	const fields = Object.fromEntries(
		known.map(([key, value]) => [key, key === 'spec' && typeof value === 'object' ? withoutNulls(value as object) : value]),
	);
	return { metadata: { name: '', uid: '', resourceVersion: '' }, ...fields };
};

const withoutNulls = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));

interface RowRendering {
	readonly resource: Resource;
	readonly columns: readonly TableColumn[];
	readonly includeObject: 'None' | 'Metadata' | 'Object';
	readonly now: number;
}

export const tableRowJson = ({ resource, columns, includeObject, now }: RowRendering, object: KubeObject): string => {
	const printed = object.metadata.name === undefined ? emptyOf(resource) : object;
	const cells = columns.map((column) => column.cell(printed, now));
	const identity =
		includeObject === 'None'
			? 'null'
			: includeObject === 'Object'
				? `{"kind":"${resource.kind}","apiVersion":"${apiVersionOf(resource.gvr)}",${itemJson(object).slice(1)}`
				: partialItemJson(object);
	return `{"cells":${JSON.stringify(cells)}${conditionsOf(resource, object)},"object":${identity}}`;
};
