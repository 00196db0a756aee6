import { type Counts, countUp } from './counts.ts';
import type { EventRow } from './events.ts';
import type { NodeRow } from './node-row.ts';
import type { PodRow } from './pod-row.ts';
import type { Row, Tally } from './types.ts';

/**
 * What the overview knows of each stream that it reads. Each has one sum, over all rows of its scope: a change costs what it
 * costs to take one row out and put one in, whatever the number of rows.
 */

/** The one key of a sum over everything. */
export const whole = '';

export interface NodeSum {
	nodes: number;
	/** Millicores. */
	cpuCapacity: number;
	cpuAllocatable: number;
	/** KiB. */
	memoryCapacity: number;
	memoryAllocatable: number;
	podsAllocatable: number;
	/** `Ready`, `NotReady`, `Unknown`, and what may come with each of them: `SchedulingDisabled`, `MemoryPressure`… */
	readonly conditions: Counts;
	/** Names of nodes that are not Ready, by uid. */
	readonly notReady: Map<string, string>;
	/** Versions of kubelets. */
	readonly versions: Counts;
}

/** `Ready,SchedulingDisabled` and `MemoryPressure,DiskPressure` are four things that are true of one node. */
const conditionsOf = ({ status, pressure }: NodeRow): readonly string[] => [
	...status.split(','),
	...(pressure === '' ? [] : pressure.split(',')),
];

function countNode(sum: NodeSum, node: NodeRow, by: 1 | -1): void {
	sum.nodes += by;
	sum.cpuCapacity += by * node.cpuCapacity;
	sum.cpuAllocatable += by * node.cpuAllocatable;
	sum.memoryCapacity += by * node.memoryCapacity;
	sum.memoryAllocatable += by * node.memoryAllocatable;
	sum.podsAllocatable += by * node.podsAllocatable;
	for (const condition of conditionsOf(node)) countUp(sum.conditions, condition, by);
	countUp(sum.versions, node.version, by);
	if (conditionsOf(node)[0] === 'Ready') return;
	if (by === 1) sum.notReady.set(node.uid, node.name);
	else sum.notReady.delete(node.uid);
}

export const nodeSum: Tally<NodeRow, NodeSum> = {
	name: 'nodeSum',
	keyOf: () => whole,
	empty: () => ({
		nodes: 0,
		cpuCapacity: 0,
		cpuAllocatable: 0,
		memoryCapacity: 0,
		memoryAllocatable: 0,
		podsAllocatable: 0,
		conditions: new Map(),
		notReady: new Map(),
		versions: new Map(),
	}),
	add: (sum, node) => countNode(sum, node, 1),
	remove: (sum, node) => countNode(sum, node, -1),
};

export interface PodSum {
	pods: number;
	readonly phases: Counts;
	/** Pods that are on a node and have not ended: they hold what they request. */
	held: number;
	/** Millicores, of those. */
	cpuRequests: number;
	cpuLimits: number;
	/** KiB. */
	memoryRequests: number;
	memoryLimits: number;
	/** Of those, how many have no limit. */
	withoutCpuLimit: number;
	withoutMemoryLimit: number;
	/** Neither ended nor on a node. */
	unscheduled: number;
	/** Running, and not all ready: nothing is wrong with them but that. */
	notReady: number;
	/** Pods of which a container cannot run or that failed, by their status. */
	readonly failing: Counts;
}

function countPod(sum: PodSum, pod: PodRow, by: 1 | -1): void {
	const { phase, terminal, health } = pod;
	sum.pods += by;
	countUp(sum.phases, phase, by);
	if (health === 'failing') countUp(sum.failing, pod.status, by);
	else if (phase === 'Running' && health === 'warning') sum.notReady += by;
	if (terminal) return;
	if (pod.node === '') {
		sum.unscheduled += by;
		return;
	}
	sum.held += by;
	sum.cpuRequests += by * pod.cpuRequest;
	sum.cpuLimits += by * pod.cpuLimit;
	sum.memoryRequests += by * pod.memoryRequest;
	sum.memoryLimits += by * pod.memoryLimit;
	if (pod.cpuLimit === 0) sum.withoutCpuLimit += by;
	if (pod.memoryLimit === 0) sum.withoutMemoryLimit += by;
}

export const noPods = (): PodSum => ({
	pods: 0,
	phases: new Map(),
	held: 0,
	cpuRequests: 0,
	cpuLimits: 0,
	memoryRequests: 0,
	memoryLimits: 0,
	withoutCpuLimit: 0,
	withoutMemoryLimit: 0,
	unscheduled: 0,
	notReady: 0,
	failing: new Map(),
});

export const podSum: Tally<PodRow, PodSum> = {
	name: 'podSum',
	keyOf: () => whole,
	empty: noPods,
	add: (sum, pod) => countPod(sum, pod, 1),
	remove: (sum, pod) => countPod(sum, pod, -1),
};

/** Objects by their health. */
export interface HealthSum {
	total: number;
	readonly health: Counts;
}

export const noHealth = (): HealthSum => ({ total: 0, health: new Map() });

/** Objects of one resource by their health. */
export const healthSum = (resource: string): Tally<Row, HealthSum> => ({
	name: `${resource}Health`,
	keyOf: () => whole,
	empty: noHealth,
	add: (sum, { health }) => {
		sum.total++;
		countUp(sum.health, health, 1);
	},
	remove: (sum, { health }) => {
		sum.total--;
		countUp(sum.health, health, -1);
	},
});

/** Warning events by the minute (of the epoch) in which each was seen last, then by reason. */
export type WarningSum = Map<number, Counts>;

const minuteOf = ({ lastSeen }: EventRow): number => Math.floor(lastSeen / 60);

function countWarning(sum: WarningSum, event: EventRow, by: 1 | -1): void {
	const minute = minuteOf(event);
	const reasons = sum.get(minute) ?? new Map<string, number>();
	countUp(reasons, event.reason, by);
	if (reasons.size === 0) sum.delete(minute);
	else sum.set(minute, reasons);
}

export const warningSum: Tally<EventRow, WarningSum> = {
	name: 'warningSum',
	keyOf: ({ type }) => (type === 'Warning' ? whole : undefined),
	empty: () => new Map(),
	add: (sum, event) => countWarning(sum, event, 1),
	remove: (sum, event) => countWarning(sum, event, -1),
};

export interface LastHour {
	/** One number a minute, the oldest first: warnings that were seen last in that minute. */
	readonly minutes: readonly number[];
	readonly reasons: Counts;
	readonly total: number;
}

const hour = 60;

/** The sixty minutes up to `now` (epoch ms); what lies ahead of it, by a clock of a node that runs fast, counts as of now. */
export function lastHour(sum: WarningSum, now: number): LastHour {
	const newest = Math.floor(now / 60_000);
	const minutes = Array.from({ length: hour }, () => 0);
	const reasons: Counts = new Map();
	let total = 0;
	for (const [minute, counts] of sum) {
		const at = hour - 1 - Math.max(0, newest - minute);
		if (at < 0) continue;
		for (const [reason, count] of counts) {
			countUp(reasons, reason, count);
			minutes[at] = (minutes[at] ?? 0) + count;
			total += count;
		}
	}
	return { minutes, reasons, total };
}
