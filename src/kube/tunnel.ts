import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import { safeText } from '../base/safe-text.ts';
import { networkWords } from './api-errors.ts';
import { isSocks, type NamedProxy, portOf, withoutBrackets } from './proxy.ts';
import { loginOf } from './url-login.ts';

// An ES module that imports node:http makes Node read every export of it: see transport.ts.
const { request: httpRequest } = process.getBuiltinModule('node:http');

export interface TunnelOptions {
	readonly proxy: NamedProxy;
	/** PEM of the cluster's CA, and whether certificates are checked at all: kubectl means a proxy with TLS by them, too. */
	readonly ca: Buffer | undefined;
	readonly insecure: boolean;
	readonly signal: AbortSignal;
}

/** Why there is no way through a proxy. Says which one; never its user or password, nor what it answered in full. */
export class ProxyError extends Error {
	readonly code = 'PROXY';
	constructor(proxy: NamedProxy, why: string) {
		super(`the proxy ${nameOf(proxy.url)} (${proxy.from}): ${why}`);
		this.name = 'ProxyError';
	}
}

const nameOf = (url: URL): string => `${url.protocol}//${url.hostname}:${portOf(url)}`;

/**
 * A socket that leads through the proxy to this host and port; the proxy looks up the name (Go does so for socks5, too). Ended by
 * `signal` while it is on its way. Throws ProxyError.
 */
export async function openTunnel(host: string, port: number, { proxy, ca, insecure, signal }: TunnelOptions): Promise<Socket> {
	const { url } = proxy;
	const socket = await reach(url, ca, insecure, signal).catch((error: unknown) => {
		throw new ProxyError(proxy, networkWords(error));
	});
	const end = (): void => void socket.destroy();
	signal.addEventListener('abort', end, { once: true });
	try {
		await (isSocks(url) ? bySocks(socket, proxy, host, port) : byConnect(socket, proxy, host, port));
		return socket;
	} catch (error) {
		socket.destroy();
		throw error;
	} finally {
		signal.removeEventListener('abort', end);
	}
}

function reach(url: URL, ca: Buffer | undefined, insecure: boolean, signal: AbortSignal): Promise<Socket> {
	const host = withoutBrackets(url.hostname);
	const port = portOf(url);
	return new Promise((resolve, reject) => {
		const isTls = url.protocol === 'https:';
		const socket = isTls
			? tls.connect({
					host,
					port,
					rejectUnauthorized: !insecure,
					...(isIP(host) === 0 ? { servername: host } : {}),
					// kubectl trusts the cluster's CA alone; a proxy of the company's is known to the system.
					...(ca === undefined ? {} : { ca: [ca, ...systemAuthorities()] }),
				})
			: connectTcp(port, host);
		const abort = (): void => void socket.destroy(new Error('it was cancelled'));
		signal.addEventListener('abort', abort, { once: true });
		if (signal.aborted) abort();
		socket.once(isTls ? 'secureConnect' : 'connect', () => {
			signal.removeEventListener('abort', abort);
			socket.removeListener('error', reject);
			resolve(socket);
		});
		socket.once('error', reject);
		socket.once('close', () => {
			signal.removeEventListener('abort', abort);
			reject(new Error('it closed the connection'));
		});
	});
}

/** Node below 22.15 knows only those that it brings. */
const systemAuthorities = (): readonly string[] =>
	typeof tls.getCACertificates === 'function' ? tls.getCACertificates('default') : tls.rootCertificates;

const refusals: Readonly<Record<number, string>> = {
	403: 'it forbids the way to this server (403)',
	407: 'it wants a user and a password, or other ones (407); write them into its URL',
};

/** RFC 9110, section 9.3.6. */
function byConnect(socket: Socket, proxy: NamedProxy, host: string, port: number): Promise<void> {
	const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
	const headers: OutgoingHttpHeaders = { host: authority, ...authorization(proxy.url) };
	return new Promise((resolve, reject) => {
		const call = httpRequest({ method: 'CONNECT', path: authority, headers, createConnection: () => socket, setDefaultHeaders: false });
		call.once('connect', ({ statusCode = 0 }: IncomingMessage, _, head: Buffer) => {
			if (statusCode < 200 || statusCode >= 300) {
				reject(new ProxyError(proxy, refusals[statusCode] ?? `it refuses the way to this server (HTTP ${statusCode})`));
				return;
			}
			if (head.length > 0) socket.unshift(head);
			resolve();
		});
		call.once('error', (error: NodeJS.ErrnoException) => {
			const isNoHttp = error.code?.startsWith('HPE_') === true;
			reject(new ProxyError(proxy, isNoHttp ? 'it does not speak HTTP' : networkWords(error)));
		});
		call.end();
	});
}

function authorization(url: URL): OutgoingHttpHeaders {
	const login = loginOf(url);
	if (login === undefined) return {};
	return { 'proxy-authorization': `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` };
}

/** The library's deadline is longer than any of ours: `signal` ends the wait. */
const NEVER_MS = 2_147_483_647;

/** RFC 1928 and, for user and password, RFC 1929. */
async function bySocks(socket: Socket, proxy: NamedProxy, host: string, port: number): Promise<void> {
	const { url } = proxy;
	// Who has no such proxy does not read its code.
	const { SocksClient } = await import('./socks-client.ts');
	const login = loginOf(url);
	try {
		await SocksClient.createConnection({
			command: 'connect',
			existing_socket: socket,
			proxy: {
				host: withoutBrackets(url.hostname),
				port: portOf(url),
				type: 5,
				...(login && { userId: login.user, password: login.password }),
			},
			destination: { host, port },
			timeout: NEVER_MS,
		});
	} catch (error) {
		// The library's error holds its options, the password among them: only its words go on.
		throw new ProxyError(proxy, socksWords(error instanceof Error ? error.message : ''));
	}
}

/** The library's English (socks, common/constants.ts), in what a person can do something about. */
function socksWords(message: string): string {
	const [, reason] = /rejected connection - (\w+)/.exec(message) ?? [];
	const refused: Readonly<Record<string, string>> = {
		NotAllowed: 'it forbids the way to this server',
		NetworkUnreachable: 'it cannot reach the network of this server',
		HostUnreachable: 'it cannot reach this server',
		ConnectionRefused: 'this server refuses its connection',
		TTLExpired: 'it cannot reach this server in time',
		CommandNotSupported: 'it makes no connections',
		AddressNotSupported: 'it does not know this kind of address',
	};
	if (reason !== undefined) return refused[reason] ?? 'it cannot connect to this server';
	if (/authentication failed/i.test(message)) return 'it does not accept the user and password in its URL';
	if (/no accepted authentication/i.test(message)) return 'it wants a user and a password; write them into its URL';
	if (/closed/i.test(message)) return 'it closed the connection';
	if (/handshake|version/i.test(message)) return 'it does not speak SOCKS 5';
	return safeText(message);
}
