import { describe, expect, test } from 'vitest';
import { sameJson } from '../../src/demo/json-value.ts';
import { withDefaults } from '../../src/demo/object-defaults.ts';
import { controllerOf } from '../../src/demo/pod-object.ts';
import { resources } from '../../src/demo/resources.ts';
import { objectCauses } from '../../src/demo/validate-object.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ask } from '../support/wire.ts';

const token = 'admin-token';

const running = async () => {
	const clock = new FakeClock();
	const server = await demoServer({ scenario: 'event-burst', clock });
	const send = (method: string, path: string, body?: unknown, type = 'application/json') =>
		ask(server.url, { method, path, token, headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) });
	const names = (resource: string, namespace: string, of: string) =>
		server.world.list(resource, namespace).flatMap(({ metadata }) => (metadata.name.startsWith(`${of}-`) ? [metadata.name] : []));
	return { clock, server, send, names };
};

const cart = '/apis/apps/v1/namespaces/shop/deployments/cart';
const kafka = '/apis/apps/v1/namespaces/data/statefulsets/kafka';

describe('what is written has its consequences', () => {
	test('a deleted Deployment takes its ReplicaSets and pods with it', async () => {
		const { clock, send, names } = await running();
		expect((await send('DELETE', cart)).status).toBe(200);
		await clock.advance(8_000);
		expect([names('replicasets.apps', 'shop', 'cart'), names('pods', 'shop', 'cart')]).toEqual([[], []]);
	});

	test('deleted in the foreground it stays until they are gone, and orphaned they stay without it', async () => {
		const { clock, server, send, names } = await running();
		const foreground = await send('DELETE', `${cart}?propagationPolicy=Foreground`);
		expect(foreground.json).toMatchObject({ metadata: { finalizers: ['foregroundDeletion'], deletionGracePeriodSeconds: 0 } });
		await clock.advance(300);
		expect(server.world.get('deployments.apps', 'shop', 'cart')).toBeDefined();
		await clock.advance(10_000);
		expect(server.world.get('deployments.apps', 'shop', 'cart')).toBeUndefined();
		expect(names('pods', 'shop', 'cart')).toEqual([]);
		await send('DELETE', '/apis/apps/v1/namespaces/shop/deployments/catalog', { propagationPolicy: 'Orphan' });
		await clock.advance(5_000);
		expect(server.world.get('deployments.apps', 'shop', 'catalog')).toBeUndefined();
		const [left] = server.world.list('replicasets.apps', 'shop').filter(({ metadata }) => metadata.name.startsWith('catalog-'));
		expect(left === undefined ? 'none' : controllerOf(left)).toBeUndefined();
		expect(names('pods', 'shop', 'catalog')).toHaveLength(4);
	});

	test('a namespace takes nothing new while it ends, and ends when it is empty', async () => {
		const { clock, server, send } = await running();
		expect((await send('DELETE', '/api/v1/namespaces/payments')).json).toMatchObject({ status: { phase: 'Terminating' } });
		const late = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' } };
		expect((await send('POST', '/api/v1/namespaces/payments/configmaps', late)).status).toBe(403);
		await clock.advance(20_000);
		expect(server.world.get('namespaces', undefined, 'payments')).toBeUndefined();
		expect(server.world.list('pods', 'payments')).toEqual([]);
	});

	test('a StatefulSet grows from the lowest number and shrinks from the highest, one pod at a time', async () => {
		const { clock, send, names } = await running();
		await send('PATCH', `${kafka}/scale`, { spec: { replicas: 5 } }, 'application/merge-patch+json');
		await clock.advance(400);
		expect(names('pods', 'data', 'kafka')).toEqual(['kafka-0', 'kafka-1', 'kafka-2', 'kafka-3']);
		await clock.advance(20_000);
		expect(names('pods', 'data', 'kafka')).toHaveLength(5);
		await send('PATCH', `${kafka}/scale`, { spec: { replicas: 2 } }, 'application/merge-patch+json');
		await clock.advance(30_000);
		expect(names('pods', 'data', 'kafka')).toEqual(['kafka-0', 'kafka-1']);
	});

	test('a budget lets one pod go, and the next only when the first is back', async () => {
		const { clock, send } = await running();
		const evict = (name: string) =>
			send('POST', `/api/v1/namespaces/data/pods/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
		expect((await evict('kafka-0')).status).toBe(201);
		const refused = await evict('kafka-1');
		expect([refused.status, refused.json]).toMatchObject([
			429,
			{
				details: {
					causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget kafka needs 2 healthy pods and has 3 currently' }],
				},
			},
		]);
		await clock.advance(400);
		expect((await evict('kafka-1')).json).toMatchObject({
			details: { causes: [{ message: expect.stringContaining('and has 2 currently') }] },
		});
		await clock.advance(20_000);
		expect((await evict('kafka-1')).status).toBe(201);
	});

	test('an object with a finalizer is only marked, and gone when the finalizer is', async () => {
		const { server, send } = await running();
		const path = '/api/v1/namespaces/shop/configmaps';
		await send('POST', path, { metadata: { name: 'held', finalizers: ['example.com/hold'] } });
		expect((await send('DELETE', `${path}/held`)).json).toMatchObject({ kind: 'ConfigMap', metadata: { deletionGracePeriodSeconds: 0 } });
		expect(server.world.get('configmaps', 'shop', 'held')).toBeDefined();
		await send('PATCH', `${path}/held`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
		expect(server.world.get('configmaps', 'shop', 'held')).toBeUndefined();
	});

	test('a dry run changes nothing, deletecollection takes what its selector chooses', async () => {
		const { server, send } = await running();
		const before = server.world.store.version;
		const path = '/api/v1/namespaces/shop/configmaps';
		expect((await send('POST', `${path}?dryRun=All`, { metadata: { name: 'x' } })).status).toBe(201);
		expect((await send('DELETE', `${path}?dryRun=All`)).json).toMatchObject({ kind: 'ConfigMapList' });
		expect(server.world.store.version).toBe(before);
		await send('DELETE', `${path}?labelSelector=app%3Dcart`);
		const left = server.world.list('configmaps', 'shop').map(({ metadata }) => metadata.name);
		expect([left.includes('cart-config'), left.includes('catalog-config')]).toEqual([false, true]);
	});
});

describe('fields have owners', () => {
	const path = '/api/v1/namespaces/shop/configmaps/owned';
	const configuration = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned' }, data });
	const applying = async () => {
		const { server, send } = await running();
		const apply = (manager: string, data: object) =>
			send('PATCH', `${path}?fieldManager=${manager}`, configuration(data), 'application/apply-patch+yaml');
		const stored = () => server.world.get('configmaps', 'shop', 'owned');
		const owners = () =>
			((stored() as KubeObject).metadata['managedFields'] as readonly { readonly manager: string; readonly fieldsV1: unknown }[]).map(
				({ manager, fieldsV1 }) => [manager, fieldsV1],
			);
		return { send, apply, stored, owners };
	};

	test('who changes a field has it from then on, and who applied it does not', async () => {
		const { send, apply, owners } = await applying();
		await apply('one', { a: '1', b: '1' });
		await send('PATCH', `${path}?fieldManager=two`, { data: { b: '2' } }, 'application/merge-patch+json');
		expect(owners()).toEqual([
			['one', { 'f:data': { 'f:a': {} } }],
			['two', { 'f:data': { 'f:b': {} } }],
		]);
		expect((await apply('one', { a: '1', b: '1' })).json).toMatchObject({
			code: 409,
			details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.b' }] },
		});
	});

	test('what is no longer applied goes, unless somebody else applied it too', async () => {
		const { apply, stored } = await applying();
		await apply('one', { a: '1', b: '1' });
		await apply('two', { b: '1', c: '1' });
		await apply('one', {});
		expect(stored()?.['data']).toEqual({ b: '1', c: '1' });
		await apply('two', { c: '1' });
		expect(stored()?.['data']).toEqual({ c: '1' });
	});
});

test('what the demo cluster begins with is valid, and complete: defaults change no spec of a workload', async () => {
	const { server } = await running();
	for (const resource of resources)
		for (const object of server.world.store.values(resource)) {
			const name = `${resource.kind} ${object.metadata.name}`;
			expect([name, objectCauses(resource, object, undefined)]).toEqual([name, []]);
			if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(resource.kind)) continue;
			const template = (value: unknown) => (value as { readonly spec: { readonly template: unknown } }).spec.template;
			expect([name, sameJson(template(withDefaults(resource, object)), template(object))]).toEqual([name, true]);
		}
});
