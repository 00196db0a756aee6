import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectAt } from '../../../src/base/json-parts.ts';
import { plainOf } from '../../../src/base/text-line.ts';
import { apiVersionOf, rowKinds } from '../../../src/domains/object-ref.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { Gvr, KubeObject } from '../../../src/kube/types.ts';
import { describeObject } from '../../../src/objects/describe.ts';
import { objectYaml } from '../../../src/objects/object-yaml.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const now = Date.parse('2026-11-22T02:00:00Z');
const nothing: ReadonlySet<string> = new Set();

/** Recorded objects of a kind, with the kind and the version that a list tells beside them. */
function recorded(resource: string): { readonly gvr: Gvr; readonly objects: readonly KubeObject[] } | undefined {
	const kind = domains.flatMap(rowKinds).find(({ gvr, metadataOnly }) => gvr.resource === resource && metadataOnly !== true);
	if (kind === undefined) return undefined;
	const { gvr } = kind;
	return { gvr, objects: recordedObjects(resource).map((object) => ({ ...object, apiVersion: apiVersionOf(gvr), kind: kind.kind })) };
}

function textOf(object: KubeObject, gvr: Gvr, revealed = nothing): string {
	const { head, tail } = describeObject(object, { gvr, now, revealed });
	return [...head, ...tail].flatMap(({ title, lines }) => [title, ...lines.map(plainOf)]).join('\n');
}

const pods: Gvr = { group: '', version: 'v1', resource: 'pods' };

