import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.ts';

const CONNECT_MS = 30_000;

interface Wanted {
	/** Until the end of the body; absent: none. */
	readonly totalMs?: number | undefined;
	/** Without any byte; absent: none. */
	readonly silenceMs?: number | undefined;
}

interface Progress {
	/** When the last byte came. */
	readonly progressAt: number;
}

/** The deadlines of one request: to connect, to hear a byte, to be done. */
export class RequestLimits {
	/** Which one was passed, in words. */
	exceeded: string | undefined;
	/**
	 * ETIMEDOUT says that there is nobody, as the system says it of a connect; ESOCKETTIMEDOUT that the answer took too long, be it
	 * only for a limit that leaves no time to connect.
	 */
	code: 'ETIMEDOUT' | 'ESOCKETTIMEDOUT' = 'ESOCKETTIMEDOUT';
	private isConnected: boolean = false;
	private readonly cancels: Array<() => void> = [];
	private readonly clock: Clock;
	private readonly controller: AbortController;

	constructor(clock: Clock, request: Wanted, pending: Progress, controller: AbortController) {
		this.clock = clock;
		this.controller = controller;
		const { totalMs, silenceMs } = request;
		if (totalMs !== undefined) this.after(totalMs, `no complete answer within ${seconds(totalMs)}`);
		if (silenceMs !== undefined) this.watchSilence(silenceMs, silenceMs, pending);
	}

	/** A connect to a host that drops packets would otherwise take the system's two minutes. */
	connecting(socket: Socket): void {
		// Through a tunnel the socket is there already, and TLS is what is waited for.
		this.isConnected = !socket.connecting && (socket as { readonly secureConnecting?: boolean }).secureConnecting !== true;
		if (this.isConnected) return;
		const cancel = this.after(CONNECT_MS, `no connection within ${seconds(CONNECT_MS)}`);
		const connected = (): void => {
			this.isConnected = true;
			cancel();
		};
		socket.once('secureConnect', connected);
		// Of a TLS socket `connect` is only half of the way.
		if (!('encrypted' in socket)) socket.once('connect', connected);
		socket.once('close', cancel);
	}

	clear(): void {
		for (const cancel of this.cancels.splice(0)) cancel();
	}

	private after(delayMs: number, words: string): () => void {
		const cancel = this.clock.after(delayMs, () => this.exceed(words, delayMs));
		this.cancels.push(cancel);
		return cancel;
	}

	private watchSilence(delayMs: number, silenceMs: number, pending: Progress): void {
		const cancel = this.clock.after(delayMs, () => {
			const left = pending.progressAt + silenceMs - this.clock.now();
			if (left > 0) this.watchSilence(left, silenceMs, pending);
			else this.exceed(`nothing was heard for ${seconds(silenceMs)}`, silenceMs);
		});
		this.cancels.push(cancel);
	}

	private exceed(words: string, waitedMs: number): void {
		if (this.exceeded === undefined) {
			this.exceeded = words;
			if (!this.isConnected && waitedMs >= CONNECT_MS) this.code = 'ETIMEDOUT';
		}
		this.controller.abort();
	}
}

const seconds = (ms: number): string => (ms < 1000 ? `${ms}ms` : `${Math.round(ms / 100) / 10}s`);
