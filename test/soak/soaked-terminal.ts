import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PtyProgram } from '../support/pty.ts';
import { canaryName, markIn } from './changes.ts';
import { esc, type WalkStep } from './key-walk.ts';
import { insideEnv, insideFlags, lookInside, type ProcessFigures } from './process-look.ts';
import { readTable, type ScreenTable } from './screen-table.ts';

export interface SoakedTerminalOptions {
	/** `bin/kyacht.js`. */
	readonly program: string;
	readonly flags: readonly string[];
	/** Its home, with everything it writes. */
	readonly directory: string;
}

/** Room for all rows of the demo's cluster, and all their columns. */
const roomy = { columns: 300, rows: 150 } as const;
const keyPauseMs = 60;
/** A program that is stopped in the middle of a frame ends it when it goes on, fifteen seconds later. */
const mostBlankMs = 20_000;
const context = 'demo-admin';
/** What a program prints that came to grief, and no screen shows otherwise. */
const stackTrace = /\n\s+at .+:\d+:\d+\)?|\b(?:Type|Reference|Range)Error\b|node:internal/;

/** The program with its interface, in a terminal that somebody sits at who never stops. */
export class SoakedTerminal {
	readonly #program: PtyProgram;
	readonly #figures: string;
	#read = 0;
	#blankSince: number | undefined;

	constructor({ program, flags, directory }: SoakedTerminalOptions) {
		this.#figures = join(directory, 'figures-terminal.jsonl');
		this.#program = new PtyProgram(process.execPath, [...insideFlags, program, 'pods', '-A', ...flags], {
			...roomy,
			env: { HOME: directory, COLORTERM: 'truecolor', ...insideEnv(this.#figures) },
		});
	}

	get pid(): number {
		return this.#program.pid;
	}

	get running(): boolean {
		return this.#program.running;
	}

	get screen(): string {
		return this.#program.screen.text();
	}

	do(step: WalkStep): void {
		if ('keys' in step) this.#program.write(step.keys);
		else this.#program.resize(step.columns, step.rows);
	}

	askAgain(): void {
		this.#program.write('\u0012');
	}

	table(): ScreenTable | undefined {
		return readTable(this.#program.screen.lines());
	}

	/** The header says that all that is shown is live. */
	get isLit(): boolean {
		return / ● live /.test(this.#program.screen.lines()[0] ?? '');
	}

	/** The mark that the canary is shown with by a list that says that it is live. */
	shownMark(): number | undefined {
		const lines = this.#program.screen.lines();
		const line = lines.find((each) => each.includes(canaryName));
		return line !== undefined && / ● live(?: |$)/.test(lines[2] ?? '') ? markIn(line) : undefined;
	}

	/** Ctrl-c is heard. Resolves with the exit code. */
	async leave(): Promise<number> {
		this.#program.write('\u0003');
		const ended = this.#program.exited.then(({ exitCode }) => exitCode);
		return Promise.race([ended, wait(5_000).then(() => -1)]);
	}

	stop(): Promise<void> {
		return this.#program.stop();
	}

	figures(): Promise<ProcessFigures | undefined> {
		return lookInside(this.pid, this.#figures);
	}

	/** What is wrong with what it shows, whatever it shows; undefined: nothing. */
	wrongAtSight(): string | undefined {
		const { output, screen } = this.#program;
		const fresh = output.slice(Math.max(0, this.#read - 200));
		this.#read = output.length;
		if (!this.running) return `the program ended; the last that it wrote is ${JSON.stringify(output.slice(-600))}`;
		const trace = stackTrace.exec(fresh);
		if (trace !== null) return `it printed ${JSON.stringify(fresh.slice(trace.index, trace.index + 300))}`;
		// A frame that is drawn whole begins with blank rows, and may come in two reads.
		this.#blankSince = screen.text().trim() === '' ? (this.#blankSince ?? Date.now()) : undefined;
		const blankMs = this.#blankSince === undefined ? 0 : Date.now() - this.#blankSince;
		return blankMs > mostBlankMs ? 'the screen is blank' : undefined;
	}

	/**
	 * To a view of all namespaces as the admin, on a large screen, with nothing over it and nothing hidden, whatever is there now.
	 * Resolves when the screen shows that view, or after `patienceMs`; then with what it shows instead.
	 */
	async open(view: string, title: string, patienceMs: number): Promise<string | undefined> {
		this.#program.resize(roomy.columns, roomy.rows);
		for (const end = Date.now() + patienceMs; Date.now() < end; ) {
			await this.#press([esc, esc, esc, esc]);
			await this.#press([`:${view} -A\r`, esc, esc, 'g']);
			await wait(keyPauseMs * 3);
			const lines = this.#program.screen.lines();
			if (!lines[0]?.includes(` ${context} `)) {
				await this.#press([`:ctx ${context}\r`, esc]);
				continue;
			}
			if (lines.some((line) => /^ ?DOMAIN +SCOPE +MODE/.test(line))) {
				await this.#press(['|']);
				continue;
			}
			const table = this.table();
			if (table?.title !== title) continue;
			if (table.faultsOnly) await this.#press(['\u001a']);
			return undefined;
		}
		return `:${view} does not lead to ${title} within ${patienceMs / 1_000} s`;
	}

	/** One after the other, so that each finds what the one before has led to. */
	async #press(keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			this.#program.write(key);
			await wait(keyPauseMs);
		}
	}
}
