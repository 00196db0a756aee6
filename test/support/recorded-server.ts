import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

const DIRECTORY = new URL('../fixtures/http/', import.meta.url);

/** One exchange with a real API server (test/fixtures/http), or one made up in the same shape. */
export interface Recording {
	readonly note?: string;
	readonly request: { readonly method: string; readonly path: string; readonly user?: string };
	readonly response: RecordedResponse;
}

export interface RecordedResponse {
	/** null: the connection is closed without an answer. */
	readonly status: number | null;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly bodyBase64?: string;
	/** Written one by one; a chunk is not a line. */
	readonly chunks?: readonly { readonly data: string }[];
	/** `client: …`: the stream was still open, and is kept open here; `cut`: the socket is destroyed; else a clean end. */
	readonly endedBy?: string;
}

export function recording(name: string): Recording {
	return JSON.parse(readFileSync(new URL(`${name}.http.json`, DIRECTORY), 'utf8')) as Recording;
}

export const recordingNames = (): readonly string[] =>
	readdirSync(DIRECTORY)
		.filter((file) => file.endsWith('.http.json'))
		.map((file) => file.slice(0, -'.http.json'.length))
		.sort();

interface SeenRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** One number a socket, counted from 1. */
	readonly socket: number;
}

export interface RecordedServer {
	/** `http://127.0.0.1:port` */
	readonly url: string;
	readonly requests: readonly SeenRequest[];
	/** Sockets that are open now. */
	readonly sockets: number;
	/** Answers this path (method and query included) with these, in order; the last one again and again. */
	serve(...recordings: readonly Recording[]): void;
	/** Answers any path that nothing was recorded for. */
	serveAll(response: RecordedResponse): void;
	/** Resolves when this many requests have come. */
	requested(count: number): Promise<void>;
	/** Answers nothing from now on, until thawed. */
	freeze(): void;
	thaw(): void;
	close(): Promise<void>;
}

/** The order of a query's fields says nothing. */
function keyOf(method: string, path: string): string {
	const url = new URL(path, 'http://server');
	url.searchParams.sort();
	return `${method} ${url.pathname}?${url.searchParams.toString()}`;
}

/** Serves recordings over a real loopback socket, with the chunks that they were recorded in. */
export async function startRecordedServer(...recordings: readonly Recording[]): Promise<RecordedServer> {
	const answers = new Map<string, Recording[]>();
	const requests: SeenRequest[] = [];
	const waiting = new Set<() => void>();
	const numbers = new WeakMap<object, number>();
	let nextNumber = 1;
	let otherwise: RecordedResponse = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '404 page not found\n' };
	let frozen: Promise<void> | undefined;
	let thaw = (): void => undefined;
	const open = new Set<IncomingMessage['socket']>();

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const method = request.method ?? 'GET';
		const path = request.url ?? '/';
		requests.push({ method, path, headers: request.headers, socket: numbers.get(request.socket) ?? 0 });
		for (const check of [...waiting]) check();
		request.resume();
		await frozen;
		const queue = answers.get(keyOf(method, path));
		const next = queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0];
		await write(next?.response ?? otherwise, response);
	};
	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
	});
	server.on('connection', (socket) => {
		numbers.set(socket, nextNumber++);
		open.add(socket);
		socket.on('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const recorded: RecordedServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		get sockets() {
			return open.size;
		},
		serve(...some) {
			for (const one of some) {
				const key = keyOf(one.request.method, one.request.path);
				answers.set(key, [...(answers.get(key) ?? []), one]);
			}
		},
		serveAll(response) {
			otherwise = response;
		},
		requested: (count) =>
			new Promise((resolve) => {
				const check = (): void => {
					if (requests.length < count) return;
					waiting.delete(check);
					resolve();
				};
				waiting.add(check);
				check();
			}),
		freeze() {
			frozen = new Promise((resolve) => {
				thaw = resolve;
			});
		},
		thaw() {
			frozen = undefined;
			thaw();
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	recorded.serve(...recordings);
	return recorded;
}

async function write(recorded: RecordedResponse, response: ServerResponse): Promise<void> {
	if (recorded.status === null) {
		response.destroy();
		return;
	}
	// The framing is this server's own; everything else is as it was recorded.
	const { 'transfer-encoding': _framing, 'content-length': _length, ...headers } = recorded.headers ?? {};
	response.sendDate = false;
	response.writeHead(recorded.status, headers);
	response.flushHeaders();
	for (const { data } of recorded.chunks ?? []) {
		await new Promise<void>((resolve) => response.write(data, () => resolve()));
		await turn();
	}
	if (recorded.endedBy?.startsWith('client') === true) return;
	if (recorded.endedBy === 'cut') {
		await turn();
		response.destroy();
		return;
	}
	response.end(recorded.bodyBase64 === undefined ? (recorded.body ?? '') : Buffer.from(recorded.bodyBase64, 'base64'));
}
