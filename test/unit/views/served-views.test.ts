import { describe, expect, test } from 'vitest';
import type { ServedResource } from '../../../src/kube/types.ts';
import { type FakeServices, testDomains } from '../../support/fake-services.ts';
import { tabs, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const served = (group: string, over: Partial<ServedResource> = {}): ServedResource => ({
	gvr: { group, version: 'v1', resource: 'databases' },
	kind: 'Database',
	singular: 'database',
	shortNames: ['db'],
	categories: [],
	namespaced: true,
	verbs: ['list', 'watch'],
	preferred: true,
	...over,
});

const databases = 'databases.data.example.com';

/** A cluster whose server has databases, in one group or in several. */
const withDatabases = (...groups: readonly string[]): ShownSession =>
	showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		before: ({ context }: FakeServices) => {
			context.served.resources = (groups.length === 0 ? ['data.example.com'] : groups).map((group) => served(group));
		},
	});

const view = (shown: ShownSession): string | undefined => [...shown.context.openFeeds].at(-1)?.domain.name;

async function enter(shown: ShownSession, line: string): Promise<void> {
	shown.type(`:${line}`);
	shown.press('enter');
	await shown.settle();
}

describe('a kind that only the server knows', () => {
	test('opens by the names kubectl has for it, has a tab while it is open, and is left like any other view', async () => {
		for (const name of ['db', 'Database', 'databases.data', databases]) {
			const shown = withDatabases();
			await enter(shown, name);
			expect(view(shown), name).toBe(databases);
			expect(title(shown)).toContain('DATABASES.DATA.EXAMPLE.COM  ns:shop');
			expect(tabs(shown)).toContain(databases);
			shown.press('[');
			expect(title(shown)).toContain('PODS');
			expect(tabs(shown)).not.toContain(databases);
			shown.press(']');
			expect(view(shown)).toBe(databases);
		}
	});

	test('has its short names before k9s has them, whose names are taken where the server has nothing so called', async () => {
		const [deployments] = testDomains.flatMap((domain) => (domain.name === 'jobs' ? [{ ...domain, name: 'deployments' }] : []));
		const domains = deployments === undefined ? [] : [...testDomains, deployments];
		const shown = showSession({ domains, namespace: 'shop' });
		await enter(shown, 'dp bank /orders');
		expect(view(shown)).toBe('deployments');
		expect(title(shown)).toContain('ns:bank  / orders');
		await enter(shown, 'pods');
		await enter(shown, 'dp/orders');
		expect(view(shown)).toBe('deployments');
		const before = ({ context }: FakeServices) => {
			context.served.resources = [served('data.example.com', { shortNames: ['dp'] })];
		};
		const other = showSession({ domains, namespace: 'shop', before });
		await enter(other, 'dp');
		expect(view(other)).toBe(databases);
	});

	test('opens with the cursor on an object that is named behind it', async () => {
		const shown = withDatabases();
		await enter(shown, 'db/orders');
		expect(view(shown)).toBe(databases);
	});

	test('takes a namespace and a filter in the same line', async () => {
		const shown = withDatabases();
		await enter(shown, 'db bank /orders');
		expect(title(shown)).toContain('DATABASES.DATA.EXAMPLE.COM  ns:bank  / orders');
	});

	test('is asked for only when it is typed, and then completed', async () => {
		const shown = withDatabases();
		expect(shown.context.served.asked).toBe(0);
		shown.type(':data');
		await shown.settle();
		expect(shown.context.served.asked).toBe(1);
		expect(shown.text()).toContain(`${databases}  view`);
		shown.press('tab');
		expect(shown.lines().at(-1)).toContain(`: ${databases}`);
	});

	test('is named with what else it could have been', async () => {
		const shown = withDatabases('data.example.com', 'legacy.example.org');
		await enter(shown, 'db');
		expect(view(shown)).toBe(databases);
		expect(shown.text()).toContain('db could also mean databases.legacy.example.org.');
	});

	test('is named with what else it could have been also where the server was asked before', async () => {
		const shown = withDatabases('data.example.com', 'legacy.example.org');
		shown.type(':');
		await shown.settle();
		shown.type('db');
		shown.press('enter');
		await shown.settle();
		expect(view(shown)).toBe(databases);
		expect(shown.context.served.asked).toBe(1);
		expect(shown.text()).toContain('db could also mean databases.legacy.example.org.');
		await shown.clock.advance(5_000);
		expect(shown.text()).toContain('db could also mean databases.legacy.example.org.');
	});

	test('is not opened any more when something else was typed before the server answered', async () => {
		const shown = withDatabases();
		shown.type(':db');
		shown.press('enter', 'esc');
		await shown.settle();
		expect(view(shown)).not.toBe(databases);
	});

	test('is looked for in another context, too, and where that has none the first view is shown, and why', async () => {
		const shown = withDatabases();
		await enter(shown, 'db');
		await enter(shown, 'ctx prod-us');
		expect(shown.lines()[0]).toContain('prod-us');
		expect(title(shown)).toContain('NODES');
		expect(shown.text()).toContain(`There is no view "${databases}" on this server.`);
		await enter(shown, 'ctx prod-eu');
		await enter(shown, 'db');
		expect(view(shown)).toBe(databases);
	});
});
