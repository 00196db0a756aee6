import { approximate } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { byCodeUnits } from './cells.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import type { Intern, ResourceSpec } from './types.ts';

interface QuotaObject {
	readonly metadata: ObjectMeta;
	readonly status?: {
		readonly hard?: Readonly<Record<string, string>> | null;
		readonly used?: Readonly<Record<string, string>> | null;
	};
}

/** One ResourceQuota, as far as the namespaces view needs it: what is nearest to its end. */
export class QuotaRow extends ObjectRow {
	/** Used of hard, 1 is all of it; 0 of 0 is 0, and anything of 0 is 1 at least. */
	readonly worstRatio: number;
	/** `requests.cpu`, `pods`…; '' when the quota limits nothing yet. */
	readonly worstResource: string;

	constructor(quota: QuotaObject, intern: Intern) {
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
		super(quota.metadata, worstRatio >= 1 ? 'warning' : 'ok', intern);
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
	project: rowsOf(QuotaRow),
	pollIntervalMs: 15_000,
};
