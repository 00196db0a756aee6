import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { SentenceError } from '../../src/base/sentence-error.ts';
import { servedViewsOf } from '../../src/cli/served-views.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { json, kubeServer } from '../support/kube-server.ts';
import { recording } from '../support/recorded-http.ts';
import { recordedObjects } from '../support/recorded-objects.ts';
import { connectTo } from '../support/test-connection.ts';

const { body: core } = recording('discovery-api-aggregated').response;
const { body: groups } = recording('discovery-apis-aggregated').response;
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

interface Offered {
	/** JSON text; undefined: 403. */
	readonly api?: string | undefined;
	readonly apis?: string | undefined;
	readonly definitions?: unknown;
}

/** What a server of this offers, and how often it was asked for anything. */
async function serving(offered: () => Offered) {
	const answers = (request: IncomingMessage): unknown => {
		const { api, apis, definitions: defined } = offered();
		const { pathname } = new URL(request.url ?? '', 'http://server');
		const text = pathname === '/api' ? api : pathname === '/apis' ? apis : undefined;
		return pathname === definitions ? defined : text === undefined ? undefined : JSON.parse(text);
	};
	const server = await kubeServer((request, response) => {
		const body = answers(request);
		if (body !== undefined) json(response, 200, body);
		else json(response, 403, { kind: 'Status', status: 'Failure', reason: 'Forbidden', code: 403, message: 'forbidden: no' });
	});
	const clock = new FakeClock();
	const connection = connectTo(server.url, { clock });
	const views = servedViewsOf(connection, clock);
	return { views, clock, asked: () => server.heard.length };
}

const whole = (): Offered => ({ api: core, apis: groups });

/** As the aggregated document has one resource more. */
const withGroup = (name: string, version: object): string => {
	const document = JSON.parse(groups ?? '') as { readonly items: readonly unknown[] };
	return JSON.stringify({ ...document, items: [...document.items, { metadata: { name }, versions: [version] }] });
};
const resource = (plural: string, kind: string, shortNames: readonly string[] = []) => ({
	resource: plural,
	responseKind: { kind },
	scope: 'Namespaced',
	singularResource: kind.toLowerCase(),
	shortNames,
	verbs: ['list', 'watch'],
});

describe('what a server offers beside the built-in views', () => {
	it('is not asked for before somebody asks, and once for several names', async () => {
		const { views, asked } = await serving(whole);
		expect([views.find('endpoints'), views.domains(), asked()]).toEqual([undefined, [], 0]);
		const named = await Promise.all(['ep', 'Endpoints', 'endpoints.v1.'].map((name) => views.resolve(name)));
		expect(named.map(({ domain }) => domain.name)).toEqual(['endpoints', 'endpoints', 'endpoints']);
		expect(new Set(named.map(({ domain }) => domain)).size).toBe(1);
		expect(asked()).toBe(2);
	});

	it('is a view for each listable resource that none is of, in the version that is preferred', async () => {
		const { views } = await serving(whole);
		await views.ask();
		const names = views.domains().map(({ name }) => name);
		expect(names).toContain('podtemplates');
		expect(names).not.toContain('pods');
		expect(names).not.toContain('tokenreviews.authentication.k8s.io');
		expect(new Set(names).size).toBe(names.length);
		await expect(views.resolve('all')).rejects.toThrow(/^all is a category, not a kind \(.* more\); .*--filter categories:all/);
		await expect(views.resolve('tokenreviews')).rejects.toMatchObject({
			message:
				'tokenreviews.authentication.k8s.io cannot be listed, as all that the server offers of them is create; kyacht catalog lists what can be.',
			exitCode: 1,
		});
		expect((await views.resolve('horizontalpodautoscalers.v1.autoscaling')).domain.name).toBe('horizontalpodautoscalers.v1.autoscaling');
	});

	it('is asked for again when a name is not known, for what was made since', async () => {
		let apis = groups;
		const { views } = await serving(() => ({ api: core, apis }));
		await expect(views.resolve('gadgets')).rejects.toThrow('There is no view "gadgets"');
		apis = withGroup('lab.example.com', { version: 'v1', resources: [resource('gadgets', 'Gadget', ['gd'])], freshness: 'Current' });
		expect((await views.resolve('gd')).domain.name).toBe('gadgets.lab.example.com');
		apis = groups;
		await views.ask();
		expect(views.find('gadgets.lab.example.com')?.domain.name).toBe('gadgets.lab.example.com');
		expect(views.domains().some(({ name }) => name === 'gadgets.lab.example.com')).toBe(false);
	});

	it('says of an ambiguous name what it took, and what else there is', async () => {
		const first = withGroup('a.example.com', { version: 'v1', resources: [resource('gadgets', 'Gadget')], freshness: 'Current' });
		const document = JSON.parse(first) as { readonly items: readonly unknown[] };
		const other = { metadata: { name: 'b.example.com' }, versions: [{ version: 'v1', resources: [resource('gadgets', 'Gadget')] }] };
		const { views } = await serving(() => ({ api: core, apis: JSON.stringify({ ...document, items: [...document.items, other] }) }));
		expect(await views.resolve('gadget')).toMatchObject({
			domain: { name: 'gadgets.a.example.com' },
			note: '"gadget" is gadgets.a.example.com here; it could also mean gadgets.b.example.com, by its full name.',
		});
	});

	it('names a group that does not answer, and what is near', async () => {
		const down = withGroup('lab.example.com', { version: 'v1', resources: [], freshness: 'Stale' });
		const { views } = await serving(() => ({ api: core, apis: down }));
		await expect(views.resolve('gadgets.lab.example.com')).rejects.toThrow(
			/what lab\.example\.com\/v1 offers.*does not answer.*kyacht apiservices/,
		);
		await expect(views.resolve('podtemplate5')).rejects.toThrow(
			/^There is no view "podtemplate5"; did you mean podtemplates, or one of those that kyacht --help and kyacht catalog list\? .*lab\.example\.com\/v1 could not be asked for its kinds\.$/,
		);
		expect((await views.resolve('podtemplates')).domain.name).toBe('podtemplates');
	});

	it('has custom resources still where discovery is refused, by their definitions', async () => {
		const { views } = await serving(() => ({ definitions: { items: recordedObjects('customresourcedefinitions') } }));
		expect((await views.resolve('db')).domain.name).toBe('databases.data.example.com');
		expect((await views.resolve('databases.v1beta1.data.example.com')).domain.name).toBe('databases.v1beta1.data.example.com');
		expect((await views.resolve('storagebuckets')).domain).toMatchObject({ name: 'storagebuckets.shop.example.com', scope: 'cluster' });
	});

	it('says why nothing is known where all of it is refused, or what was meant where a view is near', async () => {
		const { views } = await serving(() => ({}));
		const error = await views.resolve('gadgets').catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(SentenceError);
		expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining('Cannot read what kinds there are, to find "gadgets"') });
		await expect(views.resolve('podz')).rejects.toThrow('There is no view "podz"; did you mean pods, or');
	});

	it('stays with what is known where the server does not answer any more', async () => {
		let isUp = true;
		const { views, clock } = await serving(() => (isUp ? whole() : {}));
		const { domain } = await views.resolve('podtemplates');
		isUp = false;
		await clock.advance(10 * 60_000);
		expect((await views.resolve('podtemplates')).domain).toBe(domain);
	});
});
