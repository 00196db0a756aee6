import { newStream, type Step, type Stream, type StreamState } from '../../src/sync/stream-state.ts';
import { NOW } from './sync-arbitraries.ts';

/** A stream whose watch has been open for ten seconds. */
export const watching = (over: Partial<Extract<StreamState, { kind: 'watching' }>> = {}): Stream => ({
	...newStream,
	state: { kind: 'watching', headersAt: NOW - 10_000, ...over },
	rows: 'complete',
	version: '10',
	syncedAt: NOW - 10_000,
	listServed: true,
	watchServed: true,
});

export const kinds = (step: Step): readonly string[] => step.effects.map((effect) => effect.kind);
