// biome-ignore lint/correctness/noUnresolvedImports: its types are an ambient module, which the linter does not read
import { type IPty, spawn } from '@lydell/node-pty';
import { EmulatedScreen } from './screen.ts';

export interface PtyOptions {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** How long a screen is waited for before that is a failure. */
	readonly patienceMs?: number;
	/** How long the program has been ready to run and had no CPU, in ms; asked when bytes come. */
	readonly waitedMs?: (pid: number) => number;
}

/** A moment of a measurement. */
export interface Stamp {
	/** By performance.now(). */
	readonly at: number;
	/** How long the program had waited for a CPU by then. */
	readonly waitedMs: number;
}

/** Long enough for a machine that does much else at once; what is waited for is text, never this. */
const usualPatienceMs = 20_000;

/** A program in a real terminal: what is typed goes through the kernel's tty, what is drawn through an emulator. */
export class PtyProgram {
	readonly screen: EmulatedScreen;
	/** Every byte that was written, in order. */
	output = '';
	/** Of the last bytes that the screen shows. */
	shown: Stamp | undefined;
	readonly exited: Promise<{ readonly exitCode: number; readonly signal: number }>;
	readonly #pty: IPty;
	readonly #patienceMs: number;
	readonly #waitedMs: (pid: number) => number;
	readonly #watchers = new Set<() => void>();
	#drawn: Promise<void> = Promise.resolve();
	running = true;

	constructor(command: string, args: readonly string[], { columns = 80, rows = 24, env = {}, cwd, patienceMs, waitedMs }: PtyOptions = {}) {
		this.#patienceMs = patienceMs ?? usualPatienceMs;
		this.#waitedMs = waitedMs ?? (() => 0);
		this.screen = new EmulatedScreen(columns, rows);
		this.#pty = spawn(command, [...args], {
			name: 'xterm-256color',
			cols: columns,
			rows,
			cwd: cwd ?? process.cwd(),
			env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env },
		});
		this.#pty.onData((bytes) => {
			const came = this.stamp();
			this.output += bytes;
			this.#drawn = this.#drawn
				.then(() => this.screen.write(bytes))
				.then(() => {
					this.shown = came;
					this.#look();
				});
		});
		this.exited = new Promise((resolve) => {
			this.#pty.onExit(({ exitCode, signal }) => {
				this.running = false;
				// The last bytes may still be on their way through the emulator.
				void this.#drawn.then(() => {
					this.#look();
					resolve({ exitCode, signal: signal ?? 0 });
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	stamp(): Stamp {
		return { at: performance.now(), waitedMs: this.#waitedMs(this.#pty.pid) };
	}

	write(keys: string): void {
		this.#pty.write(keys);
	}

	signal(name: NodeJS.Signals): void {
		process.kill(this.#pty.pid, name);
	}

	resize(columns: number, rows: number): void {
		this.screen.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Resolves when the screen is as `wanted` says. Rejects with the screen that was there instead. */
	waitFor(wanted: string | RegExp | ((screen: EmulatedScreen) => boolean)): Promise<void> {
		const holds = (): boolean => {
			if (typeof wanted === 'function') return wanted(this.screen);
			return typeof wanted === 'string' ? this.screen.text().includes(wanted) : wanted.test(this.screen.text());
		};
		if (holds()) return Promise.resolve();
		return new Promise((resolve, reject) => {
			const finish = (error?: Error): void => {
				clearTimeout(timer);
				this.#watchers.delete(look);
				if (error === undefined) resolve();
				else reject(error);
			};
			const look = (): void => {
				if (holds()) finish();
				else if (!this.running) finish(new Error(`The program ended before ${String(wanted)} was shown:\n${this.screen.text()}`));
			};
			const timer = setTimeout(
				() => finish(new Error(`Never shown: ${String(wanted)}. The screen was:\n${this.screen.text()}`)),
				this.#patienceMs,
			);
			this.#watchers.add(look);
		});
	}

	/** Ends it, however it is. */
	async stop(): Promise<void> {
		if (this.running) this.#pty.kill('SIGKILL');
		await this.exited;
		this.screen.dispose();
	}

	#look(): void {
		for (const watcher of [...this.#watchers]) watcher();
	}
}
