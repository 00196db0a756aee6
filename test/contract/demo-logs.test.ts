import { describe, expect, test } from 'vitest';
import { logRateAnnotation } from '../../src/demo/container-log.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Answer, ask, openStream, until, type WireStream } from '../support/wire.ts';

const token = 'admin-token';

const podOf = (server: DemoServer, namespace: string, app: string): KubeObject => {
	const found = server.world
		.list('pods', namespace)
		.find((pod) => (pod.metadata['labels'] as Record<string, string> | undefined)?.['app'] === app);
	if (found === undefined) throw new Error(`no pod of ${app}`);
	return found;
};

const pathOf = (pod: KubeObject, query: string): string =>
	`/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}/log?${query}`;

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

/** `restarts.line` of each line. */
const numbersOf = (text: string): string[] => linesOf(text).map((line) => /seq"?[=:]"?(\d+\.\d+)/.exec(line)?.[1] ?? `none in ${line}`);

const consecutive = (run: number, from: number, count: number): string[] =>
	Array.from({ length: count }, (_, index) => `${run}.${from + index}`);

const lineNumbers = (text: string): number[] => numbersOf(text).map((number) => Number(number.split('.')[1]));

interface Setting {
	readonly server: DemoServer;
	readonly clock: FakeClock;
	read(pod: KubeObject, query: string): Promise<Answer>;
	follow(pod: KubeObject, query: string): Promise<WireStream>;
}

const setting = async (logRate?: number): Promise<Setting> => {
	const clock = new FakeClock();
	const server = await demoServer({ clock, ...(logRate === undefined ? {} : { logRate }) });
	return {
		server,
		clock,
		read: (pod, query) => ask(server.url, { path: pathOf(pod, query), token }),
		follow: (pod, query) => openStream(server.url, { path: pathOf(pod, query), token }),
	};
};

/** The first container ends, as its kubelet would report it, and is started again where `again` says so. */
const crash = (server: DemoServer, clock: FakeClock, pod: KubeObject, again: boolean): void => {
	const now = server.world.timestamp(clock.now());
	const change = (edit: (status: Record<string, unknown>) => object): void => {
		server.world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) => {
			const status = object['status'] as { readonly containerStatuses: readonly Record<string, unknown>[] };
			const [first = {}, ...others] = status.containerStatuses;
			return { ...object, status: { ...status, containerStatuses: [{ ...first, ...edit(first) }, ...others] } };
		});
	};
	change(({ state }) => ({
		state: {
			terminated: {
				exitCode: 137,
				reason: 'OOMKilled',
				startedAt: (state as { readonly running: { readonly startedAt: string } }).running.startedAt,
				finishedAt: now,
			},
		},
	}));
	if (again)
		change(({ state, restartCount }) => ({
			state: { running: { startedAt: now } },
			lastState: state,
			restartCount: Number(restartCount) + 1,
		}));
};

