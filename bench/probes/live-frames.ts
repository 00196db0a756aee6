/** Draws a table on the terminal that it is started in, so many times a second, and writes down how long its event loop stood still. */
import { writeFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { bytesTo, terminalWriter } from '../../src/terminal/terminal-writer.ts';
import { waitedForCpu } from '../measure/run-queue.ts';
import { requested, sleep } from './cluster.ts';
import { byInk, compose, type FrameScene, painted, scenes } from './table-scene.ts';

export interface LiveFrames {
	readonly renderer: 'painted' | 'ink';
	readonly scene: FrameScene;
	readonly framesPerSecond: number;
	readonly frames: number;
	/** For the answer; its last line of the terminal is `done`. */
	readonly answer: string;
}

export interface LiveFiguresAnswer {
	/** The longest that the program kept the event loop, less what of that another process had the CPU for. */
	readonly longestMs: number;
}

const request = requested<LiveFrames>();
const writer = terminalWriter(bytesTo(process.stdout, process.platform), systemClock, (error) => {
	throw error;
});
process.stdout.write('\x1b[?1049h\x1b[?7l');
const renderer = request.renderer === 'ink' ? byInk(process.stdout) : painted((frame, taken) => writer.write(frame, taken));
const everyMs = 1_000 / request.framesPerSecond;
const settling = Math.min(10, request.frames);
let longestMs = 0;
let tickedAt = performance.now();
const waitedMs = waitedForCpu();
let waitedBefore = waitedMs();
const ticks = setInterval(() => {
	const now = performance.now();
	const waited = waitedMs();
	longestMs = Math.max(longestMs, now - tickedAt - 1 - (waited - waitedBefore));
	tickedAt = now;
	waitedBefore = waited;
}, 1);
for (let frame = 0; frame < settling + request.frames; frame++) {
	if (frame === settling) longestMs = 0;
	renderer.draw(compose(scenes[request.scene](frame)));
	await sleep(everyMs);
}
clearInterval(ticks);
writeFileSync(request.answer, JSON.stringify({ longestMs } satisfies LiveFiguresAnswer));
process.exit(0);
