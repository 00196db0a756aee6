import type { KubeObject } from '../../src/kube/types.ts';
import { AttentionOf } from './attention-of.ts';
import { FakeClock } from './fake-clock.ts';

/** Objects that something is wrong with, and what attention finds in them at one moment. */

export const now = Date.UTC(2026, 10, 22, 3, 0, 0);
export const minute = 60_000;

/** RFC 3339, so many minutes before now. */
export const ago = (minutes: number): string => `${new Date(now - minutes * minute).toISOString().slice(0, 19)}Z`;

export type Part = Readonly<Record<string, unknown>>;

export const object = (name: string, { metadata = {}, ...parts }: { readonly metadata?: Part } & Part): KubeObject =>
	({
		metadata: {
			name,
			namespace: 'shop',
			uid: `uid-${name}`,
			resourceVersion: '1',
			creationTimestamp: ago(600),
			...metadata,
		},
		...parts,
	}) as unknown as KubeObject;

export const condition = (type: string, status: string, minutes: number, reason = '', message = ''): Part => ({
	type,
	status,
	reason,
	message,
	lastTransitionTime: ago(minutes),
});

export const notReady = (minutes: number): readonly Part[] => [
	condition('PodScheduled', 'True', 600),
	condition('Ready', 'False', minutes),
];

interface PodParts {
	readonly phase?: string;
	readonly conditions?: readonly Part[];
	readonly status?: Part;
	readonly more?: readonly Part[];
	readonly metadata?: Part;
	readonly limit?: string;
}

/** A pod of one container, `app`; `more` are statuses of others. */
export const pod = (
	name: string,
	{ phase = 'Running', conditions = notReady(20), status = {}, more = [], metadata = {}, limit }: PodParts,
) =>
	object(name, {
		metadata,
		spec: {
			containers: [
				{ name: 'app', ...(limit === undefined ? {} : { resources: { limits: { memory: limit } } }) },
				...more.map(({ name: other }) => ({ name: other })),
			],
		},
		status: { phase, conditions, containerStatuses: [{ name: 'app', ready: false, restartCount: 0, ...status }, ...more] },
	});

export const ofCart = (hash = '7c9'): Part => ({
	labels: { 'pod-template-hash': hash },
	ownerReferences: [{ kind: 'ReplicaSet', name: `cart-${hash}`, controller: true }],
});

export const waiting = (reason: string, message?: string): Part => ({
	state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
});

export const ended = (exitCode: number, minutes: number, reason = 'Error'): Part => ({
	terminated: { exitCode, reason, finishedAt: ago(minutes) },
});

let events = 0;
export const event = (kind: string, name: string, reason: string, message: string, minutes = 1, first = minutes): KubeObject =>
	object(`event-${++events}`, {
		type: 'Warning',
		reason,
		message,
		firstTimestamp: ago(first),
		lastTimestamp: ago(minutes),
		involvedObject: { kind, namespace: 'shop', name },
	});

export const attentionOf = (objects: Readonly<Record<string, readonly KubeObject[]>>): AttentionOf => {
	const found = new AttentionOf(new FakeClock(now));
	for (const [kind, all] of Object.entries(objects)) found.put(kind, ...all);
	return found;
};

export const linesOf = (objects: Readonly<Record<string, readonly KubeObject[]>>): readonly string[] => attentionOf(objects).lines();
