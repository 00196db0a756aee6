import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kube/types.ts';
import { behindHttpProxy, isPodWatch } from '../support/behind-proxy.ts';
import { changeUnseen, livePods, podWatches } from '../support/live-pods.ts';
import { addPod, changePods, runningPods, touchPod } from '../support/pod-changes.ts';

const line = (type: string, object?: unknown): string => JSON.stringify({ type, ...(object !== undefined && { object }) });
const kinded = (pod: KubeObject | undefined): KubeObject => ({ kind: 'Pod', apiVersion: 'v1', ...(pod as KubeObject) });
const bookmark = (resourceVersion: string): string => line('BOOKMARK', { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion } });

describe('events that say what is known, or what nobody asked for', () => {
	it('are no news where they repeat what is there, and nothing where they delete what is not', async () => {
		const { server, wire, pods } = await livePods();
		const [first, second] = runningPods(server.world);
		const { version } = pods;
		const mark = wire.mark();
		for (const type of ['ADDED', 'MODIFIED', 'ADDED']) server.faults.sendLine(line(type, kinded(first)), podWatches);
		server.faults.sendLine(line('DELETED', { ...kinded(second), metadata: { ...second?.metadata, uid: 'nobody' } }), podWatches);
		server.faults.sendLine(bookmark(version), podWatches);
		await pods.shows('healthy (delivering)');
		await wire.quiet();
		expect(pods.shown()).toEqual(pods.served());
		expect(pods.batches).toEqual([]);
		expect(mark.asked('pods').filter((each) => each !== 'list limit=1')).toEqual([]);
	});

	it('bring an object whose ADDED was lost, and rename the one whose uid has another name now', async () => {
		const { server, wire, pods } = await livePods();
		const size = pods.feed.rows.size;
		const [first, second] = runningPods(server.world);
		const newer = { resourceVersion: String(server.world.store.version + 1) };
		const metadata = { ...first?.metadata, ...newer };
		server.faults.sendLine(line('MODIFIED', { ...kinded(first), metadata: { ...metadata, uid: 'unheard-of', name: 'late' } }), podWatches);
		server.faults.sendLine(
			line('MODIFIED', { ...kinded(second), metadata: { ...second?.metadata, ...newer, name: 'renamed' } }),
			podWatches,
		);
		await wire.until('both', () => pods.row('late') !== undefined && pods.row('renamed') !== undefined);
		expect(pods.feed.rows.size).toBe(size + 1);
		expect(pods.row(second?.metadata.name ?? '')).toBeUndefined();
		expect(pods.health).toBe('healthy (delivering)');
		// A list by hand puts right what a watch made up.
		wire.engine.refresh();
		await pods.isLive();
	});

	it.each([
		[
			'of another kind',
			(pod: KubeObject) =>
				line('ADDED', { ...pod, kind: 'Deployment', apiVersion: 'apps/v1', metadata: { ...pod.metadata, uid: 'stray' } }),
		],
		[
			'of another namespace',
			(pod: KubeObject) => line('ADDED', { ...pod, metadata: { ...pod.metadata, uid: 'stray', namespace: 'data' } }),
		],
		['without an object', () => line('ADDED')],
		['with null for an object', () => line('MODIFIED', null)],
		['that are errors without an object', () => line('ERROR')],
		['that are errors about null', () => line('ERROR', null)],
		['of a type that there is not', (pod: KubeObject) => line('RENAMED', pod)],
	])('(%s) are an error: never shown, the rows kept, and one watch taken up where the last good event was', async (_, made) => {
		const { server, wire, pods, clock } = await livePods({ scope: { namespace: 'shop' } });
		const kept = pods.shown();
		const { version } = pods;
		const mark = wire.mark();
		const [pod] = runningPods(server.world);
		server.faults.sendLine(made(kinded(pod)), podWatches);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ live: false, rows: 'complete', polling: { kind: 'retry', at: clock.now() + 800 } });
		expect(pods.status.detail).not.toBe('');
		expect(pods.shown()).toEqual(kept);
		await wire.pass(800);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		changePods(server.world);
		await pods.isLive();
	});
});

describe('a bookmark of an older version', () => {
	it('makes the server be asked for its own version once a minute, and no more where that has not gone back', async () => {
		const { server, wire, pods } = await livePods();
		for (const _ of [1, 2]) touchPod(server.world, runningPods(server.world)[0]?.metadata.name ?? '');
		await pods.isLive();
		const mark = wire.mark();
		for (let second = 0; second < 30; second += 1) {
			server.faults.sendLine(bookmark(String(server.world.store.version - (second % 2))), podWatches);
			await wire.pass(1_000);
		}
		expect(mark.asked('pods').filter((each) => each.startsWith('list'))).toEqual(['list limit=1']);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
		changePods(server.world);
		await pods.isLive();
	});

	it('is how a restored server shows at once whose watches go on', async () => {
		const { server, wire, pods } = await livePods();
		const backup = server.world.store.version;
		for (let change = 0; change < 5; change += 1) changePods(server.world);
		await pods.isLive();
		await wire.pass(2_000);
		server.faults.rewind(backup);
		addPod(server.world, 'after-the-restore');
		expect(pods.health).toMatch(/^healthy/);
		server.faults.sendLine(bookmark(String(server.world.store.version)), podWatches);
		await wire.until('the relist', () =>
			pods.journal.some(({ relist, cause }) => relist && cause === 'the version of the server went back'),
		);
		await pods.isLive();
		expect(pods.row('after-the-restore')).toBeDefined();
	});
});

