import { join } from 'node:path';
import type { Bench, Row, Target } from '../bench.ts';
import { megabytes } from '../bench.ts';
import { bareGet } from '../measure/bare-request.ts';
import type { Figure } from '../measure/figure.ts';
import { median } from '../measure/statistics.ts';
import { findingRow, podRow, startInTerminal } from '../measure/terminal-run.ts';

const sizes = [
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 50 },
] as const;

interface Start {
	readonly ms: number;
	/** For so long of that it was ready to run, and others had the CPU. */
	readonly waitedMs: number;
	readonly cpuMs: number;
	readonly rssBytes: number;
}

async function start(bench: Bench, target: Target, size: (typeof sizes)[number], view = 'pods', home = bench.home): Promise<Start> {
	const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home, view, ...size });
	await run.program.waitFor(view === 'pods' ? podRow : findingRow);
	const ms = run.elapsedMs();
	const { waitedMs } = run.program.stamp();
	const { cpuMs, rssBytes } = run.figures();
	await run.quit();
	return { ms, waitedMs, cpuMs, rssBytes };
}

const own = (starts: readonly Start[]): string =>
	`${median(starts.map(({ ms, waitedMs }) => ms - waitedMs)).toFixed(0)} ms without the time for which others had the CPU`;

/** From the spawn of the program until the first rows stand on the screen of a real terminal. */
export const firstRows: Row = async (bench, target) => {
	// Once for the compile cache, which the figures are with.
	const cold = await start(bench, target, sizes[1], 'pods', join(bench.directory, `cold-${target.name}`));
	await start(bench, target, sizes[1]);
	const gets: number[] = [];
	const figures: Figure[] = [];
	const findings: Start[] = [];
	const starts = new Map<number, Start[]>(sizes.map(({ columns }) => [columns, []]));
	// In turns, so that whatever else the machine does falls on all of them.
	for (let turn = 0; turn < (bench.quick ? 3 : 5); turn += 1) {
		gets.push((await bareGet(target.access, '/api/v1/pods?limit=50')).tookMs);
		for (const size of sizes) starts.get(size.columns)?.push(await start(bench, target, size));
		findings.push(await start(bench, target, sizes[1], 'attention'));
	}
	const get = median(gets);
	const budget = Math.min(400, 200 + 2 * get);
	for (const { columns, rows } of sizes) {
		const measured = starts.get(columns) ?? [];
		const times = measured.map(({ ms }) => ms);
		figures.push({
			what: `spawn to first rows on the screen, ${columns}x${rows}`,
			unit: 'ms',
			value: median(times),
			runs: times,
			budget,
			peers: [{ name: 'GET limit=50', value: get }, ...target.others.map(({ name, ms }) => ({ name, value: ms }))],
			note: own(measured),
		});
	}
	const untilFinding = findings.map(({ ms }) => ms);
	figures.push({
		what: 'spawn to the first finding of attention, 200x50',
		unit: 'ms',
		value: median(untilFinding),
		runs: untilFinding,
		budget: 400,
		peers: [{ name: 'GET limit=50', value: get }],
		note: `${own(findings)}; the view at the start, of 16 kinds`,
	});
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
