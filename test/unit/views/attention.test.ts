import { expect, test } from 'vitest';
import { FindingRow } from '../../../src/domains/attention/findings.ts';
import { attention } from '../../../src/domains/attention.ts';
import { anyDomain } from '../../../src/domains/erase.ts';
import { pods } from '../../../src/domains/pods.ts';
import type { Row } from '../../../src/domains/types.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import type { DomainFeed } from '../../../src/sync/types.ts';
import { lookedAt } from '../../../src/views/looked-at.ts';
import { shownRow } from '../../support/fake-services.ts';
import { title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const finding = (name: string, over: Partial<ConstructorParameters<typeof FindingRow>[0]> = {}): FindingRow =>
	new FindingRow({
		uid: `uid-${name} not running`,
		objectUid: `uid-${name}`,
		kind: 'Deployment',
		namespace: 'shop',
		name,
		cause: 'crash',
		severity: 'failing',
		text: 'OOMKilled exit 137 (limit 64Mi), 41 restarts',
		since: 1_795_316_000,
		last: 0,
		restarts: 41,
		pods: 1,
		aboutKind: 'Pod',
		aboutName: `${name}-7c9-x2`,
		container: 'app',
		version: 'crash OOMKilled 7c9',
		...over,
	});

const domains = [anyDomain(attention), anyDomain(pods)];

const shown = (...rows: readonly Row[]): ShownSession =>
	showSession({
		domains,
		view: 'attention',
		contextNamespace: 'shop',
		before: (fake) => (fake.context.stream('attention').rows as unknown as RowStore).appendPage(rows),
	});

const names = (screen: ShownSession): readonly string[] =>
	screen
		.lines()
		.slice(4)
		.flatMap((line) => /(?:crit|fail|warn) .*shop +(\S+)/.exec(line)?.[1] ?? []);

test('the worst is first, and of equal weight the newest', () => {
	const old = finding('old', { since: 1_000 });
	const nodes = finding('down', { severity: 'critical', since: 1_000 });
	const screen = shown(finding('new'), old, finding('slow', { severity: 'warning' }), nodes);
	expect(names(screen)).toEqual(['down', 'new', 'old', 'slow']);
	// All of them are of something unwell: a number of faults would say nothing.
	expect(title(screen)).not.toContain('fault');
});

test('has rows to show when something is found or nothing is, not when what findings are made of begins to come', () => {
	const screen = shown();
	const stream = screen.context.stream('attention');
	stream.status = { ...stream.status, rows: 'partial' };
	expect(screen.session.hasRows).toBe(false);
	(stream.rows as unknown as RowStore).upsert(finding('cart'));
	expect(screen.session.hasRows).toBe(true);
	expect(shown().session.hasRows).toBe(true);
});

test('z ignores what is found until it is another, and x shows what is ignored, to be taken back', async () => {
	const screen = shown(finding('cart'), finding('search'));
	screen.press('z');
	expect(names(screen)).toEqual(['search']);
	expect(title(screen)).toMatch(/1 ignored.* 1 of 2/);
	screen.press('z');
	expect(screen.text()).toContain('All 2 findings are ignored until something changes.');
	screen.press('x');
	expect(names(screen)).toEqual(['cart', 'search']);
	expect(title(screen)).toContain('ignored only');
	screen.press('z', 'x');
	expect(names(screen)).toEqual(['cart']);
	const store = screen.context.stream('attention').rows as unknown as RowStore;
	store.upsert(finding('search', { restarts: 42, text: 'OOMKilled exit 137 (limit 64Mi), 42 restarts' }));
	await screen.settle();
	expect(names(screen)).toEqual(['cart']);
	store.upsert(finding('search', { version: 'crash OOMKilled 8d1' }));
	await screen.settle();
	expect(names(screen)).toEqual(['cart', 'search']);
});

test('marked findings are ignored together, and what is ignored outlives a look at another view and another context', async () => {
	const screen = shown(finding('cart'), finding('search'), finding('web'));
	screen.press('space', 'j', 'space', 'z');
	expect(names(screen)).toEqual(['web']);
	screen.press('tab', '-');
	expect(names(screen)).toEqual(['web']);
	for (const context of ['staging', 'prod-eu']) {
		screen.type(`:ctx ${context}`);
		screen.press('enter');
		await screen.settle();
	}
	screen.press('0');
	await screen.settle();
	expect(names(screen)).toEqual(['web']);
});

test('what is not attention’s cannot be ignored', () => {
	const screen = showSession({ domains, namespace: 'shop', before: (fake) => fake.context.stream('pods', 'shop') });
	screen.press('z');
	expect(screen.text()).toContain('Only what attention finds can be ignored');
	screen.press('x');
	expect(screen.text()).toContain('Only what attention finds can be ignored');
});

test('l follows the container that is the cause, p what it wrote before, and enter opens the pod', () => {
	const screen = shown(finding('cart'));
	screen.press('l');
	screen.press('esc', 'p');
	const target = { kind: 'pod', name: 'cart-7c9-x2' };
	expect(screen.context.logs.map(({ request }) => [request.target, request.containers, request.previous])).toEqual([
		[target, { name: 'app' }, false],
		[target, { name: 'app' }, true],
	]);
	screen.press('esc', 'enter');
	expect(title(screen)).toContain('POD  shop/cart-7c9-x2');
	screen.press('esc');
	expect(names(screen)).toEqual(['cart']);
});

test('where nothing is wrong it is said what was looked at', () => {
	const feed = (...counts: readonly number[]): Pick<DomainFeed, 'domain' | 'leases'> => ({
		domain: anyDomain(attention),
		leases: attention.reads.map(({ resource }, at) => {
			const rows = new RowStore(() => undefined);
			rows.appendPage(Array.from({ length: counts[at] ?? 0 }, (_, index) => shownRow(`${resource.kind}-${index}`)));
			return { resource, rows, status: () => ({ rows: 'complete', reason: 'synchronized' }) } as unknown as DomainFeed['leases'][number];
		}),
	});
	const words = (...counts: readonly number[]): string | undefined => lookedAt(feed(...counts) as DomainFeed)?.words;
	expect(words(12_045, 84, 1, 0, 0, 0, 10)).toBe('12 045 pods, 84 deployments, 1 stateful set and 10 nodes');
	expect(words(1)).toBe('1 pod');
	expect(words(5, 4, 3, 2, 1, 7, 6)).toBe('5 pods, 4 deployments, 3 stateful sets, 2 daemon sets and 14 objects of 3 other kinds');
	expect(words()).toBe('');
	expect(lookedAt({ ...feed(), domain: anyDomain(pods) } as DomainFeed)).toBeUndefined();
	expect(shown().text()).toContain('Nothing is wrong in all namespaces');
});
