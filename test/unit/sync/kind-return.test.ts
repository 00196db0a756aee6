import { expect, test } from 'vitest';
import type { KindDefinition, ResourceSpec } from '../../../src/domains/types.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { KindReturn } from '../../../src/sync/kind-return.ts';
import type { Engine, Lease, LeaseRequest, StreamStatus } from '../../../src/sync/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type PlainRow, plainRow } from '../../support/plain-rows.ts';
import { delivering } from '../../support/stream-status.ts';

const absent: StreamStatus = { ...delivering, mode: 'snapshot', level: 'unhealthy', reason: 'absent', live: true, rows: 'none' };
const relisting: StreamStatus = { ...delivering, level: 'degraded', reason: 'awaiting first delivery', live: false, rows: 'none' };

/** A kind whose status is said by the test, and the engine that hands out leases on its definition. */
function kind() {
	const clock = new FakeClock();
	const listeners = new Set<() => void>();
	const requests: LeaseRequest[] = [];
	const rows = new RowStore<PlainRow>((error) => {
		throw error;
	});
	let held = 0;
	let asked = 0;
	let status = delivering;
	const engine = {
		subscribe: (listener: () => void) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		lease: (request: LeaseRequest) => {
			requests.push(request);
			held += 1;
			return { rows, release: () => (held -= 1) } as unknown as Lease;
		},
	} as unknown as Engine;
	const of = { status: () => status, askAgain: () => (asked += 1) } as unknown as Lease;
	const definition: KindDefinition = {
		resource: {} as ResourceSpec,
		name: 'widgets.lab.example.com',
		serves: ({ name }) => name === 'ready',
	};
	const watch = new KindReturn({ engine, clock, of, definition });
	return {
		clock,
		rows,
		requests,
		watch,
		held: () => held,
		asked: () => asked,
		async is(next: StreamStatus) {
			status = next;
			for (const listener of listeners) listener();
			await clock.advance(0);
		},
		listening: () => listeners.size,
	};
}

test('the definition of a kind is watched while the server does not serve it, and no longer', async () => {
	const { is, held, requests, watch, listening } = kind();
	await is(delivering);
	expect(held()).toBe(0);
	await is(absent);
	await is(absent);
	expect(held()).toBe(1);
	expect(watch.lease).toBeDefined();
	expect(requests[0]).toMatchObject({ scope: { fieldSelector: 'metadata.name=widgets.lab.example.com' }, visible: false });
	await is(relisting);
	expect(held()).toBe(1);
	await is(delivering);
	expect([held(), watch.lease]).toEqual([0, undefined]);
	await is(absent);
	watch.close();
	expect([held(), listening()]).toEqual([0, 0]);
});

test('the kind is asked for as soon as its definition serves it, and again at growing distances until it does', async () => {
	const { is, rows, asked, clock } = kind();
	await is(absent);
	rows.upsert(plainRow('new', '1'));
	await is(absent);
	expect(asked()).toBe(0);
	rows.upsert(plainRow('ready', '1', { name: 'ready' }));
	await is(absent);
	expect(asked()).toBe(1);
	const moments: number[] = [];
	const from = clock.now();
	for (let seen = asked(); moments.length < 4; ) {
		await is(relisting);
		await is(absent);
		await clock.advance(100);
		if (asked() > seen) moments.push(clock.now() - from);
		seen = asked();
	}
	expect(moments).toEqual([800, 2_400, 5_600, 12_000]);
	await is(delivering);
	await is(absent);
	expect(asked()).toBe(6);
});
