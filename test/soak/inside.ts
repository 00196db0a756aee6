/**
 * Imported into the program before anything of it (`node --import`), so that it can be looked at from outside without a knob in the
 * product. On SIGUSR2 it collects garbage and writes what is left as a line of JSON to the file KYACHT_SOAK_FIGURES; what Node warns
 * of (too many listeners, say) is in the next line.
 */
import { appendFileSync } from 'node:fs';
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
	readonly warnings: readonly string[];
}

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
		warnings: warnings.splice(0),
	};
	appendFileSync(process.env.KYACHT_SOAK_FIGURES ?? '/dev/null', `${JSON.stringify(figures)}\n`);
});
