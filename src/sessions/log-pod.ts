import type { ObjectHealth } from '../base/cell.ts';
import { textAt } from '../base/json-parts.ts';
import type { ResourceSpec, Row } from '../domains/types.ts';
import type { KubeObject, Mask } from '../kube/types.ts';

export type ContainerKind = 'init' | 'app' | 'ephemeral';

/** What a log needs to know of a container. */
export interface LogContainer {
	readonly name: string;
	readonly kind: ContainerKind;
	/** `waiting` also where the node has not said anything yet. */
	readonly state: 'waiting' | 'running' | 'terminated';
	/** Why it waits, or how it ended: `CrashLoopBackOff`, `Completed`. '' when nobody says. */
	readonly reason: string;
	readonly restarts: number;
	/** It will not run again by itself: its pod is over, or its restart policy lets it rest. */
	readonly isOver: boolean;
	/** How the run before this one ended: `OOMKilled, exit 137`. '' when there was none. */
	readonly lastEnd: string;
}

interface StateFields {
	readonly running?: object | null;
	readonly waiting?: { readonly reason?: string } | null;
	readonly terminated?: TerminatedFields | null;
}

interface TerminatedFields {
	readonly exitCode?: number;
	readonly signal?: number;
	readonly reason?: string;
}

interface StatusFields {
	readonly name?: string;
	readonly restartCount?: number;
	readonly state?: StateFields;
	readonly lastState?: StateFields;
}

interface SpecFields {
	readonly name?: string;
	readonly restartPolicy?: string;
}

export interface LogPodObject extends KubeObject {
	readonly spec?: {
		readonly restartPolicy?: string;
		readonly initContainers?: readonly SpecFields[] | null;
		readonly containers?: readonly SpecFields[] | null;
		readonly ephemeralContainers?: readonly SpecFields[] | null;
	};
	readonly status?: {
		readonly phase?: string;
		readonly initContainerStatuses?: readonly StatusFields[] | null;
		readonly containerStatuses?: readonly StatusFields[] | null;
		readonly ephemeralContainerStatuses?: readonly StatusFields[] | null;
	};
}

/** The annotation for the container that kubectl takes when none is named (k8s.io/kubectl pkg/cmd/util/podcmd). */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

const terminated = { exitCode: true, signal: true, reason: true } as const satisfies Mask;
const statusMask = {
	name: true,
	restartCount: true,
	state: { running: {}, waiting: { reason: true }, terminated },
	lastState: { terminated },
} as const satisfies Mask;

const logPodMask: Mask = {
	metadata: { annotations: { [DEFAULT_CONTAINER]: true }, ownerReferences: [{ kind: true, name: true, controller: true }] },
	spec: {
		restartPolicy: true,
		initContainers: [{ name: true, restartPolicy: true }],
		containers: [{ name: true }],
		ephemeralContainers: [{ name: true }],
	},
	status: {
		phase: true,
		initContainerStatuses: [statusMask],
		containerStatuses: [statusMask],
		ephemeralContainerStatuses: [statusMask],
	},
};

/** One pod, as its logs see it. */
export class LogPod implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created = 0;
	readonly health: ObjectHealth = 'unknown';
	/** Init containers, then its own, then ephemeral ones, each in the order of the spec. */
	readonly containers: readonly LogContainer[];
	/** The one that is meant when none is named. */
	readonly defaultContainer: string;
	/** `Job/backup-1`; '' when nothing controls it. */
	readonly owner: string;

	constructor(pod: LogPodObject) {
		const { metadata, spec, status } = pod;
		this.uid = metadata.uid;
		this.namespace = metadata.namespace ?? '';
		this.name = metadata.name;
		this.resourceVersion = metadata.resourceVersion;
		const phase = status?.phase ?? '';
		const isOver = phase === 'Succeeded' || phase === 'Failed';
		const policy = spec?.restartPolicy ?? 'Always';
		const read = (kind: ContainerKind, specs: readonly SpecFields[] | null | undefined, all: readonly StatusFields[] | null | undefined) =>
			(specs ?? []).map((each) =>
				container(
					kind,
					each,
					all?.find(({ name }) => name === each.name),
					isOver,
					policy,
				),
			);
		this.containers = [
			...read('init', spec?.initContainers, status?.initContainerStatuses),
			...read('app', spec?.containers, status?.containerStatuses),
			...read('ephemeral', spec?.ephemeralContainers, status?.ephemeralContainerStatuses),
		];
		const annotated = textAt(metadata.annotations, DEFAULT_CONTAINER);
		const first = this.containers.find(({ kind }) => kind === 'app')?.name ?? '';
		this.defaultContainer = this.containers.some(({ name }) => name === annotated) ? annotated : first;
		const references = Array.isArray(metadata.ownerReferences) ? (metadata.ownerReferences as readonly OwnerReference[]) : [];
		const owner = references.find(({ controller }) => controller === true);
		this.owner = owner === undefined ? '' : `${owner.kind}/${owner.name}`;
	}
}

/** Of all its containers those that have a log to read: of the run before, those that were restarted, where any was. */
export function readableContainers({ containers }: LogPod, previous: boolean): readonly LogContainer[] {
	if (!previous) return containers;
	// Beside one that was restarted the others have nothing to say, and to ask them is an error.
	const before = containers.filter(({ lastEnd }) => lastEnd !== '');
	return before.length === 0 ? containers : before;
}

interface OwnerReference {
	readonly kind?: string;
	readonly name?: string;
	readonly controller?: boolean;
}

function container(
	kind: ContainerKind,
	spec: SpecFields,
	status: StatusFields | undefined,
	podIsOver: boolean,
	podPolicy: string,
): LogContainer {
	const ended = status?.state?.terminated ?? undefined;
	const isRunning = (status?.state?.running ?? undefined) !== undefined;
	const state = ended !== undefined ? 'terminated' : isRunning ? 'running' : 'waiting';
	const before = status?.lastState?.terminated ?? undefined;
	return {
		name: spec.name ?? '',
		kind,
		state,
		reason: ended === undefined ? (status?.state?.waiting?.reason ?? '') : endWords(ended),
		restarts: status?.restartCount ?? 0,
		isOver: podIsOver || (ended !== undefined && rests(kind, spec.restartPolicy ?? podPolicy, ended.exitCode ?? 0)),
		lastEnd: before === undefined ? '' : endWords(before),
	};
}

/** An init container with a policy of its own is a sidecar; others of them end for good when they succeed. Ephemeral ones run once. */
function rests(kind: ContainerKind, policy: string, exitCode: number): boolean {
	if (kind === 'ephemeral' || policy === 'Never') return true;
	return exitCode === 0 && (policy === 'OnFailure' || (kind === 'init' && policy !== 'Always'));
}

function endWords({ reason, exitCode, signal }: TerminatedFields): string {
	const how = signal === undefined || signal === 0 ? `exit ${exitCode ?? 0}` : `signal ${signal}`;
	return reason === undefined || reason === '' ? how : `${reason}, ${how}`;
}

/** Pods, read for their logs: a stream of its own beside that of a pods pane. */
export const logPods: ResourceSpec<LogPod> = {
	gvr: { group: '', version: 'v1', resource: 'pods' },
	kind: 'Pod',
	singular: 'pod',
	shortNames: ['po'],
	namespaced: true,
	reading: 'log-pods',
	mask: logPodMask,
	project: (object) => new LogPod(object),
	pollIntervalMs: 10_000,
};
