/**
 * `npm run bench`: measures what performance.md promises, as far as it is built, and prints it beside the budgets and beside
 * whatever else did the same in the same run. It judges in words; its exit code says only whether it could measure.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, Row, Target } from './bench.ts';
import { accessOf, countObjects } from './measure/bare-request.ts';
import { startEmbedded } from './measure/embedded-cluster.ts';
import type { Figure } from './measure/figure.ts';
import { otherPrograms } from './measure/other-programs.ts';
import { type Circumstances, circumstances, headLines, tableOf } from './report.ts';
import { firstRows } from './rows/first-rows.ts';
import { headlessLoad } from './rows/headless-load.ts';
import { keys } from './rows/keys.ts';
import { leftOpen } from './rows/left-open.ts';
import { loadAll } from './rows/load-all.ts';
import { logs } from './rows/logs.ts';
import { maskedReader } from './rows/masked-reader.ts';
import { metricsTick } from './rows/metrics-tick.ts';
import { screen } from './rows/screen.ts';
import { soak } from './rows/soak.ts';
import { watchEvents } from './rows/watch-events.ts';
import { wireBytes } from './rows/wire-bytes.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const usage = `npm run bench -- [--pods N] [--quick] [--only ROW,ROW] [--soak MINUTES] [--program bin/kyacht.js]

--pods N     size of the embedded cluster (10000); a second one of five times as many is listed once, unless --quick
--quick      fewer and shorter runs
--only       of the rows ${'first-rows load-all wire-bytes headless-load masked-reader metrics-tick left-open keys screen logs watch-events'}
--soak N     also leave a pane open for N minutes under 200 changes a second
--program    another build to measure
KYACHT_BENCH_KUBECONFIG=FILE measures on that cluster, too; nothing is changed in it.
`;

const rows: Readonly<Record<string, Row>> = {
	'first-rows': firstRows,
	'load-all': loadAll,
	'wire-bytes': wireBytes,
	'headless-load': headlessLoad,
	'masked-reader': maskedReader,
	'metrics-tick': metricsTick,
	'left-open': leftOpen,
	keys,
	screen,
	logs,
};

/** On a cluster that changes all the time. */
const changingRows: Readonly<Record<string, Row>> = { 'watch-events': watchEvents, 'left-open': leftOpen, keys };

const changesPerSecond = 500;

interface Section {
	readonly title: string;
	readonly figures: readonly Figure[];
}

const { values: flags } = parseArgs({
	options: {
		pods: { type: 'string', default: '10000' },
		quick: { type: 'boolean', default: false },
		only: { type: 'string' },
		soak: { type: 'string' },
		program: { type: 'string', default: join(root, 'bin', 'kyacht.js') },
		help: { type: 'boolean', default: false },
	},
});

async function targetOf(name: Target['name'], kubeconfig: string, wanted: Readonly<Record<string, Row>>, churn = 0): Promise<Target> {
	const access = await accessOf(kubeconfig);
	// Where nothing is held against them they are not run: on a large cluster they take the longest of all.
	const others = wanted === rows ? await otherPrograms(kubeconfig) : [];
	return { name, kubeconfig, access, churn, pods: await countObjects(access, '/api/v1/pods'), others };
}

async function measure(title: string, bench: Bench, target: Target, wanted: Readonly<Record<string, Row>>): Promise<Section> {
	const figures: Figure[] = [];
	process.stderr.write(`${title}: ${target.pods} pods\n`);
	for (const [name, row] of Object.entries(wanted)) {
		if (flags.only !== undefined && !flags.only.split(',').includes(name)) continue;
		const startedAt = performance.now();
		try {
			figures.push(...(await row(bench, target)));
			process.stderr.write(`  ${name} ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
		} catch (error) {
			// What one row could not do says nothing of the others.
			process.exitCode = 1;
			process.stderr.write(`  ${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`);
		}
	}
	const section = { title: `${title}, ${target.pods} pods`, figures };
	if (figures.length > 0) process.stdout.write(`\n${section.title}\n${tableOf(figures)}\n`);
	return section;
}

/** Measures on an embedded cluster that is there for as long as that takes. */
async function measureEmbedded(
	title: string,
	bench: Bench,
	{ pods, churn }: { readonly pods: number; readonly churn: number },
	wanted: Readonly<Record<string, Row>>,
): Promise<Section> {
	const cluster = await startEmbedded(bench.program, { pods, churn });
	try {
		return await measure(title, bench, await targetOf('embedded', cluster.kubeconfig, wanted, churn), wanted);
	} finally {
		await cluster.stop();
	}
}

async function everything(bench: Bench): Promise<readonly Section[]> {
	const pods = Number(flags.pods);
	const sections = [
		await measureEmbedded('Embedded cluster', bench, { pods, churn: 0 }, rows),
		await measureEmbedded(`Embedded cluster, ${changesPerSecond} changes/s`, bench, { pods, churn: changesPerSecond }, changingRows),
	];
	if (!bench.quick) {
		const large = { 'headless-load': headlessLoad };
		sections.push(await measureEmbedded('Embedded cluster, five times as large', bench, { pods: pods * 5, churn: 0 }, large));
	}
	if (flags.soak !== undefined) {
		sections.push(await measureEmbedded('Left open', bench, { pods, churn: 200 }, { soak: soak(Number(flags.soak)) }));
	}
	const real = process.env.KYACHT_BENCH_KUBECONFIG;
	if (real !== undefined && real !== '')
		sections.push(await measure('Real cluster', bench, await targetOf('cluster', resolve(real), rows), rows));
	return sections;
}

function save(head: Circumstances, sections: readonly Section[]): string {
	const directory = join(root, 'bench', 'results');
	mkdirSync(directory, { recursive: true });
	const file = join(directory, `${head.at.replaceAll(':', '-')}.json`);
	writeFileSync(file, `${JSON.stringify({ ...head, sections }, undefined, '\t')}\n`);
	return file;
}

if (flags.help) process.stdout.write(usage);
else {
	const head = circumstances(root);
	process.stdout.write(`${headLines(head)}\n`);
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-bench-'));
	const home = join(directory, 'home');
	mkdirSync(home);
	try {
		const bench: Bench = { program: resolve(flags.program), directory, home, quick: flags.quick };
		process.stdout.write(`\n${save(head, await everything(bench))}\n`);
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}
