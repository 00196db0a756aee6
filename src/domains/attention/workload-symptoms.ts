import { epochSeconds } from '../../base/age.ts';
import { counted } from '../../base/counted.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import { conditionOf, heldCondition, type WorkloadCondition, type WorkloadConditions } from '../workload-row.ts';
import { type Deletable, deletionSymptom } from './deletion.ts';
import { graceSeconds, noSymptoms, oneLine, type Symptom, saying } from './symptom.ts';

/** What all of these say in common. */
interface Workload {
	readonly metadata: ObjectMeta & Deletable & { readonly generation?: number };
}

const childrenGo = 'the garbage collector, which has not taken it away';

/** Being deleted it has no other trouble than that. */
const deleted = (object: Workload): readonly Symptom[] => {
	const kept = deletionSymptom(object, childrenGo);
	return kept === undefined ? noSymptoms : [kept];
};

const isDeleted = ({ metadata }: Workload): boolean => metadata.deletionTimestamp !== undefined;

const versionOf = ({ metadata }: Workload, reason = ''): string => `${metadata.generation ?? ''} ${reason}`;

const sinceOf = (condition: WorkloadCondition | undefined): number => epochSeconds(condition?.lastTransitionTime);

/** Of what is wanted a part is not ready: nothing to tell by itself, but what its pods say is said of so many. */
const partly = (object: Workload, ready: number, desired: number): Symptom => ({
	cause: 'unavailable',
	severity: ready === 0 ? 'critical' : 'failing',
	text: `${ready}/${desired} ready`,
	since: 0,
	grace: graceSeconds,
	version: versionOf(object),
	explains: true,
});

export interface DeploymentHealth extends Workload {
	readonly spec?: { readonly replicas?: number; readonly paused?: boolean };
	readonly status?: { readonly readyReplicas?: number; readonly updatedReplicas?: number; readonly conditions?: WorkloadConditions };
}

/** By its conditions (pkg/controller/deployment/util/deployment_util.go, 1.36). */
export function deploymentSymptoms(deployment: DeploymentHealth): readonly Symptom[] {
	if (isDeleted(deployment)) return deleted(deployment);
	const { replicas: desired = 0, paused = false } = deployment.spec ?? {};
	const { readyReplicas: ready = 0, updatedReplicas: updated = 0, conditions } = deployment.status ?? {};
	const available = conditionOf(conditions, 'Available');
	const progress = conditionOf(conditions, 'Progressing');
	const refused = heldCondition(conditions, 'ReplicaFailure');
	const found: Symptom[] = [];
	if (refused !== undefined && !isOfItsEnd(refused.message)) {
		found.push({
			cause: 'create',
			severity: ready === 0 ? 'critical' : 'failing',
			text: refusalText(refused.reason, refused.message),
			since: sinceOf(refused),
			grace: 0,
			version: versionOf(deployment, refused.reason),
		});
	}
	if (progress?.status === 'False' && progress.reason === 'ProgressDeadlineExceeded') {
		found.push({
			cause: 'rollout',
			severity: 'failing',
			// Pausing leaves what was said before (checkPausedConditions in pkg/controller/deployment/sync.go, 1.36).
			text: `its rollout is ${paused ? 'paused, and was stuck' : 'stuck'}, ${updated}/${desired} updated and ${ready}/${desired} ready`,
			since: sinceOf(progress),
			grace: 0,
			version: versionOf(deployment),
		});
	}
	if (ready < desired) {
		const counts = partly(deployment, ready, desired);
		// Until it is resumed no rollout mends it.
		const part = paused ? { ...counts, text: `its rollout is paused, ${counts.text}` } : counts;
		// Only this condition tells since when; it holds for as long as enough pods are there, which a rollout may leave out.
		const short = available?.status === 'False';
		found.push(short ? { ...part, since: sinceOf(available), explains: false } : part);
	}
	return found.length === 0 ? noSymptoms : found;
}

/** Nothing is made any more in a namespace that is being deleted, which says so itself. */
export const isOfItsEnd = (message: string | undefined): boolean => /because it is being terminated/.test(message ?? '');

/** `cpu=900,pods=1` by resource. */
const amountsOf = (text: string): ReadonlyMap<string, string> =>
	new Map(text.split(',').map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)]));

/**
 * `quota team refuses its pods: requests.cpu 900m asked for when 3310m of 4 were used` (plugin/pkg/admission/resourcequota, 1.36).
 * Amounts are as the server wrote them when it refused, which may be long ago: a condition keeps its first message.
 */
