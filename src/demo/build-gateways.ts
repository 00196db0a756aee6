import { putDefinition } from './build-custom.ts';
import type { World } from './world.ts';

const hour = 3_600_000;
const group = 'gateway.networking.k8s.io';
const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const schema = { properties: { spec: anything, status: anything } };
const ageColumn = ['Age', 'date', '.metadata.creationTimestamp'] as const;
const hostnames = ['Hostnames', 'string', '.spec.hostnames'] as const;
const holds = (type: string) => [type, 'string', `.status.conditions[?(@.type=="${type}")].status`] as const;

const putKinds = (world: World): void => {
	const common = { group, version: 'v1', schema, categories: ['gateway-api'], ageHours: 2300 };
	putDefinition(world, {
		...common,
		plural: 'gatewayclasses',
		kind: 'GatewayClass',
		shortNames: ['gc'],
		scope: 'Cluster',
		columns: [
			['Controller', 'string', '.spec.controllerName'],
			holds('Accepted'),
			ageColumn,
			['Description', 'string', '.spec.description', 1],
		],
	});
	putDefinition(world, {
		...common,
		plural: 'gateways',
		kind: 'Gateway',
		shortNames: ['gtw'],
		scope: 'Namespaced',
		columns: [
			['Class', 'string', '.spec.gatewayClassName'],
			['Address', 'string', '.status.addresses[*].value'],
			holds('Programmed'),
			ageColumn,
		],
	});
	for (const [plural, kind] of [
		['httproutes', 'HTTPRoute'],
		['grpcroutes', 'GRPCRoute'],
	] as const) {
		putDefinition(world, { ...common, plural, kind, scope: 'Namespaced', columns: [hostnames, ageColumn] });
	}
};

/** Gateway API and what is on its way through it: one gateway that is well, one that got no address, a route that is not taken. */
export const buildGateways = (world: World): void => {
	putKinds(world);
	const at = world.timestamp(world.clock.now() - 2200 * hour);
	const condition = (type: string, status: 'True' | 'False', reason: string, message: string) => ({
		type,
		status,
		reason,
		message,
		lastTransitionTime: at,
		observedGeneration: 1,
	});
	const meta = (name: string, namespace?: string) => ({
		name,
		...(namespace === undefined ? {} : { namespace }),
		generation: 1,
		creationTimestamp: at,
	});
	const accepted = condition('Accepted', 'True', 'Accepted', 'accepted by the controller');
	world.put(`gatewayclasses.${group}`, {
		metadata: meta('envoy'),
		spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', description: 'Envoy, in front of everything' },
		status: { conditions: [accepted] },
	});
	const listener = (name: string, port: number, attachedRoutes: number) => ({
		spec: { name, port, protocol: name.toUpperCase(), allowedRoutes: { namespaces: { from: 'Same' } } },
		status: { name, attachedRoutes, conditions: [accepted, condition('Programmed', 'True', 'Programmed', 'in place')] },
	});
	const putGateway = (namespace: string, name: string, address: string | undefined, listeners: readonly ReturnType<typeof listener>[]) =>
		world.put(`gateways.${group}`, {
			metadata: meta(name, namespace),
			spec: { gatewayClassName: 'envoy', listeners: listeners.map(({ spec }) => spec) },
			status: {
				...(address === undefined ? {} : { addresses: [{ type: 'IPAddress', value: address }] }),
				conditions: [
					accepted,
					address === undefined
						? condition('Programmed', 'False', 'AddressNotAssigned', 'no address has been assigned to the gateway')
						: condition('Programmed', 'True', 'Programmed', 'an address is assigned and the configuration is in place'),
				],
				listeners: listeners.map(({ status }) => status),
			},
		});
	putGateway('shop', 'public', '203.0.113.10', [listener('http', 80, 2), listener('https', 443, 2)]);
	putGateway('observability', 'internal', undefined, [listener('http', 8080, 0)]);
	const putRoute = (plural: string, namespace: string, name: string, host: string, backends: readonly string[], refusal?: string) =>
		world.put(`${plural}.${group}`, {
			metadata: meta(name, namespace),
			spec: {
				parentRefs: [{ group, kind: 'Gateway', name: 'public', namespace: 'shop' }],
				hostnames: [host],
				rules: [{ backendRefs: backends.map((backend) => ({ name: backend, port: 8080 })) }],
			},
			status: {
				parents: [
					{
						parentRef: { group, kind: 'Gateway', name: 'public', namespace: 'shop' },
						controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
						conditions: [
							refusal === undefined ? accepted : condition('Accepted', 'False', 'NotAllowedByListeners', refusal),
							condition('ResolvedRefs', 'True', 'ResolvedRefs', 'all that it names is there'),
						],
					},
				],
			},
		});
	putRoute('httproutes', 'shop', 'storefront', 'shop.example.com', ['catalog', 'cart']);
	putRoute('httproutes', 'shop', 'checkout', 'checkout.example.com', ['checkout']);
	putRoute('grpcroutes', 'search', 'query', 'search.example.com', ['query'], 'no listener of the gateway takes routes of this namespace');
};
