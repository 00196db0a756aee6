import { describe, expect, test } from 'vitest';
import type { LogSource } from '../../../src/sessions/types.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import type { FakeLogSession } from '../../support/fake-log-session.ts';
import { manyRows, shownRow } from '../../support/fake-services.ts';
import { header, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const cart: LogSource = { pod: 'cart-7c9', container: 'app' };
const other: LogSource = { pod: 'cart-d4f', container: 'app' };
const at = (seconds: number): string => `2026-11-22T01:00:${String(seconds).padStart(2, '0')}.000000000Z`;

type Options = NonNullable<Parameters<typeof showSession>[0]>;

function shownPods(options: Options = {}): ShownSession {
	return showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage([shownRow('cart-7c9'), shownRow('pay-1')]),
		...options,
	});
}

interface OpenLog {
	readonly shown: ShownSession;
	readonly log: () => FakeLogSession;
}

function openLog(options: Options = {}): OpenLog {
	const shown = shownPods(options);
	shown.press('l');
	return {
		shown,
		log: () => {
			const log = shown.context.logs.at(-1);
			if (log === undefined) throw new Error('No log was opened.');
			return log;
		},
	};
}

async function withLines(count: number, options: Options = {}): Promise<OpenLog> {
	const open = openLog(options);
	for (let line = 0; line < count; line += 1) open.log().line(cart, `line ${line}`);
	await open.shown.settle();
	return open;
}

const body = ({ lines }: ShownSession): readonly string[] =>
	lines()
		.slice(3, -1)
		.map((line) => line.trimEnd());

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

