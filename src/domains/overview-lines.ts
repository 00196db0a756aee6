import { byCodeUnits } from '../base/by-code-units.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { counted } from '../base/counted.ts';
import { pressure } from './cells.ts';
import { mostFrequent } from './counts.ts';
import { type CardName, cards, type LineOf, type LinePlace, type LineUnit, OverviewLine } from './overview-line.ts';
import type { HealthSum, NodeSum, PodSum, WarningSum } from './overview-tallies.ts';
import { lastHour, nodeSum, noHealth, noPods, podSum, warningSum, whole } from './overview-tallies.ts';
import type { Tally, Usage, UsageField, WholeContext } from './types.ts';
import { kubeletSkew } from './version-skew.ts';

/** Of a list of the most frequent, or of those that use most: what a card has room for beside the others. */
const mostLines = 5;

type Line = Omit<LineOf, 'card'>;

/** What is not known, and why. Whose reason it is goes without saying where the line is called so: `nodes: forbidden`, not of nodes. */
function unknown(item: string, why: string, unit?: LineUnit): Line {
	const own = `${item}: `;
	return { item, why: why.startsWith(own) ? why.slice(own.length) : why, health: 'unknown', ...(unit === undefined ? {} : { unit }) };
}

/** A sum that is not known is a sentence; one over nothing is empty. */
function sumOf<T>(context: WholeContext, tally: Pick<Tally, 'name'>, empty: () => T): T | string {
	return context.tally<T>(tally.name, whole) ?? empty();
}

const noNodes = (): NodeSum => nodeSum.empty();
const noWarnings = (): WarningSum => new Map();

