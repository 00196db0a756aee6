import { describe, expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { makeFilter } from '../../../src/filter/filter.ts';
import { logRequest } from '../../../src/views/log-target.ts';
import { usualWish } from '../../../src/views/logs-line.ts';
import { relatedTo } from '../../../src/views/related.ts';
import { cellContext } from '../../support/cell-context.ts';
import { shownRow } from '../../support/fake-services.ts';
import { inShop, shop, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

describe('marks', () => {
	const marked = (shown: ShownSession): readonly string[] => shown.lines().filter((line) => /^[◆◈]/.test(line));

	test('space marks rows, in the gutter and in the title, and takes a mark away again', () => {
		const shown = inShop();
		shown.press('space', 'j', 'j', 'space');
		expect(marked(shown).map((line) => line.slice(0, 11))).toEqual(['◆ cart-0000', '◈ cart-0002']);
		expect(title(shown)).toContain('2 marked');
		shown.press('space');
		expect(marked(shown)).toHaveLength(1);
		expect(title(shown)).toContain('1 marked');
	});

	test('follow their object through a new order, and vanish with it', async () => {
		const shown = inShop();
		shown.press('space', 'j', 'space', 'E');
		expect(marked(shown).map((line) => line.slice(2, 11))).toEqual(['cart-0001', 'cart-0000']);
		const [first] = shop(shown).rows.values();
		shop(shown).rows.remove(first?.uid ?? '');
		shop(shown).rows.upsert(shownRow('cart-0000', { uid: 'another of the same name' }));
		await shown.settle();
		expect(title(shown)).toContain('1 marked');
		expect(marked(shown).map((line) => line.slice(2, 11))).toEqual(['cart-0001']);
	});

	test('stay while a list is read again, whose pages have not all come', async () => {
		const shown = inShop();
		shown.press('space');
		const uids = Array.from(shop(shown).rows.values(), ({ uid }) => uid);
		shop(shown).status = { ...shop(shown).status, rows: 'partial' };
		for (const uid of uids) shop(shown).rows.remove(uid);
		await shown.settle();
		expect(title(shown)).toContain('1 marked');
	});

	test('that are filtered out are said to be', () => {
		const shown = inShop();
		shown.press('space', 'j', 'space');
		shown.type('/0001');
		shown.press('enter');
		expect(title(shown)).toContain('2 marked, 1 not in sight');
	});

	test('esc takes the marks away first, then the filter', () => {
		const shown = inShop();
		shown.type('/cart');
		shown.press('enter', 'space', 'esc');
		expect(title(shown)).toContain('/ cart');
		expect(title(shown)).not.toContain('marked');
		shown.press('esc');
		expect(title(shown)).not.toContain('/ cart');
	});
});

describe('c', () => {
	test('copies the name under the cursor, and says where it went', async () => {
		const shown = inShop();
		shown.press('j', 'c');
		await shown.settle();
		expect(shown.copied).toEqual(['cart-0001']);
		expect(status(shown)).toContain("copied cart-0001 to tmux's buffer");
	});

	test('copies the names of the marked rows in the order of the list, those out of sight last', async () => {
		const shown = inShop();
		shown.press('j', 'j', 'space', 'k', 'space', 'k', 'space');
		shown.type('/!0001');
		shown.press('enter', 'c');
		await shown.settle();
		expect(shown.copied).toHaveLength(1);
		expect(new Set(shown.copied[0]?.split('\n'))).toEqual(new Set(['cart-0000', 'cart-0001', 'cart-0002']));
		expect(shown.copied[0]?.split('\n').at(-1)).toBe('cart-0001');
		expect(status(shown)).toContain("copied 3 names to tmux's buffer");
	});

	test('never copies a sequence that a terminal would act on when it is pasted', async () => {
		const shown = showSession({ namespace: 'shop', before: (fake) => shop(fake).rows.appendPage([shownRow('evil\x1b[201~\rrm -r\n')]) });
		shown.press('c');
		await shown.settle();
		expect(shown.copied).toEqual(['evil^[[201~ rm -r ']);
	});

	test('says that there is nothing to copy', () => {
		const shown = showSession({ namespace: 'shop' });
		shown.press('c');
		expect(status(shown)).toContain('There is no row to copy the name of.');
	});
});

describe('a cron job', () => {
	const named = (name: string): Domain => {
		const domain = domains.find((each) => each.name === name);
		if (domain === undefined) throw new Error(`there is no view ${name}`);
		return domain;
	};
	const row = shownRow('nightly.v2', { namespace: 'batch' });

	test('has its jobs in it, those alone, and no logs', () => {
		const domain = named('cronjobs');
		const facts = { row, domain, domains, context: cellContext({}), namespace: undefined };
		const related = relatedTo('content', facts);
		if (!('place' in related)) throw new Error('there is nowhere to go');
		const { view, namespace, filter } = related.place;
		expect({ view, namespace }).toEqual({ view: 'jobs', namespace: 'batch' });
		const { test: passes } = makeFilter(filter, named('jobs').columns).filter ?? {};
		const job = (owner: string) => passes?.({ ...shownRow('one'), owner } as Row, cellContext({}));
		expect([job('CronJob/nightly.v2'), job('CronJob/nightly.v20'), job('CronJob/nightly-v2'), job('')]).toEqual([
			true,
			false,
			false,
			false,
		]);
		expect(logRequest(usualWish(false), { domain, rows: () => [], row, namespace: undefined })).toEqual({
			why: 'Cron job "nightly.v2" has no pods of its own; i lists its jobs.',
		});
	});
});

describe('the history', () => {
	test('[ and ] go through view, namespace and filter', () => {
		const shown = inShop();
		shown.type('/0001');
		shown.press('enter');
		shown.type(':jobs bank');
		shown.press('enter');
		shown.press('[');
		expect(title(shown)).toMatch(/PODS.*ns:shop.*\/ 0001/);
		shown.press('[');
		expect(title(shown)).not.toContain('0001');
		shown.press('[');
		expect(status(shown)).toContain('Nothing was open before this.');
		shown.press(']', ']');
		expect(title(shown)).toMatch(/JOBS.*ns:bank/);
		shown.press(']');
		expect(status(shown)).toContain('This is the newest.');
	});
});
