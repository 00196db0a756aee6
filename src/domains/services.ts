import { byCodeUnits } from '../base/by-code-units.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, foundColumn, listColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { type Endpoints, endpointSlicesResource, endpointsByService, endpointsOf, sliceKey } from './endpoint-slices.ts';
import { anyTally } from './erase.ts';
import { type Labels, labelsText } from './label-selector.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { besideIt } from './owned-pods-columns.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { CellContext, Column, Intern, PrintedColumn, Read, ResourceSpec } from './types.ts';

export interface LoadBalancer {
	readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] | null;
}

interface ServiceObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly type?: string;
		readonly clusterIP?: string;
		readonly clusterIPs?: readonly string[] | null;
		readonly externalIPs?: readonly string[] | null;
		readonly externalName?: string;
		readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[] | null;
		readonly selector?: Labels | null;
	};
	readonly status?: { readonly loadBalancer?: LoadBalancer };
}

/** Sorted, and each once, as loadBalancerStatusStringer has them. */
export function loadBalancerAddresses(status: LoadBalancer | undefined): string[] {
	const found = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter((address) => address !== '');
	return [...new Set(found)].sort(byCodeUnits);
}

const isDeleted = ({ deletionTimestamp }: ObjectMeta): boolean => deletionTimestamp !== undefined;

export class ServiceRow extends ObjectRow {
	/** `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName` */
	readonly type: string;
	/** `None`: it is headless; '': it has none. */
	readonly clusterIp: string;
	/** Where it is reached from outside, or the name it stands for, joined by a comma; '' when there is none, or none yet. */
	readonly external: string;
	/** `80:30080/TCP,53/UDP`; '' when it has none. */
	readonly ports: string;
	/** `app=cart`; '': its endpoints are none of the cluster's doing. */
	readonly selector: string;

	constructor({ metadata, spec, status }: ServiceObject, intern: Intern) {
		const type = spec?.type ?? '';
		const addresses = type === 'LoadBalancer' ? loadBalancerAddresses(status?.loadBalancer) : [];
		const external = type === 'ExternalName' ? (spec?.externalName ?? '') : [...addresses, ...(spec?.externalIPs ?? [])].join(',');
		super(metadata, isDeleted(metadata) || (type === 'LoadBalancer' && external === '') ? 'progressing' : 'ok', intern);
		this.type = intern(type);
		this.clusterIp = intern(spec?.clusterIPs?.[0] ?? spec?.clusterIP ?? '');
		this.external = intern(external);
		this.ports = intern(
			(spec?.ports ?? [])
				.map(({ port, nodePort = 0, protocol = 'TCP' }) => `${port}${nodePort > 0 ? `:${nodePort}` : ''}/${protocol}`)
				.join(','),
		);
		this.selector = intern(labelsText(spec?.selector));
	}
}

export const servicesResource: ResourceSpec<ServiceRow> = {
	gvr: { group: '', version: 'v1', resource: 'services' },
	kind: 'Service',
	singular: 'service',
	shortNames: ['svc'],
	namespaced: true,
	mask: {
		spec: {
			type: true,
			clusterIP: true,
			clusterIPs: true,
			externalIPs: true,
			externalName: true,
			ports: [{ port: true, nodePort: true, protocol: true }],
			selector: true,
		},
		status: { loadBalancer: { ingress: [{ ip: true, hostname: true }] } },
	},
	project: rowsOf(ServiceRow),
	pollIntervalMs: 15_000,
};

/** getServiceExternalIP of pkg/printers/internalversion/printers.go (1.36). */
function printedExternal({ type, external }: ServiceRow): string {
	if (type === 'ExternalName') return external;
	if (type === 'LoadBalancer') return external === '' ? '<pending>' : external;
	return type === 'ClusterIP' || type === 'NodePort' ? orNone(external) : '<unknown>';
}

const printed: readonly PrintedColumn<ServiceRow>[] = [
	printedName,
	{ name: 'Type', priority: 0, cell: ({ type }) => type },
	{ name: 'Cluster-IP', priority: 0, cell: ({ clusterIp }) => orNone(clusterIp) },
	{ name: 'External-IP', priority: 0, cell: printedExternal },
	{ name: 'Port(s)', priority: 0, cell: ({ ports }) => orNone(ports) },
	printedAge,
	{ name: 'Selector', priority: 1, cell: ({ selector }) => orNone(selector) },
];

