import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { canaryName, markIn } from './changes.ts';

/** A line of `--watch -o jsonl`. */
export interface TwinLine {
	readonly event: 'added' | 'modified' | 'deleted' | 'removed' | 'synced' | 'stale' | 'live';
	readonly uid?: string;
	readonly resourceVersion?: string;
	readonly name?: string;
	readonly status?: string;
}

/** The lines put together: the set that they tell of, and whether they say that it holds. */
export class Fold {
	/** uid → resourceVersion. */
	readonly rows = new Map<string, string>();
	/** Between `stale` and `live` it is false, and before the first `synced`. */
	isLive = false;
	canaryMark: number | undefined;
	/** Lines that tell of what cannot be: a second `added`, a change of what is not there. */
	readonly impossible: string[] = [];

	take(line: TwinLine): void {
		const { event, uid = '', resourceVersion = '', name } = line;
		switch (event) {
			case 'added':
			case 'modified':
				if ((event === 'added') === this.rows.has(uid)) this.impossible.push(`${event} ${name} (${uid})`);
				this.rows.set(uid, resourceVersion);
				if (name === canaryName) this.canaryMark = markIn(line.status ?? '');
				return;
			case 'deleted':
			case 'removed':
				if (!this.rows.delete(uid)) this.impossible.push(`${event} ${name} (${uid})`);
				return;
			case 'synced':
			case 'live':
				this.isLive = true;
				return;
			case 'stale':
				this.isLive = false;
				return;
		}
	}

	/** In words, what is otherwise on the server. `served`: uid → resourceVersion. */
	differences(served: ReadonlyMap<string, string>): readonly string[] {
		const missing = [...served]
			.filter(([uid, version]) => this.rows.get(uid) !== version)
			.map(([uid, version]) => `${uid} is ${version} on the server and ${this.rows.get(uid) ?? 'missing'} in the lines`);
		const gone = [...this.rows.keys()].filter((uid) => !served.has(uid)).map((uid) => `${uid} is gone on the server`);
		return [...missing, ...gone];
	}
}

export interface TwinOptions {
	readonly program: string;
	readonly view: string;
	readonly flags: readonly string[];
	/** Its home. */
	readonly directory: string;
}

/** The program without a terminal beside the one that has one: it tells uid and resourceVersion of every row. */
export class Twin {
	readonly view: string;
	readonly fold = new Fold();
	readonly #child: ChildProcess;
	#said = '';
	#ended: string | undefined;

	constructor({ program, view, flags, directory }: TwinOptions) {
		this.view = view;
		const args = [program, view, '-A', '--watch', '-o', 'jsonl', ...flags];
		const child = spawn(process.execPath, args, {
			env: { PATH: process.env.PATH, HOME: directory },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.#child = child;
		createInterface({ input: child.stdout }).on('line', (line) => this.#take(line));
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.#said = (this.#said + text).slice(-2_000);
		});
		child.once('exit', (exitCode, signal) => {
			this.#ended = `${exitCode ?? signal}`;
		});
	}

	get pid(): number {
		if (this.#child.pid === undefined) throw new Error(`the twin on ${this.view} did not start`);
		return this.#child.pid;
	}

	/** Undefined: it runs. */
	get end(): string | undefined {
		return this.#ended === undefined ? undefined : `the twin on ${this.view} ended with ${this.#ended}: ${this.#said}`;
	}

	#take(line: string): void {
		try {
			this.fold.take(JSON.parse(line) as TwinLine);
		} catch (error) {
			if (!(error instanceof SyntaxError)) throw error;
			this.fold.impossible.push(`a line that is no JSON: ${line.slice(0, 300)}`);
		}
	}

	async stop(): Promise<void> {
		if (this.#ended !== undefined) return;
		const exited = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
		this.#child.kill('SIGKILL');
		await exited;
	}
}
