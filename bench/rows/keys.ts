import { setTimeout as wait } from 'node:timers/promises';
import type { EmulatedScreen } from '../../test/support/screen.ts';
import type { Row } from '../bench.ts';
import { median, percentile } from '../measure/statistics.ts';
import { allPods, startInTerminal } from '../measure/terminal-run.ts';

const everyMs = 33;
const columns = 200;
const rows = 50;

const cursorLine = (screen: EmulatedScreen): string | undefined => screen.lines().find((line) => line.startsWith('▸'));

/** From a key to the screen that shows what it did, thirty of them a second. */
export const keys: Row = async (bench, target) => {
	const run = startInTerminal({ program: bench.program, kubeconfig: target.kubeconfig, home: bench.home, columns, rows });
	const { program } = run;
	await program.waitFor(allPods(target.pods));
	await wait(2_000);
	const moves: number[] = [];
	const bytes: number[] = [];
	for (let key = 0; key < (bench.quick ? 60 : 100); key += 1) {
		const before = cursorLine(program.screen);
		const written = Buffer.byteLength(program.output);
		const startedAt = performance.now();
		program.write('j');
		await program.waitFor((screen) => cursorLine(screen) !== before);
		moves.push(performance.now() - startedAt);
		await wait(Math.max(0, everyMs - (performance.now() - startedAt)));
		// From the bottom of the screen on every move scrolls by one line.
		if (key > rows) bytes.push(Buffer.byteLength(program.output) - written);
	}
	await run.quit();
	const words = target.churn > 0 ? `, ${target.churn} changes/s` : '';
	return [
		{ what: `key to screen, 30 keys/s${words}: median`, unit: 'ms', value: median(moves) },
		{ what: `key to screen, 30 keys/s${words}: p95`, unit: 'ms', value: percentile(moves, 0.95), budget: 15 },
		{ what: `scroll one line${words}: to the terminal`, unit: 'B', value: median(bytes), ...(target.churn > 0 ? {} : { budget: 600 }) },
	];
};
