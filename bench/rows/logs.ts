import { setTimeout as wait } from 'node:timers/promises';
import { megabytes, type Row } from '../bench.ts';
import { startEmbedded } from '../measure/embedded-cluster.ts';
import { median, percentile, slope } from '../measure/statistics.ts';
import { startInTerminal } from '../measure/terminal-run.ts';

const everyMs = 100;
const linesPerSecond = 20_000;
/** Of each pod of the workload that is followed. */
const containers = 2;
const sampleMs = 500;
const settleMs = 20_000;

const stamped = /^\d\d:\d\d:\d\d\.\d{3} /m;

/** Lines that came since the log was opened, by its title. */
function linesOf(text: string): number {
	const [, dropped = '0', kept = '0'] = /(?:(\d+) older let go.*)?\d+-\d+ of (\d+)/.exec(text) ?? [];
	return Number(dropped) + Number(kept);
}

/** A pod that writes as fast as anybody reads: what a key takes meanwhile, and what is kept in memory. */
export const logs: Row = async (bench) => {
	const cluster = await startEmbedded(bench.program, { pods: 200, churn: 0, logRate: linesPerSecond / containers });
	const flags = ['--filter', 'name:cart'];
	const run = startInTerminal({ program: bench.program, kubeconfig: cluster.kubeconfig, home: bench.home, columns: 200, rows: 50, flags });
	const { program } = run;
	try {
		await program.waitFor(/▸ cart-/);
		program.write('l');
		await program.waitFor(/ LOG .* older let go .* following .*● live/);
		const from = { at: performance.now(), lines: linesOf(program.screen.text()) };
		const plain: number[] = [];
		for (let key = 0; key < (bench.quick ? 40 : 100); key += 1) {
			const startedAt = performance.now();
			const isOn = key % 2 === 0;
			program.write('t');
			await program.waitFor((screen) => stamped.test(screen.text()) === isOn);
			plain.push(performance.now() - startedAt);
			await wait(Math.max(0, everyMs - (performance.now() - startedAt)));
		}
		const came = (linesOf(program.screen.text()) - from.lines) / ((performance.now() - from.at) / 1_000);
		program.write('/level:warning\r');
		await program.waitFor(/ LOG .*\/ level:warning/);
		const filtered: number[] = [];
		for (let key = 0; key < (bench.quick ? 20 : 60); key += 1) {
			const startedAt = performance.now();
			const isOn = key % 2 === 0;
			program.write('t');
			await program.waitFor((screen) => stamped.test(screen.text()) === isOn);
			filtered.push(performance.now() - startedAt);
			await wait(Math.max(0, everyMs - (performance.now() - startedAt)));
		}
		// Until as many lines are kept as ever are, and the heap is as large as that makes it.
		await wait(bench.quick ? 5_000 : settleMs);
		const samples: { x: number; y: number }[] = [];
		for (let sample = 0; sample < (bench.quick ? 20 : 120); sample += 1) {
			await wait(sampleMs);
			samples.push({ x: (sample * sampleMs) / 60_000, y: run.figures().rssBytes });
		}
		const { rssBytes } = run.figures();
		const words = `a log of ${linesPerSecond} lines/s`;
		return [
			{ what: `${words}: of them came, a second`, unit: '', value: came },
			{ what: `${words}: key to screen, median`, unit: 'ms', value: median(plain) },
			{ what: `${words}: key to screen, p95`, unit: 'ms', value: percentile(plain, 0.95), budget: 50 },
			{ what: `${words}, filtered by level: key to screen, p95`, unit: 'ms', value: percentile(filtered, 0.95), budget: 50 },
			{
				what: `${words}: rise of RSS a minute`,
				unit: 'MB',
				value: megabytes(slope(samples)),
				budget: 2,
				note: `${Math.round(megabytes(rssBytes))} MB at the end, 50 000 lines of which are kept`,
			},
		];
	} finally {
		await program.stop();
		await cluster.stop();
	}
};
