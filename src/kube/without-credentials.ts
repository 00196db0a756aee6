import { ApiFailure } from '../base/api-error.ts';
import { withoutKnownSecrets } from '../base/without-secrets.ts';
import type { Credentials } from './credentials.ts';

/** The token or the password that a request carries, as they stand in its header and as they were typed. */
function secretsOf({ headers }: Credentials): readonly string[] {
	const { authorization } = headers;
	if (typeof authorization !== 'string') return [];
	const [scheme = '', sent = ''] = authorization.split(' ', 2);
	if (scheme !== 'Basic') return [sent];
	const pair = Buffer.from(sent, 'base64').toString('utf8');
	return [sent, pair, pair.slice(pair.indexOf(':') + 1)];
}

/** What went wrong, without the credentials of the request: servers and proxies quote what they refuse. */
export function withoutCredentials(failure: ApiFailure, credentials: Credentials): ApiFailure {
	const secrets = secretsOf(credentials);
	const { error } = failure;
	if (!secrets.some((secret) => JSON.stringify(error).includes(JSON.stringify(secret).slice(1, -1)))) return failure;
	const told = Object.entries(error).map(([field, value]: [string, unknown]) => [
		field,
		typeof value === 'string' ? withoutKnownSecrets(value, secrets) : value,
	]);
	return new ApiFailure(Object.fromEntries(told));
}
