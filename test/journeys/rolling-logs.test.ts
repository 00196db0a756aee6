import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startDemoServer } from '../../src/demo/server.ts';
import { emptyHome, homeEnv } from '../support/homes.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

interface Printed {
	readonly event: string;
	readonly pod: string;
	readonly container: string;
	readonly line?: string;
}

const printedIn = (output: string): readonly Printed[] =>
	output
		.split('\r\n')
		.slice(0, -1)
		.filter((text) => text.startsWith('{'))
		.map((text) => JSON.parse(text) as Printed);

/** The numbers that each container gave its lines, in the order in which they were printed; of a new run they begin anew. */
function numbersBySource(printed: readonly Printed[]): ReadonlyMap<string, readonly number[]> {
	const numbers = new Map<string, number[]>();
	for (const { event, pod, container, line = '' } of printed) {
		const [, run, number] = /seq["=:]+(\d+)\.(\d+)/.exec(line) ?? [];
		if (event !== 'line' || run === undefined) continue;
		const source = `${pod}/${container} run ${run}`;
		const known = numbers.get(source) ?? [];
		numbers.set(source, known);
		known.push(Number(number));
	}
	return numbers;
}

const podsThat = (did: 'joined' | 'left', printed: readonly Printed[]): ReadonlySet<string> =>
	new Set(printed.filter(({ event }) => event === did).map(({ pod }) => pod));

it('the logs of a deployment that is rolled out have every line of every pod once and in order, through ten cuts', {
	timeout: 120_000,
}, async () => {
	ensureBuilt();
	const server = await startDemoServer({ scenario: 'rollout', logRate: 20 });
	onTestFinished(() => server.close());
	const kubeconfig = join(temporaryDirectory(), 'kubeconfig');
	writeFileSync(kubeconfig, server.kubeconfig());
	const args = ['logs', 'deploy/cart', '-n', 'shop', '-f', '--all-containers', '--tail', '5', '-o', 'jsonl', '--kubeconfig', kubeconfig];
	const program = new PtyProgram(process.execPath, [kyachtBin, ...args], { env: homeEnv(emptyHome()), patienceMs: 60_000 });
	onTestFinished(() => {
		if (program.running) program.signal('SIGKILL');
	});

	const printed = () => printedIn(program.output);
	const lines = () => numbersBySource(printed());
	const count = (): number => Array.from(lines().values(), ({ length }) => length).reduce((sum, length) => sum + length, 0);
	for (let cut = 1; cut <= 10; cut += 1) {
		const before = count();
		await program.waitFor(() => count() >= before + 200);
		if (cut % 2 === 0) server.faults.resetLogs();
		else server.faults.endLogs();
	}
	await program.waitFor(() => podsThat('left', printed()).size >= 4);
	const isRolledOut = (): boolean => {
		const running = [...podsThat('joined', printed())].filter((pod) => !podsThat('left', printed()).has(pod));
		const now = lines();
		return (
			running.length >= 4 && running.every((pod) => ['cart', 'proxy'].every((name) => (now.get(`${pod}/${name} run 0`)?.length ?? 0) > 20))
		);
	};
	await program.waitFor(isRolledOut);
	// Not typed: at ctrl-c a tty throws away what it has not shown yet.
	program.signal('SIGINT');
	expect((await program.exited).exitCode).toBe(130);

	const joined = podsThat('joined', printed());
	expect(lines().size).toBeGreaterThanOrEqual(16);
	for (const [source, numbers] of lines()) {
		const [first = Number.NaN] = numbers;
		const outOfOrder = numbers
			.flatMap((number, at) => (number === first + at ? [] : [`${number} in the place of ${first + at}`]))
			.slice(0, 3);
		expect(outOfOrder, source).toEqual([]);
		// Who came while the program was there is heard from the first word.
		if (joined.has(source.split('/')[0] ?? '')) expect(first, source).toBeLessThanOrEqual(1);
	}
});
