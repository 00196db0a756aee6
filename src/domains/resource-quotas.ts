import { epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { approximate } from '../base/quantity.ts';
import type { KubeObject, ObjectMeta } from '../kube/types.ts';
import { byCodeUnits } from './columns.ts';
import type { Intern, ResourceSpec, Row } from './types.ts';

interface QuotaObject {
	readonly metadata: ObjectMeta;
	readonly status?: {
		readonly hard?: Readonly<Record<string, string>> | null;
		readonly used?: Readonly<Record<string, string>> | null;
	};
}

/** One ResourceQuota, as far as the namespaces view needs it: what is nearest to its end. */
export class QuotaRow implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created: number;
	readonly health: ObjectHealth;
	/** Used of hard, 1 is all of it; 0 of 0 is 0, and anything of 0 is 1 at least. */
	readonly worstRatio: number;
	/** `requests.cpu`, `pods`…; '' when the quota limits nothing yet. */
	readonly worstResource: string;

	constructor(quota: QuotaObject, intern: Intern) {
		const { metadata } = quota;
		const hard = quota.status?.hard ?? {};
		const used = quota.status?.used ?? {};
		let worstRatio = 0;
		let worstResource = '';
		for (const resource of Object.keys(hard).sort(byCodeUnits)) {
			const ratio = ratioOf(approximate(used[resource]) ?? 0, approximate(hard[resource]) ?? 0);
			if (worstResource === '' || ratio > worstRatio) {
				worstRatio = ratio;
				worstResource = resource;
			}
		}
		this.uid = metadata.uid;
		this.namespace = intern(metadata.namespace ?? '');
		this.name = metadata.name;
		this.resourceVersion = metadata.resourceVersion;
		this.created = epochSeconds(metadata.creationTimestamp);
		this.health = worstRatio >= 1 ? 'warning' : 'ok';
		this.worstRatio = worstRatio;
		this.worstResource = intern(worstResource);
	}
}

function ratioOf(used: number, hard: number): number {
	if (hard > 0) return used / hard;
	return used > 0 ? 1 : 0;
}

export const resourceQuotasResource: ResourceSpec<QuotaRow> = {
	gvr: { group: '', version: 'v1', resource: 'resourcequotas' },
	kind: 'ResourceQuota',
	singular: 'resourcequota',
	shortNames: ['quota'],
	namespaced: true,
	// The names of what a quota limits are free (count/widgets.example.com), so both maps are read whole.
	mask: { status: { hard: true, used: true } },
	project: (object: KubeObject, intern: Intern) => new QuotaRow(object as unknown as QuotaObject, intern),
	pollIntervalMs: 15_000,
};
