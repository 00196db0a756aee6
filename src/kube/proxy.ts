import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';

export const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]' || hostname === '::1';

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

type ProxyEnv = Readonly<Record<string, string | undefined>>;

/**
 * What the agents are told of proxies: the cluster's proxy-url, else HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's agent reads
 * as curl does. Like Go's, requests to the machine itself never take the environment's proxy. undefined: none.
 */
export function proxyFor(endpoint: Pick<Endpoint, 'proxyUrl' | 'server'>, env: ProxyEnv): ProxyEnv | undefined {
	if (endpoint.proxyUrl !== undefined) return { HTTPS_PROXY: endpoint.proxyUrl, HTTP_PROXY: endpoint.proxyUrl };
	if (isLoopback(endpoint.server.hostname)) return undefined;
	const set = PROXIES.filter((name) => env[name] !== undefined && env[name] !== '');
	if (set.length === 0) return undefined;
	return Object.fromEntries([...set, 'NO_PROXY', 'no_proxy'].map((name) => [name, env[name]]));
}

/** Node's agents know proxies since 24.5 and, in its line, 22.21 (nodejs.org/docs, http.Agent `proxyEnv`). */
function canUseProxy(nodeVersion: string): boolean {
	const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
	return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

/** Throws SentenceError where a proxy is wanted and this Node cannot use one: going past it would be worse than not going. */
export function checkProxySupport(endpoint: Pick<Endpoint, 'proxyUrl' | 'server'>, env: ProxyEnv, nodeVersion: string): void {
	if (proxyFor(endpoint, env) === undefined || canUseProxy(nodeVersion)) return;
	const what = endpoint.proxyUrl === undefined ? 'HTTPS_PROXY or HTTP_PROXY is set' : 'The cluster has a proxy-url';
	throw new SentenceError(`${what}, and Node ${nodeVersion} cannot use a proxy; run kyacht with Node 24.5 or newer.`, 2);
}

/** Throws SentenceError for a proxy that cannot be used: SOCKS, or a URL that is none. `where` names the file and the cluster. */
export function checkProxyUrl(proxyUrl: string, where: string): string {
	if (!URL.canParse(proxyUrl)) throw new SentenceError(`${where}: proxy-url is no URL; write it like http://proxy.example.com:3128.`, 2);
	const { protocol } = new URL(proxyUrl);
	if (protocol === 'http:' || protocol === 'https:') return proxyUrl;
	throw new SentenceError(`${where}: kyacht cannot use a ${protocol.replace(':', '')} proxy; set proxy-url to an HTTP proxy.`, 2);
}
