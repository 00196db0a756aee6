import { byCodeUnits } from '../base/by-code-units.ts';
import { cell } from '../base/cell.ts';
import { approximate } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { percent, textCell } from './cells.ts';
import { ageColumn, foundColumn, nameColumn, namespaceColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, ResourceSpec } from './types.ts';

interface QuotaObject {
	readonly metadata: ObjectMeta;
	readonly status?: {
		readonly hard?: Readonly<Record<string, string>> | null;
		readonly used?: Readonly<Record<string, string>> | null;
	};
}

/** One ResourceQuota: what is used of what, and what of it is nearest to its end. */
export class QuotaRow extends ObjectRow {
	/** Used of hard, 1 is all of it; 0 of 0 is 0, and anything of 0 is 1 at least. */
	readonly worstRatio: number;
	/** `requests.cpu`, `pods`…; '' when the quota limits nothing yet. */
	readonly worstResource: string;
	/** `pods: 2/5, requests.cpu: 2/4`: kubectl's, in the order of the names. */
	readonly requests: string;
	/** The same of what is called `limits.…`. */
	readonly limits: string;

	constructor(quota: QuotaObject, intern: Intern) {
		const hard = quota.status?.hard ?? {};
		const used = quota.status?.used ?? {};
		let worstRatio = 0;
		let worstResource = '';
		const requests: string[] = [];
		const limits: string[] = [];
		for (const resource of Object.keys(hard).sort(byCodeUnits)) {
			(resource.startsWith('limits.') ? limits : requests).push(`${resource}: ${used[resource] ?? '0'}/${hard[resource]}`);
			const ratio = ratioOf(approximate(used[resource]) ?? 0, approximate(hard[resource]) ?? 0);
			if (worstResource === '' || ratio > worstRatio) {
				worstRatio = ratio;
				worstResource = resource;
			}
		}
		super(quota.metadata, worstRatio >= 1 ? 'warning' : 'ok', intern);
		this.worstRatio = worstRatio;
		this.worstResource = intern(worstResource);
		this.requests = intern(requests.join(', '));
		this.limits = intern(limits.join(', '));
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

/** `100% pods · pods: 2/2, requests.cpu: 1/4`: first what is nearest to its end. */
export function quotaDetails({ worstRatio, worstResource, requests, limits }: QuotaRow): string {
	if (worstResource === '') return 'limits nothing yet';
	return `${percent(worstRatio, 1)} ${worstResource} · ${[requests, limits].filter((text) => text !== '').join(', ')}`;
}

const amountsColumn = (
	heading: Pick<Column, 'id' | 'title' | 'worth' | 'min' | 'max' | 'sortKey'>,
	of: (row: QuotaRow) => string,
): Column<QuotaRow> => ({
	...heading,
	value: (row) => (of(row) === '' ? [] : of(row).split(', ')),
	cell: (row) => textCell(of(row), 'it bounds none'),
});

/** Raw values: `quota` used of hard of the resource that is nearest to its end, 1 is all of it; `requests`, `limits` lists. */
const columns: readonly Column<QuotaRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	foundColumn<QuotaRow, QuotaRow>({
		id: 'quota',
		title: 'QUOTA',
		unit: 'share',
		worth: 2,
		min: 6,
		max: 34,
		sortKey: 'Q',
		volatile: false,
		find: (row) => (row.worstResource === '' ? 'it limits nothing yet' : row),
		value: ({ worstRatio }) => worstRatio,
		cell: ({ worstRatio, worstResource, health }) => cell(`${percent(worstRatio, 1)} ${worstResource}`, health),
	}),
	amountsColumn({ id: 'requests', title: 'REQUESTS', worth: 3, min: 12, max: 80, sortKey: 'R' }, ({ requests }) => requests),
	amountsColumn({ id: 'limits', title: 'LIMITS', worth: 5, min: 12, max: 60, sortKey: 'L' }, ({ limits }) => limits),
	ageColumn(6),
];

export const resourceQuotas = resourceDomain({
	resource: resourceQuotasResource,
	tab: false,
	columns,
	printed: [
		printedName,
		{ name: 'Request', priority: 0, cell: (row) => row.requests },
		{ name: 'Limit', priority: 0, cell: (row) => row.limits },
		printedAge,
	],
	emptyHint: 'No ResourceQuota is here.',
});
