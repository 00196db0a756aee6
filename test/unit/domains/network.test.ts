import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EndpointSliceRow, endpointSlicesResource, endpointsByService, endpointsOf } from '../../../src/domains/endpoint-slices.ts';
import { ingressDetails, ingresses, ingressesResource } from '../../../src/domains/ingresses.ts';
import { network } from '../../../src/domains/network.ts';
import { networkPolicies, networkPoliciesResource, policyDetails } from '../../../src/domains/network-policies.ts';
import { services, servicesResource } from '../../../src/domains/services.ts';
import type { CellContext, Column, Domain, ResourceSpec, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { TallyStore } from '../../../src/stores/tally-store.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;
const rowsOf = <R extends Row>(resource: ResourceSpec<R>): readonly R[] =>
	recordedObjects(resource.gvr.resource).map((object) => resource.project(object, same));
const made = <R extends Row>(resource: ResourceSpec<R>, fields: object, metadata: object = {}): R =>
	resource.project({ metadata: { name: 'x', namespace: 'n', uid: 'u', resourceVersion: '1', ...metadata }, ...fields } as KubeObject, same);
const printedCell = <R extends Row>(domain: Domain<R>, row: R, name: string) =>
	domain.printed?.find((column) => column.name === name)?.cell(row, 0);
const column = (domain: Domain, id: string): Column => {
	const found = domain.columns.find((one) => one.id === id);
	if (found === undefined) throw new Error(`${domain.name} has no column ${id}`);
	return found;
};

/** The tally as the store keeps it, over rows that do not change. */
function joined(slices: readonly EndpointSliceRow[]): CellContext {
	const rows = { size: slices.length, revision: 0, get: () => undefined, values: () => slices.values(), observe: () => () => undefined };
	const keys = slices.map(({ namespace, service }) => `${namespace}/${service}`);
	const tally = new TallyStore(endpointsByService, rows);
	return cellContext({ tallies: { endpointsByService: new Map(keys.map((key) => [key, tally.get(key)])) } });
}

const recorded = joined(rowsOf(endpointSlicesResource));
const details = (name: string, context = recorded) => {
	const row = [...rowsOf(servicesResource), ...rowsOf(ingressesResource), ...rowsOf(networkPoliciesResource)].find(
		(each) => each.name === name,
	);
	if (row === undefined) throw new Error(`no ${name} was recorded`);
	return column(network, 'details').cell(row, context);
};

describe('what is said of a Service', () => {
	test.each([
		['cart', 'ClusterIP, 3/3 ready, 10.0.156.129, ports 80,9090'],
		['many-ports', 'ClusterIP, 2/3 ready, 10.0.188.163, ports 9090,9091,9092,9093,9094,9095,9096,9097'],
		['postgres', 'headless, 3/3 ready, ports 5432'],
		['checkout', 'NodePort, 2/2 ready, 10.0.165.154, ports 80:30080,53:30053/UDP'],
		['edge', 'LoadBalancer, no endpoints, no address yet, 10.0.107.207, ports 443:30238'],
		['external-db', 'ExternalName db.prod.example.com'],
		['no-selector', 'ClusterIP, 1/1 ready, 198.51.100.9,198.51.100.10, 10.0.195.27, ports 8443'],
	])('%s: %s', (name, text) => {
		expect(details(name).text).toBe(text);
	});

	test('endpoints that are not all ready are worth a colour, and so is having none', () => {
		expect(['cart', 'many-ports', 'edge'].map((name) => details(name).health)).toEqual([undefined, 'warning', 'warning']);
	});

	test('where the slices may not be read it says so, and everything else stands', () => {
		const forbidden = cellContext({ tallies: { endpointsByService: 'endpointslices: forbidden' } });
		expect(details('cart', forbidden)).toEqual({ text: 'ClusterIP, 10.0.156.129, ports 80,9090, endpointslices: forbidden' });
		expect(column(services as Domain, 'ready').cell(rowsOf(servicesResource)[6] as Row, forbidden)).toEqual({
			text: '–',
			absent: 'endpointslices: forbidden',
		});
	});

	test('a load balancer without an address is on its way, as is what is being deleted', () => {
		const health = (fields: object, metadata = {}) => made(servicesResource, { spec: fields }, metadata).health;
		expect(health({ type: 'LoadBalancer' })).toBe('progressing');
		expect(health({ type: 'LoadBalancer', externalIPs: ['192.0.2.1'] })).toBe('ok');
		expect(health({ type: 'ClusterIP' })).toBe('ok');
		expect(health({ type: 'ClusterIP' }, { deletionTimestamp: '2026-11-22T01:00:00Z' })).toBe('progressing');
	});
});

describe('printed as the server prints what was not recorded', () => {
	const external = (spec: object, ingress: readonly object[] = []) =>
		printedCell(services, made(servicesResource, { spec, status: { loadBalancer: { ingress } } }), 'External-IP');

	test('external addresses: the balancer’s in order and each once, then those of the spec', () => {
		const ingress = [{ ip: '9.9.9.9', hostname: 'not-shown' }, { hostname: 'a.example.com' }, { ip: '9.9.9.9' }, {}];
		expect(external({ type: 'LoadBalancer', externalIPs: ['1.1.1.1'] }, ingress)).toBe('9.9.9.9,a.example.com,1.1.1.1');
		expect(external({ type: 'LoadBalancer', externalIPs: ['1.1.1.1'] })).toBe('1.1.1.1');
		expect(external({ type: 'NodePort' })).toBe('<none>');
		expect(external({ type: 'ClusterIP' }, [{ ip: '9.9.9.9' }])).toBe('<none>');
		expect(external({ type: 'Other', externalIPs: ['1.1.1.1'] })).toBe('<unknown>');
	});

	test('ports of a slice: by number, else by name, else any', () => {
		const row = made(endpointSlicesResource, { ports: [{ port: 80 }, { name: 'metrics' }, { name: null, port: null }] });
		expect(row.ports).toBe('80,metrics,*');
	});

	test('hosts of an Ingress: three, and how many rules are left, those without a host too', () => {
		const hosts = (...names: readonly string[]) =>
			printedCell(ingresses, made(ingressesResource, { spec: { rules: names.map((host) => (host === '' ? {} : { host })) } }), 'Hosts');
		expect(hosts('a', 'b', 'c')).toBe('a,b,c');
		expect(hosts('a', 'b', 'c', '')).toBe('a,b,c + 1 more...');
		expect(hosts('', 'a', 'b', 'c')).toBe('a,b,c');
		expect(hosts('', '')).toBe('*');
	});
});

describe('endpoints', () => {
	test('one whose readiness is not told is ready, and one that ends is not missed', () => {
		const conditions = [{}, { ready: true }, { ready: false }, { ready: false, terminating: true }, { ready: true, terminating: true }];
		const row = made(endpointSlicesResource, { endpoints: conditions.map((each) => ({ addresses: ['10.0.0.1'], conditions: each })) });
		expect({ ready: row.ready, endpoints: row.endpoints }).toEqual({ ready: 3, endpoints: 4 });
	});

	const slice = (addressType: string, ready: number, endpoints: number) =>
		made(
			endpointSlicesResource,
			{
				addressType,
				endpoints: Array.from({ length: endpoints }, (_, at) => ({ addresses: [`a${at}`], conditions: { ready: at < ready } })),
			},
			{ labels: { 'kubernetes.io/service-name': 'web' } },
		);

	test('slices of one address type add up, and those of another are the same pods again', () => {
		const context = joined([slice('IPv4', 100, 100), slice('IPv4', 3, 5), slice('IPv6', 90, 105)]);
		expect(endpointsOf(context, 'n/web')).toMatchObject({ ready: 90, endpoints: 105 });
		expect(endpointsOf(context, 'n/other')).toBeUndefined();
	});

	test('after any additions and removals the tally is what a recount gives', () => {
		const anySlice = fc.record({ type: fc.constantFrom('IPv4', 'IPv6'), ready: fc.nat(4), more: fc.nat(4) });
		fc.assert(
			fc.property(fc.array(fc.tuple(anySlice, fc.boolean()), { maxLength: 20 }), (picks) => {
				const running = endpointsByService.empty();
				const recount = endpointsByService.empty();
				const all = picks.map(([{ type, ready, more }, stays]) => ({ row: slice(type, ready, ready + more), stays }));
				for (const { row } of all) endpointsByService.add(running, row);
				for (const { row, stays } of all) {
					if (stays) endpointsByService.add(recount, row);
					else endpointsByService.remove(running, row);
				}
				expect(running).toEqual(recount);
			}),
		);
	});
});

describe('what is said of the others', () => {
	test('an Ingress: its class, by the old annotation too, its hosts, where it is and where it leads', () => {
		expect(rowsOf(ingressesResource).map(ingressDetails)).toEqual([
			'no-such-class, *.data.example.com, to StorageBucket/static',
			'alb, any host, to gateway:443',
			'nginx, shop.example.com,www.shop.example.com,m.shop.example.com,api.shop.example.com, at 203.0.113.7,lb.example.com, TLS, to cart:80,checkout:http',
		]);
	});

	test('a NetworkPolicy that selects every pod says so, and its printed cell stays that of kubectl', () => {
		const row = made(networkPoliciesResource, { spec: { podSelector: {} } });
		expect(networkPolicies.columns.find(({ id }) => id === 'podSelector')?.cell(row, cellContext({})).text).toBe('all');
		expect(printedCell(networkPolicies, row, 'Pod-Selector')).toBe('<none>');
	});

	test('a NetworkPolicy: for which pods, and what it lets through', () => {
		const policy = (spec: object) => policyDetails(made(networkPoliciesResource, { spec }));
		expect(rowsOf(networkPoliciesResource).map(policyDetails)).toEqual([
			'pods app=cart,tier in (api,web), ingress by 1 rule',
			'all pods, ingress none, egress none',
		]);
		expect(policy({ policyTypes: ['Ingress'], ingress: [{}, { from: [{}] }] })).toBe('all pods, ingress all');
		expect(policy({ policyTypes: ['Egress'], egress: [{ to: [{}] }, { ports: [{}] }] })).toBe('all pods, egress by 2 rules');
	});
});
