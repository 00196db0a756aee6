import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type EngineOptions } from '../../../src/sync/engine.ts';
import type { Engine, Lease } from '../../../src/sync/types.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeConnection } from '../../support/fake-connection.ts';
import type { FakeListerWatcher } from '../../support/fake-lister-watcher.ts';
import { plainResource } from '../../support/plain-resource.ts';

let clock: FakeClock;
let connection: FakeConnection;
let pods: FakeListerWatcher;
let engine: Engine;

const start = (over: Partial<EngineOptions> = {}): Engine => createEngine({ connection, clock, ...over });
const open = (): Lease => engine.lease({ resource: plainResource(), scope: {}, visible: true, firstPage: 50 });

beforeEach(() => {
	clock = new FakeClock();
	connection = new FakeConnection(clock);
	pods = connection.source('pods');
	pods.create({ metadata: { name: 'web', namespace: 'shop' } });
});

afterEach(() => engine.close());

describe('a stream', () => {
	it('that is asked for a refresh by whoever is told of it does that after what it was doing, and tells it in that order', async () => {
		const told: string[] = [];
		engine = start({
			observer: {
				transition: ({ from, to, did }) => {
					told.push(`${from} > ${to}: ${did}`);
					if (to === 'watching' && from === 'connecting') {
						engine.refresh();
						told.push('asked');
					}
				},
			},
		});
		const lease = open();
		await settle();
		expect(told.slice(-4)).toEqual([
			'connecting > watching: follow it',
			'asked',
			'watching > watching: list once beside the watch',
			'watching > watching: swap the difference in',
		]);
		expect([pods.listCalls, pods.openWatches, lease.rows.size]).toEqual([2, 1, 1]);
	});

	it('keeps its place where a bookmark names none, and resumes from there', async () => {
		engine = start();
		const lease = open();
		await settle();
		const place = lease.resourceVersion();
		for (const resourceVersion of ['', '0']) pods.watches[0]?.onEvents([{ type: 'bookmark', resourceVersion, initialEventsEnd: false }]);
		expect(lease.resourceVersion()).toBe(place);
		pods.cutWatches({ kind: 'network', code: 'ECONNRESET', message: 'read ECONNRESET' });
		await clock.advance(5_000);
		expect([pods.watches.at(-1)?.resourceVersion, pods.watchCalls, pods.listCalls]).toEqual([place, 2, 1]);
	});

	it('that is meant to be polled never watches, although its lists have a version, and is well', async () => {
		engine = start();
		const resource = { ...plainResource(), polled: { why: 'put together by the server', isEnough: true } as const };
		const lease = engine.lease({ resource, scope: {}, visible: true, firstPage: 50 });
		await settle();
		expect(lease.status()).toMatchObject({ mode: 'polling', level: 'healthy', polling: { kind: 'every', intervalMs: 5_000 } });
		pods.create({ metadata: { name: 'api', namespace: 'shop' } });
		await clock.advance(5_000);
		expect([lease.rows.size, pods.listCalls, pods.watchCalls]).toEqual([2, 2, 0]);
	});

	it('goes by our clock while the server has not told its own', () => {
		engine = start();
		expect([engine.serverNow(), engine.clockSkewMs]).toEqual([clock.now(), undefined]);
		connection.skewMs = -3_000;
		expect(engine.serverNow()).toBe(clock.now() - 3_000);
	});
});
