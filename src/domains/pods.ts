import { age, epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import type { KubeObject } from '../kube/types.ts';
import { absentCell, ageCell, kibOf, knownNumber, knownText, usageCell, usageKey, usageNumber } from './columns.ts';
import { ownerOf } from './owner.ts';
import type { PodObject } from './pod-object.ts';
import { podMask } from './pod-object.ts';
import { podResources } from './pod-resources.ts';
import { isTerminal, podStatus, readinessGates } from './pod-status.ts';
import type { CellContext, Column, Domain, Intern, PrintedColumn, ResourceSpec, Row } from './types.ts';
import { usagePictures } from './usage-pictures.ts';

/** One pod: about 370 bytes, its map entry and strings included. Numbers are small integers (KiB, whole seconds), small ones share a field. */
export class PodRow implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created: number;
	readonly health: ObjectHealth;
	readonly status: string;
	/** `ready` × 65 536 + `containers`. */
	readonly readyOfContainers: number;
	readonly restarts: number;
	/** Epoch seconds; 0: none known. */
	readonly lastRestart: number;
	/** Millicores; 0: none. */
	readonly cpuRequest: number;
	readonly cpuLimit: number;
	/** KiB; 0: none. */
	readonly memoryRequest: number;
	readonly memoryLimit: number;
	readonly node: string;
	readonly nominatedNode: string;
	readonly ip: string;
	/** `ReplicaSet/cart-698948564b`; '' when nothing owns it. */
	readonly owner: string;
	/** Readiness gates that hold × 131 072 + all of them × 2, and 1 when it is terminal. */
	readonly gatesAndTerminal: number;

	constructor(pod: PodObject, intern: Intern) {
		const { metadata } = pod;
		const status = podStatus(pod);
		const resources = podResources(pod);
		const gates = readinessGates(pod);
		this.uid = metadata.uid;
		this.namespace = intern(metadata.namespace ?? '');
		this.name = metadata.name;
		this.resourceVersion = metadata.resourceVersion;
		this.created = epochSeconds(metadata.creationTimestamp);
		this.health = status.health;
		this.status = intern(status.text);
		this.readyOfContainers = status.ready * 65_536 + status.total;
		this.restarts = status.restarts;
		this.lastRestart = status.lastRestart;
		this.cpuRequest = resources.cpuRequest;
		this.cpuLimit = resources.cpuLimit;
		this.memoryRequest = resources.memoryRequest;
		this.memoryLimit = resources.memoryLimit;
		this.node = intern(pod.spec?.nodeName ?? '');
		this.nominatedNode = intern(pod.status?.nominatedNodeName ?? '');
		this.ip = pod.status?.podIP ?? '';
		this.owner = intern(ownerOf(metadata));
		this.gatesAndTerminal = gates.held * 131_072 + gates.total * 2 + (isTerminal(pod.status?.phase ?? '') ? 1 : 0);
	}

	get ready(): number {
		return this.readyOfContainers >> 16;
	}

	/** Regular containers and sidecars. */
	get containers(): number {
		return this.readyOfContainers & 0xffff;
	}

	/** Succeeded or Failed. */
	get terminal(): boolean {
		return (this.gatesAndTerminal & 1) === 1;
	}

	get gatesHeld(): number {
		return this.gatesAndTerminal >> 17;
	}

	/** 0: it has none. */
	get gates(): number {
		return (this.gatesAndTerminal >> 1) & 0xffff;
	}
}

export const podsResource: ResourceSpec<PodRow> = {
	gvr: { group: '', version: 'v1', resource: 'pods' },
	kind: 'Pod',
	singular: 'pod',
	shortNames: ['po'],
	namespaced: true,
	mask: podMask,
	project: (object: KubeObject, intern: Intern) => new PodRow(object as unknown as PodObject, intern),
	pollIntervalMs: 5_000,
};

const none = (text: string): string => (text === '' ? '<none>' : text);

const gatesText = (row: PodRow): string => (row.gates === 0 ? '<none>' : `${row.gatesHeld}/${row.gates}`);

function restartsText(row: PodRow, now: number): string {
	return row.restarts === 0 || row.lastRestart === 0 ? `${row.restarts}` : `${row.restarts} (${age(row.lastRestart, now)} ago)`;
}

const printed: readonly PrintedColumn<PodRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Ready', priority: 0, cell: (row) => `${row.ready}/${row.containers}` },
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Restarts', priority: 0, cell: restartsText },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'IP', priority: 1, cell: (row) => none(row.ip) },
	{ name: 'Node', priority: 1, cell: (row) => none(row.node) },
	{ name: 'Nominated Node', priority: 1, cell: (row) => none(row.nominatedNode) },
	{ name: 'Readiness Gates', priority: 1, cell: gatesText },
];

/** A restart this recent is worth a colour even though the pod runs again. */
const recentRestartMs = 10 * 60_000;

function restartsHealth(row: PodRow, now: number): ObjectHealth | undefined {
	return row.restarts > 0 && row.lastRestart > 0 && now - row.lastRestart * 1000 < recentRestartMs ? 'warning' : undefined;
}

const readyHealth = (row: PodRow): ObjectHealth | undefined => (row.ready < row.containers && !row.terminal ? 'warning' : undefined);

const usage = (row: PodRow, context: CellContext) => context.usage(usageKey(row));

/**
 * Raw values: `ready` is "1/2"; `restarts` a number; `lastRestart` and `age` (creation) epoch seconds; `cpu*` millicores;
 * `memory*` bytes; `node`, `ip`, `owner` null when there is none.
 */
