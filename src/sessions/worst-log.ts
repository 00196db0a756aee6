import type { StreamLevel, StreamStatus } from '../sync/types.ts';

const levels: Readonly<Record<StreamLevel, number>> = { healthy: 0, degraded: 1, unhealthy: 2 };

/** Of several logs the state of the first of the worst; one that delivers speaks for those that are silent. There has to be one. */
export function worstLog(statuses: readonly StreamStatus[]): StreamStatus {
	return statuses.reduce((worst, each) => {
		const difference = levels[each.level] - levels[worst.level];
		if (difference !== 0) return difference > 0 ? each : worst;
		return each.reason === 'delivering' ? each : worst;
	});
}
