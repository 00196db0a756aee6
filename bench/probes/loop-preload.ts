/**
 * Imported into kyacht before anything of it (`node --import`), so that its event loop can be looked at from outside without a
 * knob in the product. On SIGUSR2 it writes what was seen since the last one as a line of JSON to the file KYACHT_BENCH_LOOP.
 */
import { appendFileSync } from 'node:fs';
import { waitedForCpu } from '../measure/run-queue.ts';

export interface LoopFigures {
	/** The longest that a timer of 1 ms was late, without the time for which others had the CPU. */
	readonly longestBlockMs: number;
	readonly heapUsedBytes: number;
	readonly heapTotalBytes: number;
	readonly externalBytes: number;
	readonly rssBytes: number;
}

const everyMs = 1;
const waitedMs = waitedForCpu();
let longestBlockMs = 0;
let last = { at: performance.now(), waitedMs: waitedMs() };
setInterval(() => {
	const now = { at: performance.now(), waitedMs: waitedMs() };
	longestBlockMs = Math.max(longestBlockMs, now.at - last.at - everyMs - (now.waitedMs - last.waitedMs));
	last = now;
}, everyMs).unref();
process.on('SIGUSR2', () => {
	const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
	const figures: LoopFigures = {
		longestBlockMs,
		heapUsedBytes: heapUsed,
		heapTotalBytes: heapTotal,
		externalBytes: external,
		rssBytes: rss,
	};
	appendFileSync(process.env.KYACHT_BENCH_LOOP ?? '/dev/null', `${JSON.stringify(figures)}\n`);
	longestBlockMs = 0;
});
