import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { LoginPlugin } from '../support/login-plugin.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const resources = ['pods', 'namespaces', 'deployments'] as const;

/** Three live streams of a user whose credentials a plugin gives. */
async function liveStreams() {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const plugin = new LoginPlugin(server);
	const wire = new WireEngine({ server, clock, kubeconfig: plugin.into });
	const streams = resources.map((resource) => wire.open(resource));
	for (const stream of streams) await stream.isLive();
	// A watch that ends within its first second is a fault of its own.
	await wire.pass(2_000);
	for (const stream of streams) stream.forget();
	return { clock, server, plugin, wire, streams };
}

describe('credentials of a plugin that are no longer accepted', () => {
	it('fault 24: make one run for all streams, each of which is refused once and then resumes; nobody is told of anything but health', async () => {
		const { server, plugin, wire, streams } = await liveStreams();
		expect(plugin.runs).toBe(1);
		server.faults.revokeTokens();
		plugin.logIn();
		const mark = wire.mark();
		server.faults.endWatches();
		await wire.quiet();
		for (const stream of streams) await stream.isLive();
		expect(plugin.runs).toBe(2);
		for (const resource of resources) {
			expect(mark.of(resource).map(({ verb, status }) => [verb, status])).toEqual([
				['watch', 401],
				['watch', 200],
			]);
		}
		for (const stream of streams) expect(new Set(stream.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
	});

	it('fault 24: and that it cannot renew keep the rows, name the command, run it once each half minute for all, and resume in place once somebody has logged in', async () => {
		const { server, plugin, wire, streams } = await liveStreams();
		const kept = streams.map((stream) => stream.shown());
		server.faults.revokeTokens();
		plugin.logOut();
		const mark = wire.mark();
		server.faults.endWatches();
		for (const stream of streams) await stream.shows('unhealthy (unauthorized)');
		for (const stream of streams) {
			expect(stream.status.error).toMatchObject({
				kind: 'unauthorized',
				command: expect.stringMatching(/login\.cjs$/),
				message: expect.stringMatching(/^the credential plugin .* failed \(exit code 1\): login expired$/),
			});
		}
		const before = plugin.runs;
		await wire.pass(3 * 60_000);
		expect(plugin.runs - before).toBeGreaterThan(2);
		expect(plugin.runs - before).toBeLessThanOrEqual(7);
		// Without credentials there is nothing to ask the server with.
		for (const resource of resources) expect(mark.of(resource).map(({ status }) => status)).toEqual([401]);
		expect(streams.map((stream) => stream.shown())).toEqual(kept);
		changePods(server.world);
		plugin.logIn();
		await wire.pass(30_000);
		for (const stream of streams) await stream.isLive();
		for (const resource of resources) expect(mark.asked(resource).filter((asked) => asked.startsWith('list'))).toEqual([]);
	});

	it('fault 24: are asked for at once when somebody asks by hand', async () => {
		const { server, plugin, wire, streams } = await liveStreams();
		server.faults.revokeTokens();
		plugin.logOut();
		server.faults.endWatches();
		for (const stream of streams) await stream.shows('unhealthy (unauthorized)');
		await wire.pass(1_000);
		plugin.logIn();
		const before = plugin.runs;
		wire.engine.refresh();
		await wire.quiet();
		for (const stream of streams) await stream.isLive();
		expect(plugin.runs - before).toBe(1);
	});

	it('fault 24: and that are refused again when they are new are asked for no more often than each half minute', async () => {
		const { server, plugin, wire, streams } = await liveStreams();
		server.faults.revokeTokens();
		plugin.give('worth-nothing');
		const mark = wire.mark();
		server.faults.endWatches();
		for (const stream of streams) await stream.shows('unhealthy (unauthorized)');
		await wire.pass(2 * 60_000);
		expect(plugin.runs).toBeLessThanOrEqual(12);
		for (const resource of resources) expect(mark.of(resource).length).toBeLessThanOrEqual(12);
		for (const stream of streams) expect(stream.health).toBe('unhealthy (unauthorized)');
	});
});