/** The slices lie beside their Services, and have other labels. */
export const slicesRead: Read = {
	role: 'joined',
	resource: endpointSlicesResource,
	tally: anyTally(endpointsByService),
	scope: besideIt,
};

/** How many endpoints take connections; a string says why that is not known. */
function endpointsBehind(row: ServiceRow, context: CellContext): Endpoints | string {
	if (row.type === 'ExternalName') return 'an ExternalName has no endpoints';
	const found = endpointsOf(context, sliceKey(row.namespace, row.name));
	return found ?? (row.selector === '' ? 'it selects no pods, and nobody has given it endpoints' : { ready: 0, endpoints: 0 });
}

/** `0/0` would read as if all were well. */
const noEndpoints = 'no endpoints';

const endpointsHealth = ({ ready, endpoints }: Endpoints) => (ready === 0 || ready < endpoints ? 'warning' : undefined);

/** `ClusterIP, 3/3 ready, 10.0.156.129, ports 80,53/UDP`: of what does not fit, the ports go first. */
export function serviceDetails(row: ServiceRow, context: CellContext) {
	if (row.type === 'ExternalName') return cell(`ExternalName ${row.external}`);
	const found = endpointsBehind(row, context);
	const isHeadless = row.clusterIp === 'None';
	const said = [
		isHeadless ? 'headless' : row.type,
		typeof found === 'string' ? '' : found.endpoints === 0 ? noEndpoints : `${found.ready}/${found.endpoints} ready`,
		row.type === 'LoadBalancer' && row.external === '' ? 'no address yet' : row.external,
		isHeadless ? '' : row.clusterIp,
		row.ports === '' ? '' : `ports ${row.ports.replaceAll('/TCP', '')}`,
		// Why the endpoints are not known; that there are none to know of is nothing to say.
		typeof found === 'string' && row.selector !== '' ? found : '',
	];
	const health = typeof found === 'string' ? undefined : endpointsHealth(found);
	return cell(said.filter((text) => text !== '').join(', '), health ?? (row.health === 'ok' ? undefined : row.health));
}

/** Raw values: `externalIp` and `ports` lists, `ready` is "2/3"; null: none, or not known. */
const columns: readonly Column<ServiceRow>[] = [
	nameColumn(),
	namespaceColumn(3),
	textColumn({ id: 'type', title: 'TYPE', worth: 4, min: 9, max: 12, sortKey: 'T', of: ({ type }) => type }),
	foundColumn<ServiceRow, Endpoints>({
		id: 'ready',
		title: 'READY',
		worth: 2,
		min: 5,
		max: 12,
		sortKey: 'R',
		find: endpointsBehind,
		value: ({ ready, endpoints }) => `${ready}/${endpoints}`,
		cell: (found) => cell(found.endpoints === 0 ? noEndpoints : `${found.ready}/${found.endpoints}`, endpointsHealth(found)),
	}),
	textColumn({
		id: 'clusterIp',
		title: 'CLUSTER-IP',
		worth: 6,
		min: 10,
		max: 39,
		sortKey: 'I',
		of: ({ clusterIp }) => clusterIp,
		absent: 'it stands for a name outside of the cluster',
	}),
	listColumn({
		id: 'externalIp',
		title: 'EXTERNAL',
		worth: 7,
		min: 11,
		max: 60,
		sortKey: 'X',
		of: ({ external }) => external,
		absent: 'not reached from outside, or not yet',
	}),
	listColumn({ id: 'ports', title: 'PORTS', worth: 8, min: 8, max: 60, sortKey: 'O', of: ({ ports }) => ports, absent: 'no ports' }),
	listColumn({
		id: 'selector',
		title: 'SELECTOR',
		worth: 20,
		wide: true,
		min: 12,
		max: 60,
		of: ({ selector }) => selector,
		absent: 'selects nothing',
	}),
	ageColumn(5),
];

export const services = resourceDomain({
	resource: servicesResource,
	joins: [slicesRead],
	tab: false,
	columns,
	printed,
	emptyHint: 'No Service is here.',
});
