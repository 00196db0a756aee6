import { type ApiError, ApiFailure } from '../base/api-error.ts';
import { type JsonObject, objectsAt, textAt, textsAt } from '../base/json-parts.ts';
import type { Connection } from './connection.ts';
import { jsonAnswer } from './json-answer.ts';
import type { Discovery, DiscoveryFailure, ServedResource } from './types.ts';

type Getter = Pick<Connection, 'get'>;

// The parameters in this very order: the server compares them as text (client-go discovery/discovery_client.go).
const AGGREGATED =
	'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
	'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** Legacy servers have some eighty group versions: asked for a few at a time. */
const AT_ONCE = 6;

/**
 * What the server offers: the aggregated documents (KEP-3352) where it has them, else a call for each group version.
 * Throws ApiFailure when nothing could be had at all.
 */
export async function discover(connection: Getter, signal?: AbortSignal): Promise<Discovery> {
	const roots = await Promise.allSettled([readRoot(connection, '/api', signal), readRoot(connection, '/apis', signal)]);
	const found: Discovery[] = [];
	const failed: DiscoveryFailure[] = [];
	for (const [index, root] of roots.entries()) {
		if (root.status === 'fulfilled') found.push(root.value);
		else failed.push({ groupVersion: index === 0 ? 'v1' : 'apis', error: errorOf(root.reason) });
	}
	const [first] = failed;
	if (found.length === 0 && first !== undefined) throw new ApiFailure(first.error);
	return {
		resources: found.flatMap(({ resources }) => resources),
		failures: [...found.flatMap(({ failures }) => failures), ...failed],
	};
}

function errorOf(reason: unknown): ApiError {
	if (reason instanceof ApiFailure) return reason.error;
	throw reason;
}

async function readRoot(connection: Getter, path: string, signal: AbortSignal | undefined): Promise<Discovery> {
	const document = await getJson(connection, path, AGGREGATED, signal);
	if (document.kind === 'APIGroupDiscoveryList') return readAggregated(document);
	const versions =
		path === '/api'
			? textsAt(document, 'versions').map((version) => ({ group: '', version, preferred: true }))
			: objectsAt(document, 'groups').flatMap((group) => groupVersions(group));
	return readLegacy(connection, versions, signal);
}

async function getJson(connection: Getter, path: string, accept: string, signal: AbortSignal | undefined): Promise<JsonObject> {
	const { body } = await connection.get({ path, accept, verb: 'discovery', ...(signal === undefined ? {} : { signal }) });
	return jsonAnswer(body, path);
}

function readAggregated(document: JsonObject): Discovery {
	const resources: ServedResource[] = [];
	const failures: DiscoveryFailure[] = [];
	for (const item of objectsAt(document, 'items')) {
		const group = textAt(item, 'metadata', 'name');
		for (const [index, entry] of objectsAt(item, 'versions').entries()) {
			const version = textAt(entry, 'version');
			if (entry.freshness === 'Stale') {
				const error: ApiError = { kind: 'server', status: 503, message: 'the API behind it does not answer' };
				failures.push({ groupVersion: groupVersion(group, version), error });
			}
			for (const one of objectsAt(entry, 'resources')) {
				resources.push({
					gvr: { group, version, resource: textAt(one, 'resource') },
					kind: textAt(one, 'responseKind', 'kind'),
					singular: textAt(one, 'singularResource'),
					shortNames: textsAt(one, 'shortNames'),
					categories: textsAt(one, 'categories'),
					namespaced: one.scope === 'Namespaced',
					verbs: textsAt(one, 'verbs'),
					// The versions come in the order of preference.
					preferred: index === 0,
				});
			}
		}
	}
	return { resources, failures };
}

interface GroupVersion {
	readonly group: string;
	readonly version: string;
	readonly preferred: boolean;
}

function groupVersions(group: JsonObject): readonly GroupVersion[] {
	const preferred = textAt(group, 'preferredVersion', 'version');
	return objectsAt(group, 'versions').map((entry) => {
		const version = textAt(entry, 'version');
		return { group: textAt(group, 'name'), version, preferred: version === preferred };
	});
}

async function readLegacy(connection: Getter, versions: readonly GroupVersion[], signal: AbortSignal | undefined): Promise<Discovery> {
	const parts = new Array<Discovery>(versions.length);
	const queue = versions.entries();
	const work = async (): Promise<void> => {
		for (const [index, version] of queue) parts[index] = await readGroupVersion(connection, version, signal);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return { resources: parts.flatMap(({ resources }) => resources), failures: parts.flatMap(({ failures }) => failures) };
}

async function readGroupVersion(connection: Getter, from: GroupVersion, signal: AbortSignal | undefined): Promise<Discovery> {
	const { group, version, preferred } = from;
	const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	try {
		const document = await getJson(connection, path, 'application/json', signal);
		const resources = objectsAt(document, 'resources')
			.filter((one) => !textAt(one, 'name').includes('/'))
			.map((one) => ({
				gvr: { group, version, resource: textAt(one, 'name') },
				kind: textAt(one, 'kind'),
				singular: textAt(one, 'singularName'),
				shortNames: textsAt(one, 'shortNames'),
				categories: textsAt(one, 'categories'),
				namespaced: one.namespaced === true,
				verbs: textsAt(one, 'verbs'),
				preferred,
			}));
		return { resources, failures: [] };
	} catch (error) {
		const failure = errorOf(error);
		if (failure.kind === 'aborted') throw error;
		return { resources: [], failures: [{ groupVersion: groupVersion(group, version), error: failure }] };
	}
}

const groupVersion = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);
