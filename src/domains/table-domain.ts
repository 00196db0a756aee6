import { age } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import { goNumber } from '../base/go-number.ts';
import type { CellValue, KubeObject, ServedResource, TableColumn } from '../kube/types.ts';
import { absentCell } from './cells.ts';
import { ageColumn, nameColumn, namespaceColumn } from './columns.ts';
import { printedHealth } from './custom-health.ts';
import { anyDomain } from './erase.ts';
import { definitionOf } from './kind-definition.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { objectNameOf, resourceDomain } from './resource-domain.ts';
import { isCreation, isDate, type TableRow, tableRowOf } from './table-row.ts';
import type { Column, Domain, Intern, PrintedColumn, ResourceSpec } from './types.ts';

/** Kinds that nobody here knows are no reason to ask a server more often than for those that change slowly. */
const pollIntervalMs = 30_000;

/** `databases.data.example.com`: what a resource is called among those of every group. */
export const groupName = ({ gvr: { group, resource } }: Pick<ServedResource, 'gvr'>): string =>
	group === '' ? resource : `${resource}.${group}`;

/** `databases.v1.data.example.com` */
export const versionName = ({ gvr: { group, version, resource } }: Pick<ServedResource, 'gvr'>): string =>
	group === '' ? `${resource}.${version}` : `${resource}.${version}.${group}`;

/** Any resource that a server lists, read as the Table that the server makes of it. */
export const tableResource = (served: ServedResource): ResourceSpec<TableRow> => ({
	gvr: served.gvr,
	kind: served.kind,
	singular: served.singular === '' ? served.kind.toLowerCase() : served.singular,
	shortNames: served.shortNames,
	namespaced: served.namespaced,
	// Two versions of one resource are two streams.
	reading: versionName(served),
	form: 'table',
	mask: {},
	project: tableRowOf,
	pollIntervalMs,
});

/**
 * The view of a resource that no other view is of, with the columns of the server's Table: until the first row is there, name and age.
 * `name`: what it is called among the views of a server, `plural.group`, with the version where that is not the one that is preferred.
 * `columns`: those of the Table, where they are known already.
 */
export function tableDomain(served: ServedResource, name: string, columns?: readonly TableColumn[]): Domain {
	const resource = tableResource(served);
	const base = resourceDomain<TableRow>({
		resource,
		name,
		title: name.toUpperCase(),
		aliases: [...new Set([served.gvr.resource, resource.singular, served.kind.toLowerCase(), ...served.shortNames])],
		tab: false,
		columns: paneColumns(served, columns),
		printed: columns === undefined ? [printedName, printedAge] : printedColumns(columns),
		objectName: () => objectNameOf(resource),
		...definitionOf(served),
	});
	let known: { readonly columns: readonly TableColumn[]; readonly domain: Domain<TableRow> } | undefined;
	return anyDomain<TableRow>({
		...base,
		ofRow: ({ columns: told }) => {
			if (known?.columns !== told)
				known = { columns: told, domain: { ...base, columns: paneColumns(served, told), printed: printedColumns(told) } };
			return known.domain;
		},
	});
}

/** Of a row of another Table, as there are for a moment after a definition was changed, the column is the one of the same name. */
function cellOf(row: TableRow, column: TableColumn, at: number): CellValue {
	const place = row.columns[at] === column ? at : row.columns.findIndex(({ name }) => name === column.name);
	return row.cells[place] ?? null;
}

/** As kubectl prints a cell: nothing where there is none. */
function printedText(column: TableColumn, value: CellValue, now: number): string {
	if (value === null) return '';
	if (typeof value !== 'number') return String(value);
	return isDate(column) ? age(value, now) : goNumber(value);
}

const printedColumns = (columns: readonly TableColumn[]): readonly PrintedColumn<TableRow>[] =>
	columns.map((column, at) => ({
		name: column.name,
		priority: column.priority,
		cell: (row, now) => printedText(column, cellOf(row, column, at), now),
	}));

/** Names that every row has already, or that the filter and the output know as something else. */
const taken = ['kind', 'namespace', 'name', 'uid', 'resourceVersion', 'health', 'age'];

