import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { behindHttpProxy, isPodList, isPodWatch } from '../support/behind-proxy.ts';
import { changePods } from '../support/pod-changes.ts';

/** Another host, and what it was told. */
async function elsewhere() {
	const heard: string[] = [];
	const server = createServer((request, response) => {
		heard.push(`${request.url} ${request.headers.authorization}`);
		response.end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('a redirect', () => {
	it.each([301, 302, 307, 308])('(%i) is not followed, least of all with credentials, and is told with where it leads', async (status) => {
		const { proxy, wire, asked } = await behindHttpProxy();
		const other = await elsewhere();
		const undo = proxy.rule(
			() => true,
			({ response, path }) => void response.writeHead(status, { location: `${other.url}${path}` }).end(),
		);
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ live: false, detail: `the server redirects (HTTP ${status}) to ${other.url}` });
		await wire.pass(60_000);
		expect(asked().length).toBeLessThanOrEqual(8);
		expect(other.heard).toEqual([]);
		undo();
		await wire.pass(60_000);
		await pods.isLive();
	});

	it('of a watch alone keeps the rows, and is an error that lists and tries again, ever more slowly', async () => {
		const { proxy, wire, asked } = await behindHttpProxy();
		const other = await elsewhere();
		proxy.rule(isPodWatch, ({ response, path }) => void response.writeHead(307, { location: `${other.url}${path}` }).end());
		const pods = wire.open('pods');
		await wire.until('the rows', () => pods.equalsServer());
		await wire.pass(120_000);
		expect(pods.status).toMatchObject({ rows: 'complete' });
		expect(pods.status.level).not.toBe('healthy');
		expect(other.heard).toEqual([]);
		expect(asked().length).toBeLessThanOrEqual(40);
	});
});

describe('answers before the answer', () => {
	it('(100, 102, 103) are passed over', async () => {
		const { proxy, wire } = await behindHttpProxy();
		proxy.rule(
			() => true,
			(exchange) => {
				const { response } = exchange;
				response.writeContinue();
				response.writeProcessing();
				response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
				exchange.pass();
			},
		);
		const pods = wire.open('pods');
		await pods.isLive();
	});

	it('(101, asked for by nobody) are an error, not a wait for ever', async () => {
		const { proxy, wire } = await behindHttpProxy();
		const undo = proxy.rule(isPodList, ({ request }) => {
			request.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: nothing\r\nConnection: Upgrade\r\n\r\n');
		});
		const pods = wire.open('pods');
		await wire.until('an error', () => pods.status.level === 'unhealthy');
		expect(pods.status).toMatchObject({ live: false, rows: 'none' });
		undo();
		await wire.pass(30_000);
		await pods.isLive();
	});
});

describe('200 with something else than a list', () => {
	it.each([
		['a Status', 'application/json', '{"kind":"Status","apiVersion":"v1","status":"Failure","code":200,"message":"no"}'],
		['nothing', 'application/json', ''],
		['null', 'application/json', 'null'],
		['an array', 'application/json', '[]'],
		['items that are no array', 'application/json', '{"kind":"PodList","metadata":{"resourceVersion":"7"},"items":{}}'],
		['protobuf', 'application/vnd.kubernetes.protobuf', 'k8s\0'],
		['two lists', 'application/json', '{"items":[],"metadata":{"resourceVersion":"7"}}{"items":[]}'],
	])('(%s) is an error and no list of nothing', async (_, type, body) => {
		const { proxy, wire } = await behindHttpProxy();
		proxy.rule(isPodList, ({ response }) => void response.writeHead(200, { 'content-type': type }).end(body));
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false });
		expect(pods.status.detail).not.toBe('');
	});

	it('(a list, where a watch was asked for) keeps the rows and is no storm', async () => {
		const { proxy, wire, asked } = await behindHttpProxy();
		proxy.rule(isPodWatch, async ({ response, forward }) => {
			const { body } = await forward('/api/v1/pods');
			response.writeHead(200, { 'content-type': 'application/json' }).end(body);
		});
		const pods = wire.open('pods');
		await wire.until('the rows', () => pods.equalsServer());
		asked();
		await wire.pass(120_000);
		expect(pods.equalsServer()).toBe(true);
		expect(pods.status.level).not.toBe('healthy');
		expect(asked().length).toBeLessThanOrEqual(40);
	});
});

describe('a server that says when to come back', () => {
	it.each([
		['as a date on its own clock', (now: number) => new Date(now + 7_000).toUTCString(), 7_000],
		['in a hundred years', () => '3153600000', 300_000],
		['yesterday', () => 'Sun, 22 Nov 1999 01:00:07 GMT', 800],
		['a while ago', () => '-30', 800],
		['in no words of ours', () => 'soon', 1_000],
	])('%s', async (_, header, waited) => {
		const { clock, server, proxy, wire, asked } = await behindHttpProxy({ dice: 0 });
		const pods = wire.open('pods');
		await pods.isLive();
		await wire.pass(2_000);
		// The clocks differ by an hour: a date is the server's.
		const serverNow = clock.now() + 3_600_000;
		const headers = { 'retry-after': header(serverNow), date: new Date(serverNow).toUTCString() };
		proxy.rule(isPodWatch, ({ response }) => void response.writeHead(429, headers).end('slow down'), 1);
		asked();
		server.faults.endWatches();
		await pods.shows('degraded (throttled)');
		const { polling } = pods.status;
		const wait = polling.kind === 'retry' ? polling.at - clock.now() : Number.NaN;
		expect(Math.abs(wait - waited)).toBeLessThanOrEqual(1_000);
		await wire.pass(wait - 1);
		expect(asked()).toHaveLength(1);
		await wire.pass(1);
		changePods(server.world);
		await pods.isLive();
	});
});

describe('403 in other words', () => {
	it.each([
		['nothing at all', '', ''],
		['plain text', 'text/plain', 'access denied by policy'],
		['JSON that is no Status', 'application/json', '{"error":"denied"}'],
		['a Status without a message', 'application/json', '{"kind":"Status","status":"Failure","reason":"Forbidden","code":403}'],
		['a Status of a webhook', 'application/json', '{"kind":"Status","status":"Failure","code":403,"message":"admission webhook says no"}'],
	])('(%s) is a refusal all the same: said, and asked again in five minutes', async (_, type, body) => {
		const { clock, proxy, wire, asked } = await behindHttpProxy();
		const undo = proxy.rule(
			isPodList,
			({ response }) => void response.writeHead(403, type === '' ? {} : { 'content-type': type }).end(body),
		);
		const pods = wire.open('pods');
		await pods.shows('unhealthy (permissions)');
		expect(pods.status).toMatchObject({ live: false, polling: { kind: 'disabled', askAgainAt: clock.now() + 300_000 } });
		await wire.pass(290_000);
		expect(asked()).toEqual(['list']);
		undo();
		await wire.pass(10_000);
		await pods.isLive();
	});
});
