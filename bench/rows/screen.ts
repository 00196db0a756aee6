import type { Row } from '../bench.ts';
import type { Figure, Peer } from '../measure/figure.ts';
import { hasTmux, runLive } from '../measure/live-terminal.ts';
import { runProbe } from '../measure/probe.ts';
import type { FramesAnswer } from '../probes/frames.ts';

const slowLink = 64 * 1024;

const ink = (value: number): readonly Peer[] => [{ name: 'plain Ink', value }];

/** What a frame costs, and what becomes of frames on the way to the eye; beside each what Ink by itself makes of the same lines. */
export const screen: Row = async ({ directory, quick }) => {
	const probe = new URL('../probes/frames.ts', import.meta.url);
	const { painted, ink: plain } = await runProbe<FramesAnswer>(probe, directory, { frames: quick ? 80 : 250 });
	const live = async (renderer: 'painted' | 'ink', scene: 'cells' | 'page', framesPerSecond: number, way: object) =>
		runLive({ renderer, scene, framesPerSecond, frames: framesPerSecond * (quick ? 2 : 5) }, { directory, ...way });
	const figures: Figure[] = [
		{
			what: 'one frame, 10 cells changed, 200x50: CPU, composing included',
			unit: 'ms',
			value: painted.cells.cpuMs,
			budget: 1,
			peers: ink(plain.cells.cpuMs),
			note: `${painted.cells.composeMs.toFixed(2)} ms of it composing; ${painted.cells.writes} write`,
		},
		{ what: 'one frame, 10 cells changed', unit: 'B', value: painted.cells.bytes, budget: 250, peers: ink(plain.cells.bytes) },
		{
			what: 'scroll one line, 45 rows of 200 columns',
			unit: 'B',
			value: painted.scroll.bytes,
			budget: 600,
			peers: ink(plain.scroll.bytes),
		},
		{ what: 'scroll one line: CPU', unit: 'ms', value: painted.scroll.cpuMs, peers: ink(plain.scroll.cpuMs) },
		{
			what: 'from a change to the bytes of its frame: p95',
			unit: 'ms',
			value: painted.scroll.latencyMs,
			peers: ink(plain.scroll.latencyMs),
			note: 'nothing else is going on; the keys row has the whole program',
		},
	];
	if (hasTmux()) {
		const through = await live('painted', 'cells', 10, { tmux: true });
		const plainThrough = await live('ink', 'cells', 10, { tmux: true });
		figures.push({
			what: 'through tmux, 10 frames/s of 10 cells: to the terminal',
			unit: 'B',
			value: through.bytesPerSecond,
			budget: 2_000,
			peers: ink(plainThrough.bytesPerSecond),
			note: 'a second',
		});
	}
	const slow = await live('painted', 'page', 30, { linkBytesPerSecond: slowLink });
	const plainSlow = await live('ink', 'page', 30, { linkBytesPerSecond: slowLink });
	figures.push({
		what: 'link of 64 KB/s, another page 30 times a second: longest stall',
		unit: 'ms',
		value: slow.longestMs,
		budget: 20,
		peers: ink(plainSlow.longestMs),
		note: 'frames are dropped, not waited for; time without a CPU is not counted',
	});
	return figures;
};
