import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamReason, StreamStatus } from '../../../src/sync/types.ts';
import { lineText, lineWidth, span } from '../../../src/terminal/styled-line.ts';
import { paneCondition } from '../../../src/views/pane-condition.ts';
import { segmentedLine } from '../../../src/views/segmented-line.ts';
import { askedAgain, headerLight, healthWords, paneWords, pollingWords } from '../../../src/views/stream-words.ts';
import { uiReducer } from '../../../src/views/ui-reducer.ts';
import { initialUiState, overlayOf, topOverlay, viewState } from '../../../src/views/ui-state.ts';
import { liveStatus } from '../../support/fake-services.ts';

const now = 1_800_000_000_000;
const status = (over: Partial<StreamStatus>): StreamStatus => ({ ...liveStatus(now), ...over });
const part = (over: Partial<StreamStatus>): string => paneWords(status(over), now, 7, () => '14:03').parts.join(' · ');

describe('the words of a stream', () => {
	test.each([
		[{ kind: 'paused' }, 'paused', ''],
		[{ kind: 'every', intervalMs: 10_000 }, 'every 10s', ''],
		[{ kind: 'retry', at: now + 3_200 }, 'retry in 4s', ''],
		[{ kind: 'retry', at: now - 1 }, 'retrying', ''],
		[{ kind: 'disabled' }, 'disabled', ''],
		[{ kind: 'disabled', askAgainAt: now + 300_000 }, 'disabled', 'asked again in 5m'],
	] as const)('polling %j is "%s", "%s"', (polling, words, again) => {
		expect(pollingWords(polling, now)).toBe(words);
		expect(askedAgain(polling, now)).toBe(again);
	});

	test('health is its level and its reason, and of metrics the age of the sample', () => {
		expect(healthWords(status({}))).toBe('healthy (delivering)');
		expect(healthWords(status({ mode: 'metrics-only', reason: 'sample', detail: 'sample 11s old' }))).toBe('healthy (sample 11s old)');
		expect(healthWords(status({ level: 'unhealthy', reason: 'disconnected', detail: 'connection refused' }))).toBe(
			'unhealthy (disconnected)',
		);
	});

	test.each([
		[{}, 'live'],
		[{ level: 'degraded', reason: 'watch forbidden', mode: 'polling' }, 'degraded: watch forbidden'],
		[{ level: 'unhealthy', reason: 'disconnected', live: false, asOf: now - 43_000 }, 'stale 43s'],
		[{ level: 'degraded', reason: 'awaiting first delivery', rows: 'partial', live: true }, 'loading'],
		[{ level: 'degraded', reason: 'awaiting first delivery', live: false, asOf: now - 60_000 }, 'stale 60s'],
		[{ level: 'unhealthy', reason: 'permissions', live: false, asOf: now - 60_000 }, 'forbidden'],
		[{ level: 'degraded', reason: 'stale', mode: 'metrics-only', live: false, detail: 'sample 80s old' }, 'metrics stale: sample 80s old'],
	] as const)('the light for %j is "%s"', (over, words) => {
		expect(headerLight(status(over), status(over), now)).toEqual({ level: status(over).level, words });
	});

	test.each([
		[{ reason: 'permissions', mode: 'metrics-only' }, {}, 'live · metrics forbidden'],
		[{ reason: 'absent', mode: 'metrics-only' }, {}, 'live · metrics absent'],
		[
			{ reason: 'permissions', mode: 'metrics-only' },
			{ level: 'degraded', reason: 'watch forbidden', mode: 'polling' },
			'degraded: watch forbidden',
		],
		[{ reason: 'permissions', error: { kind: 'forbidden', message: '', resource: 'pods.metrics.k8s.io' } }, {}, 'live · pods forbidden'],
		[{ reason: 'absent' }, {}, 'live · partly absent'],
	] as const)(
		'what is settled as missing beside rows that can be believed is said after them, and is no outage: %j',
		(beside, rows, words) => {
			expect(headerLight(status({ level: 'unhealthy', ...beside }), status(rows), now)).toEqual({ level: 'degraded', words });
		},
	);

	test('nothing is calm about rows that cannot be believed, or about what is not settled', () => {
		const gone = status({ level: 'unhealthy', reason: 'disconnected', live: false, asOf: now - 43_000 });
		expect(headerLight(gone, gone, now)).toEqual({ level: 'unhealthy', words: 'stale 43s' });
		const refusing = status({ level: 'unhealthy', reason: 'errors' });
		expect(headerLight(refusing, status({}), now)).toEqual({ level: 'unhealthy', words: 'errors' });
		const loading = status({ level: 'degraded', reason: 'awaiting first delivery', rows: 'partial' });
		const metrics = status({ level: 'unhealthy', reason: 'permissions', mode: 'metrics-only', live: true, rows: 'partial' });
		expect(headerLight(metrics, loading, now).words).toBe('loading');
		const denied = status({ level: 'unhealthy', reason: 'permissions', live: false });
		expect(headerLight(denied, denied, now)).toEqual({ level: 'unhealthy', words: 'forbidden' });
	});

	test('nothing but a healthy stream is called live', () => {
		const reasons: readonly StreamReason[] = [
			'unproven',
			'relisting',
			'drift',
			'connecting',
			'throttled',
			'relist loop',
			'errors',
			'stale',
			'unauthorized',
		];
		for (const level of ['degraded', 'unhealthy'] as const) {
			for (const reason of reasons) {
				for (const live of [true, false]) {
					expect(headerLight(status({ level, reason, live }), status({ level, reason, live }), now).words).not.toBe('live');
					expect(part({ level, reason, live })).not.toBe('live');
				}
			}
		}
	});

	test.each([
		[{}, 'live'],
		[
			{ mode: 'polling', level: 'degraded', reason: 'watch forbidden', polling: { kind: 'every', intervalMs: 10_000 } },
			'every 10s · watch forbidden',
		],
		[{ level: 'degraded', reason: 'awaiting first delivery', rows: 'partial' }, 'loading: 7 so far'],
		[
			{
				level: 'unhealthy',
				reason: 'disconnected',
				detail: 'connection refused',
				live: false,
				asOf: now - 43_000,
				polling: { kind: 'retry', at: now + 4000 },
			},
			'stale 43s · retry in 4s · connection refused',
		],
		[{ level: 'unhealthy', reason: 'permissions', live: false, polling: { kind: 'disabled' } }, 'forbidden since 14:03'],
		[
			{ level: 'unhealthy', reason: 'permissions', live: false, rows: 'none', polling: { kind: 'disabled', askAgainAt: now + 60_000 } },
			'forbidden · asked again in 60s',
		],
	] as const)('the title for %j says "%s"', (over, words) => {
		expect(part(over)).toBe(words);
	});
});

