import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';

export const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]' || hostname === '::1';

type ProxyEnv = Readonly<Record<string, string | undefined>>;

/**
 * What the agents are told of proxies: the cluster's proxy-url, else HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's agent reads
 * as curl does. Like Go's, requests to the machine itself never take the environment's proxy. undefined: none.
 */
export function proxyFor(endpoint: Pick<Endpoint, 'proxyUrl' | 'server'>, env: ProxyEnv): ProxyEnv | undefined {
	if (endpoint.proxyUrl !== undefined) return { HTTPS_PROXY: endpoint.proxyUrl, HTTP_PROXY: endpoint.proxyUrl };
	if (isLoopback(endpoint.server.hostname)) return undefined;
	const named = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
	const set = named.filter((name) => env[name] !== undefined && env[name] !== '');
	return set.length === 0 ? undefined : Object.fromEntries(set.map((name) => [name, env[name]]));
}

/** Throws SentenceError for a proxy that cannot be used: SOCKS, or a URL that is none. `where` names the file and the cluster. */
export function checkProxyUrl(proxyUrl: string, where: string): string {
	if (!URL.canParse(proxyUrl)) throw new SentenceError(`${where}: proxy-url is no URL; write it like http://proxy.example.com:3128.`, 2);
	const { protocol } = new URL(proxyUrl);
	if (protocol === 'http:' || protocol === 'https:') return proxyUrl;
	throw new SentenceError(`${where}: kyacht cannot use a ${protocol.replace(':', '')} proxy; set proxy-url to an HTTP proxy.`, 2);
}