describe('a log of the demo cluster', () => {
	test('is text/plain, one numbered line after the other, the same each time it is read', async () => {
		const { server, read } = await setting();
		const pod = podOf(server, 'payments', 'fraud');
		const first = await read(pod, 'tailLines=50');
		expect([first.status, first.headers['content-type'], first.headers['transfer-encoding']]).toEqual([200, 'text/plain', 'chunked']);
		const [from] = lineNumbers(first.text);
		expect(numbersOf(first.text)).toEqual(consecutive(0, from ?? -1, 50));
		expect((await read(pod, 'tailLines=50')).text).toBe(first.text);
		const other = await demoServer({ clock: new FakeClock() });
		const again = await ask(other.url, { path: pathOf(podOf(other, 'payments', 'fraud'), 'tailLines=50'), token });
		expect(again.text).toBe(first.text);
	});

	test('begins with the first line of a container that has just started', async () => {
		const { server, clock, read } = await setting(10);
		const pod = podOf(server, 'default', 'web');
		crash(server, clock, pod, true);
		await clock.advance(5_000);
		const { text } = await read(pod, '');
		const count = lineNumbers(text).length;
		expect(numbersOf(text)).toEqual(consecutive(1, 0, count));
		expect(count).toBeGreaterThan(40);
	});

	test('tells with timestamps=true when each line was written, in nine digits and rising', async () => {
		const { server, read } = await setting();
		for (const [namespace, app] of [
			['shop', 'gateway'],
			['data', 'etl'],
			['data', 'kafka'],
			['batch', 'worker'],
			['payments', 'postgres'],
			['shop', 'sessions'],
			['kube-system', 'coredns'],
			['observability', 'grafana'],
		] as const) {
			const { text } = await read(podOf(server, namespace, app), 'tailLines=200&timestamps=true');
			const stamps = linesOf(text).map((line) => line.split(' ')[0] ?? '');
			expect(stamps.every((stamp) => /^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(stamp))).toBe(true);
			expect(stamps.every((stamp, index) => index === 0 || stamp > (stamps[index - 1] ?? ''))).toBe(true);
			expect(new Set(stamps).size).toBe(200);
			expect(lineNumbers(text)).toHaveLength(200);
		}
	});

	test('since a time has every line from that second on', async () => {
		const { server, clock, read } = await setting(3);
		const pod = podOf(server, 'payments', 'fraud');
		const all = linesOf((await read(pod, 'timestamps=true&tailLines=400')).text);
		const since = new Date(clock.now() - 30_500).toISOString();
		const expected = all.filter((line) => line >= `${since.slice(0, 19)}.`);
		expect(linesOf((await read(pod, `timestamps=true&sinceTime=${since}`)).text)).toEqual(expected);
		expect(expected.length).toBeGreaterThan(80);
		const seconds = linesOf((await read(pod, 'timestamps=true&sinceSeconds=30')).text);
		expect(seconds).toEqual(all.filter((line) => line >= new Date(clock.now() - 30_000).toISOString().slice(0, 23)));
		expect(linesOf((await read(pod, 'timestamps=true&sinceSeconds=30&tailLines=4')).text)).toEqual(seconds.slice(-4));
		expect((await read(pod, 'tailLines=0')).text).toBe('');
	});

	test('is cut at limitBytes, within a line', async () => {
		const { server, read } = await setting();
		const pod = podOf(server, 'search', 'query');
		const whole = (await read(pod, 'tailLines=20')).bytes;
		expect((await read(pod, 'tailLines=20&limitBytes=333')).bytes.equals(whole.subarray(0, 333))).toBe(true);
	});

	test('is followed line by line: none is missed and none comes twice, however the time goes', async () => {
		const { server, clock, read, follow } = await setting(20);
		const pod = podOf(server, 'payments', 'fraud');
		const stream = await follow(pod, 'follow=true&tailLines=10');
		for (const step of [13, 999, 50, 4_000, 7]) await clock.advance(step);
		const [last] = lineNumbers((await read(pod, 'tailLines=1')).text);
		await until(() => lineNumbers(stream.text()).at(-1) === last);
		const [from] = lineNumbers(stream.text());
		expect(numbersOf(stream.text())).toEqual(consecutive(0, from ?? -1, lineNumbers(stream.text()).length));
		expect(lineNumbers(stream.text()).length).toBeGreaterThan(105);
		expect(server.openLogs()).toMatchObject([{ pod: pod.metadata.name, container: 'fraud', user: 'admin' }]);
		stream.close();
		await until(() => server.openLogs().length === 0);
		expect(clock.waiting).toBe(0);
	});

	test('ends when the container does, with the reason of it; previous=true shows the same lines after the restart', async () => {
		const { server, clock, read, follow } = await setting(20);
		const pod = podOf(server, 'payments', 'fraud');
		const stream = await follow(pod, 'follow=true&timestamps=true&tailLines=5');
		await clock.advance(1_234);
		crash(server, clock, pod, true);
		expect(await stream.ended).toBe('clean');
		const text = stream.text();
		expect(text).toMatch(/fatal error: runtime: out of memory/);
		const numbers = lineNumbers(text);
		expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
		const before = await read(pod, `previous=true&timestamps=true&tailLines=${numbers.length}`);
		expect(before.text).toBe(text);
		await clock.advance(900);
		const now = linesOf((await read(pod, 'timestamps=true')).text);
		expect(numbersOf(`${now.join('\n')}\n`)).toEqual(consecutive(1, 0, now.length));
		expect((now[0] ?? '') > (linesOf(text).at(-1) ?? '')).toBe(true);
	});

	test('ends when the pod is deleted, with what its containers said to the signal', async () => {
		const { server, clock, follow } = await setting(20);
		const pod = podOf(server, 'payments', 'fraud');
		const stream = await follow(pod, 'follow=true&tailLines=1');
		await clock.advance(500);
		server.world.remove('pods', pod.metadata.namespace, pod.metadata.name);
		expect(await stream.ended).toBe('clean');
		expect(linesOf(stream.text()).at(-2)).toContain('received SIGTERM');
	});

	test('of a container that crashed is shown while it waits, and the reason is in it', async () => {
		const { server, clock, read } = await setting();
		const pod = podOf(server, 'shop', 'promo');
		crash(server, clock, pod, false);
		const { text } = await read(pod, 'container=promo&tailLines=5');
		expect(linesOf(text)[1]).toContain('fatal error: runtime: out of memory');
		const ended = server.world.list('pods', 'batch').find(({ metadata }) => metadata.name.startsWith('import-prices'));
		expect((await read(ended as KubeObject, 'tailLines=4')).text).toContain("KeyError: 'SUPPLIER_PRICES_URL'");
	});

	test('holds stack traces, colours and wide characters', async () => {
		const { server, read } = await setting();
		const java = (await read(podOf(server, 'data', 'etl'), 'tailLines=200')).text;
		expect(java).toMatch(/^\tat com\.example\.catalog/m);
		const worker = (await read(podOf(server, 'batch', 'worker'), 'tailLines=400')).text;
		expect(worker).toContain('\u001b[32mINF\u001b[0m');
		expect(worker).toMatch(/山田太郎/);
	});

	test('comes as fast as a pod asks for, up to 20 000 lines a second', async () => {
		const { server, clock, read } = await setting();
		const pod = podOf(server, 'payments', 'fraud');
		server.world.patch('pods', pod.metadata.namespace, pod.metadata.name, { metadata: { annotations: { [logRateAnnotation]: '20000' } } });
		crash(server, clock, pod, true);
		await clock.advance(1_000);
		const numbers = lineNumbers((await read(pod, '')).text);
		expect(numbers.length).toBeGreaterThan(19_000);
		expect(numbers.length).toBeLessThan(21_000);
	});

	test.each([
		['reset', 'ECONNRESET'],
		['end', 'clean'],
	] as const)('is broken off within a line by the knob (%s)', async (how, ended) => {
		const { server, follow } = await setting(20);
		const pod = podOf(server, 'payments', 'fraud');
		server.faults.cutLogs(({ namespace }) => namespace === 'payments', { afterBytes: 777, how }, 1);
		const stream = await follow(pod, 'follow=true&tailLines=40');
		expect(await stream.ended).toBe(ended);
		expect(Buffer.byteLength(stream.text())).toBe(777);
		const next = await follow(pod, 'follow=true&tailLines=40');
		await until(() => linesOf(next.text()).length === 40);
		expect(server.faults.silenceLogs()).toBe(1);
		expect(server.faults.endLogs()).toBe(1);
		expect(await next.ended).toBe('clean');
	});

	test('of a pod on a lost node is an error of the API server, in the words of its dialer', async () => {
		const { server, read } = await setting();
		const pod = podOf(server, 'payments', 'fraud');
		const node = (pod['spec'] as { readonly nodeName: string }).nodeName;
		server.world.patch('nodes', undefined, node, { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
		const answer = await read(pod, 'container=fraud&follow=true');
		expect(answer.status).toBe(500);
		expect(answer.json).toMatchObject({
			message: expect.stringMatching(
				/^Get "https:\/\/[\d.]+:10250\/containerLogs\/payments\/fraud-\S+\/fraud\?follow=true": dial tcp [\d.]+:10250: connect: connection refused$/,
			),
			code: 500,
		});
	});
});
