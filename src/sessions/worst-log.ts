import type { StreamLevel, StreamStatus } from '../sync/types.ts';

const levels: Readonly<Record<StreamLevel, number>> = { healthy: 0, degraded: 1, unhealthy: 2 };

const isWaiting = ({ reason, live }: StreamStatus): boolean => reason === 'awaiting first delivery' && live;
const isOpen = ({ level, mode }: StreamStatus): boolean => level === 'healthy' && mode === 'streaming';

/**
 * Of several logs the state of the worst. Containers that have not started yet do not make those less live that are read: they are
 * counted beside them (`1 of 12 waiting`). There has to be one.
 */
export function worstLog(statuses: readonly StreamStatus[]): StreamStatus {
	const begun = statuses.filter((status) => !isWaiting(status));
	const waiting = statuses.length - begun.length;
	const open = begun.find((status) => isOpen(status) && status.reason === 'delivering') ?? begun.find(isOpen);
	if (waiting === 0 || open === undefined || begun.some(({ level }) => level !== 'healthy')) return worstOf(statuses);
	return { ...open, detail: `${waiting} of ${statuses.length} waiting` };
}

/** Of several logs the state of the first of the worst; one that delivers speaks for those that are silent. */
function worstOf(statuses: readonly StreamStatus[]): StreamStatus {
	return statuses.reduce((worst, each) => {
		const difference = levels[each.level] - levels[worst.level];
		if (difference !== 0) return difference > 0 ? each : worst;
		return each.reason === 'delivering' ? each : worst;
	});
}
