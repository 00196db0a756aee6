import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Connection, GetAnswer } from './connection.ts';
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
			? texts(document.versions).map((version) => ({ group: '', version, preferred: true }))
			: records(document.groups).flatMap((group) => groupVersions(group));
	return readLegacy(connection, versions, signal);
}

async function getJson(
	connection: Getter,
	path: string,
	accept: string,
	signal: AbortSignal | undefined,
): Promise<Record<string, unknown>> {
	const answer = await connection.get({ path, accept, verb: 'discovery', ...(signal === undefined ? {} : { signal }) });
	return parse(answer, path);
}

function parse(answer: GetAnswer, path: string): Record<string, unknown> {
	try {
		const document: unknown = JSON.parse(answer.body.toString('utf8'));
		if (isRecord(document)) return document;
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	throw new ApiFailure({ kind: 'protocol', message: `the server's answer to ${path} is no JSON object` });
}

function readAggregated(document: Record<string, unknown>): Discovery {
	const resources: ServedResource[] = [];
	const failures: DiscoveryFailure[] = [];
	for (const item of records(document.items)) {
		const group = text(isRecord(item.metadata) ? item.metadata.name : undefined);
		for (const [index, entry] of records(item.versions).entries()) {
			const version = text(entry.version);
			if (entry.freshness === 'Stale') {
				const error: ApiError = { kind: 'server', status: 503, message: 'the API behind it does not answer' };
				failures.push({ groupVersion: groupVersion(group, version), error });
			}
			for (const one of records(entry.resources)) {
				resources.push({
					gvr: { group, version, resource: text(one.resource) },
					kind: text(isRecord(one.responseKind) ? one.responseKind.kind : undefined),
					singular: text(one.singularResource),
					shortNames: texts(one.shortNames),
					categories: texts(one.categories),
					namespaced: one.scope === 'Namespaced',
					verbs: texts(one.verbs),
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

function groupVersions(group: Record<string, unknown>): readonly GroupVersion[] {
	const preferred = text(isRecord(group.preferredVersion) ? group.preferredVersion.version : undefined);
	return records(group.versions).map((entry) => {
		const version = text(entry.version);
		return { group: text(group.name), version, preferred: version === preferred };
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
		const resources = records(document.resources)
			.filter((one) => !text(one.name).includes('/'))
			.map((one) => ({
				gvr: { group, version, resource: text(one.name) },
				kind: text(one.kind),
				singular: text(one.singularName),
				shortNames: texts(one.shortNames),
				categories: texts(one.categories),
				namespaced: one.namespaced === true,
				verbs: texts(one.verbs),
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
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const records = (value: unknown): readonly Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);
