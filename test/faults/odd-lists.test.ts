import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { behindHttpProxy, isPodList, isPodWatch } from '../support/behind-proxy.ts';
import { type Exchange, sendJson } from '../support/http-proxy.ts';
import { addPod, changePods, runningPods } from '../support/pod-changes.ts';

interface List {
	metadata: Record<string, unknown>;
	items: unknown;
}

/** Answers with the server's own list, changed. */
const changed = (change: (list: List, exchange: Exchange) => void) => async (exchange: Exchange) => {
	const { body, status } = await exchange.forward();
	const list = JSON.parse(body.toString()) as List;
	change(list, exchange);
	sendJson(exchange.response, list, status);
};

describe('a list without a version', () => {
	it.each([
		['an empty one', ''],
		['0', '0'],
		['none', undefined],
	])('(%s) is never watched from: it is polled, says why, and is watched once a list has one', async (_, version) => {
		const { proxy, wire, server, asked } = await behindHttpProxy();
		const undo = proxy.rule(
			isPodList,
			changed((list) => {
				if (version === undefined) delete list.metadata.resourceVersion;
				else list.metadata.resourceVersion = version;
			}),
		);
		const pods = wire.open('pods');
		await pods.shows('degraded (watch unsupported)');
		expect(pods.status).toMatchObject({
			mode: 'polling',
			live: true,
			rows: 'complete',
			polling: { kind: 'every', intervalMs: 5_000 },
			detail: 'its lists have no version to watch from',
		});
		expect(pods.shown()).toEqual(pods.served());
		changePods(server.world);
		await wire.pass(5_000);
		expect(pods.shown()).toEqual(pods.served());
		await wire.pass(55_000);
		wire.engine.refresh();
		await wire.quiet();
		const requests = asked();
		expect(requests.filter((each) => each.startsWith('watch'))).toEqual([]);
		// The first in two pages, one every 5 s, one by hand.
		expect(requests).toHaveLength(2 + 12 + 1);
		undo();
		await wire.pass(7_000);
		await pods.isLive();
		expect(asked()).toEqual(['list', `watch from ${server.world.store.version}`]);
	});
});

describe('a list whose pages report different versions', () => {
	it('is watched from the version of its first page, so that nothing between them is lost', async () => {
		const { proxy, wire, server } = await behindHttpProxy();
		const first = server.world.store.version;
		proxy.rule(
			(path) => isPodList(path) && path.includes('continue='),
			changed((list) => {
				if (server.world.store.version === first) changePods(server.world);
				list.metadata.resourceVersion = String(server.world.store.version);
			}),
		);
		const pods = wire.open('pods', {}, 10);
		await pods.isLive();
		expect(proxy.heard.find(isPodWatch)).toContain(`resourceVersion=${first}`);
	});
});

describe('a list whose pages never end', () => {
	/** The first page over and over, whatever the token says. */
	const firstPage = (token: (page: number) => string, count: () => number) => {
		let page: Promise<List> | undefined;
		return async (exchange: Exchange) => {
			page ??= exchange.forward('/api/v1/pods?limit=10').then(({ body }) => JSON.parse(body.toString()) as List);
			const { metadata, ...rest } = await page;
			sendJson(exchange.response, { ...rest, metadata: { ...metadata, continue: token(count()) } });
		};
	};
	const turns: readonly (readonly [string, (page: number) => string, number])[] = [
		['with the same token for ever', () => 'again', 2],
		['with tokens that go round', (page) => `t${page % 7}`, 20],
		['with a new token each time and nothing new', (page) => `t${page}`, 52],
	];
	it.each(turns)('%s is an error after a bounded number of pages, and no storm', async (_, token, most) => {
		const { proxy, wire } = await behindHttpProxy();
		let page = 0;
		const undo = proxy.rule(
			isPodList,
			firstPage(token, () => page++),
		);
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ live: false, detail: 'the pages of the list have no end' });
		expect(page).toBeLessThanOrEqual(most);
		const tries = pods.journal.filter(({ to }) => to === 'listing').length;
		await wire.pass(60_000);
		const more = pods.journal.filter(({ to }) => to === 'listing').length - tries;
		expect(more).toBeLessThanOrEqual(8);
		expect(page).toBeLessThanOrEqual(most * (1 + more));
		undo();
		await wire.pass(60_000);
		await pods.isLive();
	});

	it('that are empty in between is a list all the same', async () => {
		const { proxy, wire, server, asked } = await behindHttpProxy();
		const resourceVersion = String(server.world.store.version);
		let empty = 0;
		proxy.rule(isPodList, async (exchange) => {
			if (empty++ < 12)
				sendJson(exchange.response, { kind: 'PodList', metadata: { resourceVersion, continue: `page-${empty}` }, items: [] });
			else sendJson(exchange.response, JSON.parse((await exchange.forward('/api/v1/pods')).body.toString()));
		});
		const pods = wire.open('pods');
		await pods.isLive();
		expect(asked().filter((each) => each.startsWith('list'))).toHaveLength(13);
	});
});

