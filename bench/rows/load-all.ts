import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { atTenThousand, type Bench, megabytes, type Row, rssBudget, type Target } from '../bench.ts';
import { bundle } from '../measure/bundle.ts';
import { median } from '../measure/statistics.ts';
import { allPods, podRow, startInTerminal, type TerminalRun } from '../measure/terminal-run.ts';
import type { LoopFigures } from '../probes/loop-preload.ts';

interface Load {
	readonly ms: number;
	readonly cpuMs: number;
	readonly peakRssBytes: number;
}

const terminal = { columns: 200, rows: 50 } as const;

async function load(bench: Bench, target: Target): Promise<Load> {
	const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home: bench.home, ...terminal });
	await run.program.waitFor(allPods(target.pods));
	const ms = run.elapsedMs();
	const { cpuMs, peakRssBytes } = run.figures();
	await run.quit();
	return { ms, cpuMs, peakRssBytes };
}

/** The same once more under the preload: [until the first rows, from there until all are loaded]. */
async function blocks(bench: Bench, target: Target, turn: number): Promise<readonly LoopFigures[]> {
	const preload = await bundle(new URL('../probes/loop-preload.ts', import.meta.url), join(bench.directory, 'loop-preload.mjs'));
	const file = join(bench.directory, `loop-${target.name}-${turn}.jsonl`);
	const run = startInTerminal({
		program: bench.program,
		kubeconfig: target.kubeconfig,
		home: bench.home,
		...terminal,
		nodeFlags: ['--import', preload],
		env: { KYACHT_BENCH_LOOP: file },
	});
	await run.program.waitFor(podRow);
	const [untilFirst] = await lookInside(run, file, 1);
	await run.program.waitFor(allPods(target.pods));
	const figures = await lookInside(run, file, 2);
	await run.quit();
	return untilFirst === undefined ? [] : figures;
}

/** Asks the preload for what it saw, and waits until so many answers stand in its file. */
async function lookInside(run: TerminalRun, file: string, answers: number): Promise<readonly LoopFigures[]> {
	run.program.signal('SIGUSR2');
	for (;;) {
		const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
		if (lines.length >= answers) return lines.map((line) => JSON.parse(line) as LoopFigures);
		await wait(5);
	}
}

/** Every pod of the cluster, with the interface. */
export const loadAll: Row = async (bench, target) => {
	const runs: Load[] = [];
	const looked: (readonly LoopFigures[])[] = [];
	for (let turn = 0; turn < (bench.quick ? 1 : 2); turn += 1) {
		runs.push(await load(bench, target));
		looked.push(await blocks(bench, target, turn));
	}
	const of = (pick: (load: Load) => number) => ({ value: median(runs.map(pick)), runs: runs.map(pick) });
	const block = (part: number) => {
		const values = looked.map((figures) => figures[part]?.longestBlockMs ?? Number.NaN);
		return { value: median(values), runs: values };
	};
	const budget = rssBudget(target.pods);
	return [
		{
			what: 'spawn until all rows are loaded',
			unit: 'ms',
			...of(({ ms }) => ms),
			peers: target.others.map(({ name, ms }) => ({ name, value: ms })),
		},
		{
			what: 'CPU until all rows are loaded, with the UI',
			unit: 'ms',
			...of(({ cpuMs }) => cpuMs),
			...atTenThousand(target.pods, 900),
			peers: target.others.map(({ name, cpuMs }) => ({ name, value: cpuMs })),
		},
		{
			what: 'peak RSS until all rows are loaded, with the UI',
			unit: 'MB',
			...of(({ peakRssBytes }) => megabytes(peakRssBytes)),
			...(budget === undefined ? {} : { budget }),
			peers: target.others.map(({ name, peakRssBytes }) => ({ name, value: megabytes(peakRssBytes) })),
		},
		{ what: 'longest block of the event loop: start until first rows', unit: 'ms', ...block(0) },
		{ what: 'longest block of the event loop: while the rest loads', unit: 'ms', ...block(1), budget: 16 },
		{
			what: 'JavaScript heap in use when all are loaded',
			unit: 'MB',
			value: median(looked.map((figures) => megabytes(figures[1]?.heapUsedBytes ?? Number.NaN))),
			note: 'garbage not yet collected included',
		},
	];
};
