import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { homeEnv, sharedHome } from './homes.ts';

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

export interface RunOptions {
	/** Beside HOME, TMPDIR and PATH; nothing else is inherited. */
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
	/** The same of stderr. */
	noted(text: string): Promise<string>;
}

/** Starts the real program without a terminal. */
export function startKyacht(args: readonly string[], options: RunOptions = {}): Running {
	ensureBuilt();
	const child = spawn(process.execPath, [kyachtBin, ...args], {
		env: { PATH: process.env.PATH, ...homeEnv(options.home ?? sharedHome()), TZ: 'UTC', ...options.env },
		stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	const waiting = new Set<() => void>();
	const look = () => {
		for (const each of waiting) each();
	};
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		look();
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		look();
	});
	const tooLong = setTimeout(() => child.kill('SIGKILL'), options.withinMs ?? 25_000);
	const ended = new Promise<Ran>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (exitCode, signal) => {
			clearTimeout(tooLong);
			resolve({ stdout, stderr, exitCode, signal });
		});
	});
	const heard = (text: string, all: () => string) =>
		new Promise<string>((resolve, reject) => {
			const listen = () => {
				if (!all().includes(text)) return;
				waiting.delete(listen);
				resolve(all());
			};
			waiting.add(listen);
			listen();
			void ended.then(() => reject(new Error(`kyacht ended without saying ${JSON.stringify(text)}; it said ${stdout}${stderr}`)));
		});
	const said = (text: string) => heard(text, () => stdout);
	const noted = (text: string) => heard(text, () => stderr);
	return { child, ended, said, noted };
}

/** Runs the real program to its end. */
export const runKyacht = (args: readonly string[], options: RunOptions = {}): Promise<Ran> => startKyacht(args, options).ended;