const columns: readonly Column<PodRow>[] = [
	{ id: 'name', title: 'NAME', worth: 1, min: 16, max: 80, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'namespace',
		title: 'NAMESPACE',
		worth: 4,
		acrossNamespaces: true,
		min: 9,
		max: 30,
		sortKey: 'P',
		value: (row) => row.namespace,
		cell: (row) => cell(row.namespace),
	},
	{
		id: 'ready',
		title: 'READY',
		worth: 3,
		min: 5,
		max: 7,
		sortKey: 'R',
		value: (row) => `${row.ready}/${row.containers}`,
		cell: (row) => cell(`${row.ready}/${row.containers}`, readyHealth(row)),
	},
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 9,
		max: 28,
		sortKey: 'S',
		value: (row) => row.status,
		cell: (row) => cell(row.status, row.health),
	},
	{
		id: 'restarts',
		title: 'RESTARTS',
		align: 'right',
		worth: 5,
		min: 8,
		max: 18,
		sortKey: 'T',
		volatile: true,
		value: (row) => row.restarts,
		cell: (row, { now }) => cell(restartsText(row, now), restartsHealth(row, now)),
	},
	{
		id: 'cpu',
		title: 'CPU',
		unit: 'millicores',
		align: 'right',
		worth: 7,
		min: 13,
		max: 13,
		sortKey: 'C',
		volatile: true,
		value: (row, context) => usageNumber(usage(row, context), ({ cpuMilli }) => cpuMilli),
		cell: (row, context) =>
			usageCell(usage(row, context), ({ cpuMilli }) => ({ used: cpuMilli, of: row.cpuRequest, limit: row.cpuLimit }), cpuText),
	},
	{
		id: 'memory',
		title: 'MEM',
		unit: 'bytes',
		align: 'right',
		worth: 8,
		min: 13,
		max: 13,
		sortKey: 'M',
		volatile: true,
		value: (row, context) => usageNumber(usage(row, context), ({ memoryMiB }) => memoryMiB * 1048576),
		cell: (row, context) =>
			usageCell(usage(row, context), (sample) => ({ used: kibOf(sample), of: row.memoryLimit, limit: row.memoryLimit }), memoryText),
	},
	{
		id: 'node',
		title: 'NODE',
		worth: 9,
		min: 8,
		max: 40,
		sortKey: 'O',
		value: (row) => knownText(row.node),
		cell: (row) => (row.node === '' ? absentCell('not scheduled yet') : cell(row.node)),
	},
	{
		id: 'ip',
		title: 'IP',
		worth: 11,
		min: 7,
		max: 39,
		sortKey: 'I',
		value: (row) => knownText(row.ip),
		cell: (row) => (row.ip === '' ? absentCell('no address yet') : cell(row.ip)),
	},
	{
		id: 'owner',
		title: 'OWNER',
		worth: 10,
		min: 10,
		max: 40,
		sortKey: 'W',
		value: (row) => knownText(row.owner),
		cell: (row) => (row.owner === '' ? absentCell('no owner') : cell(row.owner)),
	},
	{
		id: 'lastRestart',
		title: 'LAST RESTART',
		align: 'right',
		worth: 16,
		wide: true,
		min: 12,
		sortKey: 'L',
		printsAge: true,
		volatile: true,
		value: (row) => knownNumber(row.lastRestart),
		cell: (row, { now }) =>
			row.lastRestart === 0 ? absentCell('no restart known') : cell(age(row.lastRestart, now), restartsHealth(row, now)),
	},
	amount('cpuRequest', 'CPU REQ', 'Q', 12, (row) => row.cpuRequest, cpuText, 'millicores'),
	amount('cpuLimit', 'CPU LIM', undefined, 13, (row) => row.cpuLimit, cpuText, 'millicores'),
	amount('memoryRequest', 'MEM REQ', undefined, 14, (row) => row.memoryRequest, memoryText, 'bytes'),
	amount('memoryLimit', 'MEM LIM', undefined, 15, (row) => row.memoryLimit, memoryText, 'bytes'),
	{
		id: 'nominatedNode',
		title: 'NOMINATED NODE',
		worth: 17,
		wide: true,
		min: 14,
		max: 40,
		value: (row) => knownText(row.nominatedNode),
		cell: (row) => (row.nominatedNode === '' ? absentCell('not nominated') : cell(row.nominatedNode)),
	},
	{
		id: 'readinessGates',
		title: 'GATES',
		worth: 18,
		wide: true,
		min: 5,
		value: (row) => (row.gates === 0 ? null : gatesText(row)),
		cell: (row) => (row.gates === 0 ? absentCell('no readiness gates') : cell(gatesText(row))),
	},
	ageCell(6),
];

function amount(
	id: string,
	title: string,
	sortKey: string | undefined,
	worth: number,
	of: (row: PodRow) => number,
	text: (amount: number) => string,
	unit: 'millicores' | 'bytes',
): Column<PodRow> {
	return {
		id,
		title,
		align: 'right',
		worth,
		wide: true,
		min: 7,
		unit,
		...(sortKey === undefined ? {} : { sortKey }),
		value: (row) => (of(row) === 0 ? null : of(row) * (unit === 'bytes' ? 1024 : 1)),
		cell: (row) => (of(row) === 0 ? absentCell('none set') : cell(text(of(row)))),
	};
}

export const pods: Domain<PodRow> = {
	name: 'pods',
	title: 'PODS',
	aliases: ['pod', 'po'],
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: podsResource }],
	metrics: 'pods',
	columns,
	pictures: usagePictures({
		word: 'LIMIT',
		absent: 'no limit is set',
		cpu: (row) => row.cpuLimit,
		memory: (row) => row.memoryLimit,
		key: (row: PodRow) => usageKey(row),
		worth: 8,
	}),
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'pod',
	emptyHint: 'No pods run here.',
};
