import { describe, expect, test } from 'vitest';
import { at, body, cart, openLog, withLines } from '../../support/log-screen.ts';
import { header, status, title } from '../../support/session-parts.ts';

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