describe('the state of a pane', () => {
	test.each([
		[{}, 5, 5, 'rows'],
		[{ level: 'unhealthy', reason: 'permissions', live: false }, 5, 5, 'rows'],
		[{}, 5, 0, 'filtered-out'],
		[{}, 0, 0, 'empty'],
		[{ reason: 'permissions', rows: 'none' }, 0, 0, 'forbidden'],
		[{ reason: 'no scope', rows: 'none' }, 0, 0, 'forbidden'],
		[{ reason: 'awaiting first delivery', rows: 'none' }, 0, 0, 'loading'],
		[{ reason: 'disconnected', rows: 'none' }, 0, 0, 'unreached'],
		[{ reason: 'disconnected', rows: 'complete', live: false }, 0, 0, 'empty'],
	] as const)('%j with %i rows, %i shown, is %s', (over, total, shown, kind) => {
		expect(paneCondition({ status: status(over), total, shown }).kind).toBe(kind);
	});
});

describe('a line of chrome', () => {
	const segment = fc.record({ line: fc.string({ maxLength: 12 }).map((text) => [span(text)]), rank: fc.nat(5) });

	test('is exactly as wide as the screen, whatever has to go', () => {
		fc.assert(
			fc.property(
				fc.array(segment, { maxLength: 5 }),
				fc.array(segment, { maxLength: 5 }),
				fc.integer({ min: 1, max: 100 }),
				(left, right, width) => {
					expect(lineWidth(segmentedLine(left, right, width, '…'))).toBe(width);
				},
			),
		);
	});

	test('gives up the greatest rank first and keeps rank 0', () => {
		const segments = [0, 2, 1].map((rank) => ({ line: [span(`rank${rank}`)], rank }));
		expect(lineText(segmentedLine(segments, [], 17, '…'))).toBe('rank0  rank1     ');
		expect(lineText(segmentedLine(segments, [], 6, '…')).trim()).toBe('rank0');
	});
});

describe('the state of the interface', () => {
	test('a view keeps its filter and order while another is open, and lists of another namespace begin at their top', () => {
		let state = initialUiState('pods', 'shop', 'cart');
		state = uiReducer(state, { type: 'sort', sort: { column: 'age', descending: true } });
		state = uiReducer(state, { type: 'position', position: { key: 'u', index: 5, top: 2 } });
		state = uiReducer(state, { type: 'go', view: 'nodes' });
		expect(viewState(state).filter).toBe('');
		state = uiReducer(state, { type: 'last-view' });
		expect(viewState(state)).toMatchObject({ filter: 'cart', sort: { column: 'age' }, position: { key: 'u' } });
		state = uiReducer(state, { type: 'namespace', name: 'bank' });
		expect(viewState(state).position).toEqual({ key: undefined, index: 0, top: 0 });
	});

	test('a digit keeps its namespace when more than nine were open', () => {
		let state = initialUiState('pods', 'ns-0');
		for (let index = 1; index < 14; index++) state = uiReducer(state, { type: 'namespace', name: `ns-${index}` });
		expect(state.favourites).toHaveLength(9);
		expect(state.favourites.slice(0, 3)).toEqual(['ns-0', 'ns-1', 'ns-2']);
		expect(state.favourites.at(-1)).toBe('ns-13');
	});

	test('diagnostics as a pane takes the split away, and the split takes the pane away', () => {
		let state = uiReducer(initialUiState('pods', undefined), { type: 'toggle-split' });
		expect(state.split).toBe(true);
		state = uiReducer(state, { type: 'open-overlay', overlay: overlayOf('diagnostics') });
		expect(state.split).toBe(false);
		state = uiReducer(state, { type: 'toggle-split' });
		expect(state).toMatchObject({ split: true, overlays: [] });
	});

	test('keys move the cursor of what is on top', () => {
		let state = uiReducer(initialUiState('pods', undefined), { type: 'open-overlay', overlay: overlayOf('help') });
		state = uiReducer(state, { type: 'position', position: { key: '4', index: 4, top: 4 } });
		expect(topOverlay(state)?.position.index).toBe(4);
		expect(viewState(state).position.index).toBe(0);
	});
});