/** The rows of the filter language that say exactly this; undefined: what is between its words would be words of its own. */
function exactly(column: string, text: string): string | undefined {
	if (/[\s"']/.test(text)) return undefined;
	return `${column}:/^${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`;
}

function placeOf(view: string, filter: string | undefined, more: Omit<LinePlace, 'view' | 'filter'> = {}): { readonly place?: LinePlace } {
	return filter === undefined ? {} : { place: { view, filter, ...more } };
}

/** What of the words there is something to say with. */
const words = (...parts: readonly (string | false | undefined)[]): string =>
	parts.filter((part): part is string => typeof part === 'string' && part !== '').join(', ');

function nodeLines(context: WholeContext): readonly Line[] {
	const sum = sumOf(context, nodeSum, noNodes);
	if (typeof sum === 'string') return [unknown('nodes', sum)];
	const { nodes, conditions, notReady } = sum;
	const ready = conditions.get('Ready') ?? 0;
	const [first, ...others] = [...notReady.values()].sort(byCodeUnits);
	const named = first === undefined ? '' : others.length === 0 ? first : `${first} and ${others.length} more`;
	const lines: Line[] = [
		{ item: 'ready', value: ready, total: nodes, health: ready < nodes ? 'failing' : 'ok', detail: named, ...placeOf('nodes', '') },
	];
	for (const [condition, count] of mostFrequent(conditions)) {
		if (condition === 'Ready') continue;
		// The columns of the nodes view: conditions that are bad when they hold stand apart from the status.
		const column = condition === 'NotReady' || condition === 'Unknown' || condition === 'SchedulingDisabled' ? 'status' : 'pressure';
		const health: ObjectHealth = condition === 'NotReady' || condition === 'Unknown' ? 'failing' : 'warning';
		lines.push({ item: condition, value: count, health, ...placeOf('nodes', `${column}:${condition}`) });
	}
	return lines;
}

const phaseHealth: Readonly<Record<string, ObjectHealth>> = { Failed: 'failing', Unknown: 'unknown' };

function podLines(context: WholeContext): readonly Line[] {
	const sum = sumOf(context, podSum, noPods);
	if (typeof sum === 'string') return [unknown('pods', sum)];
	const nodes = sumOf(context, nodeSum, noNodes);
	const room = context.namespace !== undefined || typeof nodes === 'string' ? null : nodes.podsAllocatable;
	const lines: Line[] = [
		{
			item: 'on nodes',
			value: sum.held,
			total: room,
			detail: sum.unscheduled === 0 ? '' : `${sum.unscheduled} on none`,
			health: room === null ? 'ok' : (pressure(sum.held, room) ?? 'ok'),
			...placeOf('pods', ''),
		},
	];
	for (const phase of ['Running', 'Pending', 'Succeeded', 'Failed', 'Unknown', '']) {
		const count = sum.phases.get(phase) ?? 0;
		if (count === 0 && phase !== 'Running') continue;
		const name = phase === '' ? 'no phase' : phase;
		const health = phaseHealth[phase] ?? 'ok';
		lines.push({ item: name, value: count, health, ...placeOf('pods', phase === '' ? undefined : `-f status.phase=${phase}`) });
	}
	if (sum.notReady > 0) {
		const place = placeOf('pods', '-f status.phase=Running', { faults: true });
		lines.push({ item: 'not ready', value: sum.notReady, health: 'warning', ...place });
	}
	for (const [status, count] of mostFrequent(sum.failing).slice(0, mostLines)) {
		// A phase and a status may be called the same, and are counted differently.
		lines.push({ item: status, key: `status ${status}`, value: count, health: 'failing', ...placeOf('pods', exactly('status', status)) });
	}
	return lines;
}

interface Resource {
	readonly card: 'cpu' | 'memory';
	readonly unit: 'millicores' | 'kibibytes';
	readonly used: (usage: Usage) => number;
	readonly capacity: (sum: NodeSum) => number;
	readonly allocatable: (sum: NodeSum) => number;
	readonly requests: (sum: PodSum) => number;
	readonly limits: (sum: PodSum) => number;
	readonly unlimited: (sum: PodSum) => number;
}

const cpu: Resource = {
	card: 'cpu',
	unit: 'millicores',
	used: ({ cpuMilli }) => cpuMilli,
	capacity: ({ cpuCapacity }) => cpuCapacity,
	allocatable: ({ cpuAllocatable }) => cpuAllocatable,
	requests: ({ cpuRequests }) => cpuRequests,
	limits: ({ cpuLimits }) => cpuLimits,
	unlimited: ({ withoutCpuLimit }) => withoutCpuLimit,
};

const memory: Resource = {
	card: 'memory',
	unit: 'kibibytes',
	used: ({ memoryMiB }) => Math.round(memoryMiB * 1024),
	capacity: ({ memoryCapacity }) => memoryCapacity,
	allocatable: ({ memoryAllocatable }) => memoryAllocatable,
	requests: ({ memoryRequests }) => memoryRequests,
	limits: ({ memoryLimits }) => memoryLimits,
	unlimited: ({ withoutMemoryLimit }) => withoutMemoryLimit,
};

/**
 * Use, requests and limits against what the nodes can allocate. In one namespace they are those of its pods, and what they
 * are measured against is still the whole cluster: nothing else is there for all of them.
 */
function resourceLines(context: WholeContext, { unit, ...of }: Resource): readonly Line[] {
	const nodes = sumOf(context, nodeSum, noNodes);
	const pods = sumOf(context, podSum, noPods);
	const total = typeof nodes === 'string' || of.allocatable(nodes) === 0 ? null : of.allocatable(nodes);
	const measured = { unit, total, isBar: true } as const;
	const lines: Line[] = [usedLine(context, nodes, of.used, measured)];
	if (typeof pods === 'string') {
		for (const item of ['requests', 'limits']) lines.push(unknown(item, pods, unit));
	} else {
		const requests = of.requests(pods);
		const unlimited = of.unlimited(pods);
		lines.push({ item: 'requests', value: requests, ...measured, ...healthOf(requests, total), ...placeOf('pods', '') });
		// Limits may well be more than there is: they are what nobody needs at once.
		lines.push({
			item: 'limits',
			value: of.limits(pods),
			...measured,
			detail: unlimited === 0 ? '' : `${counted(unlimited, 'pod has', 'pods have')} none`,
		});
	}
	if (typeof nodes === 'string') lines.push(unknown('allocatable', nodes, unit));
	else lines.push({ item: 'allocatable', value: of.allocatable(nodes), total: of.capacity(nodes), unit, ...placeOf('nodes', '') });
	return lines;
}

const healthOf = (value: number, total: number | null): { readonly health: ObjectHealth } => ({
	health: total === null ? 'ok' : (pressure(value, total) ?? 'ok'),
});

/** Of the whole cluster what the nodes use, which is more than their pods do; of a namespace what its pods use. */
function usedLine(
	context: WholeContext,
	nodes: NodeSum | string,
	used: (usage: Usage) => number,
	measured: Pick<Line, 'unit' | 'total' | 'isBar'>,
): Line {
	const isOfNodes = context.namespace === undefined;
	const found = context.totalUsage(isOfNodes ? 'nodes' : 'pods');
	if (typeof found === 'string') return unknown('use', found, measured.unit);
	const { usage, samples } = found;
	const value = used(usage);
	// A node without a sample uses something, too.
	const unmeasured = isOfNodes && typeof nodes !== 'string' ? Math.max(0, nodes.nodes - samples) : 0;
	return {
		item: 'use',
		value,
		...measured,
		...healthOf(value, measured.total ?? null),
		detail: unmeasured === 0 ? '' : `${counted(unmeasured, 'node')} not measured`,
		...(usage.aged === undefined ? {} : { aged: usage.aged }),
		...placeOf(isOfNodes ? 'nodes' : 'pods', ''),
	};
}

export const workloadViews = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'] as const;

/** What is said of those that are not well, the worst first. */
const healthWords = [
	['failing', 'failing'],
	['warning', 'in trouble'],
	['unknown', 'unknown'],
	['progressing', 'under way'],
] as const;

function workloadLines(context: WholeContext): readonly Line[] {
	return workloadViews.map((view): Line => {
		const sum = sumOf<HealthSum>(context, { name: `${view}Health` }, noHealth);
		if (typeof sum === 'string') return unknown(view, sum);
		const present = healthWords.flatMap(([health, said]) => {
			const count = sum.health.get(health) ?? 0;
			return count === 0 ? [] : [{ health, said: `${count} ${said}` }];
		});
		return {
			item: view,
			value: sum.health.get('ok') ?? 0,
			total: sum.total,
			health: present[0]?.health ?? 'ok',
			detail: words(...present.map(({ said }) => said)),
			...placeOf(view, ''),
		};
	});
}

function warningLines(context: WholeContext): readonly Line[] {
	const sum = sumOf(context, warningSum, noWarnings);
	if (typeof sum === 'string') return [unknown('last hour', sum)];
	const { minutes, reasons, total } = lastHour(sum, context.now);
	const place = placeOf('events', 'type:Warning');
	return [
		{ item: 'last hour', value: total, minutes, detail: 'each once, in the minute it was last seen', ...place },
		...mostFrequent(reasons)
			.slice(0, mostLines)
			.map(([reason, count]): Line => {
				const only = exactly('reason', reason);
				return {
					item: reason === '' ? 'no reason given' : reason,
					value: count,
					health: 'warning',
					...placeOf('events', only === undefined ? undefined : `type:Warning ${only}`),
				};
			}),
	];
}

function consumerLines(context: WholeContext, by: UsageField, { unit, used }: Resource): readonly Line[] {
	const found = context.heaviest(by, mostLines);
	if (typeof found === 'string') return [unknown('pods', found)];
	return found.map(({ key, usage }): Line => {
		const slash = key.indexOf('/');
		const object = { namespace: key.slice(0, Math.max(0, slash)), name: key.slice(slash + 1) };
		const aged = usage.aged === undefined ? {} : { aged: usage.aged };
		return {
			item: context.namespace === undefined ? key : object.name,
			value: used(usage),
			unit,
			...aged,
			...placeOf('pods', '', { object }),
		};
	});
}

function versionLines(context: WholeContext): readonly Line[] {
	const server = context.serverVersion();
	const api: Line = { item: 'API server', ...(server === undefined ? { why: 'not known yet' } : { detail: server }) };
	const sum = sumOf(context, nodeSum, noNodes);
	if (typeof sum === 'string') return [api, unknown('kubelets', sum)];
	const kubelets = [...sum.versions].sort(([one], [other]) => (one < other ? 1 : -1));
	return [
		api,
		...kubelets.map(([version, count]): Line => {
			const skew = server === undefined ? undefined : kubeletSkew(version, server);
			const place = placeOf('nodes', version === '' ? undefined : exactly('version', version));
			return {
				item: version === '' ? 'kubelet not reported' : `kubelet ${version}`,
				value: count,
				total: sum.nodes,
				...(skew === undefined ? {} : { detail: skew.words, health: skew.health }),
				...place,
			};
		}),
	];
}

function namespaceLines(context: WholeContext): readonly Line[] {
	const sum = sumOf<HealthSum>(context, { name: 'namespacesHealth' }, noHealth);
	if (typeof sum === 'string') return [unknown('namespaces', sum)];
	const ending = (sum.health.get('progressing') ?? 0) + (sum.health.get('warning') ?? 0);
	const health: ObjectHealth = (sum.health.get('warning') ?? 0) > 0 ? 'warning' : ending > 0 ? 'progressing' : 'ok';
	return [
		{ item: 'active', value: sum.health.get('ok') ?? 0, total: sum.total, ...placeOf('namespaces', '') },
		...(ending === 0 ? [] : [{ item: 'terminating', value: ending, health, ...placeOf('namespaces', 'status:Terminating') }]),
	];
}

const linesOf: Readonly<Record<CardName, (context: WholeContext) => readonly Line[]>> = {
	nodes: nodeLines,
	pods: podLines,
	cpu: (context) => resourceLines(context, cpu),
	memory: (context) => resourceLines(context, memory),
	workloads: workloadLines,
	warnings: warningLines,
	topCpu: (context) => consumerLines(context, 'cpuMilli', cpu),
	topMemory: (context) => consumerLines(context, 'memoryMiB', memory),
	versions: versionLines,
	namespaces: namespaceLines,
};

/** Every line of every card, in their order. */
export function overviewLines(context: WholeContext): readonly OverviewLine[] {
	const lines: OverviewLine[] = [];
	for (const card of Object.keys(cards) as CardName[]) {
		for (const line of linesOf[card](context)) lines.push(new OverviewLine({ card, ...line }, lines.length));
	}
	return lines;
}
