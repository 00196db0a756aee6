import type { MetricsKind } from '../domains/types.ts';
import type { Scope } from '../kube/types.ts';

/** An answer of metrics.k8s.io without any sample: of things that run, which is a fault, or of nothing that does. */
export type EmptyAnswer = 'no samples' | 'nothing to sample';

/**
 * A cluster always has nodes, and pods of its own; what is narrowed to a namespace or by selectors may hold nothing that runs.
 * @param runs something in the scope is known that should have a sample
 */
export function emptyAnswer(kind: MetricsKind, { namespace, labelSelector, fieldSelector }: Scope, runs: () => boolean): EmptyAnswer {
	const isWhole = (kind === 'nodes' || namespace === undefined) && labelSelector === undefined && fieldSelector === undefined;
	return isWhole || runs() ? 'no samples' : 'nothing to sample';
}
