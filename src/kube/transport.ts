import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { type Agent, agentFor } from './agents.ts';
import { type Body, bodyOf } from './answer-body.ts';
import { errorOfAnswer, errorOfSocket, isCertificateCode, refusedAs } from './api-errors.ts';
import { ClockSkew } from './clock-skew.ts';
import type { Unanswered } from './connection.ts';
import { type Access, type AccessSource, sameRoute } from './credentials.ts';
import { isLoopback, portOf, withoutBrackets } from './proxy.ts';
import { RequestLimits } from './request-limits.ts';
import type { RequestEntry } from './types.ts';
import { Warnings } from './warnings.ts';
import { withoutCredentials } from './without-credentials.ts';

export interface TransportOptions {
	readonly clock: Clock;
	/** `kyacht/1.2.3`. One that begins with kubectl or curl is sent pretty-printed JSON, 2.3 times the bytes. */
	readonly userAgent: string;
	readonly compress: 'auto' | 'on' | 'off';
	readonly env: NodeJS.ProcessEnv;
}

export interface TransportRequest {
	readonly method: string;
	/** Path and query, without the server's own base path. */
	readonly path: string;
	readonly verb: RequestEntry['verb'];
	readonly streamId?: string | undefined;
	readonly accept: string;
	readonly body?: string | undefined;
	readonly signal: AbortSignal | undefined;
	/** `stream`: a socket of its own that may be silent for as long as it likes. */
	readonly kind: 'call' | 'stream';
	/** Until the end of the body; absent: none. */
	readonly totalMs?: number | undefined;
	/** Without any byte; absent: none. */
	readonly silenceMs?: number | undefined;
}

/** An answer with a status under 300. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly serverDate: number | undefined;
	readonly sentAt: number;
	/** Decoded. */
	readonly body: Body;
}

interface Pending {
	readonly verb: RequestEntry['verb'];
	readonly sentAt: number;
	/** When its last byte came. */
	progressAt: number;
}

interface Agents {
	readonly access: Access;
	readonly calls: Agent;
	readonly streams: Agent;
}

// As in agents.ts: an import of node:http costs 50 ms.
const { request: httpRequest } = process.getBuiltinModule('node:http');

const KEEPALIVE_MS = 30_000;
const AT_ONCE_MS = 1_000;
const MOST_OF_AN_ERROR = 64 * 1024;
const aborted = (): ApiFailure => new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });

/**
 * HTTP/1.1 to one API server over node:http and node:https: one keep-alive agent for short calls, a socket of its own for each
 * stream. Every failure leaves as an ApiFailure.
 */
export class Transport {
	/** Of answers that are good; told when their headers are in. */
	readonly warnings = new Warnings();
	private readonly source: AccessSource;
	private readonly options: TransportOptions;
	private readonly skew = new ClockSkew();
	private readonly pending = new Set<Pending>();
	private readonly open = new Set<AbortController>();
	private readonly listeners = new Set<(entry: RequestEntry) => void>();
	private accepted: Access | undefined;
	private hasRefused: boolean = false;
	private readonly acceptedListeners = new Set<() => void>();
	private agents: Agents | undefined;
	private closed: boolean = false;

	constructor(source: AccessSource, options: TransportOptions) {
		this.source = source;
		this.options = options;
	}

	clockSkewMs(): number | undefined {
		return this.skew.value();
	}

	/** Sent, and no response headers yet. */
	unanswered(): readonly Unanswered[] {
		const now = this.options.clock.now();
		return [...this.pending].map(({ verb, sentAt }) => ({ verb, waitedMs: now - sentAt }));
	}

