import { join } from 'node:path';
import type { Bench, Row, Target } from '../bench.ts';
import { megabytes } from '../bench.ts';
import { bareGet } from '../measure/bare-request.ts';
import type { Figure } from '../measure/figure.ts';
import { median } from '../measure/statistics.ts';
import { podRow, startInTerminal } from '../measure/terminal-run.ts';

const sizes = [
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 50 },
] as const;

interface Start {
	readonly ms: number;
	readonly cpuMs: number;
	readonly rssBytes: number;
}

async function start(bench: Bench, target: Target, size: (typeof sizes)[number], home = bench.home): Promise<Start> {
	const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home, ...size });
	await run.program.waitFor(podRow);
	const ms = run.elapsedMs();
	const { cpuMs, rssBytes } = run.figures();
	await run.quit();
	return { ms, cpuMs, rssBytes };
}

/** From the spawn of the program until the first pods stand on the screen of a real terminal. */
export const firstRows: Row = async (bench, target) => {
	// Once for the compile cache, which the figures are with.
	const cold = await start(bench, target, sizes[1], join(bench.directory, `cold-${target.name}`));
	await start(bench, target, sizes[1]);
	const gets: number[] = [];
	const figures: Figure[] = [];
	const starts = new Map<number, Start[]>(sizes.map(({ columns }) => [columns, []]));
	// In turns, so that whatever else the machine does falls on all of them.
	for (let turn = 0; turn < (bench.quick ? 3 : 5); turn += 1) {
		gets.push((await bareGet(target.access, '/api/v1/pods?limit=50')).tookMs);
		for (const size of sizes) starts.get(size.columns)?.push(await start(bench, target, size));
	}
	const get = median(gets);
	for (const { columns, rows } of sizes) {
		const measured = starts.get(columns) ?? [];
		const times = measured.map(({ ms }) => ms);
		figures.push({
			what: `spawn to first rows on the screen, ${columns}x${rows}`,
			unit: 'ms',
			value: median(times),
			runs: times,
			budget: Math.min(400, 200 + 2 * get),
			peers: [{ name: 'GET limit=50', value: get }, ...target.others.map(({ name, ms }) => ({ name, value: ms }))],
		});
	}
	const wide = starts.get(200) ?? [];
	figures.push(
		{
			what: 'CPU until first rows',
			unit: 'ms',
			value: median(wide.map(({ cpuMs }) => cpuMs)),
			runs: wide.map(({ cpuMs }) => cpuMs),
			budget: 400,
			peers: target.others.map(({ name, cpuMs }) => ({ name, value: cpuMs })),
		},
		{ what: 'RSS at first rows', unit: 'MB', value: median(wide.map(({ rssBytes }) => megabytes(rssBytes))), budget: 130 },
		{ what: 'spawn to first rows, no compile cache yet', unit: 'ms', value: cold.ms, note: 'one run' },
	);
	return figures;
};
