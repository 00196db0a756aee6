import { isUnwell } from '../base/cell.ts';
import type { EventRow } from './events.ts';
import type { PodRow } from './pod-row.ts';
import type { QuotaRow } from './resource-quotas.ts';
import type { Tally } from './types.ts';

/**
 * Sums over joined streams. Everything added up is a whole number, or kept apart by uid where a maximum is wanted, so that
 * removing what was added leaves exactly what was there before, in any order.
 */

/** Pods that hold something of a node: finished ones (Succeeded, Failed) do not count, as in `kubectl describe node`. */
export interface NodePods {
	pods: number;
	/** Requested, millicores. */
	cpuMilli: number;
	/** Requested, KiB. */
	memoryKiB: number;
}

export const podsByNode: Tally<PodRow, NodePods> = {
	name: 'podsByNode',
	keyOf: (pod) => (pod.node === '' || pod.terminal ? undefined : pod.node),
	empty: () => ({ pods: 0, cpuMilli: 0, memoryKiB: 0 }),
	add: (sum, pod) => {
		sum.pods++;
		sum.cpuMilli += pod.cpuRequest;
		sum.memoryKiB += pod.memoryRequest;
	},
	remove: (sum, pod) => {
		sum.pods--;
		sum.cpuMilli -= pod.cpuRequest;
		sum.memoryKiB -= pod.memoryRequest;
	},
};

export interface NamespacePods {
	pods: number;
	/** Failing, warning or unknown. Pods on their way to run or to end are neither well nor unwell. */
	unhealthy: number;
	/** Of the unhealthy ones. */
	failing: number;
}

export const podsByNamespace: Tally<PodRow, NamespacePods> = {
	name: 'podsByNamespace',
	keyOf: (pod) => pod.namespace,
	empty: () => ({ pods: 0, unhealthy: 0, failing: 0 }),
	add: (sum, pod) => {
		sum.pods++;
		if (isUnwell(pod.health)) sum.unhealthy++;
		if (pod.health === 'failing') sum.failing++;
	},
	remove: (sum, pod) => {
		sum.pods--;
		if (isUnwell(pod.health)) sum.unhealthy--;
		if (pod.health === 'failing') sum.failing--;
	},
};

/** Warning events the server still keeps (an hour, by default). */
export interface NamespaceWarnings {
	warnings: number;
}

export const warningsByNamespace: Tally<EventRow, NamespaceWarnings> = {
	name: 'warningsByNamespace',
	keyOf: (event) => (event.type === 'Warning' ? event.namespace : undefined),
	empty: () => ({ warnings: 0 }),
	add: (sum) => {
		sum.warnings++;
	},
	remove: (sum) => {
		sum.warnings--;
	},
};

/** By the uid of the quota: a maximum alone could not be taken back. A namespace has few quotas. */
export type NamespaceQuotas = Map<string, { readonly ratio: number; readonly resource: string }>;

export const quotasByNamespace: Tally<QuotaRow, NamespaceQuotas> = {
	name: 'quotasByNamespace',
	keyOf: (quota) => (quota.worstResource === '' ? undefined : quota.namespace),
	empty: () => new Map(),
	add: (sum, quota) => {
		sum.set(quota.uid, { ratio: quota.worstRatio, resource: quota.worstResource });
	},
	remove: (sum, quota) => {
		sum.delete(quota.uid);
	},
};

/** The quota that is nearest to its end; of equals the first by name of the resource. undefined: there is none. */
export function worstQuota(quotas: NamespaceQuotas | undefined): { readonly ratio: number; readonly resource: string } | undefined {
	let worst: { readonly ratio: number; readonly resource: string } | undefined;
	for (const quota of quotas?.values() ?? []) {
		if (worst === undefined || quota.ratio > worst.ratio || (quota.ratio === worst.ratio && quota.resource < worst.resource)) worst = quota;
	}
	return worst;
}
