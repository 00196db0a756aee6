import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { chooseContext, type Kubeconfig, whatThereIs, whereRead } from './kubeconfig.ts';
import { type Entry, Fields } from './kubeconfig-file.ts';
import { checkProxyUrl } from './proxy.ts';
import { execClusterInfo, readUserAuth, type UserAuth, type UserOverrides } from './user-auth.ts';

/** What the command line says instead of the kubeconfig. The names are those of the flags. */
export interface ConnectionFlags extends UserOverrides {
	readonly cluster?: string | undefined;
	readonly user?: string | undefined;
	readonly server?: string | undefined;
	readonly insecureSkipTlsVerify?: boolean | undefined;
}

/** A context, resolved: where it leads and as whom. */
export interface Target {
	readonly context: string;
	readonly cluster: string;
	readonly user: string;
	readonly namespace: string | undefined;
	readonly endpoint: Endpoint;
	readonly auth: UserAuth;
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
	const auth = (info: () => Record<string, unknown>): UserAuth => readUserAuth(user, flags, info);
	// Whether a bare host means https depends on the certificates, the plugin's view of the cluster on the endpoint.
	const endpoint = readEndpoint(cluster, clusterName, flags, user?.bytes('client-certificate') !== undefined);
	return {
		context: context?.name ?? endpoint.server.host,
		cluster: clusterName === '' ? endpoint.server.host : clusterName,
		user: userName,
		namespace: context?.namespace,
		endpoint,
		auth: auth(() => execClusterInfo(endpoint, cluster)),
	};
}

function readEndpoint(cluster: Fields | undefined, name: string, flags: ConnectionFlags, hasCertificate: boolean): Endpoint {
	const address = flags.server ?? cluster?.text('server');
	const where = cluster?.where ?? 'the command line';
	if (address === undefined) {
		const what = name === '' ? 'The context names no cluster' : `The cluster "${name}" (${where}) names no server`;
		throw new SentenceError(`${what}; add one to the kubeconfig, or use --server.`, 2);
	}
	const insecure = flags.insecureSkipTlsVerify ?? cluster?.flag('insecure-skip-tls-verify') ?? false;
	const ca = insecure ? undefined : cluster?.bytes('certificate-authority');
	const proxyUrl = cluster?.text('proxy-url');
	return {
		server: parseServer(
			address,
			flags.server === undefined ? `${where}: server` : 'What --server gives',
			insecure || ca !== undefined || hasCertificate,
		),
		ca,
		insecure,
		serverName: cluster?.text('tls-server-name'),
		proxyUrl: proxyUrl === undefined ? undefined : checkProxyUrl(proxyUrl, where),
	};
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
