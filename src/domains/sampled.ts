import { NodeRow } from './node-row.ts';
import { PodRow } from './pod-row.ts';
import type { Row } from './types.ts';

/** metrics-server needs two looks at a container, up to a minute apart, and leaves out a pod while one of its containers has no two. */
const sampledAfterMs = 60_000;

/**
 * Whether metrics-server should have a sample of it by now. Of a node whose kubelet does not answer it has none.
 * @param now epoch ms on the server's clock
 */
export function isSampled(row: Row, now: number): boolean {
	if (row instanceof NodeRow) return row.status.startsWith('Ready');
	if (!(row instanceof PodRow) || row.status !== 'Running') return false;
	return now - 1000 * Math.max(row.created, row.lastRestart) > sampledAfterMs;
}
