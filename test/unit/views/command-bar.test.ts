import { describe, expect, test } from 'vitest';
import type { FavouriteNamespaces, RecentCommands } from '../../../src/views/app-services.ts';
import { manyRows, shownRow, testDomains } from '../../support/fake-services.ts';
import { header } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const keeping = (lines: string[], trouble?: string): RecentCommands => ({
	read: () => lines.toReversed(),
	keep: (line) => {
		lines.push(line);
		return trouble;
	},
});

/** The test's views, with namespaces among them. */
const withNamespaces = testDomains.flatMap((domain) =>
	domain.name === 'nodes' ? [domain, { ...domain, name: 'namespaces', title: 'NAMESPACES', aliases: ['ns'], reads: [] }] : [domain],
);

const open = (recentCommands?: RecentCommands, size = { columns: 80, rows: 24 }, favouriteNamespaces?: FavouriteNamespaces): ShownSession =>
	showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		size,
		domains: withNamespaces,
		...(recentCommands === undefined ? {} : { recentCommands }),
		...(favouriteNamespaces === undefined ? {} : { favouriteNamespaces }),
		before: (fake) => {
			fake.context.stream('pods', 'shop').rows.appendPage(manyRows(30));
			fake.context.stream('namespaces').rows.appendPage(['bank', 'shop'].map((name) => shownRow(name, { namespace: '' })));
		},
	});

const status = (shown: ShownSession): string => (shown.lines().at(-1) ?? '').trimEnd();
const enter = (shown: ShownSession, line: string): void => {
	shown.type(`:${line}`);
	shown.press('enter');
};
/** What lies over the rows, under its rule. */
const panel = (shown: ShownSession): readonly string[] => {
	const lines = shown.lines().map((line) => line.trimEnd());
	const rule = lines.findLastIndex((line) => line.startsWith('──'));
	return rule < 0 ? [] : lines.slice(rule + 1, -1);
};

describe('the command bar', () => {
	test('shows the ways to go on in a list, tab goes through them and round', () => {
		const shown = open();
		shown.type(':n');
		const offered = panel(shown).map((line) => line.trim().split(/ {2,}/)[0]);
		expect(offered.slice(0, 3)).toEqual(['nodes', 'namespaces', 'ns']);
		for (const line of [...offered, offered[0]]) {
			shown.press('tab');
			expect(status(shown)).toBe(` : ${line}`);
		}
		shown.press('shift-tab', 'shift-tab');
		expect(status(shown)).toBe(` : ${offered.at(-2)}`);
	});

	test('brings back what was entered, in this run and before, with up and down', () => {
		const kept = ['nodes', 'pods bank'];
		const shown = open(keeping(kept));
		enter(shown, 'jobs');
		enter(shown, 'pots');
		shown.press('esc');
		expect(kept).toEqual(['nodes', 'pods bank', 'jobs']);
		shown.type(':');
		expect(panel(shown)[0]).toMatch(/^ jobs +entered before$/);
		const seen = ['up', 'up', 'up', 'up', 'down', 'down', 'down', 'down'].map((key) => {
			shown.press(key);
			return status(shown).slice(3);
		});
		expect(seen).toEqual(['jobs', 'pods bank', 'nodes', 'nodes', 'pods bank', 'jobs', '', '']);
	});

	test.each([
		["pods -l 'a in ('", 'The label selector "a in (" cannot be read'],
		['pods -l =x', 'The label selector "=x" cannot be read'],
		['pods /nme:x', 'nme'],
		['pods /"unclosed', 'the quote " is still open'],
	])('keeps :%s in the line and says what cannot be read', (line, sentence) => {
		const kept: string[] = [];
		const shown = open(keeping(kept), { columns: 120, rows: 24 });
		enter(shown, line);
		expect(shown.text()).toContain(sentence);
		expect(status(shown)).toBe(` : ${line}`);
		expect(kept).toEqual([]);
	});

	test('takes the first completion of a word that means nothing by itself and begins it', () => {
		const kept: string[] = [];
		const shown = open(keeping(kept));
		enter(shown, 'susp');
		expect(shown.suspensions()).toBe(1);
		enter(shown, 'NOD');
		expect(shown.text()).toContain('NODES');
		expect(kept).toEqual(['suspend', 'nodes']);
	});

	test('opens an object that is named over the list with the cursor on it, and says in the list that there is none of that name', () => {
		const shown = open();
		const [, cursor] = manyRows(30);
		enter(shown, `pods/${cursor?.name}`);
		expect(shown.text()).toContain(`pod shop/${cursor?.name}`);
		shown.press('esc');
		expect(shown.lines().find((line) => line.includes('▸ ') && line.includes(cursor?.name ?? '?'))).toBeDefined();
		enter(shown, 'pod/nobody');
		expect(status(shown)).toContain('There is no pod nobody in namespace shop.');
	});

	test('says that lines cannot be kept, and does what was asked', () => {
		const shown = open(keeping([], 'The lines cannot be kept in /full (ENOSPC); they are forgotten at the end.'));
		enter(shown, 'jobs');
		expect(shown.text()).toContain('JOBS');
		expect(shown.text()).toContain('cannot be kept in /full (ENOSPC)');
	});

	test('keeps a line that cannot be done for correction, and is empty when it is opened anew', () => {
		const shown = open();
		enter(shown, 'ctx nope');
		expect(status(shown)).toBe(' : ctx nope');
		expect(panel(shown).join(' ')).toContain('There is no context "nope". There are: prod-eu, prod-us, staging.');
		shown.press('esc');
		shown.type(':');
		expect(status(shown)).toBe(' :');
	});

	test('lists the contexts for :ctx alone', () => {
		const shown = open();
		enter(shown, 'ctx');
		expect(panel(shown).map((line) => line.trim().split(/ {2,}/)[0])).toEqual(['ctx prod-eu', 'ctx prod-us', 'ctx staging']);
		shown.press('tab', 'tab');
		expect(status(shown)).toBe(' : ctx prod-us');
	});

	test('doubts a namespace only once all were listed, says when that was, and opens it when it is asked again', async () => {
		const shown = open();
		enter(shown, 'ns elsewhere');
		expect(header(shown)).toContain('▸ elsewhere');
		enter(shown, 'namespaces');
		enter(shown, 'pods');
		await shown.clock.advance(43_000);
		enter(shown, 'ns nope');
		expect(panel(shown).join(' ')).toContain('There was no namespace "nope" 43s ago. There are: ');
		expect(panel(shown).join(' ')).toContain('bank');
		shown.press('enter');
		expect(header(shown)).toContain('▸ nope');
	});

	test('opens a view with its namespace and its filter', () => {
		const shown = open();
		enter(shown, 'Pods -n shop /0007');
		expect(shown.lines()[2]).toMatch(/PODS {2}ns:shop {2}\/ 0007.*1 of 30/);
		enter(shown, 'pods -l app=x');
		expect([...shown.context.openFeeds].at(-1)?.scope).toEqual({ namespace: 'shop', labelSelector: 'app=x' });
	});

	test(':suspend gives the terminal back', () => {
		const shown = open();
		enter(shown, 'suspend');
		expect(shown.suspensions()).toBe(1);
	});

	test.each([
		{ columns: 40, rows: 10 },
		{ columns: 80, rows: 24 },
	])('what went wrong can be read to its end on %j', async (size) => {
		for (const [line, end] of [
			['zebra', 'that the server has.'],
			['ctx nope', 'staging.'],
			['nodes shop', 'type :nodes.'],
			['pods a b', '/words is enough.'],
			['pods -l', '-l app=cart.'],
		] as const) {
			const shown = open(undefined, size);
			enter(shown, line);
			await shown.settle();
			const said = panel(shown)
				.map((text) => text.trim())
				.join(' ');
			expect(said, line).not.toContain('…');
			expect(said.endsWith(end), said).toBe(true);
		}
	});
});

