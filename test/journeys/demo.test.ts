import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { emptyHome, homeEnv } from '../support/homes.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';

const running: PtyProgram[] = [];

/** The program as it is installed, in a home without anything. */
function start(args: readonly string[], columns = 80, rows = 24): PtyProgram {
	const program = new PtyProgram(process.execPath, [kyachtBin, ...args], { columns, rows, env: homeEnv(emptyHome()) });
	running.push(program);
	return program;
}

beforeAll(ensureBuilt);

afterEach(async () => {
	await Promise.all(running.splice(0).map((program) => program.stop()));
});

const line = (program: PtyProgram, at: number): string => program.screen.lines().at(at) ?? '';

describe('the embedded cluster', () => {
	test('begins with what is wrong, from where two keys lead to the cause and one more to the line that tells it', async () => {
		const program = start(['--demo', '-n', 'batch'], 110, 24);
		await program.waitFor(/ATTENTION +ns:batch .*watch ● live/);
		await program.waitFor(/^ +fail +job +import-prices +BackoffLimitExceeded, 1 pod failed; exit 3/m);
		program.write('j');
		program.write('\r');
		await program.waitFor(/POD +batch\/import-prices-/);
		program.write('l');
		await program.waitFor("KeyError: 'SUPPLIER_PRICES_URL'");
	});

	test('is shown live under DEMO, and changes by itself', async () => {
		const program = start(['--demo', 'events', '-A']);
		await program.waitFor(/EVENTS.*watch ● live/);
		expect(line(program, 0)).toContain('DEMO');
		const events = (): string => /(\d+) {2}watch ● live/.exec(line(program, 2))?.[1] ?? '';
		const before = events();
		await program.waitFor(() => events() !== '' && events() !== before);
		program.write('q');
		expect((await program.exited).exitCode).toBe(0);
	});

	test('shows nodes with their pods, and says in diagnostics how each stream is read', async () => {
		const program = start(['--demo', 'pods'], 120, 30);
		await program.waitFor(/PODS.*watch ● live/);
		program.write(':nodes\r');
		await program.waitFor('worker-01');
		await program.waitFor(/● live {2}2 watches/);
		program.write('!');
		await program.waitFor(/nodes .* watch +healthy \((delivering|synchronized)\) +paused/);
		await program.waitFor(/node-metrics .* metrics-only +healthy \(sample \d+s old\) +every 5s/);
		program.write('\r');
		await program.waitFor(/listing → connecting .*the list is complete/);
		program.write('\x03');
		expect((await program.exited).exitCode).toBe(130);
	});

	test('gives the watch of a view back when another is opened', async () => {
		const program = start(['--demo', 'pods', '-A'], 120, 30);
		await program.waitFor(/● live {2}1 watch /);
		program.write(':nodes\r');
		await program.waitFor(/● live {2}2 watches/);
		program.write(':events\r');
		await program.waitFor(/EVENTS(.|\n)*● live/);
		await program.waitFor(/● live {2}1 watch /);
	});

	test('answers what is not known in the bar, and goes on', async () => {
		const program = start(['--demo', 'pods']);
		await program.waitFor(/PODS.*watch ● live/);
		program.write(':evnts\r');
		await program.waitFor('There is no view "evnts". Near it: events');
		program.write('\x15ctx nowhere\r');
		await program.waitFor('There is no context "nowhere".');
		program.write('\x1b');
		await program.waitFor('</> filter');
	});
});
