import { connect, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { listenAgain, listenAnywhere, loopback } from '../../src/demo/listen.ts';

export interface ProxyOptions {
	/** Of the server behind it, which speaks no TLS. */
	readonly port: number;
	/** What clients are shown, PEM. */
	readonly tls: { readonly key: string; readonly cert: string };
}

/** What lies between all clients and the server at the moment. */
interface Line {
	frozen: boolean;
	delayMs: number;
	/** New connections are accepted, and nothing is heard on them. */
	deaf: boolean;
}

/** Undoes a fault. */
type Undo = () => void;

/**
 * Something on the way to a server that knows nothing of HTTP, ends TLS as a load balancer does, and breaks in every way that such a
 * thing can.
 */
export class FaultProxy {
	readonly #options: ProxyOptions;
	readonly #context: SecureContext;
	readonly #routes = new Set<Route>();
	readonly #line: Line = { frozen: false, delayMs: 0, deaf: false };
	#server: Server;
	#port = 0;

	private constructor(options: ProxyOptions) {
		this.#options = options;
		this.#context = createSecureContext(options.tls);
		this.#server = this.#listener();
	}

	static async start(options: ProxyOptions): Promise<FaultProxy> {
		const proxy = new FaultProxy(options);
		proxy.#port = await listenAnywhere(proxy.#server);
		return proxy;
	}

	get url(): string {
		return `https://${loopback}:${this.#port}`;
	}

	/** Connections that the client has open. */
	get open(): number {
		return this.#routes.size;
	}

	/** Ends connections with a reset: those that `which` takes, by default all. */
	cut(which: () => boolean = () => true): void {
		for (const route of [...this.#routes]) if (which()) route.cut();
	}

	/** Connections become half-open: both ends believe in them, and neither a byte nor an end comes through any more. */
	forget(which: () => boolean = () => true): void {
		for (const route of this.#routes) if (which()) route.forget();
	}

	/** Everything is held back until undone, and then comes through. */
	freeze(): Undo {
		this.#line.frozen = true;
		return () => {
			this.#line.frozen = false;
			for (const route of this.#routes) route.pump();
		};
	}

	/** Each way takes so much longer. */
	delay(ms: number): Undo {
		this.#line.delayMs = ms;
		return () => {
			this.#line.delayMs = 0;
		};
	}

	/** Connections made until undone are accepted and never answered, and those that there are become half-open. */
	deafen(): Undo {
		this.#line.deaf = true;
		this.forget();
		return () => {
			this.#line.deaf = false;
		};
	}

	/** Nobody listens until undone: connections are refused, and those that there are end. */
	refuse(): () => Promise<void> {
		this.#server.close();
		this.cut();
		return async () => {
			this.#server = this.#listener();
			await listenAgain(this.#server, this.#port);
		};
	}

	close(): Promise<void> {
		this.cut();
		return new Promise((resolve) => this.#server.close(() => resolve()));
	}

	#listener(): Server {
		const server = createServer();
		server.on('connection', (socket) => {
			const route = new Route(socket, this.#context, this.#options.port, this.#line);
			this.#routes.add(route);
			socket.once('close', () => this.#routes.delete(route));
			if (this.#line.deaf) route.forget();
		});
		return server;
	}
}

/** One client's connection, and the one that stands for it at the server. */
class Route {
	readonly #socket: Socket;
	readonly #server: Socket;
	readonly #pipes: readonly Pipe[];
	#forgotten = false;

	constructor(socket: Socket, secureContext: SecureContext, port: number, line: Line) {
		this.#socket = socket;
		const client = new TLSSocket(socket, { isServer: true, secureContext });
		this.#server = connect(port, loopback);
		const up = new Pipe(line);
		const down = new Pipe(line);
		this.#pipes = [up, down];
		for (const [from, to, pipe] of [
			[client, this.#server, up],
			[this.#server, client, down],
		] as const) {
			from.setNoDelay(true);
			from.on('data', (bytes) => this.#pass(pipe, () => to.write(bytes)));
			from.on('end', () => this.#pass(pipe, () => to.end()));
			// Whoever breaks off breaks the other side off as well, once what it said before has come through.
			from.on('error', () => this.#pass(pipe, () => this.cut()));
		}
		socket.on('error', () => this.cut());
		// Nobody is left who could be told anything.
		socket.once('close', () => this.cut());
	}

	pump(): void {
		for (const pipe of this.#pipes) pipe.pump();
	}

	forget(): void {
		this.#forgotten = true;
	}

	cut(): void {
		for (const pipe of this.#pipes) pipe.drop();
		if (!this.#socket.destroyed) this.#socket.resetAndDestroy();
		this.#server.destroy();
	}

	#pass(pipe: Pipe, act: () => void): void {
		if (!this.#forgotten) pipe.push(act);
	}
}

/** One direction of a connection: what was put in comes out in the same order, when the line lets it. */
class Pipe {
	readonly #line: Line;
	#waiting: { readonly from: number; readonly act: () => void }[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(line: Line) {
		this.#line = line;
	}

	push(act: () => void): void {
		this.#waiting.push({ from: performance.now() + this.#line.delayMs, act });
		this.pump();
	}

	pump(): void {
		clearTimeout(this.#timer);
		while (!this.#line.frozen) {
			const next = this.#waiting[0];
			if (next === undefined) return;
			const left = next.from - performance.now();
			if (left > 0) {
				this.#timer = setTimeout(() => this.pump(), left);
				return;
			}
			this.#waiting.shift();
			next.act();
		}
	}

	drop(): void {
		clearTimeout(this.#timer);
		this.#waiting = [];
	}
}
