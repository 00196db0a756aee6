import { expect, it } from 'vitest';
import { json, kubeServer } from '../support/kube-server.ts';
import { runKyacht } from '../support/run-kyacht.ts';

it('names come in the order of the list, as with kubectl, although the server sorts the table of it otherwise', async () => {
	const tide = { name: 'tides', singularName: 'tide', namespaced: false, kind: 'Tide', verbs: ['get', 'list', 'watch'] };
	const group = { name: 'sea.example.com', versions: [{ groupVersion: 'sea.example.com/v1', version: 'v1' }] };
	const named = (name: string) => ({ metadata: { name, uid: name, resourceVersion: '1' } });
	const server = await kubeServer((request, response) => {
		const [path = ''] = (request.url ?? '').split('?');
		if (path === '/api') json(response, 200, { kind: 'APIVersions', versions: [] });
		else if (path === '/apis') json(response, 200, { kind: 'APIGroupList', groups: [{ ...group, preferredVersion: group.versions[0] }] });
		else if (path === '/apis/sea.example.com/v1') json(response, 200, { kind: 'APIResourceList', resources: [tide] });
		else if (request.headers.accept?.includes('as=Table')) {
			const rows = ['late', 'early'].map((name) => ({ cells: [name], object: named(name) }));
			json(response, 200, {
				kind: 'Table',
				apiVersion: 'meta.k8s.io/v1',
				metadata: { resourceVersion: '1' },
				columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', description: '', priority: 0 }],
				rows,
			});
		} else json(response, 200, { kind: 'TideList', metadata: { resourceVersion: '1' }, items: ['early', 'late'].map(named) });
	});
	const run = (output: string) => runKyacht(['tides', '-o', output, '--server', server.url]);
	const [names, table] = await Promise.all([run('name'), run('table')]);
	expect(names).toMatchObject({ stdout: 'tide.sea.example.com/early\ntide.sea.example.com/late\n', stderr: '', exitCode: 0 });
	expect(table.stdout).toBe('NAME\nlate\nearly\n');
});
