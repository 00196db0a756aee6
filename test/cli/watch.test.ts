import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { startDemoServer } from '../../src/demo/server.ts';
import { type Running, runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { servedDemo } from '../support/served-demo.ts';

const { home, kubeconfig, server } = await servedDemo();

const watching = (...args: string[]): Running => startKyacht([...args, '--watch', '--kubeconfig', kubeconfig], { home });

interface Line {
	readonly event: string;
	readonly uid?: string;
	readonly resourceVersion?: string;
	readonly [key: string]: unknown;
}

const linesOf = (text: string): readonly Line[] =>
	text
		.split('\n')
		.slice(0, -1)
		.map((line) => JSON.parse(line) as Line);

const linesIn = (text: string): number => text.split('\n').length - 1;

/** What `--watch -o jsonl` promises: this is the server's set. */
function fold(lines: readonly Line[]): Map<string, string> {
	const set = new Map<string, string>();
	for (const { event, uid, resourceVersion } of lines) {
		if (uid === undefined || resourceVersion === undefined) continue;
		if (event === 'deleted' || event === 'removed') set.delete(uid);
		else set.set(uid, resourceVersion);
	}
	return set;
}

describe('--watch -o jsonl', () => {
	it('adds every object, says that this is all, and tells each change; folded, it is the server’s set', async () => {
		const run = watching('pods', '-A', '-o', 'jsonl');
		const before = linesOf(await run.said('"event":"synced"'));
		expect(before.filter(({ event }) => event === 'added').length).toBe(before.length - 1);
		const { ended, child, said } = run;
		const [victim] = before;
		server.world.remove('pods', String(victim?.namespace), String(victim?.name));
		await said('"event":"deleted"');
		child.kill('SIGINT');
		const ran = await ended;
		expect(ran.exitCode).toBe(130);
		expect(fold(linesOf(ran.stdout)).size).toBe(before.length - 2);
		expect(fold(linesOf(ran.stdout)).has(String(victim?.uid))).toBe(false);
	});

	it('says stale with its reason when the server is gone, and live when it is back', async () => {
		const run = watching('nodes', '-o', 'jsonl');
		await run.said('"event":"synced"');
		await server.faults.refuseConnections();
		const stale = linesOf(await run.said('"event":"stale"')).find(({ event }) => event === 'stale');
		expect(stale).toMatchObject({ reason: 'disconnected', at: expect.any(Number), asOf: expect.any(Number) });
		await server.faults.acceptConnections();
		await run.said('"event":"live"');
		run.child.kill('SIGTERM');
		expect((await run.ended).exitCode).toBe(143);
	});

	it('says how the rows are kept where that is not by a watch, and which kinds are not among them', async () => {
		const grant = server.faults.forbid({ user: 'nowatch', verb: 'list', resource: 'daemonsets' });
		const [lines, table] = ['jsonl', 'table'].map((format) =>
			watching('workloads', '-n', 'shop', '--context', 'demo-nowatch', '-o', format),
		);
		await Promise.all([lines?.said('"event":"status"'), table?.noted('are polled')]);
		lines?.child.kill('SIGINT');
		table?.child.kill('SIGINT');
		const [told, printed] = await Promise.all([lines?.ended, table?.ended]);
		grant();
		const refused = ['jobs', 'cronjobs', 'daemonsets'].map((kind) => expect.objectContaining({ resource: expect.stringContaining(kind) }));
		const lastOf = (event: string) => linesOf(told?.stdout ?? '').findLast((line) => line.event === event);
		const [synced, status] = [lastOf('synced'), lastOf('status')];
		expect(synced).toMatchObject({ event: 'synced', notRead: expect.arrayContaining(refused) });
		expect(status).toMatchObject({ event: 'status', mode: 'polling', reason: 'watch forbidden', pollSeconds: expect.any(Number) });
		// That metrics may not be read is answered when it is: another status tells it.
		expect(status).toMatchObject({ notRead: expect.arrayContaining(refused) });
		expect(printed?.stderr).toMatch(/These rows are polled every \d+s: watch forbidden\.\n/);
	});

	it('dates its lines on the server’s clock, and so does -o json, however far that is from ours', async () => {
		const ahead = 3_600_000;
		const skewed = await startDemoServer({ scenario: 'none', clock: { ...systemClock, now: () => systemClock.now() + ahead } });
		const path = join(home, 'skewed');
		writeFileSync(path, skewed.kubeconfig());
		const isNear = (seconds: unknown) => Math.abs(Number(seconds) * 1000 - systemClock.now() - ahead) < 600_000;
		const once = await runKyacht(['nodes', '-o', 'json', '--kubeconfig', path], { home });
		expect((JSON.parse(once.stdout) as { asOf: number }).asOf).toSatisfy(isNear);
		const run = startKyacht(['nodes', '-o', 'jsonl', '--watch', '--kubeconfig', path], { home });
		await run.said('"event":"synced"');
		await skewed.close();
		const stale = linesOf(await run.said('"event":"stale"')).find(({ event }) => event === 'stale');
		run.child.kill('SIGTERM');
		await run.ended;
		expect([stale?.at, stale?.asOf].every(isNear)).toBe(true);
		expect(Number(stale?.asOf)).toBeLessThanOrEqual(Number(stale?.at));
	});

	it('says removed, not deleted, where a selector is in force', async () => {
		const run = watching('pods', '-A', '-o', 'jsonl', '-l', 'app');
		const [victim] = linesOf(await run.said('"event":"synced"'));
		server.world.remove('pods', String(victim?.namespace), String(victim?.name));
		await run.said('"event":"removed"');
		run.child.kill('SIGINT');
		await run.ended;
	});

	it('tells of the rows that --filter lets through: those that come to pass are added, those that no longer do are removed', async () => {
		const node = { metadata: { name: 'node-under-filter' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
		server.world.put('nodes', node);
		const run = watching('nodes', '-o', 'jsonl', '--filter', 'name:under-filter status:schedulingdisabled');
		await run.said('"event":"synced"');
		server.world.patch('nodes', undefined, node.metadata.name, { spec: { unschedulable: true } });
		await run.said('"event":"added"');
		server.world.patch('nodes', undefined, node.metadata.name, { metadata: { labels: { a: 'b' } } });
		await run.said('"event":"modified"');
		server.world.patch('nodes', undefined, node.metadata.name, { spec: { unschedulable: null } });
		await run.said('"event":"removed"');
		server.world.patch('nodes', undefined, node.metadata.name, { spec: { unschedulable: true } });
		server.world.remove('nodes', undefined, node.metadata.name);
		await run.said('"event":"deleted"');
		run.child.kill('SIGINT');
		const lines = linesOf((await run.ended).stdout);
		expect(lines.map(({ event }) => event)).toEqual(['synced', 'added', 'modified', 'removed', 'added', 'deleted']);
		expect(lines[0]).toMatchObject({ rows: 0 });
		expect(lines[3]).toMatchObject({ name: node.metadata.name, status: 'Ready' });
	});

	it('ends well when its reader goes away', async () => {
		const run = watching('pods', '-A', '-o', 'jsonl');
		const [victim] = linesOf(await run.said('"event":"synced"'));
		run.child.stdout?.destroy();
		server.world.remove('pods', String(victim?.namespace), String(victim?.name));
		const ran = await run.ended;
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
	});

	it('ends, as kubectl does, when the one object that was named is not there', async () => {
		for (const output of ['jsonl', 'table']) {
			const { exitCode, stderr } = await watching('pod/nosuch', '-n', 'shop', '-o', output).ended;
			expect(stderr).toBe('kyacht: pods "nosuch" not found in namespace shop; kyacht pods -n shop lists those there are.\n');
			expect(exitCode).toBe(1);
		}
	});

	it('says that a namespace is not there, and waits for it', async () => {
		const run = watching('pods', '-n', 'later', '-o', 'jsonl');
		await Promise.all([run.noted('There is no namespace later; kyacht namespaces lists'), run.said('"event":"synced"')]);
		run.child.kill('SIGINT');
		expect(await run.ended).toMatchObject({ stdout: expect.stringMatching(/"rows":0\}\n$/), exitCode: 130 });
	});

	it('ends at once when there is no server from the start', async () => {
		await server.faults.refuseConnections();
		const ran = await watching('pods', '-A', '-o', 'jsonl').ended;
		await server.faults.acceptConnections();
		expect(ran.exitCode).toBe(4);
		expect(ran.stderr).toMatch(/^kyacht: Cannot read pods in all namespaces.*connection refused[^\n]*\n$/);
	});
});

describe('--watch -o table', () => {
	it('prints the table, then each changed row under it', async () => {
		const run = watching('pods', '-A');
		const table = await run.said('AGE\n');
		const [header = '', first = ''] = table.split('\n');
		const [namespace = '', name = ''] = first.split(/ +/);
		server.world.remove('pods', namespace, name);
		const again = new RegExp(`^${namespace} +${name} `, 'gm');
		while ([...(await run.said(name)).matchAll(again)].length < 2) await new Promise((resolve) => setImmediate(resolve));
		run.child.kill('SIGINT');
		const { stdout } = await run.ended;
		const lines = stdout.trimEnd().split('\n');
		expect(lines.at(-1)?.indexOf(name)).toBe(header.indexOf('NAME', 'NAMESPACE'.length));
	});

	it('prints of --filter the rows that pass, and one that no longer does once more, as it is now', async () => {
		const node = { metadata: { name: 'node-under-table' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
		server.world.put('nodes', node);
		const run = watching('nodes', '--filter', 'status:=Ready name:node-under-table');
		await run.said('node-under-table');
		server.world.patch('nodes', undefined, node.metadata.name, { spec: { unschedulable: true } });
		await run.said('Ready,SchedulingDisabled');
		server.world.patch('nodes', undefined, node.metadata.name, { metadata: { labels: { a: 'b' } } });
		server.world.patch('nodes', undefined, node.metadata.name, { spec: { unschedulable: null } });
		while (linesIn(await run.said('node-under-table')) < 4) await new Promise((resolve) => setImmediate(resolve));
		run.child.kill('SIGINT');
		const statuses = (await run.ended).stdout
			.trimEnd()
			.split('\n')
			.map((line) => line.split(/ +/)[1]);
		expect(statuses).toEqual(['STATUS', 'Ready', 'Ready,SchedulingDisabled', 'Ready']);
		server.world.remove('nodes', undefined, node.metadata.name);
	});
});
