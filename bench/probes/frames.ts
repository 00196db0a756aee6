/** Draws a table again and again: as the interface does, and by Ink alone. Both compose the same lines in the same way. */
import { answer, cpuMs, requested, sleep, stayAlive } from './cluster.ts';
import { CountingTerminal } from './plain-ink.ts';
import { byInk, columns, compose, type FrameScene, painted, type Renderer, rows, scenes } from './table-scene.ts';

export interface FrameFigures {
	/** For one frame, composed and written; what the waiting between two costs is taken off. */
	readonly cpuMs: number;
	/** Of it, composing. */
	readonly composeMs: number;
	readonly bytes: number;
	readonly writes: number;
	/** From the change to the last byte of its frame, the worst but five of a hundred. */
	readonly latencyMs: number;
}

export type FramesAnswer = Readonly<Record<'painted' | 'ink', Readonly<Record<'cells' | 'scroll', FrameFigures>>>>;

/** Longer than Ink takes to draw. */
const betweenMs = 20;

/** Half a minute of the interface, after which its code is compiled. */
const warmUp = 400;

const { frames } = requested<{ readonly frames: number }>();

async function waitingCosts(): Promise<number> {
	const before = process.cpuUsage();
	for (let frame = 0; frame < frames; frame++) await sleep(betweenMs);
	return cpuMs(before) / frames;
}

async function measure(scene: FrameScene, terminal: CountingTerminal, { draw }: Renderer, waitingMs: number): Promise<FrameFigures> {
	const latencies: number[] = [];
	let composing = 0;
	const one = async (frame: number, pauseMs: number): Promise<void> => {
		const startedAt = performance.now();
		const before = process.cpuUsage();
		const lines = compose(scenes[scene](frame));
		composing += cpuMs(before);
		draw(lines);
		await sleep(pauseMs);
		latencies.push(terminal.lastAt - startedAt);
	};
	for (let frame = 0; frame < warmUp; frame++) await one(frame, 1);
	latencies.length = 0;
	composing = 0;
	const { bytes, writes } = terminal;
	const before = process.cpuUsage();
	for (let frame = 0; frame < frames; frame++) await one(warmUp + frame, betweenMs);
	const cpu = cpuMs(before);
	return {
		cpuMs: cpu / frames - waitingMs,
		composeMs: composing / frames,
		bytes: (terminal.bytes - bytes) / frames,
		writes: (terminal.writes - writes) / frames,
		latencyMs: latencies.toSorted((a, b) => a - b)[Math.floor(frames * 0.95)] ?? Number.NaN,
	};
}

stayAlive();
const waitingMs = await waitingCosts();
const figures: Record<'painted' | 'ink', Partial<Record<FrameScene, FrameFigures>>> = { painted: {}, ink: {} };
for (const scene of ['cells', 'scroll'] as const) {
	for (const name of ['painted', 'ink'] as const) {
		const terminal = new CountingTerminal(columns, rows);
		const renderer = name === 'ink' ? byInk(terminal) : painted((frame, taken) => terminal.write(frame, taken));
		figures[name][scene] = await measure(scene, terminal, renderer, waitingMs);
		renderer.stop();
	}
}
answer(figures);
