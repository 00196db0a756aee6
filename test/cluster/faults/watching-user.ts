import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { emptyHome } from '../../support/homes.ts';
import { PtyProgram } from '../../support/pty.ts';
import { kyachtBin } from '../../support/run-kyacht.ts';
import type { ServedPods } from './cluster-parts.ts';

export interface UserOptions {
	readonly name: string;
	readonly kubeconfig: string;
	/** Absent: every namespace. */
	readonly namespace: string | undefined;
}

interface WatchLine {
	readonly event: 'added' | 'modified' | 'deleted' | 'removed' | 'synced' | 'stale' | 'live';
	readonly uid?: string;
	readonly resourceVersion?: string;
}

const columns = 110;
const lines = 30;

/**
 * Somebody who looks at pods twice: at the screen in a terminal, and at `--watch -o jsonl`, which tells the same rows with their
 * uids and versions. What they are told since the last `forget` is kept.
 */
export class WatchingUser {
	readonly name: string;
	readonly namespace: string | undefined;
	/** Where the program on the screen writes its transitions and requests. */
	readonly journal: string;
	readonly #screen: PtyProgram;
	readonly #twin: ChildProcess;
	readonly #rows = new Map<string, string>();
	readonly #told = new Set<string>();
	#isTwinLive = false;
	#ended: string | undefined;
	#errors = '';

	constructor({ name, kubeconfig, namespace }: UserOptions) {
		this.name = name;
		this.namespace = namespace;
		const scope = namespace === undefined ? ['-A'] : ['-n', namespace];
		const env = { KUBECONFIG: kubeconfig, HOME: emptyHome(), TZ: 'UTC' };
		this.journal = join(env.HOME, `${name}.journal`);
		const watched = [kyachtBin, 'pods', ...scope, '--journal', this.journal];
		this.#screen = new PtyProgram(process.execPath, watched, { columns, rows: lines, env });
		this.#twin = spawn(process.execPath, [kyachtBin, 'pods', ...scope, '--watch', '-o', 'jsonl'], {
			env: { PATH: process.env.PATH, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		if (this.#twin.stdout === null || this.#twin.stderr === null) throw new Error('the output of the program cannot be read');
		createInterface({ input: this.#twin.stdout }).on('line', (line) => this.#take(JSON.parse(line) as WatchLine));
		this.#twin.stderr.on('data', (bytes: Buffer) => {
			this.#errors += bytes.toString('utf8');
		});
		this.#twin.on('exit', (code) => {
			this.#ended = `--watch ended with ${code}: ${this.#errors.trim()}`;
		});
	}

	/** What the pane's light says: `● live`, or why it is not. */
	light(): string {
		if (!this.#screen.running) return 'the program has ended';
		if (this.#ended !== undefined) return this.#ended;
		const title = this.#screen.screen.lines().find((line) => line.startsWith(' PODS')) ?? '';
		const light = /[●◐○✕✗!◌] .*$/u.exec(title)?.[0] ?? title.trim();
		return withoutCounts(light);
	}

	/** Both say so. */
	get isLive(): boolean {
		return this.#isTwinLive && this.#ended === undefined && this.light() === '● live';
	}

	/** Looks once; what is seen is kept. */
	look(): void {
		const light = this.light();
		if (light !== '● live') this.#told.add(light);
	}

	/** Every reason that was given, in the order in which they came up. */
	get told(): readonly string[] {
		return [...this.#told];
	}

	forget(): void {
		this.#told.clear();
	}

	press(keys: string): void {
		this.#screen.write(keys);
	}

	/** Rows that are missing, left over or of another version, here or on the screen; empty: none. */
	differences(served: ServedPods): readonly string[] {
		const found: string[] = [];
		for (const [uid, version] of served.versions) {
			const own = this.#rows.get(uid);
			if (own === undefined) found.push(`${uid} is missing`);
			else if (own !== version) found.push(`${uid} is ${own}, not ${version}`);
		}
		for (const uid of this.#rows.keys()) if (!served.versions.has(uid)) found.push(`${uid} is gone from the server`);
		return [...found, ...this.#screenDifferences(served)];
	}

	async stop(): Promise<void> {
		this.#twin.kill('SIGINT');
		await this.#screen.stop();
	}

	text(): string {
		return this.#screen.screen.text();
	}

	#screenDifferences(served: ServedPods): readonly string[] {
		const shown = this.#screen.screen.lines();
		const title = shown.findIndex((line) => line.startsWith(' PODS'));
		const rows = shown.slice(title + 2, -2).filter((line) => line.trim() !== '');
		const names = rows.map((line) => line.replace(/^[▸ ]+/u, '').split(/\s/u)[0] ?? '');
		const found = names.flatMap((name, index) => {
			const expected = served.names[index]?.name ?? '';
			const isSame = name.endsWith('…') ? expected.startsWith(name.slice(0, -1)) : name === expected;
			return isSame ? [] : [`line ${index + 1} of the screen is ${name}, not ${expected}`];
		});
		if (names.length === 0 && served.names.length > 0) found.push('the screen shows no row');
		return found;
	}

	#take({ event, uid = '', resourceVersion = '' }: WatchLine): void {
		switch (event) {
			case 'added':
			case 'modified':
				this.#rows.set(uid, resourceVersion);
				break;
			case 'deleted':
			case 'removed':
				this.#rows.delete(uid);
				break;
			case 'synced':
			case 'live':
				this.#isTwinLive = true;
				break;
			case 'stale':
				this.#isTwinLive = false;
				break;
		}
	}
}

/** Ages and countdowns change each second and say nothing new. */
const withoutCounts = (light: string): string =>
	light
		.replace(/\b(\d+(ms|s|m|h))+\b/gu, 'N')
		.replace(/\s+/gu, ' ')
		.trim();
