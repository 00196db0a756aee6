/**
 * Imported into the program before anything of it (`node --import`), so that it can be looked at from outside without a knob in the
 * product. On SIGUSR2 it collects garbage and writes what is left as a line of JSON to the file KYACHT_SOAK_FIGURES; what Node warns
 * of (too many listeners, say) is in the next line.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { queryObjects } from 'node:v8';

export interface InsideFigures {
	readonly heapBytes: number;
	/** Buffers, and whatever else lies outside the heap. */
	readonly externalBytes: number;
	readonly rssBytes: number;
	/** Of objects that are reachable, whoever holds them. */
	readonly timers: number;
	readonly abortSignals: number;
	/** What keeps the event loop busy, by kind. */
	readonly resources: Readonly<Record<string, number>>;
	/** On the process and its streams. */
	readonly listeners: number;
	/** What the open sockets do: the request of each, or that it waits for one. */
	readonly connections: readonly string[];
	readonly warnings: readonly string[];
}

const sockets = new Set<Socket & { readonly _httpMessage?: ClientRequest | null }>();
subscribe('net.client.socket', (message) => {
	const { socket } = message as { readonly socket: Socket };
	sockets.add(socket);
	socket.once('close', () => sockets.delete(socket));
});

const doing = ({ _httpMessage: call, connecting, readyState }: Socket & { readonly _httpMessage?: ClientRequest | null }): string => {
	if (connecting) return 'connecting';
	return call === undefined || call === null ? `no request (${readyState})` : `${call.method} ${call.path}`;
};

const warnings: string[] = [];
process.on('warning', ({ name, message }) => {
	// Of what is done below.
	if (name !== 'ExperimentalWarning') warnings.push(`${name}: ${message}`);
});

const timer = setTimeout(() => undefined, 0);
const Timeout = timer.constructor as new () => unknown;
clearTimeout(timer);

const listenersOf = (emitter: NodeJS.EventEmitter): number =>
	emitter.eventNames().reduce((sum, event) => sum + emitter.listenerCount(event), 0);

function countByName(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}

process.on('SIGUSR2', () => {
	// Each of these collects garbage first.
	const timers = queryObjects(Timeout, { format: 'count' });
	const abortSignals = queryObjects(AbortSignal as unknown as new () => unknown, { format: 'count' });
	const { heapUsed, external, rss } = process.memoryUsage();
	const figures: InsideFigures = {
		heapBytes: heapUsed,
		externalBytes: external,
		rssBytes: rss,
		timers: Number(timers),
		abortSignals: Number(abortSignals),
		resources: countByName(process.getActiveResourcesInfo()),
		listeners: [process, process.stdin, process.stdout, process.stderr].reduce((sum, emitter) => sum + listenersOf(emitter), 0),
		connections: [...sockets].map(doing).toSorted((a, b) => (a < b ? -1 : 1)),
		warnings: warnings.splice(0),
	};
	appendFileSync(process.env.KYACHT_SOAK_FIGURES ?? '/dev/null', `${JSON.stringify(figures)}\n`);
});
