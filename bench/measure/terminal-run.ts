import { PtyProgram } from '../../test/support/pty.ts';
import { type ProcessFigures, processFigures } from './process-figures.ts';
import { waitedByProgram } from './run-queue.ts';

/** A row of pods that has come: its READY column. */
export const podRow = /^\W*\S+ +(\S+ +)?\d+\/\d+ /m;

/** A finding, which is where the cursor is. */
export const findingRow = /^▸/m;

/** The tab of the open view counts every row there is. */
export const allPods = (count: number): RegExp => new RegExp(`pods ${count}\\b[^]*● live`);

/** For the largest cluster on the busiest machine. */
const patienceMs = 120_000;

export interface TerminalRun {
	readonly program: PtyProgram;
	/** Since it was spawned. */
	elapsedMs(): number;
	figures(): ProcessFigures;
	/** Leaves as a user does. */
	quit(): Promise<void>;
}

export interface TerminalRunOptions {
	readonly program: string;
	readonly kubeconfig: string;
	readonly columns: number;
	readonly rows: number;
	/** Its home, with the compile cache in it. */
	readonly home: string;
	/** Default: pods. */
	readonly view?: string;
	/** For kyacht, behind the view and `-A`. */
	readonly flags?: readonly string[];
	/** For Node, before the program. */
	readonly nodeFlags?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

/** Starts kyacht on all of a cluster in a real terminal. */
export function startInTerminal(options: TerminalRunOptions): TerminalRun {
	const { program, kubeconfig, columns, rows, home, view = 'pods', flags = [], nodeFlags = [], env = {} } = options;
	const startedAt = performance.now();
	let waitedMs: (() => number) | undefined;
	const started = new PtyProgram(process.execPath, [...nodeFlags, program, view, '-A', '--kubeconfig', kubeconfig, ...flags], {
		columns,
		rows,
		patienceMs,
		waitedMs: (pid) => {
			waitedMs ??= waitedByProgram(pid);
			return waitedMs();
		},
		env: { HOME: home, COLORTERM: 'truecolor', ...env },
	});
	return {
		program: started,
		elapsedMs: () => performance.now() - startedAt,
		figures: () => processFigures(started.pid),
		async quit() {
			started.write('q');
			await started.exited;
			started.screen.dispose();
		},
	};
}
