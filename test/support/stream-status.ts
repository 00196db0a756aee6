import type { StreamStatus } from '../../src/sync/types.ts';

/** Of a watch that tells what happens, as most streams are most of the time. */
export const delivering: StreamStatus = {
	mode: 'watch',
	level: 'healthy',
	reason: 'delivering',
	detail: '',
	polling: { kind: 'paused' },
	live: true,
	rows: 'complete',
};
