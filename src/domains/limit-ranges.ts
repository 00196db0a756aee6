import { byCodeUnits } from '../base/by-code-units.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedCreatedAt, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Intern, ResourceSpec } from './types.ts';

type Quantities = Readonly<Record<string, string>>;

interface Limit {
	/** `Container`, `Pod`, `PersistentVolumeClaim`. */
	readonly type: string;
	readonly min?: Quantities;
	readonly max?: Quantities;
	readonly default?: Quantities;
	readonly defaultRequest?: Quantities;
	readonly maxLimitRequestRatio?: Quantities;
}

interface LimitRangeObject {
	readonly metadata: ObjectMeta;
	readonly spec?: { readonly limits?: readonly Limit[] | null };
}

export class LimitRangeRow extends ObjectRow {
	/** `Container: limit memory 256Mi, request memory 64Mi, max memory 2Gi · Pod: …` */
	readonly limits: string;

	constructor({ metadata, spec }: LimitRangeObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.limits = intern((spec?.limits ?? []).map(limitText).join(' · '));
	}
}

const amounts = (quantities: Quantities | null | undefined): string =>
	Object.entries(quantities ?? {})
		.sort(([a], [b]) => byCodeUnits(a, b))
		.map(([resource, amount]) => `${resource} ${amount}`)
		.join(' ');

/** What a container gets that asks for nothing comes first: that is what most of them are made for. */
function limitText({ type, min, max, default: limit, defaultRequest, maxLimitRequestRatio }: Limit): string {
	const rules = Object.entries({ limit, request: defaultRequest, min, max, 'limit/request': maxLimitRequestRatio }).flatMap(
		([what, quantities]) => {
			const text = amounts(quantities);
			return text === '' ? [] : [`${what} ${text}`];
		},
	);
	return `${type}: ${rules.length === 0 ? 'no rule' : rules.join(', ')}`;
}

export const limitRangesResource: ResourceSpec<LimitRangeRow> = {
	gvr: { group: '', version: 'v1', resource: 'limitranges' },
	kind: 'LimitRange',
	singular: 'limitrange',
	shortNames: ['limits'],
	namespaced: true,
	// The names of resources are free, so the maps are read whole.
	mask: { spec: { limits: [{ type: true, min: true, max: true, default: true, defaultRequest: true, maxLimitRequestRatio: true }] } },
	project: rowsOf(LimitRangeRow),
	pollIntervalMs: 15_000,
};

export const limitsText = ({ limits }: LimitRangeRow): string => (limits === '' ? 'limits nothing' : limits);

export const limitRanges = resourceDomain({
	resource: limitRangesResource,
	tab: false,
	columns: [
		nameColumn(),
		namespaceColumn(3),
		textColumn<LimitRangeRow>({ id: 'limits', title: 'LIMITS', worth: 2, min: 16, max: 120, sortKey: 'L', of: limitsText }),
		ageColumn(4),
	],
	printed: [printedName, printedCreatedAt],
	emptyHint: 'No LimitRange is here.',
});
