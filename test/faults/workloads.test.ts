import { describe, expect, it } from 'vitest';
import { workloads } from '../../src/domains/workloads.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { WireEngine, type Witness } from '../support/wire-engine.ts';

async function wired() {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	return { clock, server, wire: new WireEngine({ server, clock }) };
}

/** Every stream that there is was listed, whatever of it is shown. */
const complete = (wire: WireEngine, opened: Witness): Promise<void> =>
	wire.until('every stream', () => opened.feed.leases.every((lease) => lease.status().rows === 'complete'));

const kinds = ['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs', 'pods'];

describe('workloads, merged from seven kinds', () => {
	it('ask for each kind once, though three are joined as well, and share the pods of the pods view', async () => {
		const { wire } = await wired();
		const mark = wire.mark();
		const opened = wire.open('workloads', { namespace: 'shop' });
		await complete(wire, opened);
		const pods = wire.open('pods', { namespace: 'shop' });
		await pods.isLive();
		for (const kind of kinds)
			expect([kind, mark.asked(kind).filter((asked) => asked.startsWith('list'))]).toEqual([kind, ['list limit=50']]);
		expect(opened.feed.leases.map(({ resource }) => resource.gvr.resource)).toEqual(kinds);
		expect(mark.of('metrics of pods').every(({ namespace }) => namespace === 'shop')).toBe(true);
	});

	it('tell a pod by what owns it: each counts in one row, and what nobody here owns is a row', async () => {
		const { wire } = await wired();
		const opened = wire.open('workloads');
		await complete(wire, opened);
		const context = opened.feed.context();
		const restarts = workloads.columns.find(({ id }) => id === 'restarts');
		const rows = [...opened.feed.rows.values()] as Parameters<NonNullable<typeof restarts>['value']>[0][];
		const inWorkloads = rows.filter((row) => !('schedule' in row)).reduce((sum, row) => sum + Number(restarts?.value(row, context)), 0);
		const all = wire.open('pods');
		await all.isLive();
		const inPods = [...all.feed.rows.values()].reduce((sum, row) => sum + (row as unknown as { restarts: number }).restarts, 0);
		expect(inWorkloads).toBe(inPods);
		expect(inPods).toBeGreaterThan(0);
	});

	it('go on live without a kind that is forbidden, and name it, until it is granted', async () => {
		const { server, wire } = await wired();
		const grant = server.faults.forbid({ verb: '*', resource: 'jobs' });
		const opened = wire.open('workloads');
		await wire.until('a refusal', () => opened.feed.missing().length > 0);
		await wire.until('the other kinds', () => opened.feed.status().rows === 'complete' && opened.feed.status().live);
		await wire.quiet();
		expect(opened.feed.missing()).toEqual(['jobs: forbidden']);
		expect(opened.feed.status()).toMatchObject({ level: 'healthy', live: true, rows: 'complete' });
		expect(opened.feed.light()).toMatchObject({ level: 'unhealthy', reason: 'permissions', live: true });
		const kept = opened.feed.rows.size;
		expect(kept).toBeGreaterThan(10);
		grant();
		wire.engine.refresh();
		await wire.until('the jobs', () => opened.feed.missing().length === 0 && opened.feed.status().rows === 'complete');
		expect(opened.feed.rows.size).toBeGreaterThan(kept);
	});

	it('without pods count none, and say why', async () => {
		const { server, wire } = await wired();
		server.faults.forbid({ verb: '*', resource: 'pods' });
		const opened = wire.open('workloads');
		await wire.until('a refusal', () => opened.feed.missing().length > 0);
		await wire.quiet();
		const context = opened.feed.context();
		const row = [...opened.feed.rows.values()].find(({ name }) => name === 'cart');
		if (row === undefined) throw new Error('the demo has a cart');
		const cell = (id: string) => opened.feed.domain.columns.find((column) => column.id === id)?.cell(row, context);
		expect(cell('restarts')).toEqual({ text: '–', absent: 'pods: forbidden' });
		expect(cell('cpu')).toEqual({ text: '–', absent: 'pods: forbidden' });
		expect(cell('ready')?.text).toMatch(/^\d\/\d$/);
	});
});
