import { ApiFailure } from '../base/api-error.ts';
import type { Intern, ResourceSpec, Row } from '../domains/types.ts';
import type { KubeObject } from '../kube/types.ts';

/**
 * The row of an object. Throws ApiFailure `protocol`, which names it, for one that is not what its kind says: that is the server's
 * fault, and the stream's to tell, not the end of the program.
 */
export function rowOf<R extends Row>(resource: ResourceSpec<R>, object: KubeObject, intern: Intern): R {
	try {
		const row = resource.project(object, intern);
		if (Object.values(row).some(isPart)) throw new TypeError('a mapping stands in the place of a value');
		return row;
	} catch (error) {
		const { name, namespace } = object.metadata;
		const place = namespace === undefined ? name : `${namespace}/${name}`;
		const why = error instanceof Error ? error.message : String(error);
		throw new ApiFailure({ kind: 'protocol', message: `the server sent a ${resource.kind} that is none: ${place} (${why})` });
	}
}

/** A row keeps no part of its object. Where it would, a mapping was sent that should have been a text or a number. */
const isPart = (field: unknown): boolean =>
	typeof field === 'object' && field !== null && Object.getPrototypeOf(field) === Object.prototype;
