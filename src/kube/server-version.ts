import { ApiFailure } from '../base/api-error.ts';
import type { Connection } from './connection.ts';

/** `v1.36.3`, as `/version` says. Throws ApiFailure. */
export async function readServerVersion(connection: Pick<Connection, 'get'>, signal?: AbortSignal): Promise<string> {
	const { body } = await connection.get({ path: '/version', verb: 'other', ...(signal === undefined ? {} : { signal }) });
	const version = gitVersionOf(body.toString('utf8'));
	if (version === undefined) throw new ApiFailure({ kind: 'protocol', message: "the server's answer to /version names no version" });
	return version;
}

function gitVersionOf(body: string): string | undefined {
	try {
		const { gitVersion } = JSON.parse(body) as { readonly gitVersion?: unknown };
		return typeof gitVersion === 'string' && gitVersion !== '' ? gitVersion : undefined;
	} catch {
		// Not JSON is no version: the caller says so.
		return undefined;
	}
}
