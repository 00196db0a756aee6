import { ApiFailure } from '../base/api-error.ts';
import { type JsonObject, objectAt } from '../base/json-parts.ts';
import type { Connection } from './connection.ts';
import { jsonObjectIn } from './json-answer.ts';
import { resourcePath } from './paths.ts';
import type { Gvr } from './types.ts';

/** How many objects there are of a resource. */
export interface ObjectCount {
	readonly count: number;
	/** The server does not say how many more. */
	readonly atLeast?: true;
}

/** What a server that cannot send metadata alone sends of one object is not much more. */
const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/**
 * Asks for one object's metadata and how many remain, which the server knows without reading them. Of the latest version: an answer
 * from a cache (resourceVersion=0) would be all of them. Throws ApiFailure.
 */
export async function countObjects(
	connection: Pick<Connection, 'get'>,
	{ gvr, namespace }: { readonly gvr: Gvr; readonly namespace?: string },
	signal: AbortSignal,
): Promise<ObjectCount> {
	const path = `${resourcePath(gvr, namespace)}?limit=1`;
	const { body } = await connection.get({ path, accept: metadataList, verb: 'other', signal });
	return readCount(jsonObjectIn(body));
}

function readCount(list: JsonObject | undefined): ObjectCount {
	const items = list?.items;
	// A list of nothing may have no items at all, which Go writes as null.
	if (list === undefined || !(Array.isArray(items) || items === null || items === undefined))
		throw new ApiFailure({ kind: 'protocol', message: 'the answer is no list' });
	const { remainingItemCount, continue: next } = objectAt(list, 'metadata');
	const count = Array.isArray(items) ? items.length : 0;
	if (typeof remainingItemCount === 'number') return { count: count + remainingItemCount };
	return typeof next === 'string' && next !== '' ? { count, atLeast: true } : { count };
}
