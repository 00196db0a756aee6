import type { ObjectHealth } from '../base/cell.ts';
import { counted } from '../base/counted.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { part } from './merged-domain.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import type { Intern, ResourceSpec } from './types.ts';
import { conditionMask, conditionOf, reasonOf, type WorkloadConditions } from './workload-row.ts';

/** Gateway API (gateway.networking.k8s.io), which a cluster has or has not; where it has, its definitions say in which versions. */
const group = 'gateway.networking.k8s.io';

interface GatewayObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly gatewayClassName?: string;
		readonly listeners?: readonly { readonly port?: number; readonly protocol?: string }[] | null;
	};
	readonly status?: {
		readonly addresses?: readonly { readonly value?: string }[] | null;
		readonly conditions?: WorkloadConditions;
		readonly listeners?: readonly { readonly attachedRoutes?: number; readonly conditions?: WorkloadConditions }[] | null;
	} | null;
}

const list = <T>(given: readonly T[] | null | undefined): readonly T[] => given ?? [];
const said = (...parts: readonly string[]): string => parts.filter((one) => one !== '').join(', ');

/** `Programmed: no address is free (AddressNotAssigned)` of the first of these conditions that is False; ''. */
function refusal(conditions: WorkloadConditions | undefined, ...types: readonly string[]): string {
	const found = types.map((type) => conditionOf(conditions, type)).find((condition) => condition?.status === 'False');
	return found === undefined ? '' : `not ${found.type}: ${reasonOf(found)}`;
}

export class GatewayRow extends ObjectRow {
	readonly className: string;
	/** `203.0.113.7 + 203.0.113.8`; '': none yet. */
	readonly addresses: string;
	/** `80/HTTP + 443/HTTPS` */
	readonly listeners: string;
	/** Over all listeners. */
	readonly routes: number;
	/** What is wrong with it or with a listener; ''. */
	readonly trouble: string;

	constructor({ metadata, spec, status }: GatewayObject, intern: Intern) {
		const own = refusal(status?.conditions, 'Accepted', 'Programmed');
		const of = list(status?.listeners).map(({ conditions }) => refusal(conditions, 'Accepted', 'ResolvedRefs', 'Programmed'));
		const programmed = conditionOf(status?.conditions, 'Programmed')?.status;
		super(
			metadata,
			healthOf(
				metadata,
				own !== '',
				of.some((one) => one !== ''),
				programmed === 'True',
			),
			intern,
		);
		this.className = intern(spec?.gatewayClassName ?? '');
		this.addresses = list(status?.addresses)
			.map(({ value }) => value ?? '')
			.join(' + ');
		this.listeners = list(spec?.listeners)
			.map(({ port, protocol }) => [port, protocol].filter((one) => one !== undefined).join('/'))
			.join(' + ');
		this.routes = list(status?.listeners).reduce((sum, { attachedRoutes }) => sum + (attachedRoutes ?? 0), 0);
		this.trouble = own || (of.find((one) => one !== '') ?? '');
	}
}

function healthOf(metadata: ObjectMeta, fails: boolean, partly: boolean, isReady: boolean): ObjectHealth {
	if (metadata.deletionTimestamp !== undefined) return 'progressing';
	if (fails) return 'failing';
	if (partly) return 'warning';
	return isReady ? 'ok' : 'progressing';
}

const gatewayDetails = ({ className, addresses, listeners, routes, trouble }: GatewayRow): string =>
	said(trouble, className, addresses || 'no address yet', listeners, counted(routes, 'route'));

interface RouteObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly hostnames?: readonly string[] | null;
		readonly parentRefs?: readonly { readonly name?: string }[] | null;
		readonly rules?: readonly { readonly backendRefs?: readonly { readonly name?: string; readonly port?: number }[] | null }[] | null;
	};
	readonly status?: {
		readonly parents?: readonly { readonly parentRef?: { readonly name?: string }; readonly conditions?: WorkloadConditions }[] | null;
	} | null;
}

export class RouteRow extends ObjectRow {
	/** These three joined by ` + `. */
	readonly hosts: string;
	readonly parents: string;
	/** `cart:80 + checkout:80` */
	readonly backends: string;
	/** Who does not take it, or what it leads to that is not there; ''. */
	readonly trouble: string;

