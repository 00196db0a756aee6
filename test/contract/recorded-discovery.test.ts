import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import { discover } from '../../src/kube/discovery.ts';
import { readServerVersion } from '../../src/kube/server-version.ts';
import { type RecordedResponse, type Recording, recording, startRecordedServer } from '../support/recorded-server.ts';
import { connectTo } from '../support/test-connection.ts';

const at = (path: string, response: RecordedResponse): Recording => ({ request: { method: 'GET', path }, response });
const unavailable = recording('apiservice-unavailable-503').response;

async function serve(...recordings: readonly Recording[]) {
	const server = await startRecordedServer(...recordings);
	onTestFinished(() => server.close());
	return { server, connection: connectTo(server.url) };
}

describe('discovery', () => {
	it('reads all that the server offers out of two aggregated documents', async () => {
		const { server, connection } = await serve(
			at('/api', recording('discovery-api-aggregated').response),
			at('/apis', recording('discovery-apis-aggregated').response),
		);
		const { resources } = await discover(connection);
		expect(server.requests.length).toBe(2);
		expect(resources.find(({ gvr }) => gvr.resource === 'pods' && gvr.group === '')).toMatchObject({
			gvr: { group: '', version: 'v1', resource: 'pods' },
			kind: 'Pod',
			singular: 'pod',
			shortNames: ['po'],
			namespaced: true,
			preferred: true,
			verbs: expect.arrayContaining(['list', 'watch']),
		});
		expect(resources.find(({ gvr }) => gvr.resource === 'nodes')).toMatchObject({ namespaced: false, shortNames: ['no'] });
		expect(resources.find(({ gvr }) => gvr.resource === 'deployments')).toMatchObject({
			gvr: { group: 'apps', version: 'v1' },
			shortNames: ['deploy'],
		});
		expect(resources.some(({ gvr }) => gvr.resource.includes('/'))).toBe(false);
		const horizontal = resources.filter(({ gvr }) => gvr.resource === 'horizontalpodautoscalers');
		expect(horizontal.map(({ gvr, preferred }) => [gvr.version, preferred])).toEqual([
			['v2', true],
			['v1', false],
		]);
	});

	it('asks each group where a server has only the plain documents, and says the same of it', async () => {
		const core = recording('discovery-api-v1-plain').response;
		const plain = await serve(
			at('/api', recording('discovery-api-plain').response),
			at('/apis', recording('discovery-apis-plain').response),
			at('/api/v1', core),
		);
		plain.server.serveAll(unavailable);
		const found = await discover(plain.connection);
		const aggregated = await serve(
			at('/api', recording('discovery-api-aggregated').response),
			at('/apis', recording('discovery-apis-aggregated').response),
		);
		const coreOf = (resources: typeof found.resources) =>
			resources
				.filter(({ gvr }) => gvr.group === '')
				.map(({ gvr, kind, singular, namespaced, shortNames, verbs }) => ({
					name: gvr.resource,
					kind,
					singular,
					namespaced,
					shortNames,
					verbs: [...verbs].sort((a, b) => (a < b ? -1 : 1)),
				}));
		expect(coreOf(found.resources)).toEqual(coreOf((await discover(aggregated.connection)).resources));
		// The groups that could not be had are named, and fail nothing else.
		expect(found.failures).toContainEqual({ groupVersion: 'apps/v1', error: expect.objectContaining({ kind: 'server', status: 503 }) });
	});

	it('names an aggregated API that does not answer', async () => {
		const stale = {
			kind: 'APIGroupDiscoveryList',
			items: [{ metadata: { name: 'metrics.k8s.io' }, versions: [{ version: 'v1beta1', freshness: 'Stale' }] }],
		};
		const { connection } = await serve(
			at('/api', recording('discovery-api-aggregated').response),
			at('/apis', { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(stale) }),
		);
		const { failures, resources } = await discover(connection);
		expect(failures).toMatchObject([{ groupVersion: 'metrics.k8s.io/v1beta1' }]);
		expect(resources.length).toBeGreaterThan(10);
	});

	it('goes without one of the two documents, and fails without both', async () => {
		const half = await serve(at('/api', recording('discovery-api-aggregated').response), at('/apis', unavailable));
		expect((await discover(half.connection)).failures).toMatchObject([{ groupVersion: 'apis', error: { status: 503 } }]);
		const none = await serve(at('/api', unavailable), at('/apis', unavailable));
		await expect(discover(none.connection)).rejects.toBeInstanceOf(ApiFailure);
	});
});

describe('the version of a server', () => {
	it('is what /version says', async () => {
		const { connection } = await serve(recording('version'));
		expect(await readServerVersion(connection)).toBe('v1.36.3');
	});

	it('is a protocol error where something else answers', async () => {
		for (const body of ['{}', 'null', '[', '{"gitVersion":1}']) {
			const { connection } = await serve(at('/version', { status: 200, headers: { 'content-type': 'application/json' }, body }));
			const error = await readServerVersion(connection).catch((failure: unknown) => failure);
			expect(error instanceof ApiFailure && error.error.kind).toBe('protocol');
		}
	});
});
