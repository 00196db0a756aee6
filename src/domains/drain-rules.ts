import { byCodeUnits } from '../base/by-code-units.ts';
import type { ObjectHealth } from '../base/cell.ts';
import type { BudgetRow } from './disruption-budgets.ts';

/** What of a pod decides what a drain does with it. */
export interface DrainedPod {
	/** Of the owner that is its controller; '' where nothing is. */
	readonly controllerKind: string;
	readonly isMirror: boolean;
	readonly hasEmptyDir: boolean;
	readonly phase: string;
	readonly isReady: boolean;
	readonly isDeleting: boolean;
}

export interface Drain {
	/** `stay`: a drain leaves it where it is, whatever it is told. */
	readonly action: 'evict' | 'stay';
	/** Without these flags `kubectl drain` does nothing at all. */
	readonly flags: readonly string[];
	readonly why: string;
}

const hasEnded = (phase: string): boolean => phase === 'Succeeded' || phase === 'Failed';

/**
 * What `kubectl drain` does with a pod: the filters of kubernetes staging/src/k8s.io/kubectl/pkg/drain/filters.go (1.36), in their
 * order. `hasDaemonSet`: the DaemonSet that is its controller exists; undefined: that is not known, and taken for granted.
 */
export function drainOf(pod: DrainedPod, hasDaemonSet: boolean | undefined): Drain {
	const ended = hasEnded(pod.phase);
	const isOrphan = pod.controllerKind === 'DaemonSet' && hasDaemonSet === false;
	if (pod.controllerKind === 'DaemonSet' && !ended && !isOrphan)
		return { action: 'stay', flags: ['--ignore-daemonsets'], why: 'DaemonSet' };
	if (pod.isMirror) return { action: 'stay', flags: [], why: 'mirror pod' };
	if (ended) return { action: 'evict', flags: [], why: 'has ended' };
	const flags = [...(pod.hasEmptyDir ? ['--delete-emptydir-data'] : []), ...(isOrphan || pod.controllerKind === '' ? ['--force'] : [])];
	const reasons = [
		...(pod.hasEmptyDir ? ['emptyDir is lost'] : []),
		...(isOrphan ? ['its DaemonSet is gone'] : pod.controllerKind === '' ? ['nothing makes it again'] : []),
	];
	return { action: 'evict', flags, why: reasons.join(', ') };
}

export interface Eviction {
	/** '' where nothing is in its way. */
	readonly words: string;
	readonly health: ObjectHealth;
	/** Evictions that its budget allows now; undefined: no budget is asked. */
	readonly allowed: number | undefined;
}

const free: Eviction = { words: '', health: 'ok', allowed: undefined };

/** Pods that serve nobody (pending, ended, on their way out) are evicted whatever a budget says. */
export const asksBudgets = ({ phase, isDeleting }: Pick<DrainedPod, 'phase' | 'isDeleting'>): boolean =>
	!isDeleting && phase !== 'Pending' && !hasEnded(phase);

/**
 * What the API server answers to the eviction of a pod that these budgets select: pkg/registry/core/pod/storage/eviction.go (1.36).
 */
export function evictionOf(pod: DrainedPod, budgets: readonly BudgetRow[]): Eviction {
	if (!asksBudgets(pod)) return free;
	const { isReady } = pod;
	const [budget, ...others] = budgets;
	if (budget === undefined) return free;
	if (others.length > 0) {
		const names = budgets.map(({ name }) => name).sort(byCodeUnits);
		return { words: `refused: budgets ${names.join(' and ')} both select it`, health: 'failing', allowed: 0 };
	}
	const { name, allowed, healthy, needed, isObserved, sparesUnready } = budget;
	if (!isReady && (sparesUnready || (needed > 0 && healthy >= needed))) {
		return { words: `budget ${name} lets it go, as it is not ready`, health: 'ok', allowed };
	}
	if (!isObserved) return { words: `waits until budget ${name} is processed`, health: 'warning', allowed: 0 };
	if (allowed <= 0) return { words: `blocked by budget ${name}: ${needed} healthy needed, ${healthy} are`, health: 'failing', allowed: 0 };
	return { words: `budget ${name} allows ${allowed}`, health: 'ok', allowed };
}

/** What the condition DisruptionTarget gives as the cause (core/v1 constants), as a person would say it. */
const causes: Readonly<Record<string, string>> = {
	EvictionByEvictionAPI: 'evicted',
	PreemptionByScheduler: 'preempted',
	DeletionByTaintManager: 'deleted for a taint',
	DeletionByPodGC: 'deleted as nothing runs it',
	TerminationByKubelet: 'ended by its kubelet',
};

export const disruptionWords = (reason: string): string => causes[reason] ?? (reason === '' ? 'disrupted' : reason);
