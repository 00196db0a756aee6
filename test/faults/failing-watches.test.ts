import { describe, expect, it } from 'vitest';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';

const internalError = failedStatus(500, 'InternalError', 'Internal error occurred: unable to decode an event from the watch stream');

describe('a server that fails in the middle of a watch', () => {
	it.each([
		['InternalError', internalError],
		['StorageReadError', failedStatus(500, 'StorageReadError', 'failed to read one or more pods from the storage')],
	])('fault 23: with an %s is asked again from the last version after a moment, and nothing is listed', async (_, status) => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const kept = pods.shown();
		const mark = wire.mark();
		const failedAt = clock.now();
		const fault = startFault(23, wire, pods);
		server.faults.errorWatches(status, podWatches);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({
			live: false,
			rows: 'complete',
			asOf: failedAt,
			detail: '500 internal error',
			polling: { kind: 'retry', at: failedAt + 800 },
		});
		changePods(server.world);
		await wire.pass(799);
		expect(mark.asked('pods')).toEqual([]);
		expect(pods.shown()).toEqual(kept);
		await wire.pass(1);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		expect(pods.told).not.toContain('unhealthy (disconnected)');
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 23: three times running is believed to hold something that it cannot send: one list brings the rows instead', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		const fault = startFault(23, wire, pods);
		for (const wait of [800, 1_600]) {
			server.faults.errorWatches(internalError, podWatches);
			await pods.shows('unhealthy (errors)');
			await wire.pass(wait);
			await pods.shows('healthy (synchronized)');
		}
		// It comes with the list and with nothing before it.
		let unseen = true;
		server.faults.answer(
			({ verb, resource }) => {
				if (verb === 'list' && resource === 'pods' && unseen) {
					unseen = false;
					changePods(server.world);
				}
				return false;
			},
			{ status: 500 },
		);
		server.faults.errorWatches(internalError, podWatches);
		await pods.shows('degraded (relisting)');
		expect(pods.batches).toEqual([]);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods')).toEqual([
			`watch from ${version}`,
			`watch from ${version}`,
			'list limit=500',
			`watch from ${server.world.store.version}`,
		]);
		expect(pods.journal.filter(({ relist }) => relist)).toHaveLength(1);
		expect(pods.batches).toHaveLength(1);
	});
});
