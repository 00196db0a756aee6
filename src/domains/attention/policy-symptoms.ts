import { epochSeconds } from '../../base/age.ts';
import type { ObjectMeta } from '../../kube/types.ts';
import { conditionOf, heldCondition, type WorkloadCondition, type WorkloadConditions } from '../workload-row.ts';
import { type Deletable, deletionSymptom } from './deletion.ts';
import { graceSeconds, noSymptoms, type Severity, type Symptom, saying } from './symptom.ts';

export interface AutoscalerHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly spec?: { readonly maxReplicas?: number };
	readonly status?: { readonly conditions?: WorkloadConditions };
}

/** An autoscaler that cannot scale, or may not as far as it wants (pkg/controller/podautoscaler/horizontal.go, 1.36). */
export function autoscalerSymptoms({ metadata, spec, status }: AutoscalerHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'the garbage collector');
	if (kept !== undefined) return [kept];
	const { conditions } = status ?? {};
	const scaling = (condition: WorkloadCondition, severity: Severity, text: string): readonly Symptom[] => [
		{
			cause: 'scaling',
			severity,
			text,
			since: epochSeconds(condition.lastTransitionTime) || epochSeconds(metadata.creationTimestamp),
			grace: graceSeconds,
			version: condition.reason ?? '',
		},
	];
	const able = conditionOf(conditions, 'AbleToScale');
	if (able?.status === 'False') return scaling(able, 'failing', `cannot scale: ${saying(able.reason, able.message)}`);
	const active = conditionOf(conditions, 'ScalingActive');
	// Somebody who scaled the target to 0 wanted that.
	if (active?.status === 'False' && active.reason !== 'ScalingDisabled')
		return scaling(active, 'failing', `cannot scale: ${saying(active.reason, active.message)}`);
	const limited = heldCondition(conditions, 'ScalingLimited');
	if (limited?.reason === 'TooManyReplicas')
		return scaling(limited, 'warning', `at its maximum of ${spec?.maxReplicas ?? 0}, and wants more`);
	return noSymptoms;
}

export interface BudgetHealth {
	readonly metadata: ObjectMeta & Deletable;
	readonly status?: {
		readonly disruptionsAllowed?: number;
		readonly currentHealthy?: number;
		readonly desiredHealthy?: number;
		readonly expectedPods?: number;
		readonly conditions?: WorkloadConditions;
	};
}

/** A budget that blocks because pods are unwell: no node with one of them can be drained. One that always allows none is meant so. */
export function budgetSymptoms({ metadata, status }: BudgetHealth): readonly Symptom[] {
	const kept = deletionSymptom({ metadata }, 'the garbage collector');
	if (kept !== undefined) return [kept];
	const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, conditions } = status ?? {};
	const allowed = conditionOf(conditions, 'DisruptionAllowed');
	const since = epochSeconds(allowed?.lastTransitionTime) || epochSeconds(metadata.creationTimestamp);
	const common = { cause: 'budget', severity: 'warning', since, grace: graceSeconds } as const;
	if (allowed?.reason === 'SyncFailed')
		return [{ ...common, text: `what it allows cannot be worked out: ${saying('', allowed.message)}`, version: 'SyncFailed' }];
	if (disruptionsAllowed > 0 || expectedPods === 0 || currentHealthy >= desiredHealthy) return noSymptoms;
	const text = `no pod may be evicted, and so no node drained: ${currentHealthy} of ${expectedPods} healthy, ${desiredHealthy} needed`;
	return [{ ...common, text, version: '' }];
}
