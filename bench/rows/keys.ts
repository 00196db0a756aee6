import { setTimeout as wait } from 'node:timers/promises';
import type { EmulatedScreen } from '../../test/support/screen.ts';
import type { Row } from '../bench.ts';
import { median, percentile } from '../measure/statistics.ts';
import { allPods, startInTerminal } from '../measure/terminal-run.ts';

const everyMs = 33;
const columns = 200;
const rows = 50;

const cursorLine = (screen: EmulatedScreen): string | undefined => screen.lines().find((line) => line.startsWith('▸'));

/**
 * From a key to the bytes that show what it did, thirty of them a second. Which bytes those are is the emulator's to say, but its
 * own time is not counted; neither is that for which the program was ready to run and others had the CPU.
 */
export const keys: Row = async (bench, target) => {
	const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home: bench.home, columns, rows });
	const { program } = run;
	await program.waitFor(allPods(target.pods));
	await wait(2_000);
	const moves: number[] = [];
	const byTheClock: number[] = [];
	const bytes: number[] = [];
	for (let key = 0; key < (bench.quick ? 60 : 100); key += 1) {
		const before = cursorLine(program.screen);
		const written = Buffer.byteLength(program.output);
		const pressed = program.stamp();
		program.write('j');
		await program.waitFor((screen) => cursorLine(screen) !== before);
		const { at, waitedMs } = program.shown ?? program.stamp();
		byTheClock.push(at - pressed.at);
		moves.push(at - pressed.at - (waitedMs - pressed.waitedMs));
		await wait(Math.max(0, everyMs - (performance.now() - pressed.at)));
		// From the bottom of the screen on every move scrolls by one line.
		if (key > rows) bytes.push(Buffer.byteLength(program.output) - written);
	}
	await run.quit();
	const words = target.churn > 0 ? `, ${target.churn} changes/s` : '';
	const p95 = percentile(byTheClock, 0.95).toFixed(1);
	const note = `time without a CPU is not counted; with it ${median(byTheClock).toFixed(1)} and ${p95} ms`;
	return [
		{ what: `key to bytes, 30 keys/s${words}: median`, unit: 'ms', value: median(moves) },
		{ what: `key to bytes, 30 keys/s${words}: p95`, unit: 'ms', value: percentile(moves, 0.95), budget: 15, note },
		{ what: `scroll one line${words}: to the terminal`, unit: 'B', value: median(bytes), ...(target.churn > 0 ? {} : { budget: 600 }) },
	];
};
