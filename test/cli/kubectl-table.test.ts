import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyHome } from '../support/homes.ts';
import { runKyacht } from '../support/run-kyacht.ts';

const objects = new URL('../fixtures/objects/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, objects), 'utf8');

interface Recorded {
	readonly path: string;
	readonly tablePrintedAt: string;
}

interface Table {
	readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
	readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: { readonly metadata: { readonly namespace?: string } } }[];
}

const index = JSON.parse(read('index.json')) as Readonly<Record<string, Recorded>>;

/** A real server on loopback that answers every LIST with the recorded one, dated as the Table beside it was. */
async function served<T>(kind: string, use: (kubeconfig: string, home: string) => Promise<T>): Promise<T> {
	const { tablePrintedAt } = index[kind] as Recorded;
	const server = createServer((request, response) => {
		response.sendDate = false;
		response.setHeader('date', new Date(tablePrintedAt).toUTCString());
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
		// Discovery is not served: the definitions of custom resources, which are a list like others, say what there is.
		const served = [kind, 'customresourcedefinitions'].find((each) => index[each]?.path === pathname);
		const isList = served !== undefined && !searchParams.has('watch');
		if (isList) response.writeHead(200, { 'content-type': 'application/json' }).end(read(`${served}.list.json`));
		else response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const home = emptyHome();
	const kubeconfig = join(home, 'kubeconfig');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	writeFileSync(
		kubeconfig,
		`{current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: "${url}"}}], users: [{name: u, user: {token: t}}]}`,
	);
	try {
		return await use(kubeconfig, home);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

/** The cells of a line, told apart by where the headers begin: a cell may hold blanks. */
function cellsOf(output: string): readonly (readonly string[])[] {
	const lines = output.trimEnd().split('\n');
	const starts = [...(lines[0] ?? '').matchAll(/(?:^|(?<= {3}))\S/g)].map(({ index: start }) => start);
	return lines.map((line) => {
		const points = [...line];
		return starts.map((start, column) =>
			points
				.slice(start, starts[column + 1])
				.join('')
				.trimEnd(),
		);
	});
}

/** What kubectl makes of one cell of a Table: its first line, escapes made visible (k8s.io/cli-runtime pkg/printers: tableprinter.go, terminal.go). */
function printed(cell: unknown): string {
	if (cell === null) return '';
	const text = String(cell).replaceAll('\u001b', '^[');
	const end = text.search(/[\n\r\f]/);
	return (end < 0 ? text : `${text.slice(0, end)}...`).trimEnd();
}

function expectedCells(table: Table, wide: boolean, across: boolean): readonly (readonly string[])[] {
	const shown = table.columnDefinitions.map(({ priority }) => wide || priority === 0);
	const names = table.columnDefinitions.filter((_, column) => shown[column]).map(({ name }) => name.toUpperCase());
	const rows = table.rows.map(({ cells, object }) => [
		...(across ? [object.metadata.namespace ?? ''] : []),
		...cells.filter((_, column) => shown[column]).map(printed),
	]);
	return [across ? ['NAMESPACE', ...names] : names, ...rows];
}

const bothWays = ['pods', 'nodes', 'namespaces', 'events'].flatMap((kind) => [[kind, 'wide'] as const, [kind, 'table'] as const]);
/** One of each sort of columns: numbers that are called strings, lists, dates, and those that only `wide` has. */
const others = ['horizontalpodautoscalers', 'resourcequotas', 'poddisruptionbudgets', 'rolebindings', 'clusterroles'];
/** What no view is of: printed by the columns of its definition. One has dates beside its age, the other has no columns at all. */
const custom = ['databases', 'storagebuckets'];

describe('-o table and wide, of a recorded list', () => {
	it.each([...bothWays, ...[...others, ...custom].map((kind) => [kind, 'wide'] as const)])(
		'%s -A -o %s equals what the server’s own Table of it says, ages included',
		async (kind, output) => {
			const ran = await served(kind, (kubeconfig, home) => runKyacht([kind, '-A', '-o', output, '--kubeconfig', kubeconfig], { home }));
			const table = JSON.parse(read(`${kind}.table.json`)) as Table;
			const isNamespaced = table.rows.some(({ object }) => object.metadata.namespace !== undefined);
			expect(cellsOf(ran.stdout)).toEqual(expectedCells(table, output === 'wide', isNamespaced));
			expect(ran.exitCode).toBe(0);
		},
	);
});
