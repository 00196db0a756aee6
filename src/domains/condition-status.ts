import type { WorkloadCondition } from './workload-row.ts';

/** `True`, `False (ServiceNotFound)`, `Unknown` where there is none: as the printer of APIServices has it (kube-aggregator, 1.36). */
export function conditionStatus(condition: WorkloadCondition | undefined): string {
	const status = condition?.status ?? 'Unknown';
	return status === 'True' || !condition?.reason ? status : `${status} (${condition.reason})`;
}