describe('a first list that breaks off', () => {
	const cuts: readonly (readonly [string, (exchange: Exchange, body: Buffer) => void])[] = [
		[
			'before its content-length',
			({ response }, body) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
				response.write(body.subarray(0, body.length * 0.7), () => response.destroy());
			},
		],
		[
			'in the middle of a chunk',
			({ response }, body) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.write(body.subarray(0, body.length * 0.7), () => response.destroy());
			},
		],
		[
			'cleanly, in the middle of an object',
			({ response }, body) => {
				response.writeHead(200, { 'content-type': 'application/json' }).end(body.subarray(0, body.length * 0.7));
			},
		],
		[
			'in the middle of what is gzipped',
			({ response }, body) => {
				const zipped = gzipSync(body);
				response
					.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
					.end(zipped.subarray(0, zipped.length * 0.7));
			},
		],
		[
			'with null in place of an object',
			({ response }, body) => {
				const list = JSON.parse(body.toString()) as { items: unknown[] };
				list.items.push(null);
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
			},
		],
	];
	it.each(cuts)('%s is tried again, and what was gone meanwhile is no ghost', async (_, cut) => {
		const { proxy, wire, server, clock } = await behindHttpProxy();
		proxy.rule(
			isPodList,
			async (exchange) => {
				const { body } = await exchange.forward();
				cut(exchange, body);
			},
			1,
		);
		const pods = wire.open('pods', {}, 500);
		await wire.until('the failure', () => pods.status.level === 'unhealthy');
		expect(pods.status).toMatchObject({ live: false, polling: { kind: 'retry', at: clock.now() + 800 } });
		for (const pod of runningPods(server.world)) server.world.remove('pods', 'shop', pod.metadata.name);
		await wire.pass(800);
		await pods.isLive();
		expect(pods.shown()).toEqual(pods.served());
	});
});

describe('a list that is odd and whole', () => {
	it('gives each object once, though a page repeats what another one had', async () => {
		const { proxy, wire, server } = await behindHttpProxy();
		let last: unknown[] = [];
		proxy.rule(
			isPodList,
			changed((list) => {
				const own = list.items as unknown[];
				list.items = [...last, ...own];
				last = own.slice(-3);
			}),
		);
		const pods = wire.open('pods', {}, 10);
		await pods.isLive();
		expect(pods.feed.rows.size).toBe(server.world.list('pods').length);
	});

	it('is read when it comes in several gzip members, cut where they like', async () => {
		const { proxy, wire } = await behindHttpProxy();
		proxy.rule(isPodList, async (exchange) => {
			const { body } = await exchange.forward();
			exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
			const third = Math.floor(body.length / 3);
			const zipped = Buffer.concat(
				[body.subarray(0, third), body.subarray(third, 2 * third), body.subarray(2 * third)].map((part) => gzipSync(part)),
			);
			for (let at = 0; at < zipped.length; at += 1_001) exchange.response.write(zipped.subarray(at, at + 1_001));
			exchange.response.end();
		});
		const pods = wire.open('pods');
		await pods.isLive();
	});

	it('tells objects apart that have no uid', async () => {
		const { proxy, wire, server } = await behindHttpProxy();
		proxy.rule(
			isPodList,
			changed((list) => {
				for (const item of list.items as { metadata: { uid?: string } }[]) delete item.metadata.uid;
			}),
		);
		const pods = wire.open('pods');
		await wire.until('rows', () => pods.status.rows === 'complete');
		expect(pods.feed.rows.size).toBe(server.world.list('pods').length);
	});

	it('of another namespace is an error, and none of it is shown', async () => {
		const { proxy, wire } = await behindHttpProxy();
		proxy.rule(isPodList, async (exchange) => {
			const { body } = await exchange.forward();
			sendJson(exchange.response, JSON.parse(body.toString().replaceAll('"namespace":"shop"', '"namespace":"data"')));
		});
		const pods = wire.open('pods', { namespace: 'shop' });
		await pods.shows('unhealthy (errors)');
		expect(pods.status.detail).toBe('the server sent an object of another namespace (data)');
		expect(pods.feed.rows.size).toBe(0);
	});

	it('is followed by its watch where the server closes each connection behind its answer', async () => {
		const { proxy, wire, server, asked } = await behindHttpProxy();
		proxy.rule(
			() => true,
			(exchange) => {
				exchange.response.setHeader('connection', 'close');
				exchange.pass();
			},
		);
		const pods = wire.open('pods');
		await pods.isLive();
		addPod(server.world, 'after');
		await pods.isLive();
		await wire.pass(60_000);
		expect(asked().filter((each) => each === 'list')).toHaveLength(1);
		expect(pods.health).toBe('healthy (delivering)');
	});
});
