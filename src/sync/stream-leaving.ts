import type { Effect, Stream, StreamState } from './stream-state.ts';

/** What has to be closed or forgotten when a state is left. */
export function leaving(state: StreamState): readonly Effect[] {
	switch (state.kind) {
		case 'listing':
			return [{ kind: 'discard-list' }];
		case 'seeding':
			return [{ kind: 'close-watch' }, { kind: 'discard-list' }];
		case 'connecting':
			return [{ kind: 'close-watch' }];
		case 'watching': {
			const effects: Effect[] = [{ kind: 'close-watch' }];
			if (state.probe !== undefined) effects.push({ kind: 'cancel-probe' }, { kind: 'drop-second' });
			if (state.refresh !== undefined) effects.push({ kind: 'discard-list' });
			return effects;
		}
		case 'polling': {
			const effects: Effect[] = [];
			if (state.list !== undefined) effects.push({ kind: 'discard-list' });
			if (state.watch !== 'none') effects.push({ kind: 'close-watch' });
			return effects;
		}
		case 'idle':
		case 'backing-off':
		case 'denied':
		case 'needs-credentials':
		case 'absent':
		case 'stopped':
			return [];
	}
}

/** When the rows were last the server's, seen from a state that is being left now. */
export function syncedUntil(stream: Stream, now: number): number | undefined {
	const { state } = stream;
	if (state.kind === 'watching') return now;
	if (state.kind === 'connecting' && state.proven) return now;
	return stream.syncedAt;
}
