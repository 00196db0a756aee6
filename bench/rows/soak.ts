import { setTimeout as wait } from 'node:timers/promises';
import { megabytes, type Row } from '../bench.ts';
import { slope } from '../measure/statistics.ts';
import { allPods, startInTerminal } from '../measure/terminal-run.ts';

const sampleMs = 5_000;
const mostSettleMs = 10 * 60_000;

/** Memory over a long time: a row that is made for --soak only. */
export const soak =
	(minutes: number): Row =>
	async (bench, target) => {
		const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home: bench.home, columns: 200, rows: 50 });
		await run.program.waitFor(allPods(target.pods));
		const totalMs = minutes * 60_000;
		const settleMs = Math.min(mostSettleMs, totalMs / 2);
		const startedAt = Date.now();
		const samples: { x: number; y: number }[] = [];
		while (Date.now() - startedAt < totalMs) {
			await wait(sampleMs);
			const elapsed = Date.now() - startedAt;
			if (elapsed > settleMs) samples.push({ x: elapsed / 3_600_000, y: run.figures().rssBytes });
		}
		const { rssBytes } = run.figures();
		await run.quit();
		return [
			{
				what: `left open for ${minutes} min under ${target.churn} changes/s: rise of RSS an hour`,
				unit: 'MB',
				value: megabytes(slope(samples)),
				budget: 2,
				note: `least squares after the first ${Math.round(settleMs / 60_000)} min; ${Math.round(megabytes(rssBytes))} MB at the end`,
			},
		];
	};
