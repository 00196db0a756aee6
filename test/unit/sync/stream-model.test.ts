import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarm, type Effect, newStream, type Signal, type StreamState } from '../../../src/sync/stream-state.ts';
import { transition } from '../../../src/sync/stream-transition.ts';
import { anySignal, calmContext, contexts, NOW, signals, states, streams } from '../../support/sync-arbitraries.ts';
import { kinds, watching } from '../../support/watching-stream.ts';

/** What a reflector that obeys the effects has open. */
interface Open {
	list: boolean;
	watch: boolean;
	second: boolean;
	probe: boolean;
}

function obey(open: Open, effects: readonly Effect[]): void {
	for (const effect of effects) {
		switch (effect.kind) {
			case 'list':
				open.list = true;
				break;
			case 'discard-list':
			case 'publish':
				open.list = false;
				break;
			case 'watch':
			case 'seed':
				open.watch = true;
				break;
			case 'close-watch':
				open.watch = false;
				break;
			case 'probe':
				open.probe = true;
				break;
			case 'cancel-probe':
				open.probe = false;
				break;
			case 'catch-up':
			case 'second-watch':
				open.second = true;
				open.probe = false;
				break;
			case 'adopt-second':
				expect(open.second).toBe(true);
				open.second = false;
				open.watch = true;
				break;
			case 'drop-second':
				open.second = false;
				break;
			case 'clear-rows':
				break;
		}
	}
}

/** What a state needs open: no less, or nothing would ever wake it; no more, or a request would be lost on the wire. */
function needed(state: StreamState): Open {
	const nothing = { list: false, watch: false, second: false, probe: false };
	switch (state.kind) {
		case 'listing':
			return { ...nothing, list: true };
		case 'seeding':
		case 'connecting':
			return { ...nothing, watch: true };
		case 'watching':
			return {
				list: state.refresh !== undefined,
				watch: true,
				probe: state.probe?.stage === 'asked',
				second: state.probe !== undefined && state.probe.stage !== 'asked',
			};
		case 'polling':
			return { ...nothing, list: state.list !== undefined, watch: state.watch !== 'none' };
		default:
			return nothing;
	}
}

/** Signals that a reflector can send at all: an answer only comes to what was asked. */
function possible(signal: Signal, open: Open): boolean {
	switch (signal.kind) {
		case 'page':
		case 'list-failed':
			return open.list;
		case 'watch-opened':
		case 'delivered':
		case 'watch-ended':
		case 'watch-failed':
		case 'seeds':
			return open.watch;
		case 'probe-answered':
		case 'probe-failed':
			return open.probe;
		case 'caught-up':
		case 'second-opened':
		case 'second-failed':
			return open.second;
		case 'drifted':
			return open.watch && !open.second;
		default:
			return true;
	}
}

/** An ended request is not open any more, before its effects are performed. */
function afterSignal(open: Open, signal: Signal, state: StreamState): void {
	if (signal.kind === 'page' || signal.kind === 'list-failed') open.list = false;
	if (signal.kind === 'watch-ended' || (signal.kind === 'watch-failed' && signal.error.kind !== 'aborted')) open.watch = false;
	if (signal.kind === 'probe-answered' || signal.kind === 'probe-failed') open.probe = false;
	if (signal.kind === 'second-failed' || (signal.kind === 'caught-up' && state.kind === 'watching' && state.probe?.stage === 'checking'))
		open.second = false;
	if (state.kind === 'seeding' && signal.kind === 'seeds') open.list = false;
}

describe('the stream machine', () => {
	for (const [stateKind, state] of Object.entries(states)) {
		for (const [signalKind, signal] of Object.entries(signals)) {
			it(`answers ${signalKind} in ${stateKind} without throwing, the same each time`, () => {
				fc.assert(
					fc.property(streams, state, signal, contexts, (stream, inState, given, context) => {
						const before = { ...stream, state: inState };
						const frozen = structuredClone(before);
						const step = transition(before, given, context);
						expect(before).toEqual(frozen);
						expect(transition(before, given, context)).toEqual(step);
					}),
					{ numRuns: 25 },
				);
			});
		}
	}

	it('has exactly the requests open that its state needs, after any sequence of signals', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(anySignal, fc.integer({ min: 0, max: 90_000 })), { maxLength: 60, size: 'max' }),
				contexts,
				(sequence, context) => {
					const open: Open = { list: false, watch: false, second: false, probe: false };
					let stream = newStream;
					let now = NOW;
					for (const [signal, gap] of sequence) {
						now += gap;
						// Aborted requests are not told of by a reflector.
						if (!possible(signal, open) || ('error' in signal && signal.error.kind === 'aborted')) continue;
						afterSignal(open, signal, stream.state);
						const step = transition(stream, signal, { ...context, now });
						obey(open, step.effects);
						stream = step.stream;
						expect({ after: signal.kind, ...open }).toEqual({ after: signal.kind, ...needed(stream.state) });
					}
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('always has an alarm or a request open, unless it was stopped: nothing waits for ever', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(anySignal, fc.integer({ min: 0, max: 90_000 })), { minLength: 1, maxLength: 40, size: 'max' }),
				contexts,
				(sequence, context) => {
					const open: Open = { list: false, watch: false, second: false, probe: false };
					let stream = transition(newStream, { kind: 'start' }, context).stream;
					obey(open, transition(newStream, { kind: 'start' }, context).effects);
					let now = NOW;
					for (const [signal, gap] of sequence) {
						now += gap;
						if (signal.kind === 'stop' || !possible(signal, open) || ('error' in signal && signal.error.kind === 'aborted')) continue;
						afterSignal(open, signal, stream.state);
						const step = transition(stream, signal, { ...context, now });
						obey(open, step.effects);
						stream = step.stream;
						const at = alarm(stream, context.settings);
						expect(open.list || (at !== undefined && Number.isFinite(at))).toBe(true);
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('clears rows only when the server has no such resource', () => {
		fc.assert(
			fc.property(streams, anySignal, contexts, (stream, signal, context) => {
				const step = transition(stream, signal, context);
				if (kinds(step).includes('clear-rows')) expect(step.stream.state.kind).toBe('absent');
				else if (stream.rows === 'complete' && step.stream.state.kind !== 'absent') expect(step.stream.rows).toBe('complete');
			}),
			{ numRuns: 3_000 },
		);
	});

	it('takes its version from lists and events alone, whatever they are, never by comparing', () => {
		fc.assert(
			fc.property(streams, anySignal, contexts, (stream, signal, context) => {
				const { version } = transition(stream, signal, context).stream;
				if (version === stream.version) return;
				if (signal.kind === 'page' || signal.kind === 'delivered') expect(version).toBe(signal.version);
				else if (signal.kind === 'seeds') expect(version).toBe(signal.end?.version);
				// Of a server that told of an older one, and did not go back itself.
				else if (signal.kind === 'probe-answered' && stream.state.kind === 'watching' && stream.state.probe?.against !== undefined)
					expect(['', stream.state.probe.against]).toContain(version);
				else expect(version).toBe('');
			}),
			{ numRuns: 3_000 },
		);
	});

	it('follows the order of the stream even when versions go down or are no numbers', () => {
		for (const version of ['3', 'opaque', '999999999999999999999999']) {
			expect(transition(watching(), { kind: 'delivered', version }, calmContext).stream.version).toBe(version);
		}
	});
});
