import type { Mask } from '../kube/types.ts';

/** What an object says of whom it belongs to (meta/v1 OwnerReference). */
interface OwnerReference {
	readonly kind?: string;
	readonly name?: string;
	readonly controller?: boolean;
}

export interface Owned {
	readonly ownerReferences?: readonly OwnerReference[] | null;
}

export const ownerMask = { ownerReferences: [{ kind: true, name: true, controller: true }] } as const satisfies Mask;

/** `ReplicaSet/cart-698948564b`: the controller, else the first owner; '' when nothing owns it. */
export function ownerOf({ ownerReferences }: Owned): string {
	const owners = ownerReferences ?? [];
	let owner = owners[0];
	for (const candidate of owners) {
		if (candidate.controller === true) {
			owner = candidate;
			break;
		}
	}
	return owner === undefined ? '' : `${owner.kind ?? ''}/${owner.name ?? ''}`;
}
