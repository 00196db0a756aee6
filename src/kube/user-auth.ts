import { dirname, isAbsolute, resolve } from 'node:path';
import { ApiFailure } from '../base/api-error.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { type ExecSpec, isExecVersion } from './exec-plugin.ts';
import type { Fields } from './kubeconfig-file.ts';

/** Flags that stand in for what the kubeconfig says of the user. */
export interface UserOverrides {
	readonly token?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[] | undefined;
	readonly asUid?: string | undefined;
}

/** How a user proves who it is, as read from the kubeconfig: nothing of it has been run yet. */
export interface UserAuth {
	readonly clientCertificate: Buffer | undefined;
	readonly clientKey: Buffer | undefined;
	/** Read again as it rotates; wins over `token` (client-go transport.NewBearerAuthWithRefreshRoundTripper). */
	readonly tokenFile: string | undefined;
	readonly token: string | undefined;
	readonly basic: string | undefined;
	readonly idToken: IdToken | undefined;
	readonly exec: ExecSpec | undefined;
	readonly impersonation: Readonly<Record<string, string | string[]>>;
}

interface IdToken {
	readonly token: string;
	/** Epoch ms. */
	readonly expiresAt: number;
	readonly user: string;
}

/** Reads a user entry; undefined: the context names none. Throws SentenceError (2) with file and line. */
export function readUserAuth(user: Fields | undefined, overrides: UserOverrides, clusterInfo: () => Record<string, unknown>): UserAuth {
	const token = overrides.token ?? user?.text('token');
	const username = user?.text('username');
	const flagToken = overrides.token !== undefined;
	return {
		clientCertificate: user?.bytes('client-certificate'),
		clientKey: user?.bytes('client-key'),
		tokenFile: flagToken ? undefined : user?.path('tokenFile'),
		token,
		basic: flagToken || username === undefined ? undefined : Buffer.from(`${username}:${user?.text('password') ?? ''}`).toString('base64'),
		idToken: flagToken ? undefined : readProvider(user),
		exec: flagToken ? undefined : readExec(user, clusterInfo),
		impersonation: impersonation(user, overrides),
	};
}

function readProvider(user: Fields | undefined): IdToken | undefined {
	const provider = user?.inner('auth-provider');
	if (user === undefined || provider === undefined) return undefined;
	const name = provider.text('name') ?? '';
	if (name !== 'oidc') {
		throw new SentenceError(
			`${user.where}: the auth-provider ${name} was removed from Kubernetes; replace it with the exec plugin of your cloud.`,
			2,
		);
	}
	const token = provider.inner('config')?.text('id-token') ?? '';
	return { token, expiresAt: expiryOf(token), user: user.where };
}

/** The `exp` of a JWT in epoch ms; 0 when it has none that can be read, so that it counts as expired. */
function expiryOf(token: string): number {
	try {
		const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { readonly exp?: unknown };
		return typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
	} catch {
		// A token that is no JWT cannot be shown to be valid.
		return 0;
	}
}

/** The id-token, while it is valid for ten more seconds. Throws ApiFailure `unauthorized` with what to run. */
export function bearerOfIdToken(idToken: IdToken, context: string, now: number): string {
	if (idToken.expiresAt > now + 10_000) return idToken.token;
	const when = idToken.expiresAt === 0 ? 'cannot be read' : `expired at ${new Date(idToken.expiresAt).toISOString().slice(0, 19)}Z`;
	throw new ApiFailure({
		kind: 'unauthorized',
		message: `the OIDC id-token of ${idToken.user} ${when}, and kyacht does not renew it`,
		command: `kubectl --context ${context} auth whoami`,
	});
}

function readExec(user: Fields | undefined, clusterInfo: () => Record<string, unknown>): ExecSpec | undefined {
	const exec = user?.inner('exec');
	if (user === undefined || exec === undefined) return undefined;
	const command = exec.text('command');
	if (command === undefined) throw exec.wrong('command', 'the program that gives credentials');
	const apiVersion = exec.text('apiVersion') ?? '';
	if (!isExecVersion(apiVersion)) throw exec.wrong('apiVersion', 'client.authentication.k8s.io/v1 or v1beta1');
	const mode = exec.text('interactiveMode') ?? 'IfAvailable';
	if (mode !== 'Never' && mode !== 'IfAvailable' && mode !== 'Always') throw exec.wrong('interactiveMode', 'Never, IfAvailable or Always');
	const env: Record<string, string> = {};
	for (const variable of exec.list('env')) {
		const name = variable.text('name');
		if (name !== undefined) env[name] = variable.text('value') ?? '';
	}
	const isPath = /[/\\]/.test(command);
	return {
		apiVersion,
		command: isPath && !isAbsolute(command) ? resolve(dirname(user.file), command) : command,
		args: exec.texts('args'),
		env,
		installHint: exec.text('installHint'),
		interactiveMode: mode,
		cluster: exec.flag('provideClusterInfo') ? clusterInfo() : undefined,
	};
}

/** spec.cluster of KUBERNETES_EXEC_INFO (client-go pkg/apis/clientauthentication/v1/types.go, Cluster). */
export function execClusterInfo(endpoint: Endpoint, cluster: Fields | undefined): Record<string, unknown> {
	const extension = (cluster?.list('extensions') ?? []).find((one) => one.text('name') === 'client.authentication.k8s.io/exec');
	const config = extension?.raw('extension');
	return {
		server: endpoint.server.href.replace(/\/$/, ''),
		...(endpoint.serverName === undefined ? {} : { 'tls-server-name': endpoint.serverName }),
		...(endpoint.insecure ? { 'insecure-skip-tls-verify': true } : {}),
		...(endpoint.ca === undefined ? {} : { 'certificate-authority-data': endpoint.ca.toString('base64') }),
		...(endpoint.proxyUrl === undefined ? {} : { 'proxy-url': endpoint.proxyUrl }),
		...(config === undefined ? {} : { config }),
	};
}

/** The Impersonate-* headers (client-go transport/round_trippers.go). */
function impersonation(user: Fields | undefined, overrides: UserOverrides): Record<string, string | string[]> {
	const as = overrides.as ?? user?.text('as');
	const uid = overrides.asUid ?? user?.text('as-uid');
	const groups = overrides.asGroup ?? user?.texts('as-groups') ?? [];
	const extra = user?.inner('as-user-extra');
	if (as === undefined) {
		if (uid === undefined && groups.length === 0 && extra === undefined) return {};
		throw new SentenceError('To act with a group, a uid or extra fields, a user to act as is needed, too; name one with --as.', 2);
	}
	const headers: Record<string, string | string[]> = { 'Impersonate-User': as };
	if (uid !== undefined) headers['Impersonate-Uid'] = uid;
	if (groups.length > 0) headers['Impersonate-Group'] = [...groups];
	for (const key of extra?.keys() ?? []) headers[`Impersonate-Extra-${escapedKey(key)}`] = [...(extra?.texts(key) ?? [])];
	return headers;
}

/** Percent-encodes what a header name cannot hold, and the percent sign itself. */
const escapedKey = (key: string): string =>
	[...Buffer.from(key)]
		.map((byte) => {
			const character = String.fromCharCode(byte);
			return /[A-Za-z0-9!#$&'*+\-.^_`|~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');