describe('lines that are cut and ended as something on the way likes', () => {
	it.each([
		['byte by byte', (chunk: Buffer) => chunk],
		[
			'with CR LF, and empty lines between',
			(chunk: Buffer) => Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n\r\n \n'), 'latin1'),
		],
	])('%s', async (how, change) => {
		const { proxy, wire, server } = await behindHttpProxy();
		proxy.rule(isPodWatch, (exchange) =>
			exchange.pass((chunk) => {
				if (chunk === undefined || how !== 'byte by byte') return chunk && change(chunk);
				for (const byte of chunk) exchange.response.write(Buffer.of(byte));
				return undefined;
			}),
		);
		const pods = wire.open('pods');
		await pods.isLive();
		changePods(server.world);
		addPod(server.world, 'last');
		await pods.isLive();
		expect(pods.told).not.toContainEqual(expect.stringMatching(/errors|disconnected/));
	});
});

describe('a proxy that passes the headers of a watch and holds back its body', () => {
	it('is found out at the next proof, told as drift once, and then as a watch that stays silent: polled, and never shown as live for long', async () => {
		const { proxy, wire, server } = await behindHttpProxy();
		proxy.rule(isPodWatch, (exchange) => {
			const held: Buffer[] = [];
			exchange.pass((chunk) => {
				if (chunk === undefined) return Buffer.concat(held);
				held.push(chunk);
				return undefined;
			});
		});
		const pods = wire.open('pods');
		await pods.isLive();
		changePods(server.world);
		await wire.pass(77_000);
		expect(pods.equalsServer()).toBe(true);
		expect(pods.told).toContain('degraded (drift)');
		changePods(server.world);
		await wire.pass(80_000);
		expect(pods.equalsServer()).toBe(true);
		expect(pods.status).toMatchObject({
			mode: 'polling',
			level: 'degraded',
			reason: 'watch failing',
			live: true,
			detail: 'the watch stays silent while objects change',
			polling: { kind: 'every', intervalMs: 5_000 },
		});
		const from = proxy.heard.length;
		for (let round = 0; round < 6; round += 1) {
			changePods(server.world);
			await wire.pass(10_000);
			expect(pods.equalsServer()).toBe(true);
		}
		expect(proxy.heard.slice(from).filter(isPodWatch)).toEqual([]);
	});

	it('that is mended is watched again after five minutes, and believed with the first event', async () => {
		const { proxy, wire, server } = await behindHttpProxy();
		const undo = proxy.rule(isPodWatch, (exchange) =>
			exchange.pass((chunk) => (exchange.path.includes('timeoutSeconds=1&') ? chunk : undefined)),
		);
		const pods = wire.open('pods');
		await pods.isLive();
		for (const _ of [1, 2]) {
			changePods(server.world);
			await wire.pass(80_000);
		}
		expect(pods.health).toBe('degraded (watch failing)');
		undo();
		await wire.pass(300_000);
		expect(pods.health).toBe('degraded (watch failing)');
		changePods(server.world);
		await pods.isLive();
		expect(pods.health).toBe('healthy (delivering)');
	});
});

describe('a silent watch beside which no other one can be had', () => {
	it('of a stream that missed nothing is proven by one that ends at once, every other time without another one', async () => {
		const { server, wire, pods } = await livePods();
		server.faults.dropBookmarks();
		const { version } = pods;
		const mark = wire.mark();
		const again = [`list limit=1`, `watch from ${version}`];
		for (let window = 0; window < 3; window += 1) {
			// Something else changes, of which this stream hears nothing.
			server.world.put('configmaps', { metadata: { name: `other-${window}`, namespace: 'shop' } });
			await wire.pass(77_000);
		}
		expect(mark.asked('pods')).toEqual([...again, `watch from ${version}`, ...again, ...again, `watch from ${version}`]);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
	});

	it('whose right to watch was taken away is not called healthy: it is asked for a minute, and then polled', async () => {
		const { server, wire, pods } = await livePods();
		changeUnseen(server);
		server.faults.forbid({ verb: 'watch', resource: 'pods' });
		await wire.pass(76_000);
		expect(pods.status).toMatchObject({ level: 'unhealthy', reason: 'errors', live: false, rows: 'complete' });
		await wire.pass(70_000);
		expect(pods.health).toBe('degraded (watch forbidden)');
		expect(pods.equalsServer()).toBe(true);
	});

	it('whose right to list was taken away goes on where another watch may be had, and is forbidden where it may not', async () => {
		const { server, wire, pods } = await livePods();
		server.faults.dropBookmarks();
		server.faults.forbid({ verb: 'list', resource: 'pods' });
		const mark = wire.mark();
		await wire.pass(80_000);
		expect(pods.health).toBe('healthy (synchronized)');
		expect(mark.asked('pods')).toHaveLength(3);
		// Two requests every other window, and no more than that.
		await wire.pass(300_000);
		expect(mark.asked('pods')).toHaveLength(3 + 2 + 3 + 2 + 3);
		changePods(server.world);
		await pods.isLive();
		server.faults.forbid({ verb: 'watch', resource: 'pods' });
		server.faults.silenceWatches(podWatches);
		const kept = pods.shown();
		await wire.pass(80_000 + 65_000);
		await wire.pass(5_000);
		expect(pods.status).toMatchObject({ level: 'unhealthy', reason: 'permissions', live: false, rows: 'complete' });
		expect(pods.shown()).toEqual(kept);
	});
});
