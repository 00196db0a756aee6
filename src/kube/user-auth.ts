import { dirname, isAbsolute, resolve } from 'node:path';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { type ExecSpec, isExecVersion } from './exec-plugin.ts';
import { keyPairFault } from './key-pair.ts';
import { type Fields, readNamed } from './kubeconfig-file.ts';
import type { OidcUser } from './oidc-session.ts';

/** Flags that stand in for what the kubeconfig says of the user. */
export interface UserOverrides {
	readonly token?: string | undefined;
	readonly username?: string | undefined;
	readonly password?: string | undefined;
	/** Paths, PEM. */
	readonly clientCertificate?: string | undefined;
	readonly clientKey?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[] | undefined;
	readonly asUid?: string | undefined;
	/** `KEY=VALUE`; a key that comes again has several values. */
	readonly asUserExtra?: readonly string[] | undefined;
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
	/** The files that this was read from, beside the kubeconfig. */
	readonly files: readonly string[];
}

/** Reads a user entry; undefined: the context names none. Throws SentenceError (2) with file and line. */
export function readUserAuth(user: Fields | undefined, overrides: UserOverrides, clusterInfo: () => Record<string, unknown>): UserAuth {
	const pair = readKeyPair(user, overrides);
	const basic = basicOf(user, overrides);
	// A flag replaces what the kubeconfig has of its kind, and whatever would win over it.
	const isGiven = overrides.token !== undefined || overrides.username !== undefined;
	return {
		...pair,
		tokenFile: isGiven ? undefined : user?.path('tokenFile'),
		token: overrides.token ?? (isGiven ? undefined : user?.text('token')),
		basic,
		oidc: isGiven ? undefined : readOidc(user),
		// As in kubectl, who has a certificate of their own is not asked of a plugin.
		exec: isGiven || pair.clientCertificate !== undefined ? undefined : readExec(user, clusterInfo),
		impersonation: impersonation(user, overrides),
	};
}

function basicOf(user: Fields | undefined, { token, username, password }: UserOverrides): string | undefined {
	if (token !== undefined && username !== undefined) {
		throw new SentenceError('--token and --username are two ways to log in, and only one is used; leave one out.', 2);
	}
	const name = token === undefined ? (username ?? user?.text('username')) : undefined;
	if (name === undefined) return undefined;
	return Buffer.from(`${name}:${password ?? user?.text('password') ?? ''}`).toString('base64');
}

function readKeyPair(user: Fields | undefined, overrides: UserOverrides): Pick<UserAuth, 'clientCertificate' | 'clientKey' | 'files'> {
	const read = (field: 'client-certificate' | 'client-key', flag: string | undefined) =>
		flag === undefined ? user?.source(field) : { file: resolve(flag), bytes: readNamed(`--${field}`, resolve(flag)) };
	const certificate = read('client-certificate', overrides.clientCertificate);
	const key = read('client-key', overrides.clientKey);
	const fault = keyPairFault(certificate?.bytes, key?.bytes);
	if (fault !== undefined) {
		const given = overrides.clientCertificate ?? overrides.clientKey;
		throw new SentenceError(`${given === undefined ? (user?.where ?? '') : '--client-certificate and --client-key'}: ${fault}.`, 2);
	}
	return {
		clientCertificate: certificate?.bytes,
		clientKey: key?.bytes,
		files: [certificate?.file, key?.file].filter((file) => file !== undefined),
	};
}

/** What stands in the place of those that Kubernetes took out (1.26; client-go plugin/pkg/client/auth). */
const SUCCESSORS: Readonly<Record<string, string>> = {
	gcp: 'use the exec plugin gke-gcloud-auth-plugin (gcloud container clusters get-credentials writes it)',
	azure: 'use the exec plugin kubelogin (kubelogin convert-kubeconfig writes it)',
};

function readOidc(user: Fields | undefined): OidcUser | undefined {
	const provider = user?.inner('auth-provider');
	if (user === undefined || provider === undefined) return undefined;
	const name = provider.text('name') ?? '';
	if (name !== 'oidc') {
		throw new SentenceError(
			`${user.where}: the auth-provider ${safeText(name)} was removed from Kubernetes; ${SUCCESSORS[name] ?? 'replace it with the exec plugin of your cloud'}.`,
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
		config: config ?? null,
	};
}

/** The Impersonate-* headers (client-go transport/round_trippers.go). */
function impersonation(user: Fields | undefined, overrides: UserOverrides): Record<string, string | string[]> {
	const as = overrides.as ?? user?.text('as');
	const uid = overrides.asUid ?? user?.text('as-uid');
	const groups = overrides.asGroup ?? user?.texts('as-groups') ?? [];
	const extra = extraOf(user, overrides.asUserExtra);
	if (as === undefined) {
		if (uid === undefined && groups.length === 0 && extra.size === 0) return {};
		throw new SentenceError('To act with a group, a uid or extra fields, a user to act as is needed, too; name one with --as.', 2);
	}
	const headers: Record<string, string | string[]> = { 'Impersonate-User': as };
	if (uid !== undefined) headers['Impersonate-Uid'] = uid;
	if (groups.length > 0) headers['Impersonate-Group'] = [...groups];
	for (const [key, values] of extra) headers[`Impersonate-Extra-${escapedKey(key)}`] = [...values];
	return headers;
}

function extraOf(user: Fields | undefined, flags: readonly string[] | undefined): ReadonlyMap<string, readonly string[]> {
	const inFile = user?.inner('as-user-extra');
	if (flags === undefined) return new Map((inFile?.keys() ?? []).map((key) => [key, inFile?.texts(key) ?? []]));
	const given = new Map<string, string[]>();
	for (const flag of flags) {
		const at = flag.indexOf('=');
		if (at < 1) throw new SentenceError(`--as-user-extra: "${flag}" has no key and value; write it like reason=oncall.`, 2);
		const key = flag.slice(0, at);
		given.set(key, [...(given.get(key) ?? []), flag.slice(at + 1)]);
	}
	return given;
}

/** Percent-encodes what a header name cannot hold, and the percent sign itself. */
const escapedKey = (key: string): string =>
	[...Buffer.from(key)]
		.map((byte) => {
			const character = String.fromCharCode(byte);
			return /[A-Za-z0-9!#$&'*+\-.^_`|~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');
