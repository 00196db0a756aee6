import { expect, it } from 'vitest';
import { json, type KubeServer, kubeServer } from '../support/kube-server.ts';
import { runKyacht } from '../support/run-kyacht.ts';

const tide = { name: 'tides', singularName: 'tide', namespaced: false, kind: 'Tide', verbs: ['get', 'list', 'watch'] };
const group = { name: 'sea.example.com', versions: [{ groupVersion: 'sea.example.com/v1', version: 'v1' }] };
const named = (name: string) => ({ metadata: { name, uid: name, resourceVersion: '1' } });

/** A server of tides alone, of which its Table is this. */
const tidesServer = (columns: readonly { readonly name: string; readonly priority?: number }[], rows: readonly (readonly string[])[]) =>
	kubeServer((request, response) => {
		const [path = ''] = (request.url ?? '').split('?');
		if (path === '/api') json(response, 200, { kind: 'APIVersions', versions: [] });
		else if (path === '/apis') json(response, 200, { kind: 'APIGroupList', groups: [{ ...group, preferredVersion: group.versions[0] }] });
		else if (path === '/apis/sea.example.com/v1') json(response, 200, { kind: 'APIResourceList', resources: [tide] });
		else if (request.headers.accept?.includes('as=Table')) {
			json(response, 200, {
				kind: 'Table',
				apiVersion: 'meta.k8s.io/v1',
				metadata: { resourceVersion: '1' },
				columnDefinitions: columns.map((column) => ({ type: 'string', format: '', description: '', priority: 0, ...column })),
				rows: rows.map((cells) => ({ cells, object: named(cells[0] ?? '') })),
			});
		} else {
			const names = rows.map(([name = '']) => name).sort();
			json(response, 200, { kind: 'TideList', metadata: { resourceVersion: '1' }, items: names.map(named) });
		}
	});

const print = (server: KubeServer, output: string) => runKyacht(['tides', '-o', output, '--server', server.url]);

it('names come in the order of the list, as with kubectl, although the server sorts the table of it otherwise', async () => {
	const server = await tidesServer([{ name: 'Name' }], [['late'], ['early']]);
	const [names, table] = await Promise.all([print(server, 'name'), print(server, 'table')]);
	expect(names).toMatchObject({ stdout: 'tide.sea.example.com/early\ntide.sea.example.com/late\n', stderr: '', exitCode: 0 });
	expect(table.stdout).toBe('NAME\nlate\nearly\n');
});

it('the names of columns are as harmless as the cells below them, however their definition spells them', async () => {
	const columns = [{ name: 'Name' }, { name: 'Col\u001b[31m\u202eX' }, { name: 'A\u3164B\nC', priority: 1 }];
	const server = await tidesServer(columns, [['spring', 'high', 'low']]);
	const [table, wide, csv] = await Promise.all([print(server, 'table'), print(server, 'wide'), print(server, 'csv')]);
	expect(table.stdout).toBe('NAME     COL^[[31M<U+202E>X\nspring   high\n');
	expect(wide.stdout).toBe('NAME     COL^[[31M<U+202E>X   A<U+3164>B...\nspring   high                 low\n');
	expect(csv.stdout.split('\n')[0]).toMatch(/,col31mX,a<U\+3164>bC,/);
});
