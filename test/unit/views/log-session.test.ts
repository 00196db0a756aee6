import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/terminal/width.ts';
import { manyRows, shownRow } from '../../support/fake-services.ts';
import { body, cart, openLog, other, shownPods, withLines } from '../../support/log-screen.ts';
import { header, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

describe('opening a log', () => {
	test('l follows the logs of all containers of the pod under the cursor, from the newest 500 lines', async () => {
		const { shown, log } = await withLines(3);
		expect(log().request).toEqual({
			namespace: 'shop',
			target: { kind: 'pod', name: 'cart-7c9' },
			containers: 'all',
			follow: true,
			previous: false,
			tailLines: 500,
		});
		expect(title(shown)).toMatch(/LOG {2}shop\/cart-7c9 .*1-3 of 3 · following .*● live/);
		expect(body(shown).slice(0, 3)).toEqual(['line 0', 'line 1', 'line 2']);
	});

	test('p reads what ran before the last restart, once', async () => {
		const shown = shownPods();
		shown.press('p');
		const log = shown.context.logs[0];
		expect(log?.request).toMatchObject({ previous: true, follow: false });
		log?.become({ mode: 'snapshot', detail: 'read to its end', polling: { kind: 'disabled' } });
		await shown.settle();
		expect(title(shown)).toMatch(/PREVIOUS LOG .*● read to its end/);
		expect(title(shown)).not.toContain('live');
		expect(header(shown)).toContain('ended');
	});

	test('of a row that has no logs it is said why', () => {
		const shown = showSession({ view: 'nodes', before: (fake) => fake.context.stream('nodes').rows.appendPage([shownRow('worker-1')]) });
		shown.press('l');
		expect(status(shown)).toContain('node "worker-1" has no logs: pods have, and what runs them.');
		expect(shown.context.logs).toEqual([]);
	});

	test('without a row it is said that there is none', () => {
		const shown = showSession({ namespace: 'shop' });
		shown.press('l');
		expect(status(shown)).toContain('There is no row under the cursor;');
	});
});

describe('what is shown while there is no line', () => {
	test('a pod that is still pending says what it waits for, and nothing is called live', async () => {
		const { shown, log } = openLog();
		log().become({ level: 'degraded', reason: 'awaiting first delivery', detail: 'waiting: ContainerCreating', rows: 'none' });
		await shown.settle();
		expect(body(shown)[1]).toBe('  No line of shop/cart-7c9 yet: waiting: ContainerCreating.');
		expect(title(shown)).toContain('◐ waiting: ContainerCreating');
		expect(header(shown)).toContain('◐ waiting');
	});

	test('a log that may not be read names verb, resource and scope, and when it is asked again', async () => {
		const { shown, log } = openLog();
		log().become({
			mode: 'snapshot',
			level: 'unhealthy',
			reason: 'permissions',
			detail: 'get pods/log in namespace shop',
			live: false,
			rows: 'none',
			polling: { kind: 'disabled', askAgainAt: shown.clock.now() + 300_000 },
			error: { kind: 'forbidden', message: 'no', verb: 'get', resource: 'pods/log', scope: 'namespace shop' },
		});
		await shown.settle();
		expect(body(shown)[1]).toBe('  Forbidden: you may not read the logs of shop/cart-7c9.');
		expect(body(shown)[2]).toBe('  verb get · resource pods/log · scope namespace shop');
		expect(body(shown)[3]).toMatch(/asked again in (5m|4m\S*|299s|300s) · ctrl-r asks at once/);
		expect(title(shown)).toContain('○ forbidden');
		expect(header(shown)).toContain('○ forbidden');
	});

	test('a pod that is not there is said to be absent', async () => {
		const { shown, log } = openLog();
		log().become({
			mode: 'snapshot',
			level: 'unhealthy',
			reason: 'absent',
			detail: 'not found',
			live: false,
			rows: 'none',
			polling: { kind: 'disabled' },
			error: { kind: 'not-found', message: 'pods "cart-7c9" not found' },
		});
		await shown.settle();
		expect(body(shown)[1]).toBe('  No line of shop/cart-7c9 yet: pods "cart-7c9" not found.');
	});

	test('a container that is silent is told from one that cannot be read', async () => {
		const { shown } = openLog();
		await shown.settle();
		expect(body(shown)[1]).toBe('  shop/cart-7c9 has written no line yet.');
		expect(title(shown)).toContain('● live');
	});
});

describe('the light of a log', () => {
	test('goes out in title and header when its stream is cut, and on again when it is resumed', async () => {
		const { shown, log } = await withLines(3);
		log().become({
			level: 'unhealthy',
			reason: 'disconnected',
			detail: 'connection refused',
			live: false,
			asOf: shown.clock.now(),
			polling: { kind: 'retry', at: shown.clock.now() + 4_000 },
		});
		log().mark('cut', 'connection refused', cart);
		await shown.settle();
		expect(title(shown)).toMatch(/○ stale \ds · retry in 4s · connection refused/);
		expect(header(shown)).toMatch(/○ stale \ds/);
		expect(body(shown)[3]).toBe('── connection refused');
		await shown.clock.advance(2_900);
		expect(title(shown)).toMatch(/stale 2s · retry in 2s/);
		log().become({});
		log().mark('resumed', 'resumed', cart);
		await shown.settle();
		expect(title(shown)).toContain('● live');
		expect(header(shown)).toContain('● live');
		expect(body(shown)[4]).toBe('── resumed');
	});

	test('is that of the list again once the log is closed', async () => {
		const { shown, log } = await withLines(1);
		log().become({ level: 'unhealthy', reason: 'disconnected', live: false });
		await shown.settle();
		expect(header(shown)).toContain('○');
		shown.press('esc');
		expect(header(shown)).toContain('● live');
	});

	test('lines that had to make room are counted', async () => {
		const { shown } = await withLines(1_250);
		expect(title(shown)).toContain('250 older let go');
		expect(title(shown)).toContain('of 1000');
	});
});

describe('the log of several pods', () => {
	test('tells whose each line is, of those that left too', async () => {
		const { shown, log } = openLog();
		log().join(cart);
		log().line(cart, 'from the old one');
		await shown.settle();
		expect(body(shown)[0]).toBe('from the old one');
		log().join(other);
		log().mark('joined', 'joined', other);
		log().line(other, 'from the new one');
		await shown.settle();
		expect(body(shown).slice(0, 3)).toEqual(['7c9 from the old one', '── d4f joined', 'd4f from the new one']);
		log().leave(cart);
		log().mark('left', 'left', cart);
		await shown.settle();
		expect(body(shown).slice(0, 4)).toEqual(['7c9 from the old one', '── d4f joined', 'd4f from the new one', '── 7c9 left']);
	});
});

describe('a log that is left', () => {
	const leaving: readonly (readonly [string, (shown: ShownSession) => void | Promise<void>])[] = [
		['by q', (shown) => shown.press('q')],
		[
			'by another view',
			(shown) => {
				shown.press(':');
				shown.type('jobs');
				shown.press('enter');
			},
		],
		[
			'by its own view',
			(shown) => {
				shown.press(':');
				shown.type('pods');
				shown.press('enter');
			},
		],
		[
			'by another namespace',
			(shown) => {
				shown.press(':');
				shown.type('ns ops');
				shown.press('enter');
			},
		],
		[
			'by another context',
			async (shown) => {
				shown.press(':');
				shown.type('ctx prod-us');
				shown.press('enter');
				await shown.settle();
			},
		],
	];

	test.each(leaving)('%s is closed', async (_, leave) => {
		const { shown, log } = await withLines(3);
		await leave(shown);
		await shown.settle();
		expect(log().isClosed).toBe(true);
		expect(title(shown)).not.toContain('LOG');
	});
});

test('a log that is open when the program ends is closed', async () => {
	const { shown, log } = await withLines(3);
	await shown.session.close();
	expect(log().isClosed).toBe(true);
});

describe('diagnostics over a log', () => {
	test('does not go below the list over it, which would close the log', async () => {
		const { shown, log } = await withLines(3, { size: { columns: 200, rows: 50 } });
		shown.press('!');
		expect(status(shown)).not.toContain('split');
		shown.press('|');
		expect(status(shown)).toContain('Diagnostics stands below a list only');
		expect(log().isClosed).toBe(false);
		shown.press('esc', 'esc', '!');
		expect(status(shown)).toContain('<|> split');
	});

	test('and help over it leave the light what it was: the worst of what is open', async () => {
		const { shown, log } = await withLines(3);
		log().become({ level: 'unhealthy', reason: 'errors', detail: 'HTTP 500', live: false });
		await shown.settle();
		expect(header(shown)).toContain('○ errors');
		shown.press('!');
		expect(header(shown)).toContain('○ errors');
		shown.press('enter');
		expect(header(shown)).toContain('○ errors');
		shown.press('esc', 'esc', '?');
		expect(header(shown)).toContain('○ errors');
		shown.press('esc', 'esc');
		expect(header(shown)).toContain('● live');
	});

	test('lists the log beside the list, enter opens its journal, and the way back leads to the log', async () => {
		const { shown, log } = await withLines(3, { size: { columns: 200, rows: 50 } });
		log().join(cart);
		shown.journal.push({
			at: shown.clock.now(),
			streamId: 'prod-eu/shop logs cart-7c9/app',
			from: 'connecting',
			to: 'open',
			cause: 'the server answers',
			did: 'read on',
			level: 'healthy',
			reason: 'synchronized',
			relist: false,
		} as never);
		await shown.settle();
		shown.press('!');
		const row = shown.lines().find((line) => line.includes('logs')) ?? '';
		expect(row).toMatch(/logs +cart-7c9\/app +streaming +healthy \(synchronized\) +– +500 +– +0\.0 +– +0/);
		shown.press('j', 'enter');
		expect(shown.text()).toContain('the server answers');
		expect(log().isClosed).toBe(false);
		shown.press('!');
		expect(title(shown)).toContain('LOG');
		expect(log().isClosed).toBe(false);
		shown.press('!', 'esc', 'esc');
		expect(title(shown)).toContain('PODS');
		expect(log().isClosed).toBe(true);
	});
});

describe('a log on a terminal of any size', () => {
	test.each([
		[40, 10],
		[80, 24],
		[200, 50],
	])('%i×%i is filled to the cell, whatever the lines are', async (columns, rows) => {
		const { shown, log } = openLog({ size: { columns, rows } });
		log().join(cart);
		log().join(other);
		for (let line = 0; line < 60; line += 1)
			log().line(line % 2 === 0 ? cart : other, `${line} 漢字 ${'wide 漢 '.repeat(line % 30)}\x1b[31mred\x1b[0m\u202e`);
		log().mark('restarted', 'restarted (3): Error, exit 1', cart);
		await shown.settle();
		for (const keys of [[], ['w'], ['right'], ['t', 'x'], ['g'], ['/']]) {
			shown.press(...keys);
			const lines = shown.lines();
			expect(lines).toHaveLength(rows);
			for (const line of lines) expect(textWidth(line)).toBe(columns);
		}
	});

	test('whose log it is, and that it is paused, is said on the narrowest', async () => {
		const { shown, log } = await withLines(200, { size: { columns: 40, rows: 10 } });
		log().join(cart);
		log().join(other);
		shown.press('g');
		await shown.settle();
		expect(title(shown)).toMatch(/^ LOG {2}cart-7c9.* paused .*● live$/);
	});

	test('the logs of several pods are told apart in diagnostics where there is little room', async () => {
		const { shown, log } = await withLines(3, { size: { columns: 80, rows: 24 } });
		log().join(cart);
		log().join(other);
		await shown.settle();
		shown.press('!');
		expect(shown.text()).toMatch(/logs +cart-7c9\/app +streaming +healthy/);
		expect(shown.text()).toMatch(/logs +cart-d4f\/app +streaming +healthy/);
	});

	test('a paused log stays on its line when the terminal becomes another', async () => {
		const { shown } = await withLines(200);
		shown.press('g', 'page-down');
		const first = body(shown)[0];
		shown.resize({ columns: 60, rows: 12 });
		expect(body(shown)[0]).toBe(first);
	});

	test('a list of many rows below does not cost the log its keys', async () => {
		const { shown } = await withLines(3, {
			before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage(manyRows(500)),
		});
		expect(title(shown)).toContain('LOG');
		shown.press('esc');
		expect(title(shown)).toContain('PODS');
	});
});