describe('the keys of a log', () => {
	test('a page up stays where it is while lines come; s and G follow again', async () => {
		const { shown, log } = await withLines(100);
		shown.press('page-up');
		const before = body(shown);
		expect(title(shown)).toContain('paused');
		log().line(cart, 'the newest');
		await shown.settle();
		expect(body(shown)).toEqual(before);
		expect(title(shown)).toMatch(/paused .*of 101 /);
		shown.press('G');
		expect(body(shown).at(-1)).toBe('the newest');
		expect(title(shown)).toContain('following');
		shown.press('s');
		expect(title(shown)).toContain('paused');
		shown.press('f');
		expect(title(shown)).toContain('following');
	});

	test('g goes to the first line, j and k move by one', async () => {
		const { shown } = await withLines(100);
		shown.press('g');
		expect(body(shown)[0]).toBe('line 0');
		shown.press('j', 'j', 'k');
		expect(body(shown)[0]).toBe('line 1');
	});

	test('w cuts long lines instead of wrapping them, and the arrows scroll them sideways', async () => {
		const { shown, log } = openLog({ size: { columns: 40, rows: 12 } });
		log().line(cart, `begin ${'x'.repeat(50)} end`);
		await shown.settle();
		expect(body(shown).slice(0, 3).join('').replaceAll(' ', '')).toBe(`begin${'x'.repeat(50)}end`);
		shown.press('w');
		expect(body(shown)[0]).toBe(`begin ${'x'.repeat(33)}…`);
		expect(body(shown)[1]).toBe('');
		shown.press('right', 'right');
		expect(body(shown)[0]).toMatch(/^…x+ end$/);
		shown.press('left', 'left');
		expect(body(shown)[0]).toMatch(/^begin/);
	});

	test('t tells when each line was written, x shows JSON as its fields', async () => {
		const { shown, log } = openLog();
		log().line(cart, '{"level":"warn","msg":"slow answer","path":"/pay"}', at(7));
		await shown.settle();
		shown.press('x');
		expect(body(shown)[0]).toBe('WARN  slow answer  path=/pay');
		shown.press('t');
		expect(body(shown)[0]).toMatch(/^\d\d:\d\d:07\.000 WARN {2}slow answer {2}path=\/pay$/);
		shown.press('x', 't');
		expect(body(shown)[0]).toContain('{"level":"warn"');
	});

	test('what is read as fields is found and copied as it is read', async () => {
		const { shown, log } = openLog();
		log().line(cart, '{"level":"warn","msg":"slow answer","path":"/pay"}', at(7));
		await shown.settle();
		shown.press('x', 't');
		shown.type('/WARN');
		shown.press('enter');
		const [read] = body(shown);
		expect(read).toMatch(/07\.000 WARN {2}slow answer {2}path=\/pay$/);
		shown.press('c');
		await shown.settle();
		expect(shown.copied).toEqual([read]);
		shown.press('x');
		expect(body(shown).join()).toContain('None of 1 lines has this');
	});

	test('a silent log of a server that does not answer is as stale as its last line, and one with lines is live', async () => {
		const { shown, log } = await withLines(1);
		log().join(cart);
		const pods = shown.context.stream('pods', 'shop');
		const asOf = shown.clock.now();
		pods.status = { ...pods.status, level: 'degraded', reason: 'unproven', live: false, asOf };
		const lineAt = (deliveredAt: number): void => {
			log().shownStreams = log().shownStreams.map((stream) => ({ ...stream, deliveredAt }));
		};
		await shown.clock.advance(30_000);
		lineAt(shown.clock.now());
		await shown.settle();
		expect(title(shown)).toContain('live');
		await shown.clock.advance(20_000);
		await shown.settle();
		expect(title(shown)).not.toContain('live');
		expect(title(shown)).toContain('stale 20s');
		expect(header(shown)).toContain('stale 20s');
		shown.press('!');
		expect(shown.text()).toMatch(/^ *logs .* degraded \(unproven\)/m);
		shown.press('!');
		pods.status = { ...pods.status, level: 'healthy', reason: 'delivering', live: true };
		await shown.settle();
		expect(title(shown)).toContain('live');
	});

	test('the digits read another stretch of time, and the log before is closed', async () => {
		const { shown, log } = await withLines(3);
		const first = log();
		shown.press('3');
		expect(first.isClosed).toBe(true);
		expect(log()).not.toBe(first);
		expect(log().request).toMatchObject({ sinceSeconds: 300, follow: true });
		expect(log().request.tailLines).toBeUndefined();
		expect(status(shown)).toContain('Read the last 5 minutes.');
		shown.press('1');
		expect(log().request.sinceSeconds).toBeUndefined();
		shown.press('0');
		expect(log().request.tailLines).toBe(500);
	});

	test('p changes between what ran before and what runs, ctrl-r reads again', async () => {
		const { shown, log } = await withLines(3);
		shown.press('p');
		expect(log().request).toMatchObject({ previous: true, follow: false });
		shown.press('p');
		expect(log().request).toMatchObject({ previous: false, follow: true });
		const before = log();
		shown.press('ctrl-r');
		expect(before.isClosed).toBe(true);
		expect(log().request).toEqual(before.request);
		expect(shown.context.refreshes).toBe(1);
		expect(shown.context.logs.filter(({ isClosed }) => !isClosed)).toEqual([log()]);
	});

	test('a goes from all containers to the default one, and from there to each by its name', async () => {
		const { shown, log } = openLog();
		log().join(cart);
		log().join({ pod: 'cart-7c9', container: 'proxy' });
		await shown.settle();
		shown.press('a');
		expect(log().request.containers).toBe('default');
		shown.press('a');
		expect(log().request.containers).toEqual({ name: 'app' });
		expect(status(shown)).toContain('Container app.');
		shown.press('a');
		expect(log().request.containers).toEqual({ name: 'proxy' });
		expect(title(shown)).toContain('cart-7c9 -c proxy');
		shown.press('a');
		expect(log().request.containers).toBe('all');
	});

	test('c copies the lines that are shown as they are, made safe', async () => {
		const { shown, log } = await withLines(2);
		log().line(cart, 'bad\x1b]52;c;x\x07');
		await shown.settle();
		shown.press('/');
		shown.type('!1');
		shown.press('enter', 'c');
		await shown.settle();
		expect(shown.copied[0]?.split('\n').slice(0, 1)).toEqual(['line 0']);
		expect(shown.copied[0]).not.toContain('\x1b');
		expect(shown.copied[0]).not.toContain('line 1');
		expect(status(shown)).toContain('2 lines');
	});

	test('nothing is copied of a log without lines, and that is said', async () => {
		const { shown } = openLog();
		shown.press('c');
		await shown.settle();
		expect(status(shown)).toContain('There is no line to copy.');
		expect(shown.copied).toEqual([]);
	});

	test('letters that sort a list and keys that act on its rows do nothing here', async () => {
		const { shown } = await withLines(3);
		const before = shown.lines().slice(0, -1);
		shown.press('S', 'T', 'space', 'v', 'o', 'tab', '-');
		expect(shown.lines().slice(0, -1)).toEqual(before);
		expect(status(shown)).toContain('- does nothing here; ? lists the keys that do.');
		shown.press('esc');
		expect(title(shown)).toMatch(/▴ NAME|NAME/);
		expect(title(shown)).not.toContain('marked');
	});
});

