import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, megabytes, type Row, type Target } from '../bench.ts';
import type { Figure } from '../measure/figure.ts';
import { requestsBetween } from '../measure/request-count.ts';
import { median } from '../measure/statistics.ts';
import { allPods, startInTerminal, type TerminalRun } from '../measure/terminal-run.ts';

interface Open {
	readonly cpuPercent: number;
	readonly requestsPerMinute: number;
	readonly verbs: string;
	readonly terminalBytesPerSecond: number;
	readonly rssBytes: number;
	/** The last third of the time it was open against the first, medians. */
	readonly rssGrowthBytes: number;
}

interface Wanted {
	readonly name: string;
	readonly metricsInterval: string;
}

/** After everything is loaded, until what that left behind is done with. */
const settleMs = 4_000;
const sampleMs = 500;

interface Opened {
	readonly run: TerminalRun;
	readonly journal: string;
}

async function open(bench: Bench, target: Target, { name, metricsInterval }: Wanted): Promise<Opened> {
	const journal = join(bench.directory, `journal-${target.name}-${name}.jsonl`);
	const run = startInTerminal({
		program: bench.program,
		kubeconfig: target.kubeconfig,
		home: bench.home,
		columns: 200,
		rows: 50,
		flags: ['--journal', journal, '--metrics-interval', metricsInterval],
	});
	await run.program.waitFor(allPods(target.pods));
	return { run, journal };
}

async function leaveAlone({ run, journal }: Opened, forMs: number): Promise<Open> {
	await wait(settleMs);
	const from = Date.now();
	const { cpuMs } = run.figures();
	const written = Buffer.byteLength(run.program.output);
	const rss: number[] = [];
	while (Date.now() - from < forMs) {
		await wait(sampleMs);
		rss.push(run.figures().rssBytes);
	}
	const to = Date.now();
	const end = run.figures();
	const output = Buffer.byteLength(run.program.output) - written;
	await run.quit();
	const third = Math.ceil(rss.length / 3);
	const requests = requestsBetween(journal, from, to);
	const perMinute = (count: number): number => (count * 60_000) / (to - from);
	const total = [...requests.values()].reduce((sum, count) => sum + count, 0);
	return {
		cpuPercent: (100 * (end.cpuMs - cpuMs)) / (to - from),
		requestsPerMinute: perMinute(total),
		verbs: Array.from(requests, ([verb, count]) => `${count} ${verb}`).join(', '),
		terminalBytesPerSecond: (output * 1_000) / (to - from),
		rssBytes: end.rssBytes,
		rssGrowthBytes: median(rss.slice(-third)) - median(rss.slice(0, third)),
	};
}

/** One pane of pods, opened and left alone: with metrics, and in a second terminal without, at the same time. */
export const leftOpen: Row = async (bench, target) => {
	// Where something changes all the time, less time tells as much.
	const forMs = bench.quick ? 10_000 : target.churn > 0 ? 15_000 : 30_000;
	const words = target.churn > 0 ? `under ${target.churn} changes/s` : 'quiet';
	const wanted: Wanted[] = [{ name: 'metrics', metricsInterval: '5s' }];
	if (target.churn === 0) wanted.push({ name: 'idle', metricsInterval: '10m' });
	const opened: Opened[] = [];
	for (const each of wanted) opened.push(await open(bench, target, each));
	const [busy, idle] = await Promise.all(opened.map((each) => leaveAlone(each, forMs)));
	if (busy === undefined) return [];
	const seconds = forMs / 1_000;
	const figures: Figure[] = [
		{
			what: `left open ${words} for ${seconds} s, metrics every 5 s: CPU`,
			unit: '%',
			value: busy.cpuPercent,
			budget: target.churn > 0 ? 10 : 3,
		},
		{
			what: `left open ${words}: requests`,
			unit: '/min',
			value: busy.requestsPerMinute,
			// A tick every 5 s, 0.2 a watch, 2 for a stream without bookmarks.
			budget: 12 + 0.2 + 2,
			note: busy.verbs,
		},
		{ what: `left open ${words}: to the terminal`, unit: 'B', value: busy.terminalBytesPerSecond, budget: 2_000, note: 'a second' },
		{ what: `left open ${words}: RSS at the end`, unit: 'MB', value: megabytes(busy.rssBytes), budget: 130 },
		{
			what: `left open ${words}: RSS, last third of the time less the first`,
			unit: 'MB',
			value: megabytes(busy.rssGrowthBytes),
			note: '--soak tells a leak from garbage',
		},
	];
	if (idle !== undefined) {
		figures.push(
			{
				what: 'idle, nothing changes and no metrics: CPU',
				unit: '%',
				value: idle.cpuPercent,
				budget: target.name === 'embedded' ? 0.5 : 3,
			},
			{ what: 'idle: requests', unit: '/min', value: idle.requestsPerMinute, budget: 2.2, note: idle.verbs },
			{ what: 'idle: to the terminal', unit: 'B', value: idle.terminalBytesPerSecond, note: 'a second' },
		);
	}
	return figures;
};
