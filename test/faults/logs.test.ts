import { describe, expect, it } from 'vitest';
import { recordFault } from '../support/fault-record.ts';
import { LogServer } from '../support/log-server.ts';
import { OpenLogs } from '../support/open-logs.ts';

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe('a log that is followed', () => {
	it('fault 40: gives every line once and in order through ten cuts, also in the middle of a line', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		const log = server.log('cart');
		for (const line of numbered(0, 100)) log.write(line);
		const logs = new OpenLogs(server);
		await logs.untilLines(100);
		const cutAt: number[] = [];
		const told = new Set<string>();
		logs.session.subscribe(() => {
			const { level, reason } = logs.session.status();
			if (level !== 'healthy') told.add(`${level} (${reason})`);
		});
		for (let cut = 1; cut <= 10; cut += 1) {
			for (const line of numbered(cut * 100, cut * 100 + 50)) log.write(line);
			if (cut % 2 === 0) await logs.untilLines(cut * 100 + 50);
			log.writeHalf(`2026-11-22T01:00:00.999999999Z line ${cut} in h`);
			cutAt.push(logs.clock.now());
			log.cut();
			for (const line of numbered(cut * 100 + 50, (cut + 1) * 100)) log.write(line);
			await logs.untilLines((cut + 1) * 100);
			await logs.until('the log to be followed again', () => log.followers.size === 1);
		}
		const longest = (mark: string) => {
			const times = logs.entries.flatMap((entry) => (entry.kind === 'mark' && entry.mark === mark ? [entry.at] : []));
			return Math.round(Math.max(...times.map((at, index) => at - (cutAt[index] ?? 0))));
		};
		recordFault({
			fault: 40,
			told: [...told].join(', '),
			noticedMs: longest('cut'),
			recoveredMs: longest('resumed'),
			requests: server.asked.length - 1,
			rowsLost: 1100 - new Set(logs.lines).size,
		});
		expect(logs.lines).toEqual(numbered(0, 1100));
		expect(
			logs
				.story({ words: false })
				.filter((line) => line.startsWith('['))
				.sort(),
		).toEqual([...Array(10).fill('[cut]'), ...Array(10).fill('[resumed]')]);
	});

	it('fault 40: goes on with the next run of a container that ended, and says how the last one did', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		const log = server.log('cart');
		log.write('first run');
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		server.setPod({ name: 'cart', containers: { app: { state: 'terminated', reason: 'OOMKilled', exitCode: 137 } } });
		log.restart();
		await logs.until('its end', () => logs.session.status().reason === 'awaiting first delivery');
		expect(logs.session.status().detail).toBe('ended: OOMKilled, exit 137; waiting for its restart');
		log.write('second run');
		server.setPod({ name: 'cart', containers: { app: { state: 'running', restarts: 1, last: { reason: 'OOMKilled', exitCode: 137 } } } });
		await logs.untilLines(2);
		expect(logs.story()).toEqual(['first run', '[restarted: restarted (1): OOMKilled, exit 137]', 'second run']);
		expect(logs.session.streams()[0]).toMatchObject({ lines: 2 });
	});

	it('fault 40: reads what the last run still said when a cut hid both it and the restart', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		const log = server.log('cart');
		log.write('one');
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		log.cut();
		log.write('two');
		log.write('three');
		log.restart();
		log.write('four');
		server.setPod({ name: 'cart', containers: { app: { state: 'running', restarts: 1, last: { reason: 'Error', exitCode: 1 } } } });
		await logs.untilLines(4);
		expect(logs.lines).toEqual(['one', 'two', 'three', 'four']);
		expect(logs.story({ words: false }).slice(-2)).toEqual(['[restarted]', 'four']);
	});

	it('fault 40: says where lines may be missing: the node has rotated its file during a cut', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		const log = server.log('cart');
		log.write('one');
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		log.cut();
		log.lines = [];
		log.write('nine');
		await logs.untilLines(2);
		expect(logs.story({ words: false })).toEqual(['one', '[cut]', '[resumed]', '[gap]', 'nine']);
	});

	it('fault 40: waits for a container that is being created, without asking for it again and again', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart', phase: 'Pending', containers: { app: { state: 'waiting', reason: 'ContainerCreating' } } });
		const logs = new OpenLogs(server);
		await logs.until('that it waits', () => logs.session.status().detail === 'waiting: ContainerCreating');
		expect(logs.session.status()).toMatchObject({ mode: 'streaming', level: 'degraded', reason: 'awaiting first delivery' });
		expect(server.asked).toEqual([]);
		server.log('cart').write('hello');
		server.setPod({ name: 'cart' });
		await logs.untilLines(1);
		expect(logs.story()).toEqual(['[waiting: waiting: ContainerCreating]', 'hello']);
		expect(server.asked).toHaveLength(1);
	});

	it.each([
		['of a pod on no node (204)', { unscheduled: true }, undefined],
		[
			'that the node says is not there yet (400)',
			{},
			{ status: 400, message: 'container "app" in pod "cart" is waiting to start: PodInitializing' },
		],
	])('fault 40: waits for one %s', async (_, more, refusal) => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart', ...more });
		const log = server.log('cart');
		log.refusal = refusal;
		const logs = new OpenLogs(server);
		await logs.until('that it waits', () => logs.entries.some((entry) => entry.kind === 'mark' && entry.mark === 'waiting'));
		log.refusal = undefined;
		log.write('hello');
		server.setPod({ name: 'cart' });
		await logs.untilLines(1);
		expect(logs.lines).toEqual(['hello']);
		expect(logs.story({ words: false })).toEqual(['[waiting]', 'hello']);
	});

	it('ends with a container that will not run again, its last words included though no newline ends them', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart', restartPolicy: 'Never' });
		const log = server.log('cart');
		log.write('one');
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		log.writeHalf('2026-11-22T01:00:05.000000000Z no newline');
		server.setPod({
			name: 'cart',
			restartPolicy: 'Never',
			phase: 'Succeeded',
			containers: { app: { state: 'terminated', reason: 'Completed' } },
		});
		log.end();
		await logs.until('the end', () => logs.session.status().detail === 'ended: Completed, exit 0');
		expect(logs.story()).toEqual(['one', 'no newline', '[ended: ended: Completed, exit 0]']);
		expect(logs.session.status()).toMatchObject({ mode: 'snapshot', level: 'healthy' });
	});

	it.each([
		['a wrong container', 400, 'container app is not valid for pod cart', 'errors'],
		['no run before', 400, 'previous terminated container "app" in pod "cart" not found', 'errors'],
	])('is not asked for again where the server refuses the request itself: %s', async (_, status, message, reason) => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		server.log('cart').refusal = { status, message };
		const logs = new OpenLogs(server);
		await logs.until('the refusal', () => logs.session.status().level === 'unhealthy');
		expect(logs.session.status()).toMatchObject({ reason, polling: { kind: 'disabled' } });
		expect(logs.story()).toEqual([`[failed: ${message}]`]);
		expect(server.asked).toHaveLength(1);
	});

	it('of somebody who may read pods but not their logs says which right is missing', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		server.log('cart').refusal = {
			status: 403,
			message: 'pods "cart" is forbidden: User "u" cannot get resource "pods/log" in API group "" in the namespace "shop"',
		};
		const logs = new OpenLogs(server);
		await logs.until('the refusal', () => logs.session.status().reason === 'permissions');
		expect(logs.session.status()).toMatchObject({
			level: 'unhealthy',
			detail: 'get pods/log in namespace shop',
			polling: { kind: 'disabled' },
		});
	});

	it('is read by who may get one pod and may not list any', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		server.log('cart').write('hello');
		server.refuse = (path) =>
			path.includes('/pods?')
				? { status: 403, message: 'pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "shop"' }
				: undefined;
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		expect(logs.session.status().level).toBe('healthy');
	});
});

