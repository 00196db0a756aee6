import type { ObjectHealth } from '../base/cell.ts';
import type { CellValue, ObjectMeta } from '../kube/types.ts';
import { conditionOf, type WorkloadCondition, type WorkloadConditions } from './workload-row.ts';

/** By convention `Ready`; kinds that have none say something of the same sense, the earlier the nearer. */
const readyTypes = ['Ready', 'Available', 'Programmed', 'Accepted', 'Synced', 'Healthy', 'Established', 'Succeeded'] as const;

/** Conditions that are bad when they hold (kstatus: sigs.k8s.io/cli-utils; ClusterOperators have Degraded). */
const faultTypes = ['Stalled', 'Degraded', 'Failed'] as const;

export interface CustomHealth {
	readonly health: ObjectHealth;
	/** What tells it; undefined: the object has no such condition. */
	readonly condition: WorkloadCondition | undefined;
}

/**
 * How a custom object is doing, by its conditions alone: a fault that holds, then what it is ready by. Who is not ready and still
 * reconciled is on the way; who is ready, and says False of something else of the same sense, is so with something in its way.
 */
export function customHealth({ deletionTimestamp }: ObjectMeta, given: WorkloadConditions | undefined): CustomHealth {
	const conditions = conditionsIn(given);
	const [ready, ...others] = readyTypes.flatMap((type) => conditionOf(conditions, type) ?? []);
	const fault = faultTypes.flatMap((type) => conditionOf(conditions, type) ?? []).find(({ status }) => status === 'True');
	const isOnItsWay = conditionOf(conditions, 'Reconciling')?.status === 'True';
	const [condition, health] = judged(ready, others, fault, isOnItsWay);
	return { health: deletionTimestamp === undefined ? health : 'progressing', condition };
}

function judged(
	ready: WorkloadCondition | undefined,
	others: readonly WorkloadCondition[],
	fault: WorkloadCondition | undefined,
	isOnItsWay: boolean,
): readonly [WorkloadCondition | undefined, ObjectHealth] {
	if (fault !== undefined) return [fault, 'failing'];
	if (ready === undefined) return [undefined, isOnItsWay ? 'progressing' : 'ok'];
	if (ready.status === 'False') return [ready, isOnItsWay ? 'progressing' : 'failing'];
	if (ready.status !== 'True') return [ready, 'progressing'];
	const short = others.find(({ status }) => status === 'False');
	return short === undefined ? [ready, 'ok'] : [short, 'warning'];
}

/** It is bad that it holds, or that it does not. */
export const isFault = ({ type }: Pick<WorkloadCondition, 'type'>): boolean => (faultTypes as readonly string[]).includes(type);

/** Whatever stands in the place of the conditions: no two kinds are the work of the same hands. */
function conditionsIn(given: WorkloadConditions | undefined): readonly WorkloadCondition[] {
	const isCondition = (one: unknown): one is WorkloadCondition => typeof one === 'object' && one !== null;
	return Array.isArray(given) ? given.filter(isCondition) : [];
}

const isOneOf = (types: readonly string[], name: string): boolean => types.some((type) => type.toLowerCase() === name.toLowerCase());

/**
 * What a printed cell says of its object where its column is called like one of these conditions and holds what a condition holds;
 * undefined: it says nothing of the kind. Words of any other sort are nobody's to judge.
 */
export function printedHealth(column: string, value: CellValue): ObjectHealth | undefined {
	const isReady = isOneOf(readyTypes, column);
	if (!isReady && !isOneOf(faultTypes, column)) return undefined;
	if (value === 'Unknown') return isReady ? 'progressing' : 'ok';
	if (value !== 'True' && value !== 'False') return undefined;
	return (value === 'True') === isReady ? 'ok' : 'failing';
}