/** `Last Backup` is `lastBackup`; what is taken already is given a number. */
function columnIds(columns: readonly TableColumn[]): readonly string[] {
	const used = new Set(taken);
	return columns.map(({ name }) => {
		const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['column'];
		const first = words.join(' ') === words.join(' ').toUpperCase() ? words.map((word) => word.toLowerCase()) : words;
		const plain = first
			.map((word, at) => (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
			.join('');
		let id = plain;
		for (let count = 2; used.has(id); count++) id = `${plain}${count}`;
		used.add(id);
		return id;
	});
}

/** Those of name, namespace and age, and those that move over any list. */
const lettersTaken = ['E', 'P', 'A', 'G', 'N'];

/** Of each column the first letter of its title that sorts by no other; undefined: none is left. */
function sortLetters(columns: readonly TableColumn[]): readonly (string | undefined)[] {
	const used = new Set(lettersTaken);
	return columns.map(({ name }) => {
		const letter = [...name.toUpperCase()].find((each) => each >= 'A' && each <= 'Z' && !used.has(each));
		if (letter !== undefined && name !== 'Name') used.add(letter);
		return letter;
	});
}

/** The name, the namespace and the age are those of every view; what else the server has stands where it has it. */
function paneColumns({ namespaced }: ServedResource, columns: readonly TableColumn[] | undefined): readonly Column<TableRow>[] {
	const first = namespaced ? [nameColumn(), namespaceColumn(3)] : [nameColumn()];
	if (columns === undefined) return [...first, ageColumn(4)];
	const ids = columnIds(columns);
	const letters = sortLetters(columns);
	const creation = columns.findIndex((column) => column.name === 'Age' && (isCreation(column) || column.type === 'string'));
	const own = columns.flatMap((column, at) =>
		column.name === 'Name' ? [] : [at === creation ? ageColumn(2) : paneColumn(column, { id: ids[at] ?? '', sortKey: letters[at] }, at)],
	);
	return [...first, ...own, ...(creation < 0 ? [{ ...ageColumn(9), wide: true }] : [])];
}

const noValue = 'the object has no such value';

function paneColumn(
	column: TableColumn,
	{ id, sortKey }: { readonly id: string; readonly sortKey: string | undefined },
	at: number,
): Column<TableRow> {
	const title = column.name.toUpperCase();
	const isMoment = isDate(column);
	const isNumber = column.type === 'integer' || column.type === 'number';
	return {
		id,
		title,
		...(isMoment || isNumber ? { align: 'right' as const } : {}),
		worth: 3 + at,
		min: Math.max(isMoment ? 4 : 3, Math.min(title.length, 12)),
		max: isMoment ? Math.max(9, title.length) : 60,
		...(sortKey === undefined ? {} : { sortKey }),
		...(column.priority > 0 ? { wide: true } : {}),
		...(isMoment ? { printsAge: true, volatile: true } : {}),
		value: (row) => cellOf(row, column, at),
		cell: (row, { now }) => {
			const value = cellOf(row, column, at);
			const text = printedText(column, value, now);
			if (text === '') return absentCell(noValue);
			const health = printedHealth(column.name, value);
			return cell(text, health === 'ok' ? undefined : health);
		},
	};
}

class NamedRow extends ObjectRow {
	constructor({ metadata }: Pick<KubeObject, 'metadata'>, intern: Intern) {
		super(metadata, 'unknown', intern);
	}
}

/**
 * The view of a Table as it is listed for its names alone: a server may sort a Table (flow schemas by their precedence), and what it
 * lists is in the order of their keys. Any other view is itself.
 */
export function listedNames(domain: Domain): Domain {
	const { ofRow: _, ...rest } = domain;
	const [read] = domain.reads;
	if (read?.resource.form !== 'table') return domain;
	const { form: __, ...resource } = read.resource;
	return { ...rest, reads: [{ role: 'rows', resource: { ...resource, mask: {}, metadataOnly: true, project: rowsOf(NamedRow) } }] };
}
