import { describe, expect, it } from 'vitest';
import type { Asked, CannedAnswer } from '../../src/demo/faults.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { changeUnseen, livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const page = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>\n';
const loginPage: CannedAnswer = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };

const podLists: Asked = ({ verb, resource, group }) => verb === 'list' && resource === 'pods' && group === '';
const everything: Asked = () => true;
const WHAT = /^the server answered with a web page titled “Sign in”/;

describe('a login page in place of the API', () => {
	it.each([
		['as HTML', loginPage],
		['that calls itself JSON', { ...loginPage, headers: { 'content-type': 'application/json' } }],
		['that does not say what it is', { ...loginPage, headers: { 'content-type': '' } }],
	])('fault 38: %s is no list of nothing: no rows, an error, and a few tries a minute', async (_, answer) => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const over = server.faults.answer(podLists, answer);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false, error: { kind: 'protocol' } });
		expect(pods.status.detail).not.toBe('');
		await wire.pass(60_000);
		expect(new Set(pods.told)).toEqual(new Set(['degraded (awaiting first delivery)', 'unhealthy (errors)']));
		expect(mark.asked('pods')).toHaveLength(7);
		expect(pods.feed.rows.size).toBe(0);
		over();
		await wire.pass(60_000);
		await pods.isLive();
	});

	it('fault 38: that a session which ran out brings for everything keeps the rows, dated, and names the page', async () => {
		const { clock, server, wire, pods } = await livePods();
		const kept = pods.shown();
		const mark = wire.mark();
		const cutAt = clock.now();
		const fault = startFault(38, wire, pods);
		const over = server.faults.answer(everything, loginPage);
		changeUnseen(server);
		server.faults.resetWatches();
		await pods.shows('unhealthy (disconnected)');
		await wire.pass(60_000);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ rows: 'complete', live: false, asOf: cutAt, error: { kind: 'protocol' } });
		expect(pods.status.detail).toMatch(WHAT);
		expect(pods.shown()).toEqual(kept);
		expect(pods.batches).toEqual([]);
		const spent = mark.asked('pods').length;
		expect(spent).toBeLessThanOrEqual(8);
		// Samples of what it is are not made from it either.
		expect(pods.feed.metrics?.status().level).not.toBe('unhealthy');
		over();
		fault.over();
		await wire.pass(30_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
	});

	it('fault 38: on the probe of a silent watch dims the rows instead of proving them', async () => {
		const { server, wire, pods } = await livePods();
		const kept = pods.shown();
		server.faults.silenceWatches(podWatches);
		const over = server.faults.answer(everything, loginPage);
		const mark = wire.mark();
		await wire.pass(75_000);
		expect(pods.status.live).toBe(false);
		expect(pods.status.rows).toBe('complete');
		await wire.pass(30_000);
		expect(pods.status.live).toBe(false);
		expect(pods.shown()).toEqual(kept);
		expect(mark.asked('pods').length).toBeLessThanOrEqual(8);
		over();
		changePods(server.world);
		await wire.pass(30_000);
		await pods.isLive();
	});
});
