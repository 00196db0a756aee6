import { podSymptoms } from './attention/pod-symptoms.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { ownerOf } from './owner.ts';
import { type PodObject, podMask } from './pod-object.ts';
import { podResources } from './pod-resources.ts';
import { isTerminal, podStatus, readinessGates } from './pod-status.ts';
import { containersOf } from './pod-template.ts';
import type { Intern, ResourceSpec } from './types.ts';

/** core/v1 PodPhase; the first stands for everything else. */
const podPhases: readonly string[] = ['', 'Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** One pod: about 400 bytes, its map entry and strings included. Numbers are small integers (KiB, whole seconds), small ones share a field. */
export class PodRow extends ObjectRow {
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
	/** Joined by a comma. */
	readonly images: string;
	/** How the container that restarted last had ended: `OOMKilled 137`, without a reason ` 137`; '' when that is not known. */
	readonly lastEnd: string;
	/** Readiness gates that hold × 524 288 + all of them × 8 + where its phase is in `podPhases`. */
	readonly gatesAndPhase: number;

	constructor(pod: PodObject, intern: Intern) {
		const status = podStatus(pod);
		const resources = podResources(pod);
		const gates = readinessGates(pod);
		super(pod.metadata, status.health, intern);
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
		this.owner = intern(ownerOf(pod.metadata));
		this.images = intern(containersOf(pod).images);
		this.lastEnd = intern(status.lastEnd);
		this.gatesAndPhase = gates.held * 524_288 + gates.total * 8 + Math.max(0, podPhases.indexOf(pod.status?.phase ?? ''));
	}

	get ready(): number {
		return this.readyOfContainers >> 16;
	}

	/** Regular containers and sidecars. */
	get containers(): number {
		return this.readyOfContainers & 0xffff;
	}

	/** What the kubelet says of it as a whole: coarser than the status, and '' where it is none that there is. */
	get phase(): string {
		return podPhases[this.gatesAndPhase & 7] ?? '';
	}

	/** Succeeded or Failed. */
	get terminal(): boolean {
		return isTerminal(this.phase);
	}

	/** `OOMKilled`; '' when there is none. */
	get lastReason(): string {
		return this.lastEnd.slice(0, Math.max(0, this.lastEnd.lastIndexOf(' ')));
	}

	/** undefined: no end is known. */
	get lastExitCode(): number | undefined {
		return this.lastEnd === '' ? undefined : Number(this.lastEnd.slice(this.lastEnd.lastIndexOf(' ') + 1));
	}

	get gatesHeld(): number {
		return this.gatesAndPhase >> 19;
	}

	/** 0: it has none. */
	get gates(): number {
		return (this.gatesAndPhase >> 3) & 0xffff;
	}
}

export const podsResource: ResourceSpec<PodRow> = {
	gvr: { group: '', version: 'v1', resource: 'pods' },
	kind: 'Pod',
	singular: 'pod',
	shortNames: ['po'],
	namespaced: true,
	mask: podMask,
	project: rowsWithSymptoms(PodRow, podSymptoms),
	pollIntervalMs: 5_000,
};
