import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Cancel, Clock } from '../../src/base/clock.ts';

export interface ProxyOptions {
	/** Of the server behind it. */
	readonly port: number;
	readonly clock: Clock;
	/** A connection on which neither side says anything for this long is cut. Absent: none is. */
	readonly idleMs?: number;
	/** How it is cut, default `reset`. `end`: the proxy closes it as a peer does that has nothing to say any more. */
	readonly how?: 'reset' | 'end';
}

/** Something on the way between client and server that knows nothing of HTTP: a load balancer, a NAT, a firewall. */
export class TcpProxy {
	readonly url: string;
	readonly #server: Server;
	readonly #routes = new Set<Route>();
	#onStuck: () => void = () => undefined;
	/** New connections are black holes, too: accepted, and nothing is heard on them. */
	#blackHole = false;

	private constructor(server: Server, options: ProxyOptions) {
		this.#server = server;
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		server.on('connection', (client) => {
			const route = new Route(client, options, {
				closed: () => this.#routes.delete(route),
				stuck: () => this.#onStuck(),
			});
			this.#routes.add(route);
			if (this.#blackHole) route.forget();
		});
	}

	/** Closed at the end of the test. */
	static async start(options: ProxyOptions): Promise<TcpProxy> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const proxy = new TcpProxy(server, options);
		onTestFinished(() => proxy.close());
		return proxy;
	}

	/** How many connections lead through it and work. */
	get open(): number {
		return [...this.#routes].filter((route) => route.works).length;
	}

	/** How many connections have taken a request that nobody will ever see. */
	get stuck(): number {
		return [...this.#routes].filter((route) => route.isStuck).length;
	}

	/** Calls back whenever `stuck` changes. */
	onStuck(listener: () => void): void {
		this.#onStuck = listener;
	}

	/**
	 * The connections that there are become half-open: both ends believe in them, and nothing gets through any more, be it a byte
	 * or an end. New ones work.
	 */
	forgetConnections(): void {
		for (const route of this.#routes) route.forget();
	}

	/** Nothing gets through at all until undone, though connections are accepted. */
	blackHole(): () => void {
		this.#blackHole = true;
		this.forgetConnections();
		return () => {
			this.#blackHole = false;
		};
	}

	close(): Promise<void> {
		for (const route of this.#routes) route.destroy();
		return new Promise((resolve) => this.#server.close(() => resolve()));
	}
}

/** One client's connection and the one that stands for it at the server. */
class Route {
	readonly #client: Socket;
	readonly #server: Socket;
	readonly #options: ProxyOptions;
	#forgotten = false;
	#swallowed = false;
	#cancelIdle: Cancel | undefined;

	constructor(client: Socket, options: ProxyOptions, told: { readonly closed: () => void; readonly stuck: () => void }) {
		this.#client = client;
		this.#options = options;
		this.#server = connect(options.port, '127.0.0.1');
		const ends = [this.#client, this.#server] as const;
		for (const [from, to] of [ends, [this.#server, this.#client] as const]) {
			from.setNoDelay(true);
			from.on('data', (bytes) => {
				if (this.#forgotten) {
					if (from === this.#client) {
						this.#swallowed = true;
						told.stuck();
					}
					return;
				}
				this.#heard();
				to.write(bytes);
			});
			from.on('end', () => {
				if (!this.#forgotten) to.end();
			});
			// Whoever breaks off breaks the other side off as well.
			from.on('error', () => {
				if (!this.#forgotten) to.resetAndDestroy();
			});
			from.on('close', () => {
				this.#cancelIdle?.();
				if (!this.#forgotten) to.destroy();
				if (from === this.#client) told.stuck();
				if (ends.every((end) => end.destroyed)) told.closed();
			});
		}
		this.#heard();
	}

	get works(): boolean {
		return !this.#forgotten && !this.#client.destroyed;
	}

	get isStuck(): boolean {
		return this.#swallowed && !this.#client.destroyed;
	}

	forget(): void {
		this.#forgotten = true;
		this.#cancelIdle?.();
	}

	destroy(): void {
		this.forget();
		this.#client.destroy();
		this.#server.destroy();
	}

	#heard(): void {
		const { clock, idleMs, how } = this.#options;
		this.#cancelIdle?.();
		if (idleMs === undefined) return;
		this.#cancelIdle = clock.after(idleMs, () => {
			if (how === 'end') this.#client.end();
			else this.#client.resetAndDestroy();
			this.#server.destroy();
		});
	}
}
