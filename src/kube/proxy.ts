import { BlockList, isIP } from 'node:net';
import { SentenceError } from '../base/sentence-error.ts';
import type { Endpoint } from './credentials.ts';

export const isLoopback = (hostname: string): boolean =>
	hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]' || hostname === '::1';

type ProxyEnv = Readonly<Record<string, string | undefined>>;

/** A proxy, and what named it. Its URL may hold a password: only `origin` of it is ever told. */
export interface NamedProxy {
	readonly url: URL;
	/** `proxy-url`, `HTTPS_PROXY`, …: for sentences. */
	readonly from: string;
}

export const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80', 'socks5:': '1080', 'socks5h:': '1080' };

export const portOf = (url: URL): number => Number(url.port === '' ? PORTS[url.protocol] : url.port);

const anyOf = (env: ProxyEnv, names: readonly string[]): readonly [name: string, value: string] | undefined => {
	for (const name of names) {
		const value = env[name];
		if (value !== undefined && value !== '') return [name, value];
	}
	return undefined;
};

/**
 * The proxy on the way to a server: the cluster's proxy-url, else the environment's as Go reads it (x/net/http/httpproxy):
 * HTTPS_PROXY for https, HTTP_PROXY for http, in capitals or small, never the one for the other, and never for what NO_PROXY names
 * or for this machine. undefined: none. Throws SentenceError (2) for a variable that names no proxy that can be used.
 */
export function proxyFor(endpoint: Pick<Endpoint, 'proxyUrl' | 'server'>, env: ProxyEnv): NamedProxy | undefined {
	const { server, proxyUrl } = endpoint;
	if (proxyUrl !== undefined) return { url: new URL(proxyUrl), from: 'proxy-url' };
	const set = anyOf(env, server.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy']);
	if (set === undefined || !takesProxy(server, anyOf(env, ['NO_PROXY', 'no_proxy'])?.[1] ?? '')) return undefined;
	const [from, value] = set;
	const url = [value, ...(value.includes('://') ? [] : [`http://${value}`])]
		.map((text) => (URL.canParse(text) ? new URL(text) : undefined))
		.find((one) => one?.host);
	if (url === undefined) throw new SentenceError(`${from} is no URL; write it like http://proxy.example.com:3128.`, 2);
	checkScheme(url, from);
	return { url, from };
}

/** Whether a request to this server takes the environment's proxy, as `noProxy` has it (x/net/http/httpproxy, `useProxy`). */
export function takesProxy(server: URL, noProxy: string): boolean {
	const host = withoutBrackets(server.hostname).toLowerCase();
	const family = isIP(host);
	if (host === 'localhost' || (family !== 0 && isLoopbackAddress(host))) return false;
	const port = String(portOf(server));
	return !noProxy
		.split(',')
		.map((entry) => entry.trim().toLowerCase())
		.some((entry) => entry === '*' || (family === 0 ? namesHost(entry, host, port) : namesAddress(entry, host, port)));
}

const isLoopbackAddress = (address: string): boolean => inRange(address, '127.0.0.0', 8) || inRange(address, '::1', 128);

function inRange(address: string, net: string, prefix: number): boolean {
	const family = isIP(net) === 4 ? 'ipv4' : 'ipv6';
	if (prefix > (family === 'ipv4' ? 32 : 128)) return false;
	const block = new BlockList();
	block.addSubnet(net, prefix, family);
	return block.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** `10.0.0.0/8`, `10.0.0.1`, `10.0.0.1:6443`, `[fd00::1]:6443`, `fd00::1` */
function namesAddress(entry: string, address: string, port: string): boolean {
	const [, net = '', prefix] = /^([^/]*)\/(\d{1,3})$/.exec(entry) ?? [];
	if (prefix !== undefined && isIP(net) !== 0) return inRange(address, net, Number(prefix));
	const [host, only] = hostAndPort(entry);
	if (isIP(host) === 0 || (only !== undefined && only !== port)) return false;
	return inRange(address, host, isIP(host) === 4 ? 32 : 128);
}

/** `example.com` and all below it; with `.` or `*.` before it, only what is below. */
function namesHost(entry: string, host: string, port: string): boolean {
	const [named, only] = hostAndPort(entry);
	if (named === '' || isIP(named) !== 0 || (only !== undefined && only !== port)) return false;
	const suffix = named.startsWith('*.') ? named.slice(1) : named;
	return suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
}

function hostAndPort(entry: string): readonly [host: string, port: string | undefined] {
	const [, bracketed, port] = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry) ?? [];
	if (bracketed !== undefined) return [bracketed, port];
	const [, name, after] = /^([^:]*):(\d+)$/.exec(entry) ?? [];
	return name === undefined ? [entry, undefined] : [name, after];
}

/** Node's own agent knows proxies since 24.5 and, in its line, 22.21 (nodejs.org/docs, http.Agent `proxyEnv`). */
function canForward(nodeVersion: string): boolean {
	const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
	return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}

/**
 * Throws SentenceError (2) for a proxy of the environment that cannot be used, and where this Node cannot use one: requests to an
 * http:// server are not tunnelled but handed to the proxy, which is Node's agent's to do. To go past it would be worse than not to go.
 */
export function checkProxy(endpoint: Pick<Endpoint, 'proxyUrl' | 'server'>, env: ProxyEnv, nodeVersion: string): void {
	const proxy = proxyFor(endpoint, env);
	if (proxy === undefined || !isForwarded(endpoint.server, proxy) || canForward(nodeVersion)) return;
	throw new SentenceError(
		`${proxy.from} names a proxy for an http:// server, and Node ${nodeVersion} cannot use one; run kyacht with Node 24.5 or newer.`,
		2,
	);
}

/** Whether the proxy itself is sent the requests: those without TLS, as browsers and Go do. All else goes through a tunnel. */
export const isForwarded = (server: URL, proxy: NamedProxy): boolean => server.protocol === 'http:' && !isSocks(proxy.url);

export const isSocks = ({ protocol }: URL): boolean => protocol === 'socks5:' || protocol === 'socks5h:';

function checkScheme({ protocol }: URL, what: string): void {
	if (PORTS[protocol] !== undefined) return;
	throw new SentenceError(`${what}: kyacht cannot use a ${protocol.replace(':', '')} proxy; name one with http, https or socks5.`, 2);
}

/** Throws SentenceError (2) for a proxy-url that is none, or is of a kind that cannot be used. `where` names the file and the cluster. */
export function checkProxyUrl(proxyUrl: string, where: string): string {
	if (!URL.canParse(proxyUrl) || !proxyUrl.includes('://')) {
		throw new SentenceError(`${where}: proxy-url is no URL; write it like http://proxy.example.com:3128.`, 2);
	}
	checkScheme(new URL(proxyUrl), `${where}: proxy-url`);
	return proxyUrl;
}
