import type { Agent as NodeHttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Clock } from '../base/clock.ts';
import type { Endpoint } from './credentials.ts';
import { isForwarded, type NamedProxy, portOf, proxyFor, withoutBrackets } from './proxy.ts';
import { openTunnel, ProxyError } from './tunnel.ts';

// An ES module that imports node:http makes Node read every export of it, and one of them is all of undici: 50 ms of a start and 12 MB.
const { Agent: HttpAgent } = process.getBuiltinModule('node:http');
export type Agent = NodeHttpAgent | HttpsAgent;

/** How sockets to a server are made. */
export interface Way {
	readonly endpoint: Pick<Endpoint, 'server' | 'ca' | 'insecure' | 'serverName' | 'proxyUrl'>;
	/** PEM. */
	readonly clientCertificate?: Buffer | undefined;
	/** PEM. */
	readonly clientKey?: Buffer | undefined;
	readonly env: NodeJS.ProcessEnv;
	readonly clock: Clock;
}

const KEEPALIVE_MS = 30_000;
/** Through a proxy, until it has made the connection. */
const TUNNEL_MS = 30_000;

type Created = (error: Error | null, socket: Duplex) => void;

/** An agent for one server. Throws SentenceError (2) for a proxy of the environment that cannot be used. */
export function agentFor(way: Way, keepAlive: boolean): Agent {
	const { endpoint, env, clientCertificate, clientKey } = way;
	const proxy = proxyFor(endpoint, env);
	const common = { keepAlive, keepAliveMsecs: KEEPALIVE_MS, maxFreeSockets: 6 };
	const tunnel = proxy === undefined || isForwarded(endpoint.server, proxy) ? undefined : new Tunnels(way, proxy);
	if (endpoint.server.protocol === 'http:') {
		if (tunnel !== undefined) return new HttpTunnelAgent(common, tunnel);
		return new HttpAgent({ ...common, ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy.url.href } }) });
	}
	const options = {
		...common,
		ca: endpoint.ca,
		cert: clientCertificate,
		key: clientKey,
		rejectUnauthorized: !endpoint.insecure,
		...serverNameOf(endpoint.serverName),
		ALPNProtocols: ['http/1.1'],
	};
	return tunnel === undefined ? new HttpsAgent(options) : new HttpsTunnelAgent(options, tunnel);
}

/** The tunnels of one agent: each has a deadline of its own, and all that are on their way end with it. */
class Tunnels {
	private readonly way: Way;
	private readonly proxy: NamedProxy;
	private readonly closing = new AbortController();

	constructor(way: Way, proxy: NamedProxy) {
		this.way = way;
		this.proxy = proxy;
	}

	async open(): Promise<Socket> {
		const { endpoint, clock } = this.way;
		const late = new AbortController();
		const cancel = clock.after(TUNNEL_MS, () => late.abort());
		const { proxy } = this;
		const signal = AbortSignal.any([this.closing.signal, late.signal]);
		try {
			const { server, ca, insecure } = endpoint;
			return await openTunnel(withoutBrackets(server.hostname), portOf(server), { proxy, ca, insecure, signal });
		} catch (error) {
			if (late.signal.aborted) throw new ProxyError(proxy, `it made no connection within ${TUNNEL_MS / 1000}s`);
			throw error;
		} finally {
			cancel();
		}
	}

	close(): void {
		this.closing.abort();
	}
}

class HttpTunnelAgent extends HttpAgent {
	private readonly tunnels: Tunnels;

	constructor(options: ConstructorParameters<typeof HttpAgent>[0], tunnels: Tunnels) {
		super(options);
		this.tunnels = tunnels;
	}

	override createConnection(_: unknown, created?: Created): undefined {
		this.tunnels.open().then(
			(socket) => created?.(null, socket),
			(error: Error) => fail(created, error),
		);
	}

	override destroy(): void {
		this.tunnels.close();
		super.destroy();
	}
}

class HttpsTunnelAgent extends HttpsAgent {
	private readonly tunnels: Tunnels;

	constructor(options: ConstructorParameters<typeof HttpsAgent>[0], tunnels: Tunnels) {
		super(options);
		this.tunnels = tunnels;
	}

	override createConnection(options: Parameters<HttpsAgent['createConnection']>[0], created?: Created): undefined {
		this.tunnels
			.open()
			.then((socket) => created?.(null, super.createConnection({ ...options, socket } as typeof options) as Duplex))
			.catch((error: Error) => fail(created, error));
	}

	override destroy(): void {
		this.tunnels.close();
		super.destroy();
	}
}

/** Node's own agent calls back with an error alone; the types want a socket, too. */
const fail = (created: Created | undefined, error: Error): void => (created as ((error: Error) => void) | undefined)?.(error);

/**
 * What a certificate must be for when that is not the address. An IP address cannot be asked for in the handshake (RFC 6066,
 * section 3) and Node refuses one there: nothing is asked for then, and the certificate is checked against the address.
 */
function serverNameOf(name: string | undefined): {
	readonly servername?: string;
	readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
} {
	if (name === undefined) return {};
	if (isIP(name) === 0) return { servername: name };
	return { servername: '', checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}