function quotaText(said: string): string | undefined {
	const [, quota, requested, used, limited] = /exceeded quota: ([^,]+), requested: (.+), used: (.+), limited: (.+)$/.exec(said) ?? [];
	if (quota === undefined || requested === undefined || used === undefined || limited === undefined) return undefined;
	const [had, most] = [amountsOf(used), amountsOf(limited)];
	const each = Array.from(
		amountsOf(requested),
		([name, more]) => `${name} ${more} asked for when ${had.get(name)} of ${most.get(name)} were used`,
	);
	return `quota ${quota} refuses its pods: ${each.join('; ')}`;
}

/** Why no pod is made. */
export function refusalText(reason: string | undefined, message: string | undefined): string {
	const said = oneLine(message);
	const quota = quotaText(said);
	if (quota !== undefined) return quota;
	// What controllers say before the server's words (pkg/controller/controller_utils.go, statefulset/stateful_pod_control.go, 1.36).
	const answered = said.replace(/^Error creating: |^create Pod \S+ in StatefulSet \S+ failed error: /i, '');
	const refused = answered.replace(/^pods "[^"]*" is forbidden: |^Internal error occurred: /, '');
	return refused === said ? saying(reason, said) : `no pod can be made: ${refused}`;
}

export interface StatefulSetHealth extends Workload {
	readonly spec?: { readonly replicas?: number };
	readonly status?: { readonly readyReplicas?: number };
}

export interface DaemonSetHealth extends Workload {
	readonly status?: { readonly desiredNumberScheduled?: number; readonly numberReady?: number };
}

/** StatefulSets and DaemonSets have no conditions: their pods and their events tell. */
export function statefulSetSymptoms(set: StatefulSetHealth): readonly Symptom[] {
	if (isDeleted(set)) return deleted(set);
	const { replicas: desired = 0 } = set.spec ?? {};
	const { readyReplicas: ready = 0 } = set.status ?? {};
	return ready < desired ? [partly(set, ready, desired)] : noSymptoms;
}

export function daemonSetSymptoms(set: DaemonSetHealth): readonly Symptom[] {
	if (isDeleted(set)) return deleted(set);
	const { desiredNumberScheduled: desired = 0, numberReady: ready = 0 } = set.status ?? {};
	return ready < desired ? [partly(set, ready, desired)] : noSymptoms;
}

export interface JobHealth extends Workload {
	readonly metadata: Workload['metadata'] & {
		readonly ownerReferences?: readonly { readonly kind?: string; readonly name?: string }[] | null;
	};
	readonly spec?: { readonly suspend?: boolean | null };
	readonly status?: { readonly failed?: number; readonly conditions?: WorkloadConditions };
}

/** A job that failed. One of a cron job is told to that, which knows whether a later one succeeded. */
export function jobSymptoms(job: JobHealth): readonly Symptom[] {
	if (isDeleted(job)) return deleted(job);
	const { failed = 0, conditions } = job.status ?? {};
	if (heldCondition(conditions, 'Complete') !== undefined || job.spec?.suspend === true) return noSymptoms;
	const failure = heldCondition(conditions, 'Failed') ?? heldCondition(conditions, 'FailureTarget');
	const owner = job.metadata.ownerReferences?.find(({ kind }) => kind === 'CronJob');
	const group = owner === undefined ? {} : { group: `CronJob/${owner.name ?? ''}` };
	if (failure === undefined) return [{ cause: 'going on', severity: 'warning', text: '', since: 0, grace: 0, version: '', explains: true }];
	const tries = failure.reason === 'BackoffLimitExceeded' ? `${failure.reason}, ${counted(failed, 'pod')} failed` : undefined;
	return [
		{
			cause: 'job',
			severity: 'failing',
			text: tries ?? (saying(failure.reason, failure.message) || 'it failed, and does not say why'),
			since: sinceOf(failure),
			grace: 0,
			version: failure.reason ?? '',
			...group,
		},
	];
}

export interface CronJobHealth extends Workload {
	readonly spec?: { readonly suspend?: boolean | null };
	readonly status?: { readonly lastSuccessfulTime?: string | null };
}

/** When it last did what it is for: failures before that are over. */
export function cronJobSymptoms(cron: CronJobHealth): readonly Symptom[] {
	if (isDeleted(cron)) return deleted(cron);
	const last = epochSeconds(cron.status?.lastSuccessfulTime);
	const since = epochSeconds(cron.metadata.creationTimestamp);
	return [{ cause: 'succeeded', severity: 'warning', text: '', since, grace: 0, last, version: '', explains: true }];
}
