import { dirname, isAbsolute, resolve } from 'node:path';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { type ExecSpec, isExecVersion } from './exec-plugin.ts';
import type { Fields } from './kubeconfig-file.ts';
import type { OidcUser } from './oidc-session.ts';

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
	readonly oidc: OidcUser | undefined;
	readonly exec: ExecSpec | undefined;
	readonly impersonation: Readonly<Record<string, string | string[]>>;
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
		oidc: flagToken ? undefined : readOidc(user),
		exec: flagToken ? undefined : readExec(user, clusterInfo),
		impersonation: impersonation(user, overrides),
	};
}

function readOidc(user: Fields | undefined): OidcUser | undefined {
	const provider = user?.inner('auth-provider');
	if (user === undefined || provider === undefined) return undefined;
	const name = provider.text('name') ?? '';
	if (name !== 'oidc') {
		throw new SentenceError(
			`${user.where}: the auth-provider ${name} was removed from Kubernetes; replace it with the exec plugin of your cloud.`,
			2,
		);
	}
	const config = provider.inner('config');
	return {
		name: user.name,
		file: user.file,
		where: user.where,
		idToken: config?.text('id-token') ?? '',
		refreshToken: config?.text('refresh-token'),
		issuer: config?.text('idp-issuer-url'),
		clientId: config?.text('client-id'),
		clientSecret: config?.text('client-secret'),
		ca: config?.bytes('idp-certificate-authority'),
	};
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
