import { type ClientRequest, createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request on its way, and what may be done to its answer. */
export interface Exchange {
	/** Path and query. */
	readonly path: string;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	/** What the server answers, to this or to another path, read to its end. */
	forward(path?: string): Promise<{ readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }>;
	/** The answer goes through; `change` is given each chunk of it, and undefined at its end, and gives what is sent instead. */
	pass(change?: (chunk: Buffer | undefined) => Buffer | undefined): void;
}

type Handle = (exchange: Exchange) => void | Promise<void>;

interface Rule {
	readonly which: (path: string) => boolean;
	readonly how: Handle;
	left: number;
}

/** Something on the way that reads HTTP and does to answers what it likes: an ingress, a gateway, an inspecting firewall. */
export class HttpProxy {
	readonly url: string;
	/** Path and query of every request, oldest first. */
	readonly heard: string[] = [];
	readonly #server: Server;
	readonly #port: number;
	readonly #calls = new Set<ClientRequest>();
	#rules: Rule[] = [];

	private constructor(server: Server, port: number) {
		this.#server = server;
		this.#port = port;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#handle(request, response));
	}

	/** In front of the server on this port. Closed at the end of the test. */
	static async start(port: number): Promise<HttpProxy> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const proxy = new HttpProxy(server, port);
		onTestFinished(() => proxy.#close());
		return proxy;
	}

	/** What is done to the next `times` matching requests (absent: all, until undone). */
	rule(which: (path: string) => boolean, how: Handle, times = Number.POSITIVE_INFINITY): () => void {
		const rule: Rule = { which, how, left: times };
		this.#rules.push(rule);
		return () => {
			this.#rules = this.#rules.filter((other) => other !== rule);
		};
	}

	/** Every connection to it is cut. */
	cut(): void {
		this.#server.closeAllConnections();
	}

	#handle(request: IncomingMessage, response: ServerResponse): void {
		const path = request.url ?? '';
		this.heard.push(path);
		const open = (target = path): Promise<IncomingMessage> =>
			new Promise((resolve, reject) => {
				const { method, headers } = request;
				const call = send({ host: '127.0.0.1', port: this.#port, path: target, method, headers: { ...headers, connection: 'close' } });
				this.#calls.add(call);
				call.on('close', () => this.#calls.delete(call));
				call.on('error', reject).on('response', resolve);
				response.on('close', () => call.destroy());
				request.pipe(call);
			});
		const exchange: Exchange = {
			path,
			request,
			response,
			async forward(target) {
				const answer = await open(target);
				const parts: Buffer[] = [];
				for await (const chunk of answer) parts.push(chunk as Buffer);
				return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) };
			},
			pass(change = (chunk) => chunk) {
				open().then(
					(answer) => {
						const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = answer.headers;
						response.writeHead(answer.statusCode ?? 500, headers).flushHeaders();
						const put = (chunk: Buffer | undefined): void => {
							const changed = change(chunk);
							if (changed !== undefined && changed.length > 0) response.write(changed);
						};
						answer.on('data', put);
						answer.on('error', () => response.destroy());
						answer.on('end', () => {
							put(undefined);
							response.end();
						});
					},
					() => response.destroy(),
				);
			},
		};
		const rule = this.#rules.find((one) => one.left > 0 && one.which(path));
		if (rule === undefined) exchange.pass();
		else {
			rule.left -= 1;
			Promise.resolve(rule.how(exchange)).catch(() => response.destroy());
		}
	}

	async #close(): Promise<void> {
		for (const call of this.#calls) call.destroy();
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}

/** Sends one JSON body. */
export const sendJson = (response: ServerResponse, body: unknown, status = 200): void => {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