describe('digits', () => {
	test('open what they opened in the run before, and keep for the next one what is there', async () => {
		const kept = new Map<string, readonly string[]>([['prod-eu', ['bank', 'till']]]);
		const favouriteNamespaces: FavouriteNamespaces = {
			read: (context) => kept.get(context) ?? [],
			keep: (context, names) => {
				kept.set(context, names);
				return undefined;
			},
		};
		const shown = open(undefined, { columns: 120, rows: 24 }, favouriteNamespaces);
		expect(shown.lines()[1]).toMatch(/ 1 bank {2}2 till {2}3 shop $/);
		expect(kept.get('prod-eu')).toEqual(['bank', 'till', 'shop']);
		shown.press('1');
		expect(header(shown)).toContain('▸ bank');
		shown.context.namespaces.set('nope', false);
		enter(shown, 'ns nope');
		await shown.settle();
		expect(shown.lines()[1]).not.toContain('nope');
		expect(kept.get('prod-eu')).toEqual(['bank', 'till', 'shop']);
		kept.set('staging', ['edge']);
		enter(shown, 'ctx staging');
		await shown.settle();
		expect(shown.lines()[1]).toMatch(/ 1 edge {2}2 /);
	});

	test('that cannot be kept are told of', () => {
		const shown = open(undefined, { columns: 120, rows: 24 }, { read: () => [], keep: () => 'They cannot be kept in /full (ENOSPC).' });
		expect(status(shown)).toContain('They cannot be kept in /full (ENOSPC).');
	});

	test('are shown beside the tabs where there is room, with what they open, and in help', () => {
		const shown = open(undefined, { columns: 120, rows: 24 });
		enter(shown, 'ns bank');
		expect(shown.lines()[1]).toMatch(/ 1 shop {2}2 bank $/);
		shown.press('?', 'G');
		expect(shown.text()).toMatch(/Your namespaces *\n +1 +shop *\n +2 +bank/);
		shown.resize({ columns: 40, rows: 10 });
		expect(shown.lines()[1]).not.toContain('bank');
	});
});

describe('the keys that matter now', () => {
	test.each([20, 30, 40, 60, 80, 200])('are whole on %d columns, and an ellipsis tells that there are more', (columns) => {
		const shown = open(undefined, { columns, rows: 10 });
		const hints = status(shown)
			.replace(/ [A-Z]+ – .*$/, '')
			.trimEnd();
		expect(hints.trim()).toMatch(/^((<\S+> [a-z ]+?)( |$))*…?$/);
		expect(hints.includes('<q> quit') || hints.endsWith('…')).toBe(true);
	});
});
