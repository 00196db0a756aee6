import type { ObjectHealth } from '../base/cell.ts';
import type { Mask, ObjectMeta } from '../kube/types.ts';
import { deletionMask } from './attention/deletion.ts';
import { type LabelSelector, selectorMask, selectorText } from './label-selector.ts';
import { ObjectRow } from './object-row.ts';
import { type Owned, ownerMask, ownerOf } from './owner.ts';
import { containersOf, type PodTemplate, podTemplateMask } from './pod-template.ts';
import type { Intern } from './types.ts';

/** How far a workload is on its way to what its spec asks for, and whether that goes well. */
export interface Rollout {
	/** A sentence without its full stop: `2/5 updated, waiting for 3`. */
	readonly status: string;
	readonly health: ObjectHealth;
}

export type WorkloadMeta = ObjectMeta & Owned & { readonly generation?: number };

export const workloadMetaMask = { ...ownerMask, ...deletionMask, generation: true } as const satisfies Mask;

/** Which pods a workload runs: in its spec, and of a CronJob in that of its Jobs. */
export interface PodsSpec {
	readonly selector?: LabelSelector | null;
	readonly template?: PodTemplate;
}

export const podsSpecMask = { selector: selectorMask, template: podTemplateMask } as const satisfies Mask;

/** What all kinds of workloads have in common: what they run, for whom, and how their rollout stands. */
export abstract class WorkloadRow extends ObjectRow {
	/** `Deployment` */
	abstract readonly kind: string;
	/** `Deployment/cart`; '' when nothing owns it. */
	readonly owner: string;
	/** The rollout, told as a sentence. */
	readonly status: string;
	/** Names of the containers, joined by a comma. */
	readonly containers: string;
	readonly images: string;
	/** `app=cart,tier in (a,b)`; '' when it selects nothing. */
	readonly selector: string;

	constructor(metadata: WorkloadMeta, spec: PodsSpec | undefined, rollout: Rollout, intern: Intern) {
		const { names, images } = containersOf(spec?.template);
		const { status, health } = metadata.deletionTimestamp === undefined ? rollout : beingDeleted;
		super(metadata, health, intern);
		this.owner = intern(ownerOf(metadata));
		this.status = intern(status);
		this.containers = intern(names);
		this.images = intern(images);
		this.selector = intern(selectorText(spec?.selector));
	}
}

const beingDeleted: Rollout = { status: 'being deleted', health: 'progressing' };

/** `2/5 updated, waiting for 3` */
export const waiting = (done: number, of: number, what: string): string => `${done}/${of} ${what}, waiting for ${of - done}`;

/** The spec changed after the controller last looked: what the status says is of before. */
export const unobserved: Rollout = { status: 'waiting for its controller to see the new spec', health: 'progressing' };

export interface WorkloadCondition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastTransitionTime?: string | null;
}

export type WorkloadConditions = readonly WorkloadCondition[] | null;

export const conditionMask = { type: true, status: true, reason: true, message: true, lastTransitionTime: true } as const satisfies Mask;

/** The condition of this type, whatever it says. */
export const conditionOf = (conditions: WorkloadConditions | undefined, type: string): WorkloadCondition | undefined =>
	conditions?.find((condition) => condition.type === type);

/** The condition of this type when it holds. */
export function heldCondition(conditions: WorkloadConditions | undefined, type: string): WorkloadCondition | undefined {
	const found = conditionOf(conditions, type);
	return found?.status === 'True' ? found : undefined;
}

/** `FailedCreate: pods "cart-x" is forbidden: exceeded quota` */
export const reasonOf = ({ reason, message }: WorkloadCondition): string =>
	[reason, message].filter((text) => text !== undefined && text !== '').join(': ');
