import { describe, expect, it } from 'vitest';
import type { LogState } from '../../src/sessions/log-state.ts';
import type { StreamMode } from '../../src/sync/types.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { LogServer } from '../support/log-server.ts';
import { OpenLogs } from '../support/open-logs.ts';
import { keysOf, ShownDiagnostics } from '../support/shown-diagnostics.ts';

type LogHappening = (server: LogServer, logs: () => OpenLogs) => Promise<unknown>;

const health = (wanted: string) => (logs: OpenLogs) =>
	logs.until(wanted, () => logs.session.streams().some(({ status: { level, reason } }) => `${level} (${reason})` === wanted));

const logRefused =
	(status: number, message: string, wanted: string): LogHappening =>
	(server, open) => {
		server.log('cart').refusal = { status, message };
		return health(wanted)(open());
	};

/** What makes a log be so, and what is then said of it. */
const logStates: Readonly<Record<LogState['kind'], readonly [happening: LogHappening, mode: StreamMode, health: string, polling: RegExp]>> =
	{
		connecting: [(_, open) => open().untilLines(1), 'streaming', 'degraded (connecting)', /^–$/],
		open: [(_, open) => open().untilLines(1), 'streaming', 'healthy (delivering)', /^–$/],
		waiting: [
			(server, open) => {
				server.setPod({ name: 'cart', phase: 'Pending', containers: { app: { state: 'waiting', reason: 'ContainerCreating' } } });
				return health('degraded (awaiting first delivery)')(open());
			},
			'streaming',
			'degraded (awaiting first delivery)',
			/^–$/,
		],
		'backing-off': [logRefused(500, 'broken', 'unhealthy (errors)'), 'streaming', 'unhealthy (errors)', /^retry/],
		denied: [logRefused(403, 'pods "cart" is forbidden', 'unhealthy (permissions)'), 'snapshot', 'unhealthy (permissions)', /^disabled$/],
		ended: [
			async (server, open) => {
				server.setPod({
					name: 'cart',
					restartPolicy: 'Never',
					phase: 'Succeeded',
					containers: { app: { state: 'terminated', reason: 'Completed' } },
				});
				const logs = open();
				await logs.untilLines(1);
				server.log('cart').end();
				await logs.until('its end', () => logs.session.streams().some(({ status }) => status.mode === 'snapshot'));
			},
			'snapshot',
			'healthy (synchronized)',
			/^disabled$/,
		],
		failed: [
			logRefused(400, 'container app is not valid for pod cart', 'unhealthy (errors)'),
			'snapshot',
			'unhealthy (errors)',
			/^disabled$/,
		],
	};

describe('diagnostics shows of a log', () => {
	it.each(keysOf(logStates))('that it is %s', async (kind) => {
		const [happening, mode, words, polling] = logStates[kind];
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		server.log('cart').write('hello');
		const shown = new ShownDiagnostics(new FakeClock());
		await happening(server, () => {
			const logs = new OpenLogs(server, {}, { observer: shown.diagnostics.observer });
			const look = (): void => {
				const rows = shown.diagnostics.rows('demo', [], logs.session.streams());
				shown.look(
					rows.map(({ worst }) => worst),
					logs.clock.now(),
				);
			};
			look();
			logs.bell.hear(look);
			return logs;
		});
		expect(shown.of('health')).toContain(words);
		expect(shown.of('mode')).toContain(mode);
		expect(shown.of('polling')).toContainEqual(expect.stringMatching(polling));
		expect([...shown.states]).toContain(kind);
	});
});
