import { ageColumn } from './columns.ts';
import type { PodsOf } from './owned-pods.ts';
import { ownedPodsColumns, ownedPodsDetails, podsRead } from './owned-pods-columns.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Domain, PrintedColumn, Read, ResourceSpec } from './types.ts';
import { nameColumns, templateColumns } from './workload-columns.ts';
import type { WorkloadRow } from './workload-row.ts';

interface WorkloadDomain<R extends WorkloadRow> {
	readonly resource: ResourceSpec<R>;
	readonly podsOf: PodsOf<R>;
	/** What is read to find its pods, beside the pods. */
	readonly joins?: readonly Read[];
	/** What is said of this kind only, behind the name. */
	readonly columns: readonly Column<R>[];
	/** Less worth saying: behind what it runs. */
	readonly details?: readonly Column<R>[];
	/** False: what it runs is selected by what it makes. */
	readonly selects?: boolean;
	readonly printed: readonly PrintedColumn<R>[];
	readonly emptyHint?: string;
}

/** The view of one kind of workload: what is its own, between what all of them say of their pods. Found by its name, not in the tabs. */
export const workloadDomain = <R extends WorkloadRow>({
	resource,
	podsOf,
	joins = [],
	columns,
	details = [],
	selects = true,
	printed,
	emptyHint = `No ${resource.kind} is here.`,
}: WorkloadDomain<R>): Domain<R> =>
	resourceDomain({
		resource,
		tab: false,
		joins: [...joins, podsRead],
		metrics: 'pods',
		columns: [
			...nameColumns,
			...columns,
			...ownedPodsColumns(podsOf),
			...templateColumns(selects),
			...details,
			...ownedPodsDetails(podsOf),
			ageColumn(3),
		],
		printed,
		emptyHint,
	});
