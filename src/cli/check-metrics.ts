import { humanDuration } from '../base/age.ts';
import { objectsAt, textAt } from '../base/json-parts.ts';
import { podsResource } from '../domains/pod-row.ts';
import { isSampled } from '../domains/sampled.ts';
import type { MetricsKind } from '../domains/types.ts';
import { jsonAnswer } from '../kube/json-answer.ts';
import type { Scope } from '../kube/types.ts';
import { emptyAnswer } from '../sync/empty-metrics.ts';
import { rowOf } from '../sync/row-of.ts';
import { scopeFor } from '../sync/stream-key.ts';
import { type Check, type DiagTarget, errorOf, words } from './diag-checks.ts';

/** So many pods are looked through for one that should have a sample: where none of them has, more would not tell more. */
const pageSize = 500;

/** Are there metrics, of how many objects, and how old? */
export async function checkMetrics(target: DiagTarget, kind: MetricsKind): Promise<Check> {
	const { connection, clock, signal } = target;
	const scope = scopeFor(target.scope, kind === 'pods');
	const subject = kind === 'nodes' ? 'node-metrics' : 'pod-metrics';
	const place = scope.namespace !== undefined ? `/namespaces/${encodeURIComponent(scope.namespace)}` : '';
	const path = `/apis/metrics.k8s.io/v1beta1${place}/${kind}`;
	const startedAt = clock.now();
	try {
		const { body } = await connection.get({ path, verb: 'metrics', signal });
		const items = objectsAt(jsonAnswer(body, path), 'items');
		const tookMs = clock.now() - startedAt;
		if (items.length === 0) {
			const runs = scope.namespace !== undefined && (await somePodRuns(target));
			const sampled = emptyAnswer(kind, scope, () => runs) === 'no samples' ? missing(kind) : nothingToSample(scope);
			return { check: 'metrics', subject, tookMs, ...sampled };
		}
		const newest = Math.max(...items.map((item) => Date.parse(textAt(item, 'timestamp'))).filter((time) => !Number.isNaN(time)));
		const old = (clock.now() + (connection.clockSkewMs() ?? 0) - newest) / 1000;
		const age = Number.isFinite(old) ? `, the newest ${humanDuration(Math.max(0, old))} old` : '';
		return { check: 'metrics', subject, result: 'ok', tookMs, sentence: `Samples of ${items.length} ${kind}${age}.` };
	} catch (thrown) {
		const error = errorOf(thrown);
		const tookMs = clock.now() - startedAt;
		const text =
			error.kind === 'not-found'
				? 'This cluster has no metrics API, so CPU and memory stay blank; install metrics-server.'
				: words(connection, error, `metrics of ${kind}`, kind === 'pods');
		return { check: 'metrics', subject, result: 'degraded', tookMs, sentence: text, error };
	}
}

const missing = (kind: MetricsKind): Pick<Check, 'result' | 'sentence'> => ({
	result: 'degraded',
	sentence: `The metrics API answers, and has no samples of ${kind}; look at the log of metrics-server.`,
});

const nothingToSample = ({ namespace }: Scope): Pick<Check, 'result' | 'sentence'> => ({
	result: 'ok',
	sentence: `The metrics API answers; there is nothing to sample in namespace ${namespace}.`,
});

/** Whether pods run in the scope that metrics-server should know. Where they may not be read, the check of their list says so. */
async function somePodRuns({ connection, clock, scope, signal }: DiagTarget): Promise<boolean> {
	const { gvr, mask } = podsResource;
	const source = connection.listerWatcher({ gvr, scope, mask, streamId: 'diag metrics', priority: () => 'visible' });
	let runs = false;
	try {
		await source.list({
			limit: pageSize,
			signal,
			onObjects: (objects) => {
				const now = clock.now() + (connection.clockSkewMs() ?? 0);
				runs ||= objects.some((object) => isSampled(rowOf(podsResource, object, String), now));
			},
		});
	} catch (thrown) {
		if (errorOf(thrown).kind === 'aborted') throw thrown;
	}
	return runs;
}
