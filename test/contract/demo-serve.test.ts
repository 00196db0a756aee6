import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SentenceError } from '../../src/base/sentence-error.ts';
import { demoOptions, runDemo } from '../../src/cli/demo.ts';
import { startDemoServer } from '../../src/demo/server.ts';
import { fastClock } from '../support/fast-clock.ts';
import { ask, until } from '../support/wire.ts';

const serving = (flags: Parameters<typeof runDemo>[0]) => {
	const stop = new AbortController();
	let printed = '';
	const code = runDemo(flags, {
		print: (text) => {
			printed += text;
		},
		signal: stop.signal,
	});
	return { stop, code, printed: () => printed };
};

test('kyacht demo --serve prints a kubeconfig that leads to a live cluster, and takes it away at the end', async () => {
	const { stop, code, printed } = serving({ serve: true, scenario: 'none', size: 30 });
	await until(() => printed().includes('\n'));
	const path = /^export KUBECONFIG=(.+)$/m.exec(printed())?.[1] ?? '';
	const config = parse(readFileSync(path, 'utf8')) as { readonly clusters: readonly { readonly cluster: { readonly server: string } }[] };
	expect(statSync(path).mode & 0o077).toBe(0);
	const server = config.clusters[0]?.cluster.server ?? '';
	expect((await ask(server, { path: `${new URL(server).pathname}/api/v1/pods?limit=1` })).status).toBe(200);
	stop.abort();
	expect(await code).toBe(0);
	expect(existsSync(path)).toBe(false);
	await expect(ask(server, { path: '/version' })).rejects.toThrow(/ECONNREFUSED/);
});

test('with the scenario none the controllers run all the same: a pod that is deleted goes, and its workload makes another', async () => {
	const server = await startDemoServer({ ...demoOptions({ scenario: 'none', size: 30 }), clock: fastClock(50) });
	try {
		const names = (): readonly string[] =>
			server.world
				.list('pods', 'shop')
				.map(({ metadata }) => metadata.name)
				.filter((name) => name.startsWith('cart-'));
		const before = names();
		const [first = ''] = before;
		expect(first).not.toBe('');
		expect((await ask(server.url, { method: 'DELETE', token: 'admin-token', path: `/api/v1/namespaces/shop/pods/${first}` })).status).toBe(
			200,
		);
		await until(() => !names().includes(first) && names().length === before.length);
	} finally {
		await server.close();
	}
});

test('a port that is taken is one sentence with what to do', async () => {
	const other = createServer();
	const port = await new Promise<number>((resolve) => {
		other.listen(0, '127.0.0.1', () => resolve((other.address() as { readonly port: number }).port));
	});
	try {
		await expect(serving({ port, scenario: 'none', size: 10 }).code).rejects.toThrow(
			new SentenceError(`The demo cluster cannot listen on port ${port} (EADDRINUSE); give another --port.`, 1),
		);
	} finally {
		other.close();
	}
});

test('a scenario that there is not is answered with the nearest name', () => {
	expect(() => demoOptions({ scenario: 'rolout' })).toThrow(/has no scenario "rolout"; did you mean rollout\? There are tour, /);
	expect(() => demoOptions({ scenario: 'xyzzy' })).toThrow(/has no scenario "xyzzy"; there are tour, /);
	expect(demoOptions({ scenario: 'outage', churn: 5, size: 40, seed: 2, port: 0 })).toEqual({
		controllers: true,
		scenario: 'outage',
		churn: 5,
		size: 40,
		seed: 2,
		port: 0,
	});
});
