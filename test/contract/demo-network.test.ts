import { describe, expect, it } from 'vitest';
import { domains } from '../../src/domains/registry.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ask } from '../support/wire.ts';

const token = 'admin-token';
const slicesOf = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name=';

const running = async () => {
	const clock = new FakeClock();
	const server = await demoServer({ scenario: 'event-burst', clock });
	const send = (method: string, path: string, body?: unknown) =>
		ask(server.url, { method, path, token, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) });
	const ready = async (service: string) => {
		const { items } = (await send('GET', `${slicesOf}${service}`)).json as { readonly items: readonly KubeObject[] };
		return items.flatMap((slice) =>
			(slice['endpoints'] as readonly { readonly conditions: { readonly ready: boolean } }[]).map(({ conditions }) => conditions.ready),
		);
	};
	return { clock, server, send, ready };
};

describe('the network of the demo cluster', () => {
	it('has something of every kind', async () => {
		const { server } = await running();
		const reads = domains.find(({ name }) => name === 'network')?.reads ?? [];
		expect(reads).toHaveLength(4);
		for (const { resource } of reads) {
			const { resource: name, group } = resource.gvr;
			expect(server.world.list(group === '' ? name : `${name}.${group}`).length, name).toBeGreaterThan(1);
		}
	});

	it('has the endpoints of a Service follow its pods', async () => {
		const { clock, server, send, ready } = await running();
		expect(await ready('catalog')).toEqual([true, true, true, true]);
		const [pod] = server.world.list('pods', 'shop').filter(({ metadata }) => metadata.name.startsWith('catalog-'));
		expect((await send('DELETE', `/api/v1/namespaces/shop/pods/${pod?.metadata.name}`)).status).toBe(200);
		await clock.advance(300);
		expect((await ready('catalog')).filter((is) => !is).length).toBeGreaterThan(0);
		await clock.advance(30_000);
		expect(await ready('catalog')).toEqual([true, true, true, true]);
	});

	it('gives a new Service its endpoints, and takes them away with it', async () => {
		const { clock, send, ready } = await running();
		const spec = { selector: { app: 'cart' }, ports: [{ port: 80, targetPort: 8080 }] };
		const made = await send('POST', '/api/v1/namespaces/shop/services', { metadata: { name: 'cart-again' }, spec });
		expect(made.status).toBe(201);
		await clock.advance(300);
		expect(await ready('cart-again')).toEqual([true, true, true, true]);
		await send('DELETE', '/api/v1/namespaces/shop/services/cart-again');
		await clock.advance(5_000);
		expect(await ready('cart-again')).toEqual([]);
	});
});
