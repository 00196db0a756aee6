import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';
import { chooseContext, type Kubeconfig } from './kubeconfig.ts';
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
	const cluster = entry(merged.clusters, clusterName, 'cluster', flags.server !== undefined && flags.cluster === undefined);
	const user = entry(merged.users, userName, 'user', false);
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

function entry(known: ReadonlyMap<string, Entry>, name: string, kind: 'cluster' | 'user', mayMiss: boolean): Fields | undefined {
	if (name === '') return undefined;
	const found = known.get(name);
	if (found !== undefined) return new Fields(found);
	if (mayMiss) return undefined;
	const [near] = nearestNames(name, known.keys());
	const hint = near === undefined ? 'check the name' : `did you mean ${near}?`;
	throw new SentenceError(`The ${kind} "${name}" is not in the kubeconfig; ${hint}${hint.endsWith('?') ? '' : '.'}`, 2);
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
		server: parseServer(address, where, insecure || ca !== undefined || hasCertificate),
		ca,
		insecure,
		serverName: cluster?.text('tls-server-name'),
		proxyUrl: proxyUrl === undefined ? undefined : checkProxyUrl(proxyUrl, where),
	};
}

/** An address without a scheme is https where there is any TLS setting, else http (client-go rest/url_utils.go). */
function parseServer(address: string, where: string, hasTls: boolean): URL {
	const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `${hasTls ? 'https' : 'http'}://${address}`;
	const url = URL.canParse(full) ? new URL(full) : undefined;
	if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
		throw new SentenceError(`${where}: server is no address of an API server; write it like https://host:6443.`, 2);
	}
	return url;
}
