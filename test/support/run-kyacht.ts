import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The program as it is installed. */
export const kyachtBin = join(root, 'bin', 'kyacht.js');

let isBuilt = false;

/** Builds dist/ when it is older than src/; the build has a lock, so that test files which ask at once build once. */
export function ensureBuilt(): void {
	if (isBuilt) return;
	const ran = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'ready'], { encoding: 'utf8' });
	if (ran.status !== 0) throw new Error(`the build failed: ${ran.stderr}`);
	isBuilt = true;
}

/** A home without a kubeconfig, a config file or a cluster around it; removed when the process ends. */
export function emptyHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'kyacht-home-'));
	process.once('exit', () => rmSync(home, { recursive: true, force: true }));
	return home;
}

export interface RunOptions {
	/** Beside HOME and PATH; nothing else is inherited. */
	readonly env?: NodeJS.ProcessEnv;
	readonly home?: string;
	/** Ends the program with SIGKILL, and fails the test, when it runs longer. */
	readonly withinMs?: number;
	/** A file descriptor that its stdout goes to; nothing of it is read here then. */
	readonly stdout?: number;
}

export interface Ran {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number | null;
	readonly signal: NodeJS.Signals | null;
}

export interface Running {
	readonly child: ChildProcess;
	readonly ended: Promise<Ran>;
	/** Resolves with all of stdout so far once it holds `text`; rejects when the program ends without it. */
	said(text: string): Promise<string>;
}

/** Starts the real program without a terminal. */
export function startKyacht(args: readonly string[], options: RunOptions = {}): Running {
	ensureBuilt();
	const child = spawn(process.execPath, [kyachtBin, ...args], {
		env: { PATH: process.env.PATH, HOME: options.home ?? sharedHome(), TZ: 'UTC', ...options.env },
		stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	const waiting = new Set<() => void>();
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		for (const look of waiting) look();
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const tooLong = setTimeout(() => child.kill('SIGKILL'), options.withinMs ?? 25_000);
	const ended = new Promise<Ran>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode, signal) => {
			clearTimeout(tooLong);
			resolve({ stdout, stderr, exitCode, signal });
		});
	});
	const said = (text: string) =>
		new Promise<string>((resolve, reject) => {
			const look = () => {
				if (!stdout.includes(text)) return;
				waiting.delete(look);
				resolve(stdout);
			};
			waiting.add(look);
			look();
			void ended.then(() => reject(new Error(`kyacht ended without saying ${JSON.stringify(text)}; it said ${stdout}${stderr}`)));
		});
	return { child, ended, said };
}

/** Runs the real program to its end. */
export const runKyacht = (args: readonly string[], options: RunOptions = {}): Promise<Ran> => startKyacht(args, options).ended;

let home: string | undefined;
function sharedHome(): string {
	home ??= emptyHome();
	return home;
}