describe('the filter of a log', () => {
	test('hides what it does not find as it is typed; esc takes it away, and once more closes the log', async () => {
		const { shown, log } = await withLines(20);
		shown.press('/');
		shown.type('line 1');
		expect(body(shown).filter((line) => line !== '')).toEqual(['line 1', ...Array.from({ length: 10 }, (_, index) => `line 1${index}`)]);
		shown.press('enter');
		expect(title(shown)).toContain('/ line 1');
		shown.press('esc');
		expect(title(shown)).not.toContain('/ line');
		expect(title(shown)).toContain('of 20');
		expect(log().isClosed).toBe(false);
		shown.press('esc');
		expect(title(shown)).toContain('PODS');
		expect(log().isClosed).toBe(true);
	});

	test('what cannot be read is said in place, and the filter before it holds', async () => {
		const { shown } = await withLines(20);
		shown.press('/');
		shown.type('/1[/');
		expect(status(shown) + shown.text()).toMatch(/regular expression|pattern|\[/i);
		shown.press('enter');
		expect(shown.session.screen().cursor).toBeDefined();
	});

	test('a column that a log has not is refused with those that it has', async () => {
		const { shown } = await withLines(20);
		shown.press('/');
		shown.type('restarts:>5');
		expect(shown.text()).toMatch(/level/);
		shown.press('esc');
		expect(title(shown)).toContain('of 20');
	});

	test('where nothing has it, it is said of how many lines', async () => {
		const { shown } = await withLines(20);
		shown.press('/');
		shown.type('nowhere');
		expect(body(shown)[1]).toBe('  None of 20 lines has this; esc takes the filter away.');
	});

	test('& shows all lines with those marked that it finds; n and N go to them, at the end of the log too', async () => {
		const { shown, log } = openLog({ size: { columns: 80, rows: 10 } });
		for (let line = 0; line < 60; line += 1) log().line(cart, line % 20 === 5 || line >= 58 ? `hit ${line}` : `line ${line}`);
		await shown.settle();
		shown.press('/');
		shown.type('hit');
		shown.press('enter', '&');
		expect(title(shown)).toContain('of 60');
		shown.press('g', 'n');
		expect(body(shown)[0]).toBe('hit 5');
		shown.press('n');
		expect(body(shown)[0]).toBe('hit 25');
		expect(shown.painted()[3]).toContain('\x1b[7m');
		shown.press('n', 'n', 'n', 'n');
		expect(status(shown)).toContain('No line below this has it.');
		// The last two are both in sight: which of them n went to is told without colour.
		const painted = (text: string): string => shown.painted().find((line) => line.includes(text)) ?? '';
		expect(painted('hit 59')).toContain('\x1b[4m');
		expect(painted('hit 58')).toContain('\x1b[7m');
		expect(painted('hit 58')).not.toContain('\x1b[4m');
		shown.press('N', 'N');
		expect(body(shown)[0]).toBe('hit 45');
	});

	test('without one n says what to do first', async () => {
		const { shown } = await withLines(3);
		shown.press('n');
		expect(status(shown)).toContain('Type what to look for first: / and words.');
	});

	test('text that is pasted goes into it', async () => {
		const { shown } = await withLines(20);
		shown.press('/');
		shown.session.paste('"line 7"');
		expect(body(shown).filter((line) => line !== '')).toEqual(['line 7']);
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
