import { epochSeconds } from '../../base/age.ts';
import type { Mask, ObjectMeta } from '../../kube/types.ts';
import { graceSeconds, type Symptom } from './symptom.ts';

export interface Deletable {
	readonly finalizers?: readonly string[] | null;
}

export const deletionMask = { finalizers: [true] } as const satisfies Mask;

/** Who takes the finalizers of Kubernetes itself away, and what it waits for (k8s.io/api core/v1, batch/v1, meta/v1; 1.36). */
const knownFinalizers: ReadonlyMap<string, string> = new Map([
	['foregroundDeletion', 'the garbage collector, until what it owns is gone'],
	['orphan', 'the garbage collector'],
	['kubernetes.io/pvc-protection', 'a pod still uses the claim'],
	['kubernetes.io/pv-protection', 'a claim is still bound to it'],
	['batch.kubernetes.io/job-tracking', 'the job controller'],
	['service.kubernetes.io/load-balancer-cleanup', 'the cloud controller, until its load balancer is gone'],
]);

/** `example.com/drain, of example.com`: what keeps it, and whose it is as far as the name of a finalizer tells. */
function keeper(finalizer: string): string {
	const known = knownFinalizers.get(finalizer);
	if (known !== undefined) return `${finalizer} (${known})`;
	const domain = finalizer.slice(0, Math.max(0, finalizer.indexOf('/')));
	return domain === '' ? finalizer : `${finalizer} (whoever runs ${domain})`;
}

/** Deleted, and still there after the grace: who it waits for. `otherwise`: where no finalizer holds it. */
export function deletionSymptom({ metadata }: { readonly metadata: ObjectMeta & Deletable }, otherwise: string): Symptom | undefined {
	const since = epochSeconds(metadata.deletionTimestamp);
	if (since === 0) return undefined;
	const finalizers = metadata.finalizers ?? [];
	const waitsFor = finalizers.length === 0 ? otherwise : finalizers.map(keeper).join(', ');
	return {
		cause: 'deletion',
		severity: 'warning',
		text: `deleted, and kept by ${waitsFor}`,
		since,
		grace: graceSeconds,
		version: finalizers.join(','),
	};
}
