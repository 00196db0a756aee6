import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, namespaceColumn, readyColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { CellContext, Column, Intern, PrintedColumn, ResourceSpec, Tally } from './types.ts';

const serviceLabel = 'kubernetes.io/service-name';

interface EndpointSliceObject {
	readonly metadata: ObjectMeta & { readonly labels?: Readonly<Record<string, string>> | null };
	readonly addressType?: string;
	readonly endpoints?:
		| readonly {
				readonly addresses?: readonly string[] | null;
				readonly conditions?: { readonly ready?: boolean | null; readonly terminating?: boolean | null };
		  }[]
		| null;
	readonly ports?: readonly { readonly name?: string | null; readonly port?: number | null }[] | null;
}

/** Endpoints, and how many of them take connections. */
export interface Endpoints {
	readonly ready: number;
	/** Those that end and take no more are not among them. */
	readonly endpoints: number;
}

export class EndpointSliceRow extends ObjectRow implements Endpoints {
	/** The Service it belongs to; '' when it says none. */
	readonly service: string;
	/** `IPv4`, `IPv6`, `FQDN` */
	readonly addressType: string;
	readonly ready: number;
	readonly endpoints: number;
	/** As they are printed, three of them: `10.0.0.1,10.0.0.2,10.0.0.3 + 97 more...`; '' when there are none. */
	readonly addresses: string;
	readonly ports: string;

	constructor({ metadata, addressType, endpoints, ports }: EndpointSliceObject, intern: Intern) {
		super(metadata, metadata.deletionTimestamp === undefined ? 'ok' : 'progressing', intern);
		const each = endpoints ?? [];
		// A condition that is not set is to be taken for true, that of ending for false (discovery/v1 EndpointConditions).
		const isReady = (one: (typeof each)[number]): boolean => one.conditions?.ready !== false;
		this.service = intern(metadata.labels?.[serviceLabel] ?? '');
		this.addressType = intern(addressType ?? '');
		this.ready = each.filter(isReady).length;
		this.endpoints = each.filter((one) => isReady(one) || one.conditions?.terminating !== true).length;
		this.addresses = firstThree(each.flatMap(({ addresses }) => addresses ?? []));
		this.ports = intern(firstThree((ports ?? []).map(({ name, port }) => `${port ?? name ?? '*'}`)));
	}
}

/** listWithMoreString of pkg/printers/internalversion/printers.go (1.36), but for what it says of nothing. */
function firstThree(all: readonly string[]): string {
	const shown = all.slice(0, 3).join(',');
	return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}

export const endpointSlicesResource: ResourceSpec<EndpointSliceRow> = {
	gvr: { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' },
	kind: 'EndpointSlice',
	singular: 'endpointslice',
	shortNames: [],
	namespaced: true,
	mask: {
		metadata: { labels: { [serviceLabel]: true } },
		addressType: true,
		endpoints: [{ addresses: true, conditions: { ready: true, terminating: true } }],
		ports: [{ name: true, port: true }],
	},
	project: rowsOf(EndpointSliceRow),
	pollIntervalMs: 15_000,
};

/** By address type: a pod with two addresses is in two slices, and yet one endpoint. */
type EndpointsByType = Map<string, { slices: number; ready: number; endpoints: number }>;

export const sliceKey = (namespace: string, service: string): string => `${namespace}/${service}`;

export const endpointsByService: Tally<EndpointSliceRow, EndpointsByType> = {
	name: 'endpointsByService',
	keyOf: ({ namespace, service }) => (service === '' ? undefined : sliceKey(namespace, service)),
	empty: () => new Map(),
	add: (sum, { addressType, ready, endpoints }) => {
		const known = sum.get(addressType) ?? { slices: 0, ready: 0, endpoints: 0 };
		known.slices += 1;
		known.ready += ready;
		known.endpoints += endpoints;
		sum.set(addressType, known);
	},
	remove: (sum, { addressType, ready, endpoints }) => {
		const known = sum.get(addressType);
		if (known === undefined) return;
		known.slices -= 1;
		known.ready -= ready;
		known.endpoints -= endpoints;
		if (known.slices === 0) sum.delete(addressType);
	},
};

/** Of the address type with the most endpoints, and of equals the one with the fewest that are ready. undefined: it has no slice. */
export function endpointsOf(context: CellContext, key: string): Endpoints | string | undefined {
	const byType = context.tally<EndpointsByType>(endpointsByService.name, key);
	if (byType === undefined || typeof byType === 'string') return byType;
	let most: Endpoints | undefined;
	for (const one of byType.values()) {
		const isMore = most === undefined || one.endpoints > most.endpoints;
		if (isMore || (one.endpoints === most?.endpoints && one.ready < most.ready)) most = one;
	}
	return most;
}

const orUnset = (text: string): string => (text === '' ? '<unset>' : text);

const printed: readonly PrintedColumn<EndpointSliceRow>[] = [
	printedName,
	{ name: 'AddressType', priority: 0, cell: ({ addressType }) => addressType },
	{ name: 'Ports', priority: 0, cell: ({ ports }) => orUnset(ports) },
	{ name: 'Endpoints', priority: 0, cell: ({ addresses }) => orUnset(addresses) },
	printedAge,
];

/** Raw values: `ready` is "2/3", null where there are no endpoints; `addresses` and `ports` as they are printed. */
const columns: readonly Column<EndpointSliceRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	readyColumn({ worth: 2, max: 9 }, ({ ready, endpoints }) =>
		endpoints === 0 ? 'no endpoints' : { text: `${ready}/${endpoints}`, short: ready < endpoints },
	),
	textColumn({
		id: 'service',
		title: 'SERVICE',
		worth: 3,
		min: 10,
		max: 40,
		sortKey: 'V',
		of: ({ service }) => service,
		absent: 'of no Service',
	}),
	textColumn({ id: 'addressType', title: 'TYPE', worth: 8, min: 4, max: 6, sortKey: 'T', of: ({ addressType }) => addressType }),
	textColumn({ id: 'addresses', title: 'ADDRESSES', worth: 6, min: 12, max: 60, of: ({ addresses }) => addresses, absent: 'no endpoints' }),
	textColumn({ id: 'ports', title: 'PORTS', worth: 7, min: 6, max: 40, sortKey: 'O', of: ({ ports }) => ports, absent: 'no ports' }),
	ageColumn(5),
];

export const endpointSlices = resourceDomain({
	resource: endpointSlicesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No EndpointSlice is here.',
});
