import { ApiFailure } from '../base/api-error.ts';
import type { Connection } from './connection.ts';

/**
 * Whether there is a namespace of this name: a list of one that does not exist is answered like that of an empty one.
 * undefined: it may not be read, or nobody answered, which the streams say already.
 */
export async function namespaceExists(connection: Pick<Connection, 'get'>, name: string): Promise<boolean | undefined> {
	try {
		await connection.get({ path: `/api/v1/namespaces/${encodeURIComponent(name)}`, verb: 'other' });
		return true;
	} catch (error) {
		if (!(error instanceof ApiFailure)) throw error;
		return error.error.kind === 'not-found' ? false : undefined;
	}
}
