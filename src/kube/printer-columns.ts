import { epochSeconds } from '../base/age.ts';
import { ApiFailure } from '../base/api-error.ts';
import { goNumber } from '../base/go-number.ts';
import { type JsonObject, objectsAt, sortedJson, textAt, valueAt } from '../base/json-parts.ts';
import { compileJsonPath, type JsonPath } from '../base/json-path.ts';
import type { Connection } from './connection.ts';
import { jsonAnswer } from './json-answer.ts';
import { resourcePath } from './paths.ts';
import type { CellValue, Gvr, KubeObject, TableColumn } from './types.ts';

/** A column, and how the server makes its cell of an object. */
export interface PrinterColumn extends TableColumn {
	/** Of a date: epoch seconds. */
	readonly cell: (object: KubeObject) => CellValue;
}

const nameColumn: PrinterColumn = {
	name: 'Name',
	type: 'string',
	description: '',
	priority: 0,
	cell: ({ metadata }) => metadata.name,
};

const ageColumn: PrinterColumn = {
	name: 'Age',
	type: 'date',
	description: 'CreationTimestamp',
	priority: 0,
	cell: ({ metadata }) => epochSeconds(metadata.creationTimestamp),
};

/** What a resource is printed with where nobody said more of it (apiextensions-apiserver, registry/customresource). */
export const plainColumns: readonly PrinterColumn[] = [nameColumn, ageColumn];

/** A Table, or what a server that knows none has instead. */
export const TABLE_OR_LIST = 'application/json;as=Table;v=v1;g=meta.k8s.io, application/json';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * The columns of a custom resource as its definition has them; plain ones where there is no such definition, or where it may not be
 * read. Throws ApiFailure for what another try may mend.
 */
export async function readPrinterColumns(
	connection: Pick<Connection, 'get'>,
	gvr: Gvr,
	signal: AbortSignal,
): Promise<readonly PrinterColumn[]> {
	const name = `${gvr.resource}.${gvr.group}`;
	const definitions = await readDefinitions(connection, signal, name).catch((error: unknown) => {
		const kind = error instanceof ApiFailure ? error.error.kind : undefined;
		if (kind === 'forbidden' || kind === 'not-found') return [];
		throw error;
	});
	const definition = definitions.find((one) => textAt(one, 'metadata', 'name') === name);
	const version = objectsAt(definition, 'spec', 'versions').find((one) => one.name === gvr.version);
	const columns = objectsAt(version, 'additionalPrinterColumns');
	return columns.length === 0 ? plainColumns : [nameColumn, ...columns.flatMap((column) => printerColumn(column) ?? [])];
}

/** The columns that a resource is printed with, before any of its objects is read. Throws ApiFailure. */
export async function readTableColumns(
	connection: Pick<Connection, 'get'>,
	gvr: Gvr,
	namespace: string | undefined,
	signal: AbortSignal,
): Promise<readonly TableColumn[]> {
	const path = `${resourcePath(gvr, namespace)}?limit=1&includeObject=Metadata`;
	const { body } = await connection.get({ path, verb: 'list', accept: TABLE_OR_LIST, signal });
	const answer = jsonAnswer(body, path);
	return answer.kind === 'Table' ? objectsAt(answer, 'columnDefinitions').map(readColumn) : readPrinterColumns(connection, gvr, signal);
}

/** A column as a Table declares it. */
export function readColumn(definition: unknown): TableColumn {
	const priority = valueAt(definition, 'priority');
	return {
		name: textAt(definition, 'name'),
		type: textAt(definition, 'type'),
		description: textAt(definition, 'description'),
		priority: typeof priority === 'number' ? priority : 0,
	};
}

/** The definitions of custom resources, all or that of one name, as JSON. Throws ApiFailure. */
export async function readDefinitions(
	connection: Pick<Connection, 'get'>,
	signal: AbortSignal,
	name?: string,
): Promise<readonly JsonObject[]> {
	const only = name === undefined ? '' : `?fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
	const { body } = await connection.get({ path: `${DEFINITIONS}${only}`, verb: 'discovery', signal });
	return objectsAt(jsonAnswer(body, DEFINITIONS), 'items');
}

function printerColumn(column: JsonObject): PrinterColumn | undefined {
	const jsonPath = textAt(column, 'jsonPath');
	const path = compileJsonPath(jsonPath);
	if (path === undefined) return undefined;
	const declared = readColumn(column);
	// A definition without words for a column is described by its path, as the server does.
	const description = declared.description === '' ? jsonPath : declared.description;
	return { ...declared, description, cell: (object) => cellOf(declared.type, path, object) };
}

/** As the server's own printer of custom resources (apiextensions-apiserver, registry/customresource/tableconvertor). */
function cellOf(type: string, path: JsonPath, object: KubeObject): CellValue {
	const found = path(object);
	if (found.length === 0) return null;
	const [value] = found;
	switch (type) {
		case 'string':
			return printedText(value);
		case 'integer':
			return typeof value === 'number' ? Math.trunc(value) : null;
		case 'number':
			return typeof value === 'number' ? value : null;
		case 'boolean':
			return typeof value === 'boolean' ? value : null;
		case 'date':
			return typeof value === 'string' ? dateCell(value) : null;
		default:
			return null;
	}
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function dateCell(value: string): CellValue {
	if (value === '' || value === 'null') return 0;
	// Go reads a time in whole seconds here (metav1.Time).
	return RFC3339.test(value) && !Number.isNaN(Date.parse(value)) ? Math.floor(epochSeconds(value)) : '<invalid>';
}

/** What Go prints of a value of JSON: what has parts as JSON, its keys in order. */
function printedText(value: unknown): string {
	if (value === null || value === undefined) return '<no value>';
	if (typeof value === 'number') return goNumber(value);
	return typeof value === 'object' ? goJson(value) : String(value);
}

/** encoding/json: sorted keys, and what would end a script in HTML escaped. */
const goJson = (value: unknown): string =>
	sortedJson(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
