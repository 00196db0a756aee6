import { expect, test } from 'vitest';
import type { MetricsKind } from '../../../src/domains/types.ts';
import type { Scope } from '../../../src/kube/types.ts';
import { emptyAnswer } from '../../../src/sync/empty-metrics.ts';

test.each<[MetricsKind, Scope, runs: boolean, string]>([
	['nodes', {}, false, 'no samples'],
	['nodes', { namespace: 'shop' }, false, 'no samples'],
	['nodes', { labelSelector: 'pool=gpu' }, false, 'nothing to sample'],
	['nodes', { labelSelector: 'pool=gpu' }, true, 'no samples'],
	['pods', {}, false, 'no samples'],
	['pods', { namespace: 'shop' }, false, 'nothing to sample'],
	['pods', { namespace: 'shop' }, true, 'no samples'],
	['pods', { fieldSelector: 'metadata.name=cart' }, false, 'nothing to sample'],
])('an answer without samples of %s in %o, where it is %s that something runs, is told as %s', (kind, scope, runs, told) => {
	expect(emptyAnswer(kind, scope, () => runs)).toBe(told);
});
