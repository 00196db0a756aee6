import { ApiFailure } from '../base/api-error.ts';
import { type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../base/json-parts.ts';
import type { Connection } from './connection.ts';
import { discover } from './discovery.ts';
import { readDefinitions } from './printer-columns.ts';
import type { Discovery, ServedResource } from './types.ts';

/**
 * What the server offers. Where discovery is refused or down, custom resources are still known by their definitions: they are added.
 * Throws ApiFailure when nothing could be had at all.
 */
export async function readServedKinds(connection: Pick<Connection, 'get'>, signal: AbortSignal): Promise<Discovery> {
	const found = await discover(connection, signal).catch((error: unknown) => {
		if (error instanceof ApiFailure && error.error.kind !== 'aborted') return error;
		throw error;
	});
	const isWhole = !(found instanceof ApiFailure) && found.failures.every(({ groupVersion }) => groupVersion !== 'apis');
	if (isWhole) return found;
	const defined = await readDefinitions(connection, signal).catch((error: unknown) => {
		if (error instanceof ApiFailure && error.error.kind !== 'aborted') return [];
		throw error;
	});
	if (found instanceof ApiFailure && defined.length === 0) throw found;
	const resources = defined.flatMap(resourcesOf);
	return found instanceof ApiFailure
		? { resources, failures: [{ groupVersion: 'apis', error: found.error }] }
		: { resources: [...found.resources, ...resources], failures: found.failures };
}

/** What every custom resource can (apiextensions-apiserver, customresource_discovery_controller.go). */
const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resources of one definition, a version each, the preferred first. */
function resourcesOf(definition: JsonObject): readonly ServedResource[] {
	const spec = objectAt(definition, 'spec');
	const names = objectAt(spec, 'names');
	const versions = objectsAt(spec, 'versions')
		.filter(({ served }) => served === true)
		.map((version) => textAt(version, 'name'))
		.sort(byPriority);
	return versions.map((version, index) => ({
		gvr: { group: textAt(spec, 'group'), version, resource: textAt(names, 'plural') },
		kind: textAt(names, 'kind'),
		singular: textAt(names, 'singular'),
		shortNames: textsAt(names, 'shortNames'),
		categories: textsAt(names, 'categories'),
		namespaced: spec.scope === 'Namespaced',
		verbs,
		preferred: index === 0,
	}));
}

const stages = ['alpha', 'beta', undefined];

/** General availability before beta before alpha, the highest first, and then what is no Kubernetes version (apimachinery pkg/version). */
function byPriority(a: string, b: string): number {
	const [left, right] = [a, b].map((name) => /^v([1-9]\d{0,8})(?:(alpha|beta)([1-9]\d{0,8}))?$/.exec(name));
	if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1;
	return (
		stages.indexOf(right[2]) - stages.indexOf(left[2]) || Number(right[1]) - Number(left[1]) || Number(right[3] ?? 0) - Number(left[3] ?? 0)
	);
}
