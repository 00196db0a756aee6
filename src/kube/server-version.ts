import { ApiFailure } from '../base/api-error.ts';
import { textAt } from '../base/json-parts.ts';
import type { Connection } from './connection.ts';
import { jsonObjectIn } from './json-answer.ts';

/** `v1.36.3`, as `/version` says. Throws ApiFailure. */
export async function readServerVersion(connection: Pick<Connection, 'get'>, signal?: AbortSignal): Promise<string> {
	const { body } = await connection.get({ path: '/version', verb: 'other', ...(signal === undefined ? {} : { signal }) });
	const version = textAt(jsonObjectIn(body), 'gitVersion');
	if (version === '') throw new ApiFailure({ kind: 'protocol', message: "the server's answer to /version names no version" });
	return version;
}