	constructor({ metadata, spec, status }: RouteObject, intern: Intern) {
		const told = list(status?.parents);
		const refusals = told.map(({ parentRef, conditions }) => {
			const why = refusal(conditions, 'Accepted', 'ResolvedRefs');
			return why === '' ? '' : `${parentRef?.name ?? ''} ${why}`.trim();
		});
		const refused = told.filter(({ conditions }) => conditionOf(conditions, 'Accepted')?.status === 'False').length;
		const accepted = told.some(({ conditions }) => conditionOf(conditions, 'Accepted')?.status === 'True');
		const wrong = refusals.some((one) => one !== '');
		super(metadata, healthOf(metadata, refused > 0 && !accepted, wrong, accepted), intern);
		this.hosts = list(spec?.hostnames).join(' + ');
		this.parents = [...new Set(list(spec?.parentRefs).map(({ name }) => name ?? ''))].join(' + ');
		const backends = list(spec?.rules).flatMap(({ backendRefs }) => list(backendRefs));
		this.backends = [...new Set(backends.map(({ name = '', port }) => (port === undefined ? name : `${name}:${port}`)))].join(' + ');
		this.trouble = refusals.find((one) => one !== '') ?? '';
	}
}

const routeDetails = ({ hosts, parents, backends, trouble, health }: RouteRow): string =>
	said(
		trouble,
		trouble === '' && health === 'progressing' ? 'accepted by nobody yet' : '',
		hosts || 'any host',
		parents === '' ? 'on no gateway' : `on ${parents}`,
		backends === '' ? 'to nothing' : `to ${backends}`,
	);

interface GatewayClassObject {
	readonly metadata: ObjectMeta;
	readonly spec?: { readonly controllerName?: string; readonly description?: string | null };
	readonly status?: { readonly conditions?: WorkloadConditions } | null;
}

export class GatewayClassRow extends ObjectRow {
	readonly controller: string;
	/** Why no controller takes it; ''. */
	readonly trouble: string;

	constructor({ metadata, spec, status }: GatewayClassObject, intern: Intern) {
		const why = refusal(status?.conditions, 'Accepted');
		const accepted = conditionOf(status?.conditions, 'Accepted')?.status === 'True';
		super(metadata, healthOf(metadata, why !== '', false, accepted), intern);
		this.controller = intern(spec?.controllerName ?? '');
		this.trouble = why;
	}
}

const classDetails = ({ controller, trouble, health }: GatewayClassRow): string =>
	said(trouble, trouble === '' && health === 'progressing' ? 'accepted by nobody yet' : '', controller);

const shared = { version: 'v1', pollIntervalMs: 15_000 } as const;

const gatewaysResource: ResourceSpec<GatewayRow> = {
	gvr: { group, version: shared.version, resource: 'gateways' },
	kind: 'Gateway',
	singular: 'gateway',
	shortNames: ['gtw'],
	namespaced: true,
	reading: `gateways.${group} (details)`,
	mask: {
		spec: { gatewayClassName: true, listeners: [{ port: true, protocol: true }] },
		status: {
			addresses: [{ value: true }],
			conditions: [conditionMask],
			listeners: [{ attachedRoutes: true, conditions: [conditionMask] }],
		},
	},
	project: rowsOf(GatewayRow),
	pollIntervalMs: shared.pollIntervalMs,
};

const routesResource = (plural: string, kind: string): ResourceSpec<RouteRow> => ({
	gvr: { group, version: shared.version, resource: plural },
	kind,
	singular: kind.toLowerCase(),
	shortNames: [],
	namespaced: true,
	reading: `${plural}.${group} (details)`,
	mask: {
		spec: { hostnames: true, parentRefs: [{ name: true }], rules: [{ backendRefs: [{ name: true, port: true }] }] },
		status: { parents: [{ parentRef: { name: true }, conditions: [conditionMask] }] },
	},
	project: rowsOf(RouteRow),
	pollIntervalMs: shared.pollIntervalMs,
});

const gatewayClassesResource: ResourceSpec<GatewayClassRow> = {
	gvr: { group, version: shared.version, resource: 'gatewayclasses' },
	kind: 'GatewayClass',
	singular: 'gatewayclass',
	shortNames: ['gc'],
	namespaced: false,
	reading: `gatewayclasses.${group} (details)`,
	mask: { spec: { controllerName: true }, status: { conditions: [conditionMask] } },
	project: rowsOf(GatewayClassRow),
	pollIntervalMs: 30_000,
};

/** Each kind of route is a class of its own, as rows are known by their class. */
class HttpRouteRow extends RouteRow {}
class GrpcRouteRow extends RouteRow {}
class TlsRouteRow extends RouteRow {}

const route = (plural: string, kind: string, row: typeof RouteRow) =>
	part<RouteRow>({ resource: { ...routesResource(plural, kind), project: rowsOf(row) }, row, details: routeDetails });

/** Where the cluster has them, these are of the network. */
export const gatewayParts = [
	part({ resource: gatewaysResource, row: GatewayRow, details: gatewayDetails }),
	route('httproutes', 'HTTPRoute', HttpRouteRow),
	route('grpcroutes', 'GRPCRoute', GrpcRouteRow),
	route('tlsroutes', 'TLSRoute', TlsRouteRow),
];

/** Where the cluster has them, these are of its configuration. */
export const gatewayClassParts = [part<GatewayClassRow>({ resource: gatewayClassesResource, row: GatewayClassRow, details: classDetails })];
