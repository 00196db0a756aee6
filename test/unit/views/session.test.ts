import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/views/theme.ts';
import { shownRow, unwell } from '../../support/fake-services.ts';
import { cursorRow, inShop, shop, status, title, withRows } from '../../support/session-parts.ts';
import { showSession } from '../../support/session-screen.ts';

describe('the screen', () => {
	test.each([
		[20, 6],
		[40, 10],
		[80, 24],
		[200, 50],
	])('of %i × %i is exactly that big, in every pane', (columns, rows) => {
		const shown = showSession({
			namespace: 'shop',
			size: { columns, rows },
			before: withRows(80, (index) => unwell('failing', `名前${index}`)),
		});
		for (const keys of [[], ['|'], ['!'], ['enter'], ['?'], [':', 'p'], ['esc', 'esc', 'esc', 'esc', '0']]) {
			shown.press(...keys);
			expect(shown.lines()).toHaveLength(rows);
		}
	});

	test('is not drawn again when nothing on it changed', async () => {
		const shown = showSession({ namespace: 'shop', before: withRows(9, () => ({ created: 1 })) });
		await shown.settle();
		const draws = shown.draws();
		for (let turn = 0; turn < 20; turn++) await shown.settle();
		await shown.clock.advance(3_600_000);
		expect(shown.draws()).toBe(draws);
	});

	test('is drawn when an age turns, within a second of it', async () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake, clock) => shop(fake).rows.appendPage([shownRow('cart', { created: clock.now() / 1000 - 3540 })]),
		});
		expect(cursorRow(shown)).toContain('59m');
		await shown.clock.advance(61_000);
		expect(cursorRow(shown)).toContain('60m');
	});

	test('takes a burst of events in a few frames', async () => {
		const shown = inShop();
		const draws = shown.draws();
		for (let event = 0; event < 500; event++) {
			shop(shown).rows.upsert(shownRow('busy', { uid: 'busy', namespace: 'shop', restarts: event, resourceVersion: String(event) }));
			shown.context.notify();
			await shown.clock.advance(2);
		}
		expect(shown.draws() - draws).toBeLessThanOrEqual(15);
	});

	test('is plain ASCII with the ASCII glyphs', () => {
		const shown = showSession({ namespace: 'shop', glyphs: asciiGlyphs, before: withRows(60) });
		for (const keys of [[], ['|'], ['!'], ['enter'], ['?']]) {
			shown.press(...keys);
			expect(shown.text()).toMatch(/^[\x20-\x7e\n]*$/);
		}
	});
});

describe('a key that nobody bound', () => {
	test('says so for a moment, and where those are that do something', async () => {
		const shown = inShop();
		shown.press('e');
		expect(status(shown)).toContain('e does nothing here; ? lists the keys that do.');
		await shown.clock.advance(5_000);
		expect(status(shown)).not.toContain('does nothing');
	});
});

describe('a note', () => {
	test('of a thing that is done goes by itself after 3 s, and then nothing is drawn for it any more', async () => {
		const shown = inShop();
		shown.press('ctrl-r');
		expect(status(shown)).toContain('Asking the server for everything again.');
		await shown.clock.advance(2_900);
		expect(status(shown)).toContain('Asking the server');
		await shown.clock.advance(200);
		expect(status(shown)).not.toContain('Asking the server');
		shown.press('ctrl-r');
		shown.press('j');
		expect(status(shown)).not.toContain('Asking the server');
	});
});

describe('q', () => {
	test('typed again at once, or held, goes back to the list and does not quit', async () => {
		const shown = inShop();
		shown.press('!', 'enter', 'q', 'q', 'q');
		expect(title(shown)).toContain('PODS');
		expect(status(shown)).toContain('Nothing is left to go back to; q again quits.');
		await shown.clock.advance(400);
		shown.press('q');
		await shown.clock.advance(400);
		shown.press('q');
		expect(shown.session.exited).toBeInstanceOf(Promise);
		expect(await Promise.race([shown.session.exited, Promise.resolve('open')])).toBe('open');
		await shown.clock.advance(600);
		shown.press('q');
		expect(await shown.session.exited).toBe(0);
	});
});

describe('leaving', () => {
	test.each([
		[['q'], 0],
		[[':', 'q', 'enter'], 0],
		[['/', 'a', 'ctrl-c'], 130],
		[['!', 'q', ':', 'q', '!', 'enter'], 0],
	])('%j ends with %i and gives the feeds back', async (keys, code) => {
		const shown = inShop();
		shown.press(...keys);
		expect(await shown.session.exited).toBe(code);
		await shown.session.close();
		expect(shown.context.openFeeds.size).toBe(0);
		expect(shown.context.listening).toBe(0);
		expect(shown.clock.waiting).toBe(0);
	});
});
