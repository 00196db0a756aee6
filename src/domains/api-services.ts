import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { apiServiceSymptoms } from './attention/cluster-symptoms.ts';
import { deletionMask } from './attention/deletion.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { conditionStatus } from './condition-status.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { conditionMask, conditionOf, type WorkloadConditions } from './workload-row.ts';

interface ApiServiceObject {
	readonly metadata: ObjectMeta;
	readonly spec?: { readonly service?: { readonly namespace?: string; readonly name?: string } | null };
	readonly status?: { readonly conditions?: WorkloadConditions };
}

export class ApiServiceRow extends ObjectRow {
	/** `kube-system/metrics-server`; `Local` is the API server itself. */
	readonly service: string;
	/** `True`, `False (ServiceNotFound)` */
	readonly available: string;
	/** Why it is not; '' when it is. */
	readonly message: string;

	constructor({ metadata, spec, status }: ApiServiceObject, intern: Intern) {
		const condition = conditionOf(status?.conditions, 'Available');
		super(metadata, availableHealth(condition?.status), intern);
		this.service = intern(spec?.service ? `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}` : 'Local');
		this.available = intern(conditionStatus(condition));
		this.message = condition?.status === 'True' ? '' : intern(condition?.message ?? '');
	}
}

/** failing: whatever is asked of this group version is refused. */
const availableHealth = (status: string | undefined): ObjectHealth =>
	status === 'True' ? 'ok' : status === 'False' ? 'failing' : 'unknown';

export const apiServicesResource: ResourceSpec<ApiServiceRow> = {
	gvr: { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' },
	kind: 'APIService',
	singular: 'apiservice',
	shortNames: [],
	namespaced: false,
	mask: { metadata: deletionMask, spec: { service: { namespace: true, name: true } }, status: { conditions: [conditionMask] } },
	project: rowsWithSymptoms(ApiServiceRow, apiServiceSymptoms),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<ApiServiceRow>[] = [
	printedName,
	{ name: 'Service', priority: 0, cell: (row) => row.service },
	{ name: 'Available', priority: 0, cell: (row) => row.available },
	printedAge,
];

const columns: readonly Column<ApiServiceRow>[] = [
	nameColumn(),
	textColumn({ id: 'service', title: 'SERVICE', worth: 3, min: 8, max: 50, sortKey: 'S', of: ({ service }) => service }),
	{
		id: 'available',
		title: 'AVAILABLE',
		worth: 2,
		min: 9,
		max: 40,
		sortKey: 'V',
		value: ({ available }) => available,
		cell: ({ available, health }) => cell(available, health),
	},
	textColumn({
		id: 'message',
		title: 'MESSAGE',
		worth: 5,
		min: 12,
		max: 100,
		sortKey: 'M',
		of: ({ message }) => message,
		absent: 'it is available, or nothing was said',
	}),
	ageColumn(4),
];

export const apiServices = resourceDomain({
	resource: apiServicesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'The server lists no APIService.',
});
