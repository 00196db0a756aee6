import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, listColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { type LoadBalancer, loadBalancerAddresses } from './services.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

/** How the class was named before there were IngressClasses; controllers still go by it. */
const classAnnotation = 'kubernetes.io/ingress.class';

interface Backend {
	readonly service?: { readonly name?: string; readonly port?: { readonly name?: string; readonly number?: number } } | null;
	readonly resource?: { readonly kind?: string; readonly name?: string } | null;
}

interface Rule {
	readonly host?: string;
	readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] | null } | null;
}

interface IngressObject {
	readonly metadata: ObjectMeta & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly spec?: {
		readonly ingressClassName?: string | null;
		readonly defaultBackend?: Backend | null;
		readonly rules?: readonly Rule[] | null;
		readonly tls?: readonly object[] | null;
	};
	readonly status?: { readonly loadBalancer?: LoadBalancer };
}

export class IngressRow extends ObjectRow {
	/** '' when its spec names none. */
	readonly className: string;
	/** By its annotation; '' when that names none. */
	readonly oldClass: string;
	/** Each once, joined by a comma; '' when it answers to any. */
	readonly hosts: string;
	readonly printedHosts: string;
	/** '' when its controller has told none. */
	readonly addresses: string;
	readonly tls: boolean;
	/** `cart:80,checkout:http`, what it leads to, each once. */
	readonly backends: string;

	constructor({ metadata, spec, status }: IngressObject, intern: Intern) {
		super(metadata, metadata.deletionTimestamp === undefined ? 'ok' : 'progressing', intern);
		const rules = spec?.rules ?? [];
		const paths = rules.flatMap(({ http }) => http?.paths ?? []);
		this.className = intern(spec?.ingressClassName ?? '');
		this.oldClass = intern(metadata.annotations?.[classAnnotation] ?? '');
		this.hosts = [...new Set(rules.map(({ host = '' }) => host))].filter((host) => host !== '').join(',');
		this.printedHosts = intern(hostsText(rules));
		this.addresses = intern(loadBalancerAddresses(status?.loadBalancer).join(','));
		this.tls = (spec?.tls ?? []).length > 0;
		const backends = [spec?.defaultBackend, ...paths.map(({ backend }) => backend)].map(backendText);
		this.backends = [...new Set(backends)].filter((backend) => backend !== '').join(',');
	}
}

/** formatHosts of pkg/printers/internalversion/printers.go (1.36): rules without a host are counted with those that are left out. */
function hostsText(rules: readonly Rule[]): string {
	const shown: string[] = [];
	for (const { host = '' } of rules) {
		if (shown.length === 3) return `${shown.join(',')} + ${rules.length - 3} more...`;
		if (host !== '') shown.push(host);
	}
	return shown.length === 0 ? '*' : shown.join(',');
}

function backendText(backend: Backend | null | undefined): string {
	const { service, resource } = backend ?? {};
	if (service) {
		const port = service.port?.name || service.port?.number;
		return port === undefined ? (service.name ?? '') : `${service.name}:${port}`;
	}
	return resource ? `${resource.kind}/${resource.name}` : '';
}

const backendMask = { service: { name: true, port: { name: true, number: true } }, resource: { kind: true, name: true } } as const;

export const ingressesResource: ResourceSpec<IngressRow> = {
	gvr: { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' },
	kind: 'Ingress',
	singular: 'ingress',
	shortNames: ['ing'],
	namespaced: true,
	mask: {
		metadata: { annotations: { [classAnnotation]: true } },
		spec: {
			ingressClassName: true,
			defaultBackend: backendMask,
			rules: [{ host: true, http: { paths: [{ backend: backendMask }] } }],
			tls: [{}],
		},
		status: { loadBalancer: { ingress: [{ ip: true, hostname: true }] } },
	},
	project: rowsOf(IngressRow),
	pollIntervalMs: 15_000,
};

const classOf = ({ className, oldClass }: IngressRow): string => className || oldClass;

/** `nginx, shop.example.com,www.shop.example.com, at 203.0.113.7, TLS`: where it is asked for, and where that leads to. */
export function ingressDetails(row: IngressRow): string {
	const said = [
		classOf(row),
		row.hosts === '' ? 'any host' : row.hosts,
		row.addresses === '' ? '' : `at ${row.addresses}`,
		row.tls ? 'TLS' : '',
		row.backends === '' ? '' : `to ${row.backends}`,
	];
	return said.filter((text) => text !== '').join(', ');
}

const printed: readonly PrintedColumn<IngressRow>[] = [
	printedName,
	{ name: 'Class', priority: 0, cell: ({ className }) => orNone(className) },
	{ name: 'Hosts', priority: 0, cell: ({ printedHosts }) => printedHosts },
	{ name: 'Address', priority: 0, cell: ({ addresses }) => addresses },
	{ name: 'Ports', priority: 0, cell: ({ tls }) => (tls ? '80, 443' : '80') },
	printedAge,
];

/** Raw values: `hosts`, `address`, `backends` lists; `tls` a boolean. */
const columns: readonly Column<IngressRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	textColumn({
		id: 'class',
		title: 'CLASS',
		worth: 6,
		min: 6,
		max: 30,
		sortKey: 'C',
		of: classOf,
		absent: 'the default class, if there is one',
	}),
	listColumn({ id: 'hosts', title: 'HOSTS', worth: 2, min: 12, max: 80, sortKey: 'H', of: ({ hosts }) => hosts, absent: 'any host' }),
	listColumn({
		id: 'address',
		title: 'ADDRESS',
		worth: 7,
		min: 11,
		max: 60,
		sortKey: 'D',
		of: ({ addresses }) => addresses,
		absent: 'its controller has told none',
	}),
	{
		id: 'tls',
		title: 'TLS',
		worth: 8,
		min: 3,
		sortKey: 'T',
		value: ({ tls }) => tls,
		cell: ({ tls }) => ({ text: tls ? 'yes' : 'no' }),
	},
	listColumn({
		id: 'backends',
		title: 'BACKENDS',
		worth: 9,
		min: 10,
		max: 60,
		sortKey: 'B',
		of: ({ backends }) => backends,
		absent: 'it leads nowhere',
	}),
	ageColumn(5),
];

export const ingresses = resourceDomain({
	resource: ingressesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No Ingress is here.',
});
