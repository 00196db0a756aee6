import type { ResourceSpec } from '../domains/types.ts';
import type { ListerWatcher } from '../kube/lister-watcher.ts';
import type { StreamStatus } from './types.ts';

/** A source whose lists say no version to watch from: it is polled. */
export const unversioned = (source: ListerWatcher): ListerWatcher => ({
	list: async (request) => ({ ...(await source.list(request)), resourceVersion: '' }),
	watch: (request) => source.watch(request),
});

/** Of what is polled because it was meant to be: why, and no fault where there is nothing better. */
export function meantToBePolled({ polled }: Pick<ResourceSpec, 'polled'>, status: StreamStatus): StreamStatus {
	if (polled === undefined || status.mode !== 'polling' || !status.live) return status;
	const { why, isEnough } = polled;
	return isEnough === true ? { ...status, level: 'healthy', reason: 'synchronized', detail: why } : { ...status, detail: why };
}