describe('the logs of several pods', () => {
	const labels = { app: 'cart' };
	const selector = { kind: 'selector', labelSelector: 'app=cart' } as const;

	it('are merged by time at first, and never reordered within one of them', async () => {
		const server = await LogServer.start();
		for (const name of ['a', 'b', 'c']) server.setPod({ name, labels });
		for (let at = 0; at < 300; at += 1) server.log(['a', 'b', 'c'][(at * 7) % 3] ?? 'a').write(`line ${at}`, at);
		// Out of order on the node itself.
		server.log('a').write('late', 5);
		const logs = new OpenLogs(server, { target: selector }, { factor: 1 });
		await logs.untilLines(301);
		expect(logs.lines.filter((line) => line !== 'late')).toEqual(numbered(0, 300));
		const ofA = logs.entries.flatMap((entry) => (entry.kind === 'line' && entry.source.pod === 'a' ? [entry.text] : []));
		expect(ofA.at(-1)).toBe('late');
	});

	it('of a workload are those of its pods, as they come and go', async () => {
		const server = await LogServer.start();
		server.objects.set('/apis/apps/v1/namespaces/shop/deployments/cart', { spec: { selector: { matchLabels: labels } } });
		server.setPod({ name: 'cart-1', labels });
		server.setPod({ name: 'other' });
		server.log('cart-1').write('from 1');
		server.log('other').write('from another');
		const gvr = { group: 'apps', version: 'v1', resource: 'deployments' };
		const logs = new OpenLogs(server, { target: { kind: 'owner', gvr, name: 'cart' } });
		await logs.untilLines(1);
		server.log('cart-2').write('from 2');
		server.setPod({ name: 'cart-2', labels });
		await logs.untilLines(2);
		server.log('cart-1').write('last of 1');
		server.deletePod('cart-1');
		await logs.until('that it left', () => logs.entries.some((entry) => entry.kind === 'mark' && entry.mark === 'left'));
		expect(logs.story({ sources: true, words: false })).toEqual([
			'cart-1/app from 1',
			'cart-2/app [joined]',
			'cart-2/app from 2',
			'cart-1/app last of 1',
			'cart-1/app [left]',
		]);
		expect(logs.session.streams().map(({ source }) => source.pod)).toEqual(['cart-2']);
	});

	it('of a pod that is made anew under its name are those of two pods, and nothing comes twice', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		server.log('cart').write('of the first');
		const logs = new OpenLogs(server);
		await logs.untilLines(1);
		server.deletePod('cart');
		server.log('cart').write('of the second');
		server.setPod({ name: 'cart' });
		await logs.untilLines(2);
		await logs.until('that the first left', () => logs.story({ words: false }).includes('[left]'));
		expect(logs.lines).toEqual(['of the first', 'of the second']);
	});

	it('go on, each line once, when the API server was away', async () => {
		const server = await LogServer.start();
		for (const name of ['a', 'b']) {
			server.setPod({ name, labels });
			server.log(name).write(`${name} 0`);
		}
		const logs = new OpenLogs(server, { target: selector });
		await logs.untilLines(2);
		server.isDown = true;
		server.cutAll();
		await logs.until('both to be cut', () => logs.session.streams().every(({ status }) => status.reason === 'disconnected'));
		for (const name of ['a', 'b']) server.log(name).write(`${name} 1`);
		server.isDown = false;
		await logs.untilLines(4);
		expect([...logs.lines].sort((one, other) => (one < other ? -1 : 1))).toEqual(['a 0', 'a 1', 'b 0', 'b 1']);
	});

	it('take all containers, or the one that the pod says is its default, or the first', async () => {
		const server = await LogServer.start();
		const both = { proxy: { state: 'running' }, app: { state: 'running' } } as const;
		server.setPod({ name: 'cart', containers: both, defaultContainer: 'app' });
		server.setPod({ name: 'plain', containers: both });
		for (const pod of ['cart', 'plain']) for (const container of ['proxy', 'app']) server.log(pod, container).write(`${pod}/${container}`);
		const plain = { kind: 'pod', name: 'plain' } as const;
		const wanted = [
			[{ containers: 'default' }, ['cart/app']],
			[{ target: plain, containers: 'default' }, ['plain/proxy']],
			[{ target: plain, containers: 'all' }, ['plain/app', 'plain/proxy']],
			[{ target: plain, containers: { name: 'app' } }, ['plain/app']],
		] as const;
		for (const [request, lines] of wanted) {
			const logs = new OpenLogs(server, request);
			await logs.untilLines(lines.length);
			expect([...logs.lines].sort((one, other) => (one < other ? -1 : 1))).toEqual(lines);
		}
	});

	it('are kept in bounded memory, and what had to make room is counted', async () => {
		const server = await LogServer.start();
		server.setPod({ name: 'cart' });
		for (const line of numbered(0, 5_000)) server.log('cart').write(line);
		const logs = new OpenLogs(server, {}, { entries: 1_000 });
		await logs.until('all lines', () => logs.session.streams()[0]?.lines === 5_000);
		expect(logs.lines).toEqual(numbered(4_000, 5_000));
		expect(logs.session.entries.droppedLines).toBe(4_000);
	});

	it('asks only those containers for what ran before of which one did', async () => {
		const server = await LogServer.start();
		const restarted = { state: 'running', restarts: 1, last: { reason: 'Error', exitCode: 1 } } as const;
		server.setPod({ name: 'cart', containers: { app: restarted, proxy: { state: 'running' } } });
		server.log('cart').write('the last words');
		server.log('cart').restart();
		const logs = new OpenLogs(server, { previous: true, follow: false, containers: 'all' });
		await logs.untilLines(1);
		await logs.until('its end', () => logs.session.status().polling.kind === 'disabled');
		expect(logs.session.status()).toMatchObject({ level: 'healthy' });
		expect(logs.session.streams().map(({ source }) => source.container)).toEqual(['app']);
	});
});
