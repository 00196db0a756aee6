import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
// biome-ignore lint/correctness/noUnresolvedImports: its types are an ambient module, which the linter does not read
import { spawn } from '@lydell/node-pty';
import type { LiveFiguresAnswer, LiveFrames } from '../probes/live-frames.ts';
import { bundle } from './bundle.ts';

export interface LiveRun {
	/** While frames were drawn: neither the start nor the end. */
	readonly bytesPerSecond: number;
	readonly longestMs: number;
}

export interface LiveOptions {
	readonly directory: string;
	/** Bytes a second that the link carries; absent: as many as there are. */
	readonly linkBytesPerSecond?: number;
	/** Through a tmux of its own, at its default settings. */
	readonly tmux?: boolean;
}

/** What is written when the program ends is none of its frames. */
const endingMs = 300;

export const hasTmux = (): boolean => spawnSync('tmux', ['-V']).status === 0;

let made: Promise<string> | undefined;

/** Runs the probe that draws, in a pty of 200×50 whose other end is read as fast as the link is. Counts what comes out there. */
export async function runLive(
	request: Omit<LiveFrames, 'answer'>,
	{ directory, linkBytesPerSecond, tmux = false }: LiveOptions,
): Promise<LiveRun> {
	made ??= bundle(new URL('../probes/live-frames.ts', import.meta.url), join(directory, 'live-frames.mjs'));
	const probe = await made;
	const answer = join(directory, `live-${request.renderer}-${request.scene}-${tmux ? 'tmux' : 'pty'}.json`);
	const command = [process.execPath, probe, JSON.stringify({ ...request, answer } satisfies LiveFrames)];
	const socket = `kyacht-bench-${process.pid}`;
	const [program = '', ...args] = tmux ? ['tmux', '-L', socket, '-f', '/dev/null', 'new-session', ...command] : command;
	const pty = spawn(program, args, {
		name: 'xterm-256color',
		cols: 200,
		rows: 50,
		env: { PATH: process.env.PATH ?? '', HOME: directory, LANG: 'C.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor' },
	});
	const came: { readonly at: number; readonly bytes: number }[] = [];
	pty.onData((data) => {
		const length = Buffer.byteLength(data);
		came.push({ at: performance.now(), bytes: length });
		if (linkBytesPerSecond === undefined) return;
		pty.pause();
		void wait((length * 1_000) / linkBytesPerSecond).then(() => pty.resume());
	});
	await new Promise<void>((resolve) => pty.onExit(() => resolve()));
	const { longestMs } = JSON.parse(readFileSync(answer, 'utf8')) as LiveFiguresAnswer;
	const to = performance.now() - endingMs;
	const from = to - (request.frames * 1_000) / request.framesPerSecond + endingMs;
	const bytes = came.reduce((sum, piece) => (piece.at >= from && piece.at < to ? sum + piece.bytes : sum), 0);
	return { bytesPerSecond: (bytes * 1_000) / (to - from), longestMs };
}