const pod = (status: unknown, spec: unknown = {}): KubeObject => ({
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: { name: 'cart-1', namespace: 'shop', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-22T01:00:00Z' },
	spec,
	status,
});

describe('what is told of an object', () => {
	const kinds = readdirSync(new URL('../../fixtures/objects/', import.meta.url)).flatMap(
		(name) => /^(\w+)\.list\.json$/.exec(name)?.[1] ?? [],
	);

	it('is told of every recorded object of every kind, in lines without a break', () => {
		expect(kinds.length).toBeGreaterThan(25);
		for (const resource of kinds) {
			const known = recorded(resource);
			for (const object of known?.objects ?? []) {
				const { head, tail } = describeObject(object, { gvr: (known as { gvr: Gvr }).gvr, now, revealed: nothing });
				const lines = [...head, ...tail].flatMap((section) => section.lines);
				expect(lines.length).toBeGreaterThan(0);
				expect(lines.some((line) => /[\n\r]/.test(plainOf(line)))).toBe(false);
				expect(lines.some((line) => plainOf(line).includes('Not understood'))).toBe(false);
			}
		}
	});

	it('never holds a value of a Secret that was not asked for, nor does its YAML', () => {
		const { gvr, objects } = recorded('secrets') as { gvr: Gvr; objects: readonly KubeObject[] };
		let count = 0;
		for (const object of objects) {
			const values = Object.values(objectAt(object, 'data'))
				.map(String)
				.filter((value) => value.length > 4);
			count += values.length;
			const text = `${textOf(object, gvr)}\n${objectYaml(object, { unfolded: true, revealed: nothing }).map(plainOf).join('\n')}`;
			for (const value of values) {
				expect(text).not.toContain(value);
				const decoded = Buffer.from(value, 'base64').toString('utf8').trim();
				if (decoded.length > 6 && decoded !== object.metadata.namespace) expect(text).not.toContain(decoded);
			}
		}
		expect(count).toBeGreaterThan(5);
	});

	it('is told of whatever a server sends in the place of an object', () => {
		const anything = fc.oneof(
			fc.anything({ maxDepth: 3, withNullPrototype: false }).map((value) => JSON.parse(JSON.stringify(value) ?? 'null')),
			fc.constant(null),
		);
		fc.assert(
			fc.property(
				anything,
				anything,
				fc.constantFrom('pods', 'services', 'deployments', 'nodes', 'events', 'configmaps', 'secrets'),
				(spec, status, resource) => {
					const { gvr } = domains.flatMap(rowKinds).find((kind) => kind.gvr.resource === resource) ?? { gvr: pods };
					const object = { ...pod(status, spec), kind: resource === 'pods' ? 'Pod' : 'Other', data: spec };
					expect(textOf(object, gvr)).toContain('Summary');
					expect(objectYaml(object, { unfolded: false, revealed: nothing }).length).toBeGreaterThan(4);
				},
			),
		);
	});

	it('says of a container what it does, how it ended last, how often, and what it was given', () => {
		const text = textOf(
			pod(
				{
					phase: 'Running',
					containerStatuses: [
						{
							name: 'cart',
							ready: false,
							restartCount: 41,
							state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
							lastState: {
								terminated: { reason: 'OOMKilled', exitCode: 137, startedAt: '2026-11-22T01:56:48Z', finishedAt: '2026-11-22T01:59:48Z' },
							},
						},
					],
				},
				{
					containers: [
						{
							name: 'cart',
							image: 'shop/cart:1',
							resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
							ports: [{ name: 'http', containerPort: 8080 }],
							livenessProbe: { httpGet: { path: '/livez', port: 'http' }, periodSeconds: 10, timeoutSeconds: 1 },
							env: [{ name: 'A', value: 'hunter2' }],
							envFrom: [{ secretRef: { name: 'db' } }],
						},
					],
				},
			),
			pods,
		);
		expect(text).toMatch(/Name {6}cart-1 {2}in shop\n {2}Wrong {5}OOMKilled exit 137 \(limit 256Mi\) {2}for \w+\n/);
		expect(text).toContain('Status    CrashLoopBackOff');
		expect(text).toContain('cart  Waiting: CrashLoopBackOff');
		expect(text).toMatch(/message +back-off 5m0s/);
		expect(text).toMatch(/last state +Terminated: OOMKilled, exit code 137, 12s ago, after 3m/);
		expect(text).toMatch(/restarts +41/);
		expect(text).toMatch(/requests +cpu 50m, memory 64Mi/);
		expect(text).toMatch(/limits +memory 256Mi/);
		expect(text).toMatch(/ports +8080\/TCP http/);
		expect(text).toMatch(/liveness +http-get http:\/\/:http\/livez delay=0s timeout=1s period=10s #success=1 #failure=3/);
		expect(text).toMatch(/environment +1 variable, all of secret db/);
		expect(text).not.toContain('hunter2');
	});

	it('tells conditions that say that something is wrong first, with their age, reason and message', () => {
		const conditions = [
			{ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-22T01:00:00Z' },
			{ type: 'MemoryPressure', status: 'False' },
			{
				type: 'Ready',
				status: 'False',
				reason: 'ContainersNotReady',
				message: 'not ready: [cart]',
				lastTransitionTime: '2026-11-22T01:57:00Z',
			},
			{ type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure' },
			{ type: 'ScalingActive', status: 'Unknown' },
		];
		const section = describeObject(pod({ conditions }), { gvr: pods, now, revealed: nothing }).head.find(
			({ title }) => title === 'Conditions',
		);
		expect(section?.lines.map((line) => plainOf(line).trimEnd())).toEqual([
			'  Ready           False    3m   ContainersNotReady',
			'    not ready: [cart]',
			'  DiskPressure    True          KubeletHasDiskPressure',
			'  ScalingActive   Unknown',
			'  PodScheduled    True     60m',
			'  MemoryPressure  False',
		]);
		expect(section?.lines[0]?.spans.some(({ role }) => role === 'failing')).toBe(true);
	});

	it('says of an object that is going since when, and what it waits for', () => {
		const going = pod({});
		const text = textOf(
			{
				...going,
				kind: 'Widget',
				metadata: { ...going.metadata, deletionTimestamp: '2026-11-22T01:30:00Z', finalizers: ['example.com/hold'] },
			},
			{ group: 'example.com', version: 'v1', resource: 'widgets' },
		);
		expect(text).toMatch(/Terminating +for 30m/);
		expect(text).toMatch(/Finalizers +example.com\/hold/);
	});

	it('tells the fields of a kind that nobody here knows by their names', () => {
		const text = textOf(
			{ ...pod({ ready: true }, { size: 3, engine: { name: 'pg' }, hosts: [{ name: 'a', port: 1 }] }), kind: 'Database' },
			{ group: 'data.example.com', version: 'v1', resource: 'databases' },
		);
		expect(text).toMatch(/size +3/);
		expect(text).toMatch(/engine\.name +pg/);
		expect(text).toMatch(/hosts +name=a port=1/);
		expect(text).toMatch(/ready +true/);
	});

	it('tells empty fields of a spec as they are: of a network policy all is allowed with one, and nothing without', () => {
		const gvr: Gvr = { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies' };
		const policy = (spec: object): string => textOf({ ...pod({ loadBalancer: {} }, spec), kind: 'NetworkPolicy' }, gvr);
		const all = policy({ podSelector: {}, ingress: [{}], egress: [], policyTypes: ['Ingress', ''] });
		expect(all).toMatch(/podSelector +\{\}\n +ingress +\[\{\}\]\n +egress +\[\]\n +policyTypes +Ingress, ""/);
		expect(all).not.toMatch(/loadBalancer|Status\n/);
		expect(policy({ podSelector: {} })).toMatch(/podSelector +\{\}/);
		expect(policy({ podSelector: {} })).not.toContain('ingress');
		expect(policy({ ingress: [{ from: [{ podSelector: {} }] }, {}] })).toMatch(/ingress +from=\[\{podSelector=\{\}\}\]\n +\{\}/);
		expect(policy({})).not.toContain('Spec');
	});
});
