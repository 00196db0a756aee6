/**
 * Runs the fault plan (test/faults) and prints it as a table. What is in the table was measured by the tests, on the clock that
 * the program ran on; a fault counts when it was measured, all its tests pass and no row was lost. Exits 1 unless all count.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { type FaultRecord, faultPlan, RECORDS_VARIABLE } from '../test/faults/plan.ts';

interface TestReport {
	readonly testResults: readonly FileReport[];
}

interface FileReport {
	/** Its path. */
	readonly name: string;
	/** Why the file itself failed, be it that it could not be read. */
	readonly message: string;
	readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const directory = mkdtempSync(join(tmpdir(), 'kyacht-faults-'));
try {
	process.exitCode = run(join(directory, 'records'), join(directory, 'report.json'));
} finally {
	rmSync(directory, { recursive: true });
}

function run(recordsFile: string, reportFile: string): number {
	const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
	const args = [vitest, 'run', 'test/faults', '--reporter=json', `--outputFile=${reportFile}`];
	const ran = spawnSync(process.execPath, args, {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
		env: { ...process.env, [RECORDS_VARIABLE]: recordsFile },
	});
	if (!existsSync(reportFile)) {
		process.stderr.write(
			`kyacht: the tests of test/faults did not run${ran.error === undefined ? '' : `: ${ran.error.message}`}\n${ran.stderr}`,
		);
		return 1;
	}
	const report = JSON.parse(readFileSync(reportFile, 'utf8')) as TestReport;
	const failures = report.testResults.flatMap(failuresOf);
	const lines = existsSync(recordsFile) ? readFileSync(recordsFile, 'utf8').trim().split('\n') : [];
	const records = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FaultRecord);
	const failed = failures.map(({ name }) => name);
	const rows = faultPlan.map(({ fault, words }) => rowOf(fault, words, records, failed));
	const green = rows.filter(({ isGreen }) => isGreen).length;
	const lost = rows.reduce((sum, row) => sum + row.lost, 0);
	process.stdout.write(`${table(rows.map(({ cells }) => cells))}\n`);
	process.stdout.write(
		'The longest of each fault’s tests. Recovery counts from the end of the fault; – is where there is none to count.\n',
	);
	for (const { name, file, why } of failures) process.stdout.write(`FAILED ${name} (${file})\n${why.replace(/^(?=.)/gm, '    ')}\n`);
	process.stdout.write(`${green} of ${faultPlan.length}, ${lost} ${lost === 1 ? 'row' : 'rows'} lost\n`);
	if (green === faultPlan.length && lost === 0 && failed.length === 0 && ran.status === 0) return 0;
	// What is no test's failure, such as an error that nobody caught, is said there alone.
	process.stdout.write(ran.stderr);
	return 1;
}

interface Failure {
	readonly name: string;
	/** From the root. */
	readonly file: string;
	/** The whole message, with where it was thrown. */
	readonly why: string;
}

function failuresOf({ name, message, assertionResults }: FileReport): readonly Failure[] {
	const file = relative(root, name);
	const failed = assertionResults.filter(({ status }) => status === 'failed');
	const tests = failed.map(({ fullName, failureMessages }) => ({ name: fullName, file, why: plain(failureMessages.join('\n')) }));
	return message === '' ? tests : [...tests, { name: 'the file itself', file, why: plain(message) }];
}

/** Without what colours it, and where it was thrown in code of ours alone. */
function plain(message: string): string {
	const lines = stripVTControlCharacters(message).split('\n');
	return lines
		.filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line))
		.join('\n')
		.trim();
}

interface Row {
	readonly cells: readonly string[];
	readonly isGreen: boolean;
	readonly lost: number;
}

function rowOf(fault: number, words: string, records: readonly FaultRecord[], failed: readonly string[]): Row {
	const own = records.filter((record) => record.fault === fault);
	const hasFailed = failed.some((name) => new RegExp(`\\bfault ${fault}:`).test(name));
	if (own.length === 0) return { cells: [String(fault), words, hasFailed ? 'FAILED' : 'NO TEST', '', '', '', ''], isGreen: false, lost: 0 };
	const lost = own.reduce((sum, record) => sum + record.rowsLost, 0);
	const told = [...new Set(own.map((record) => record.told))].join('; ');
	const cells = [
		String(fault),
		words,
		hasFailed ? `FAILED: ${told}` : told,
		longest(own.map((record) => record.noticedMs)),
		longest(own.map((record) => record.recoveredMs)),
		String(Math.max(...own.map((record) => record.requests))),
		String(lost),
	];
	return { cells, isGreen: !hasFailed && lost === 0, lost };
}

function longest(times: readonly (number | null)[]): string {
	const known = times.filter((time) => time !== null);
	return known.length === 0 ? '–' : `${(Math.max(...known) / 1_000).toFixed(1)} s`;
}

/** Columns as wide as what is in them, but for what was told, which goes on in the next line. */
function table(rows: readonly (readonly string[])[]): string {
	const TOLD = 2;
	const MOST = 60;
	const heads = ['#', 'fault', 'told', 'noticed', 'recovered', 'requests', 'lost'];
	const all = [heads, ...rows].map((cells) => cells.map((cell, column) => (column === TOLD ? wrapped(cell, MOST) : [cell])));
	const widths = heads.map((_, column) => Math.max(...all.flatMap((cells) => (cells[column] ?? []).map((text) => text.length))));
	const isText = (column: number): boolean => column === 1 || column === TOLD;
	return all
		.flatMap((cells) => {
			const height = Math.max(...cells.map((cell) => cell.length));
			return Array.from({ length: height }, (_, line) =>
				cells
					.map((cell, column) => (cell[line] ?? '')[isText(column) ? 'padEnd' : 'padStart'](widths[column] ?? 0))
					.join('  ')
					.trimEnd(),
			);
		})
		.join('\n');
}

function wrapped(text: string, most: number): readonly string[] {
	const lines = [''];
	for (const word of text.split(' ')) {
		const last = lines.at(-1) ?? '';
		if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
		else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
	}
	return lines;
}
