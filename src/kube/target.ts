import { resolve } from 'node:path';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { chooseContext, type Kubeconfig, whatThereIs, whereRead } from './kubeconfig.ts';
import { type Entry, Fields, readNamed } from './kubeconfig-file.ts';
import { checkProxyUrl } from './proxy.ts';
import { loginOf } from './url-login.ts';
import { execClusterInfo, readUserAuth, type UserAuth, type UserOverrides } from './user-auth.ts';

/** What the command line says instead of the kubeconfig. The names are those of the flags. */
export interface ConnectionFlags extends UserOverrides {
	readonly cluster?: string | undefined;
	readonly user?: string | undefined;
	readonly server?: string | undefined;
	readonly insecureSkipTlsVerify?: boolean | undefined;
	/** A path, PEM. */
	readonly certificateAuthority?: string | undefined;
	readonly tlsServerName?: string | undefined;
}

/** A context, resolved: where it leads and as whom. */
export interface Target {
	readonly context: string;
	readonly cluster: string;
	readonly user: string;
	readonly namespace: string | undefined;
	readonly endpoint: Endpoint;
	readonly auth: UserAuth;
	/** Every file that this was read from, or would be if it were there: kubeconfigs, certificates, keys. */
	readonly files: readonly string[];
}

/** Resolves a context of the kubeconfig under flags, reading the files that it names. Throws SentenceError (2). */
export function resolveTarget(kubeconfig: Kubeconfig, contextName: string | undefined, flags: ConnectionFlags): Target {
	const context = chooseContext(kubeconfig, contextName);
	const clusterName = flags.cluster ?? context?.cluster ?? '';
	const userName = flags.user ?? context?.user ?? '';
	const { merged } = kubeconfig;
	const named = (kind: 'cluster' | 'user', known: ReadonlyMap<string, Entry>, name: string): Fields | undefined => {
		if (name === '') return undefined;
		const found = known.get(name);
		if (found !== undefined) return new Fields(found);
		if (kind === 'cluster' && flags.server !== undefined && flags.cluster === undefined) return undefined;
		const by = flags[kind] === undefined ? `, which the context "${context?.name ?? ''}" names,` : ` of --${kind}`;
		throw new SentenceError(`The ${kind} "${name}"${by} is not in ${whereRead(kubeconfig)}; ${whatThereIs(name, [...known.keys()])}`, 2);
	};
	const cluster = named('cluster', merged.clusters, clusterName);
	const user = named('user', merged.users, userName);
	// Whether a bare host means https depends on the certificates, the plugin's view of the cluster on the endpoint.
	const hasCertificate = flags.clientCertificate !== undefined || user?.bytes('client-certificate') !== undefined;
	const { endpoint, files, basic } = readEndpoint(cluster, clusterName, flags, hasCertificate);
	const auth = readUserAuth(user, flags, () => execClusterInfo(endpoint, cluster));
	return {
		context: context?.name ?? endpoint.server.host,
		cluster: clusterName === '' ? endpoint.server.host : clusterName,
		user: userName,
		namespace: context?.namespace,
		endpoint,
		auth: basic === undefined ? auth : { ...auth, basic, token: undefined, tokenFile: undefined, oidc: undefined, exec: undefined },
		files: [...kubeconfig.paths, ...files, ...auth.files],
	};
}

interface ReadEndpoint {
	readonly endpoint: Endpoint;
	readonly files: readonly string[];
	/** User and password in the address itself, which kubectl prefers to all else. */
	readonly basic: string | undefined;
}

function readEndpoint(cluster: Fields | undefined, name: string, flags: ConnectionFlags, hasCertificate: boolean): ReadEndpoint {
	const address = flags.server ?? cluster?.text('server');
	const where = cluster?.where ?? 'the command line';
	if (address === undefined) {
		const what = name === '' ? 'The context names no cluster' : `The cluster "${name}" (${where}) names no server`;
		throw new SentenceError(`${what}; add one to the kubeconfig, or use --server.`, 2);
	}
	const { insecure, ca, file } = readTrust(cluster, flags);
	const proxyUrl = cluster?.text('proxy-url');
	const given = parseServer(
		address,
		flags.server === undefined ? `${where}: server` : 'What --server gives',
		insecure || ca !== undefined || hasCertificate,
	);
	const server = new URL(given);
	server.username = '';
	server.password = '';
	const login = loginOf(given);
	return {
		endpoint: {
			server,
			ca,
			insecure,
			// What the kubeconfig says of a name is about its own server.
			serverName: flags.tlsServerName ?? (flags.server === undefined ? cluster?.text('tls-server-name') : undefined),
			proxyUrl: proxyUrl === undefined ? undefined : checkProxyUrl(proxyUrl, where),
		},
		files: file === undefined ? [] : [file],
		basic: login === undefined ? undefined : Buffer.from(`${login.user}:${login.password}`).toString('base64'),
	};
}

/** Which certificates are believed. A flag replaces both that the kubeconfig says (clientcmd, `getCluster`). */
function readTrust(cluster: Fields | undefined, flags: ConnectionFlags) {
	const { certificateAuthority: flag } = flags;
	if (flag !== undefined && flags.insecureSkipTlsVerify === true) {
		throw new SentenceError('--certificate-authority and --insecure-skip-tls-verify contradict each other; leave one out.', 2);
	}
	const insecure = flag === undefined && (flags.insecureSkipTlsVerify || (cluster?.flag('insecure-skip-tls-verify') ?? false));
	if (insecure) return { insecure, ca: undefined, file: undefined };
	const source =
		flag === undefined
			? cluster?.source('certificate-authority')
			: { file: resolve(flag), bytes: readNamed('--certificate-authority', resolve(flag)) };
	if (source !== undefined && !/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(source.bytes.toString('latin1'))) {
		const what = flag === undefined ? `${cluster?.where ?? ''}: certificate-authority` : '--certificate-authority';
		throw new SentenceError(`${what} holds no certificate in PEM; correct it.`, 2);
	}
	return { insecure, ca: source?.bytes, file: source?.file };
}

/** An address without a scheme is https where there is any TLS setting, else http (client-go rest/url_utils.go). */
function parseServer(address: string, what: string, hasTls: boolean): URL {
	const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `${hasTls ? 'https' : 'http'}://${address}`;
	const url = URL.canParse(full) ? new URL(full) : undefined;
	if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
		throw new SentenceError(`${what} is no address of an API server; write it like https://host:6443.`, 2);
	}
	return url;
}
