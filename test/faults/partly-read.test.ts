import { describe, expect, it } from 'vitest';
import { clockTime, headerLight, isDoubted, paneWords } from '../../src/views/stream-words.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { WireEngine } from '../support/wire-engine.ts';

/** The pods were read and are kept; then the server goes, and a view that joins them with kinds nobody read is opened. */
async function openedInAnOutage() {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const wire = new WireEngine({ server, clock });
	const pods = wire.open('pods');
	await pods.isLive();
	await server.faults.refuseConnections();
	await wire.pass(5_000);
	const workloads = wire.open('workloads');
	pods.feed.close();
	await wire.pass(5_000);
	return { clock, server, wire, workloads };
}

describe('a joined view that is opened in an outage, with one of its kinds kept from before', () => {
	it('dims and dates the rows that are there, and names the kinds that are not', async () => {
		const { clock, workloads } = await openedInAnOutage();
		const { feed, status } = workloads;
		expect(feed.rows.size).toBeGreaterThan(0);
		expect(status).toMatchObject({ rows: 'partial', live: false, level: 'unhealthy', reason: 'disconnected' });
		expect(isDoubted(status)).toBe(true);
		expect(headerLight(feed.light(), status, clock.now()).words).toMatch(/^stale \d+s$/);
		expect(paneWords(status, clock.now(), feed.rows.size, clockTime).parts[0]).toMatch(/^stale \d+s$/);
		expect(feed.missing()).toEqual(['6 of 7 kinds (deployments, statefulsets, daemonsets, replicasets, jobs, cronjobs) not read yet']);
	});

	it('is whole, live and bright when the server is back', async () => {
		const { server, wire, workloads } = await openedInAnOutage();
		const part = workloads.feed.rows.size;
		await server.faults.acceptConnections();
		await wire.pass(40_000);
		await wire.until('every kind', () => workloads.feed.status().live && workloads.feed.status().rows === 'complete');
		expect(workloads.feed.missing()).toEqual([]);
		expect(isDoubted(workloads.feed.status())).toBe(false);
		expect(workloads.feed.rows.size).toBeGreaterThan(part);
	});
});

describe('a joined view that is opened on a server that answers', () => {
	it('says of no kind that it is not read, and dims nothing, while its first lists are under way', async () => {
		const clock = new FakeClock();
		const wire = new WireEngine({ server: await demoServer({ clock }), clock });
		const workloads = wire.open('workloads');
		const told: unknown[] = [];
		wire.engine.subscribe(() => told.push(workloads.feed.missing(), isDoubted(workloads.feed.status())));
		await wire.until('every kind', () => workloads.feed.status().live && workloads.feed.status().rows === 'complete');
		expect(told.length).toBeGreaterThan(0);
		expect(told.filter((one) => one !== false && !(Array.isArray(one) && one.length === 0))).toEqual([]);
	});
});
