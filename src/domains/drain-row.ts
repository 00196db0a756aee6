import { epochSeconds } from '../base/age.ts';
import type { Mask } from '../kube/types.ts';
import type { DrainedPod } from './drain-rules.ts';
import type { Labels } from './label-selector.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { ownerMask, ownerOf } from './owner.ts';
import type { PodObject } from './pod-object.ts';
import { podStatus } from './pod-status.ts';
import type { Intern, ResourceSpec } from './types.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** What a drain looks at, beside what every view of pods reads. */
interface DrainedObject extends PodObject {
	readonly metadata: PodObject['metadata'] & {
		readonly labels?: Labels | null;
		readonly annotations?: Labels | null;
		readonly finalizers?: readonly string[] | null;
	};
	readonly spec?: NonNullable<PodObject['spec']> & {
		readonly volumes?: readonly { readonly name: string; readonly emptyDir?: object | null }[] | null;
	};
}

/** Beside what is its own: of how its containers do nothing but what the status of a pod is told by. */
const containerState: Mask = {
	name: true,
	ready: true,
	started: true,
	state: { running: {}, waiting: { reason: true }, terminated: { exitCode: true, signal: true, reason: true } },
};

const mask: Mask = {
	metadata: { ...ownerMask, labels: true, annotations: { [mirrorAnnotation]: true }, finalizers: true },
	spec: { nodeName: true, volumes: [{ name: true, emptyDir: {} }], initContainers: [{ name: true, restartPolicy: true }] },
	status: {
		phase: true,
		reason: true,
		conditions: [{ type: true, status: true, reason: true }],
		initContainerStatuses: [containerState],
		containerStatuses: [containerState],
	},
};

/** A pod as a drain sees it. */
export class DrainRow extends ObjectRow implements DrainedPod {
	/** As kubectl prints it. */
	readonly status: string;
	readonly node: string;
	/** `ReplicaSet/cart-698948564b`; '' when nothing owns it. */
	readonly owner: string;
	readonly controllerKind: string;
	readonly controllerName: string;
	readonly isMirror: boolean;
	/** Names of its volumes that are gone with it, joined by a comma. */
	readonly emptyDirs: string;
	readonly phase: string;
	readonly isReady: boolean;
	/** Epoch seconds at which it should be gone; 0: nobody has deleted it. */
	readonly deleting: number;
	/** Joined by a comma. */
	readonly finalizers: string;
	/** Whether it is the target of a disruption, and of which: its reason is '' where none was given. */
	readonly isDisrupted: boolean;
	readonly disruption: string;
	readonly labels: ReadonlyMap<string, string>;

	constructor(pod: DrainedObject, intern: Intern) {
		const { metadata, spec, status } = pod;
		const controller = (metadata.ownerReferences ?? []).find((owner) => owner.controller === true);
		const disruption = status?.conditions?.find(({ type, status: holds }) => type === 'DisruptionTarget' && holds === 'True');
		const deleting = epochSeconds(metadata.deletionTimestamp);
		const { text, health } = podStatus(pod);
		super(metadata, health, intern);
		this.status = intern(text);
		this.node = intern(spec?.nodeName ?? '');
		this.owner = intern(ownerOf(metadata));
		this.controllerKind = intern(controller?.kind ?? '');
		this.controllerName = intern(controller?.name ?? '');
		this.isMirror = metadata.annotations?.[mirrorAnnotation] !== undefined;
		this.emptyDirs = intern(
			(spec?.volumes ?? [])
				.filter(({ emptyDir }) => emptyDir !== undefined && emptyDir !== null)
				.map(({ name }) => name)
				.join(','),
		);
		this.phase = intern(status?.phase ?? '');
		this.isReady = (status?.conditions ?? []).some(({ type, status: holds }) => type === 'Ready' && holds === 'True');
		this.deleting = deleting;
		this.finalizers = intern((metadata.finalizers ?? []).join(','));
		this.isDisrupted = disruption !== undefined;
		this.disruption = intern(disruption?.reason ?? '');
		this.labels = new Map(Object.entries(metadata.labels ?? {}).map(([key, value]) => [intern(key), intern(String(value))]));
	}

	get hasEmptyDir(): boolean {
		return this.emptyDirs !== '';
	}

	get isDeleting(): boolean {
		return this.deleting > 0;
	}
}

export const drainedPods: ResourceSpec<DrainRow> = {
	gvr: { group: '', version: 'v1', resource: 'pods' },
	kind: 'Pod',
	singular: 'pod',
	shortNames: ['po'],
	namespaced: true,
	// Labels and volumes of pods are read for nothing else: this is a stream of its own.
	reading: 'pods to drain',
	mask,
	project: rowsOf(DrainRow),
	pollIntervalMs: 5_000,
};
