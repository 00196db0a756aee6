import { describe, expect, test } from 'vitest';
import { keymap } from '../../../src/keys/keymap.ts';
import { liveStatus } from '../../support/fake-services.ts';
import { cursorRow, inShop, shop, title } from '../../support/session-parts.ts';

describe('diagnostics', () => {
	test('is a pane over the list, whose feed stays open', () => {
		const shown = inShop();
		shown.resize({ columns: 120, rows: 24 });
		shown.press('!');
		expect(title(shown)).toContain('DIAGNOSTICS');
		expect(shown.lines()[3]).toMatch(/DOMAIN +SCOPE +MODE +HEALTH +POLLING +OBJECTS +DELIVERED +EV\/S +RELISTS +ERRORS/);
		expect(cursorRow(shown)).toMatch(/pods +prod-eu\/shop +watch +healthy \(delivering\) +paused +60/);
		expect(shown.context.openFeeds.size).toBe(1);
		shown.press('esc');
		expect(title(shown)).toContain('PODS');
	});

	test('enter opens the streams of a domain with the journal of the one under the cursor, newest first', () => {
		const shown = inShop();
		const at = shown.clock.now();
		const entry = { at, streamId: 'pods ns=shop', level: 'healthy', reason: 'delivering', relist: false } as const;
		shown.journal.push({ ...entry, from: 'listing', to: 'connecting', cause: 'list complete', did: 'watch from 7' });
		shown.journal.push({ ...entry, from: 'connecting', to: 'watching', cause: 'headers came', did: '' });
		shown.warnings.push({ at: at + 1, streamId: 'pods ns=shop', path: '/api/v1/pods', text: 'v1 Pod is deprecated' });
		shown.press('!', 'enter');
		expect(title(shown)).toContain('STREAMS ▸ pods');
		const text = shown.text();
		expect(text).toMatch(/\d\d:\d\d:\d\d listing → connecting {2}list complete {2}· watch from 7/);
		expect(text).toMatch(/the server warns {2}v1 Pod is deprecated *\n.*headers came/);
		expect(text.indexOf('headers came')).toBeLessThan(text.indexOf('list complete'));
		shown.press('esc', 'q');
		expect(title(shown)).toContain('PODS');
	});

	test('says how the worst of what it lists is, and never that it is live itself', async () => {
		const shown = inShop();
		shown.press('!');
		expect(title(shown)).toMatch(/1 active {2}● all healthy *$/);
		shop(shown).status = { ...liveStatus(0), level: 'unhealthy', reason: 'disconnected', live: false };
		await shown.settle();
		expect(title(shown)).toMatch(/1 active {2}○ unhealthy \(disconnected\) *$/);
		shown.press('enter');
		expect(title(shown)).toMatch(/STREAMS ▸ pods .* 1 {2}○ unhealthy \(disconnected\) *$/);
		shop(shown).status = liveStatus(0);
		shop(shown).light = { ...liveStatus(0), level: 'unhealthy', reason: 'errors' };
		shown.press('esc');
		await shown.settle();
		expect(title(shown)).toContain('○ unhealthy (errors)');
	});

	test('a reason is read whole before the scope is shown, and on a narrow screen as far as it goes', async () => {
		const shown = inShop();
		shop(shown).status = { ...liveStatus(0), level: 'degraded', reason: 'awaiting first delivery', rows: 'none' };
		shown.press('!');
		for (const columns of [80, 100, 120, 200]) {
			shown.resize({ columns, rows: 24 });
			expect(cursorRow(shown)).toContain('degraded (awaiting first delivery)');
		}
		expect(shown.lines()[3]).toContain('SCOPE');
		shown.resize({ columns: 40, rows: 10 });
		expect(cursorRow(shown)).toContain('degraded (awaiting first deliv…');
	});

	test('| puts it below the list and takes it away again', () => {
		const shown = inShop();
		shown.press('|');
		expect(title(shown)).toContain('PODS');
		expect(shown.text()).toContain('DIAGNOSTICS');
		expect(shown.lines()).toHaveLength(24);
		expect(shown.lines().at(-4)).toContain('DIAGNOSTICS');
		expect(shown.lines().at(-2)).toContain('pods ');
		shown.press('|');
		expect(shown.text()).not.toContain('DIAGNOSTICS');
	});
});

describe('help', () => {
	test('begins with what the pane under it is for', () => {
		const shown = inShop();
		shown.press('?');
		expect(shown.lines()[3]).toMatch(/^ Objects/);
		shown.press('?', 'l', '?');
		expect(shown.lines()[3]).toMatch(/^ Logs/);
		expect(shown.lines()[4]).toContain('what ran before the last restart, or what runs now');
		shown.press('?', '!', '?');
		expect(shown.lines()[4]).toContain('in diagnostics');
	});

	test.each([40, 80, 120])('is read whole on %i columns', (columns) => {
		const shown = inShop();
		shown.resize({ columns, rows: 300 });
		shown.press('?');
		const text = shown.text().replace(/ *\n +/g, ' ');
		for (const { help, written, chords } of keymap) {
			expect(text).toContain(help);
			expect(text).toContain(written ?? chords.join(' '));
		}
	});
});