	onRequest(listener: (entry: RequestEntry) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** Sends, and has `read` take the answer's body. On 401 the credentials are renewed and it is tried once more. */
	async perform<T>(request: TransportRequest, read: (answer: Answer) => Promise<T>): Promise<T> {
		if (this.closed || request.signal?.aborted === true) throw aborted();
		let access = await this.source.access(request.signal);
		for (let renewed = false; ; renewed = true) {
			try {
				return await this.attempt(request, access, read);
			} catch (error) {
				if (!(error instanceof ApiFailure)) throw error;
				if (error.error.kind === 'network' && isCertificateCode(error.error.code)) this.source.distrust();
				if (error.error.kind !== 'unauthorized') throw error;
				const next = renewed ? undefined : await this.source.renew(access, request.signal);
				if (next === undefined) throw new ApiFailure(this.source.explain(error.error));
				access = next;
			}
		}
	}

	close(): void {
		this.closed = true;
		for (const controller of this.open) controller.abort();
		this.agents?.calls.destroy();
		this.agents?.streams.destroy();
		this.source.close();
	}

	/** Told when a server that refused credentials, or knew others, takes new ones. */
	onAccepted(listener: () => void): () => void {
		this.acceptedListeners.add(listener);
		return () => this.acceptedListeners.delete(listener);
	}

	private learnAcceptance(access: Access, status: number): void {
		if (status === 401) {
			this.hasRefused = true;
			return;
		}
		this.source.accepted();
		const before = this.accepted;
		this.accepted = access;
		// One API that refuses what all the others take is no reason to ask it again.
		if (before === undefined ? this.hasRefused : before !== access) for (const listener of [...this.acceptedListeners]) listener();
	}

	private async attempt<T>(request: TransportRequest, access: Access, read: (answer: Answer) => Promise<T>): Promise<T> {
		const { clock } = this.options;
		if (this.closed) throw aborted();
		const controller = new AbortController();
		const abort = (): void => controller.abort();
		request.signal?.addEventListener('abort', abort, { once: true });
		this.open.add(controller);
		const sentAt = clock.now();
		const pending: Pending = { verb: request.verb, sentAt, progressAt: sentAt };
		this.pending.add(pending);
		const limits = new RequestLimits(clock, request, pending, controller);
		const told = { status: 0, bytes: 0 };
		let failure: ApiError | undefined;
		try {
			const response = await this.send(request, access, controller.signal, limits);
			told.status = response.statusCode ?? 0;
			this.learnAcceptance(access, told.status);
			this.pending.delete(pending);
			pending.progressAt = clock.now();
			const serverDate = this.learnDate(response, sentAt);
			this.warnings.hear(response.headers.warning, { at: pending.progressAt, streamId: request.streamId, path: request.path });
			const body = bodyOf(response, (bytes) => {
				told.bytes += bytes;
				pending.progressAt = clock.now();
			});
			const contentType = response.headers['content-type'] ?? '';
			if (told.status >= 300) {
				const text = await firstOf(body);
				const { 'retry-after': retryAfter, location } = response.headers;
				const error = errorOfAnswer({ status: told.status, contentType, retryAfter, location, body: text }, serverDate ?? clock.now());
				throw new ApiFailure(refusedAs(error, access.credentials.headers['Impersonate-User']));
			}
			return await read({ status: told.status, contentType, serverDate, sentAt, body });
		} catch (error) {
			const classified = withoutCredentials(this.classify(error, request, access, limits), access.credentials);
			failure = classified.error;
			throw classified;
		} finally {
			limits.clear();
			request.signal?.removeEventListener('abort', abort);
			this.open.delete(controller);
			this.pending.delete(pending);
			this.tell(request, sentAt, told, failure);
		}
	}

	private classify(error: unknown, request: TransportRequest, access: Access, limits: RequestLimits): ApiFailure {
		if (this.closed || request.signal?.aborted === true) return aborted();
		const server = access.endpoint.server.origin;
		if (limits.exceeded !== undefined) {
			return new ApiFailure({ kind: 'network', code: limits.code, message: `${server}: ${limits.exceeded}` });
		}
		if (error instanceof ApiFailure) return error;
		const code = (error as { readonly code?: unknown } | null)?.code;
		if (typeof code === 'string' && code.startsWith('Z_')) {
			return new ApiFailure({ kind: 'protocol', message: `the gzipped answer is broken (${code})` });
		}
		// What is no fault of a connection is a fault of ours, and must not pass for the server's.
		if (typeof code !== 'string' && !(error instanceof Error && /socket|proxy|connect|tunnel/i.test(error.message))) throw error;
		return new ApiFailure(errorOfSocket(error, server));
	}

	private learnDate(response: IncomingMessage, sentAt: number): number | undefined {
		const date = Date.parse(response.headers.date ?? '');
		if (Number.isNaN(date)) return undefined;
		this.skew.learn(date, sentAt, this.options.clock.now());
		return date;
	}

	private tell(
		request: TransportRequest,
		sentAt: number,
		told: { readonly status: number; readonly bytes: number },
		error: ApiError | undefined,
	): void {
		const { verb, method, path, streamId } = request;
		const entry: RequestEntry = {
			at: sentAt,
			...(streamId === undefined ? {} : { streamId }),
			verb,
			method,
			path,
			status: told.status,
			tookMs: this.options.clock.now() - sentAt,
			bytes: told.bytes,
			...(error === undefined ? {} : { error }),
		};
		for (const listener of [...this.listeners]) listener(entry);
	}

	private send(request: TransportRequest, access: Access, signal: AbortSignal, limits: RequestLimits, tries = 3): Promise<IncomingMessage> {
		const { endpoint } = access;
		const agents = this.agentsFor(access);
		const options: RequestOptions = {
			hostname: withoutBrackets(endpoint.server.hostname),
			port: portOf(endpoint.server),
			path: endpoint.server.pathname.replace(/\/+$/, '') + request.path,
			method: request.method,
			headers: this.headers(request, access),
			agent: request.kind === 'call' ? agents.calls : agents.streams,
			signal,
		};
		const sentAt = this.options.clock.now();
		return new Promise((resolve, reject) => {
			const send = endpoint.server.protocol === 'https:' ? httpsRequest : httpRequest;
			const call = send(options);
			// While the agent makes a tunnel there is no socket yet, and Node tells of an abort only when there is one.
			signal.addEventListener('abort', () => reject(aborted()), { once: true });
			call.on('response', resolve);
			call.on('upgrade', ({ statusCode }, socket) => {
				socket.destroy();
				reject(new ApiFailure({ kind: 'protocol', message: `the server switches protocols (HTTP ${statusCode}) unasked` }));
			});
			// Whatever ends a request without an answer, it has ended.
			call.on('close', () => reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })));
			call.on('socket', (socket) => {
				socket.setKeepAlive(true, KEEPALIVE_MS);
				socket.setNoDelay(true);
				limits.connecting(socket);
			});
			call.on('error', (error: NodeJS.ErrnoException) => {
				// A kept socket may be closed by the server in the moment in which we write to it: that says nothing of the server. One
				// that is closed later was closed on the request, which is not to be made twice.
				const atOnce = this.options.clock.now() - sentAt < AT_ONCE_MS;
				const stale = atOnce && call.reusedSocket && request.method === 'GET' && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
				if (stale && tries > 1 && !signal.aborted) resolve(this.send(request, access, signal, limits, tries - 1));
				else reject(error);
			});
			call.end(request.body);
		});
	}

	private headers(request: TransportRequest, access: Access): Record<string, string | string[]> {
		const { compress, userAgent } = this.options;
		// What zips a log on its way holds back lines until it has enough of them.
		const zips = compress === 'on' || (compress === 'auto' && !isLoopback(access.endpoint.server.hostname));
		const gzip = zips && request.verb !== 'log';
		const body =
			request.body === undefined ? {} : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(request.body)}` };
		return {
			accept: request.accept,
			'user-agent': userAgent,
			'accept-encoding': gzip ? 'gzip' : 'identity',
			...body,
			...access.credentials.headers,
		};
	}

	/** Agents are made anew when the certificate, the key or the CA changed; sockets in use live on until they are done. */
	private agentsFor(access: Access): Agents {
		const known = this.agents;
		if (known !== undefined && sameRoute(known.access, access)) return known;
		const { endpoint, credentials } = access;
		const { env, clock } = this.options;
		const make = (keepAlive: boolean): Agent => agentFor({ endpoint, ...credentials, env, clock }, keepAlive);
		if (known !== undefined) {
			for (const sockets of Object.values(known.calls.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
		}
		this.agents = { access, calls: make(true), streams: make(false) };
		return this.agents;
	}
}

/** The beginning of an error's body, enough to say what it is. */
async function firstOf(body: Body): Promise<string> {
	const parts: Buffer[] = [];
	let length = 0;
	for await (const chunks of body) {
		parts.push(...chunks);
		length += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		if (length >= MOST_OF_AN_ERROR) break;
	}
	return Buffer.concat(parts).toString('utf8');
}
