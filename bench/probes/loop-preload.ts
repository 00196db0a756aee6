/**
 * Imported into kyacht before anything of it (`node --import`), so that its event loop can be looked at from outside without a
 * knob in the product. On SIGUSR2 it writes what was seen since the last one as a line of JSON to the file KYACHT_BENCH_LOOP.
 */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoopFigures {
	/** The longest that a timer of 1 ms was late. */
	readonly longestBlockMs: number;
	readonly heapUsedBytes: number;
	readonly heapTotalBytes: number;
	readonly externalBytes: number;
	readonly rssBytes: number;
}

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
process.on('SIGUSR2', () => {
	const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
	const figures: LoopFigures = {
		longestBlockMs: delays.max / 1e6,
		heapUsedBytes: heapUsed,
		heapTotalBytes: heapTotal,
		externalBytes: external,
		rssBytes: rss,
	};
	appendFileSync(process.env.KYACHT_BENCH_LOOP ?? '/dev/null', `${JSON.stringify(figures)}\n`);
	delays.reset();
});
