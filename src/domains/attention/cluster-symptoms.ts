import { epochSeconds } from '../../base/age.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import { conditionOf, type WorkloadCondition, type WorkloadConditions } from '../workload-row.ts';
import { type Deletable, deletionSymptom } from './deletion.ts';
import { graceSeconds, noSymptoms, oneLine, type Symptom, saying } from './symptom.ts';

const sinceOf = (condition: WorkloadCondition, { creationTimestamp }: ObjectMeta): number =>
	epochSeconds(condition.lastTransitionTime) || epochSeconds(creationTimestamp);

/** A node that is closed for pods for longer than this has been forgotten. */
const cordonSeconds = 3_600;

export interface NodeHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly spec?: {
		readonly unschedulable?: boolean;
		readonly taints?: readonly { readonly key: string; readonly timeAdded?: string | null }[] | null;
	};
	readonly status?: { readonly conditions?: WorkloadConditions };
}

const pressures: ReadonlyMap<string, string> = new Map([
	['MemoryPressure', 'short of memory'],
	['DiskPressure', 'short of disk space'],
	['PIDPressure', 'short of process ids'],
]);

/** A node does not heal by itself: whoever runs the cluster wants to know at once. */
export function nodeSymptoms({ metadata, spec, status }: NodeHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'nothing that it says');
	const found: Symptom[] = kept === undefined ? [] : [kept];
	const { conditions } = status ?? {};
	const ready = conditionOf(conditions, 'Ready');
	const add = (symptom: Pick<Symptom, 'cause' | 'severity' | 'text' | 'since'> & Partial<Symptom>): void => {
		found.push({ grace: 0, version: symptom.cause, ...symptom });
	};
	if (ready !== undefined && ready.status !== 'True') {
		const silent = ready.status === 'Unknown';
		const text = silent
			? `it does not answer: ${oneLine(ready.message) || 'its kubelet is silent'}`
			: `not ready: ${saying(ready.reason, ready.message)}`;
		add({ cause: 'not ready', severity: 'critical', text, since: sinceOf(ready, metadata), version: ready.status });
	}
	const held = (conditions ?? []).filter(({ type, status: holds }) => holds === 'True' && pressures.has(type));
	const [first] = held;
	if (first !== undefined) {
		const what = held.map(({ type }) => pressures.get(type)).join(', ');
		const said = oneLine(first.message);
		const since = Math.min(...held.map((condition) => sinceOf(condition, metadata)));
		add({ cause: 'pressure', severity: 'failing', text: said === '' ? what : `${what}: ${said}`, since, version: what });
	}
	const network = conditionOf(conditions, 'NetworkUnavailable');
	if (network?.status === 'True') {
		const text = `no network: ${saying(network.reason, network.message)}`;
		add({ cause: 'network', severity: 'failing', text, since: sinceOf(network, metadata) });
	}
	if (spec?.unschedulable === true && found.length === 0) {
		const taint = spec.taints?.find(({ key }) => key === 'node.kubernetes.io/unschedulable');
		const since = epochSeconds(taint?.timeAdded);
		// Without a time nobody can say that it was long ago.
		if (since > 0)
			add({ cause: 'cordoned', severity: 'warning', text: 'closed for new pods, and never opened again', since, grace: cordonSeconds });
	}
	return found.length === 0 ? noSymptoms : found;
}

export interface NamespaceHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly status?: { readonly conditions?: WorkloadConditions };
}

/** What the namespace controller says keeps it, the worst first (core/v1 NamespaceConditionType). */
const remains = [
	'NamespaceDeletionDiscoveryFailure',
	'NamespaceDeletionGroupVersionParsingFailure',
	'NamespaceDeletionContentFailure',
	'NamespaceFinalizersRemaining',
	'NamespaceContentRemaining',
];

export function namespaceSymptoms({ metadata, status }: NamespaceHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'what is in it');
	if (kept === undefined) return noSymptoms;
	const held = remains.map((type) => conditionOf(status?.conditions, type)).find((condition) => condition?.status === 'True');
	const said = oneLine(held?.message);
	return [said === '' ? kept : { ...kept, text: `deleted, and kept: ${said}`, version: held?.type ?? '' }];
}

export interface ApiServiceHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly status?: { readonly conditions?: WorkloadConditions };
}

/** Whatever is asked of its group is refused, and no namespace can be deleted whole. */
export function apiServiceSymptoms({ metadata, status }: ApiServiceHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'nothing that it says');
	if (kept !== undefined) return [kept];
	const available = conditionOf(status?.conditions, 'Available');
	if (available === undefined || available.status === 'True') return noSymptoms;
	return [
		{
			cause: 'api',
			severity: 'critical',
			text: `it does not answer: ${saying(available.reason, available.message)}`,
			since: sinceOf(available, metadata),
			grace: graceSeconds,
			version: available.reason ?? '',
		},
	];
}
