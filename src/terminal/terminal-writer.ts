import { constants, openSync, write, writeSync } from 'node:fs';
import type { Cancel, Clock } from '../base/clock.ts';
import type { TerminalOutput } from './alternate-screen.ts';
import type { FrameOutput } from './frame-sink.ts';

/** Another program left the terminal without blocking writes, and it is full: it is asked again after this long. */
const fullForMs = 5;

export interface TerminalWriter extends TerminalOutput, FrameOutput {
	/** In order, after what was written before. `taken` is called when the terminal has it. */
	write(text: string, taken?: () => void): void;
	/** Resolves when everything has reached the terminal. */
	drained(): Promise<void>;
}

/** Writes some of the bytes and tells how many. */
export type WriteBytes = (bytes: Buffer, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void;

/**
 * How bytes get to a terminal without stopping the program. Node's own stream writes to a terminal and waits until it has
 * them, 300 ms for a full screen on a slow link. Here the terminal is given at once what it has room for, and what it has none
 * for waits on another thread; a frame that always went that way would wait for that thread to get a CPU, too. Windows' console
 * takes text only from the stream, which does not wait there.
 */
export function bytesTo(stdout: NodeJS.WriteStream & { readonly fd?: number }, platform: NodeJS.Platform): WriteBytes {
	const { fd } = stdout;
	if (platform === 'win32' || !stdout.isTTY || typeof fd !== 'number')
		return (bytes, done) => stdout.write(bytes, (error) => done(error ?? null, bytes.length));
	const unblocked = openUnblocked(fd, platform);
	if (unblocked === undefined) return (bytes, done) => write(fd, bytes, done);
	return (bytes, done) => {
		const written = writeNow(unblocked, bytes);
		if (typeof written === 'number') done(null, written);
		else if (written.code === 'EAGAIN') write(fd, bytes, done);
		else done(written, 0);
	};
}

/**
 * The same terminal, opened once more: whether writes block belongs to the open file, which stdout shares with the shell.
 * Undefined where that is not to be had: after su(1) the terminal is another user's, and only Linux opens it by this name.
 */
function openUnblocked(fd: number, platform: NodeJS.Platform): number | undefined {
	if (platform !== 'linux') return undefined;
	try {
		return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return undefined;
	}
}

function writeNow(fd: number, bytes: Buffer): number | NodeJS.ErrnoException {
	try {
		return writeSync(fd, bytes);
	} catch (error) {
		return error as NodeJS.ErrnoException;
	}
}

/** Writes in order, one piece at a time. `failed` is told when the terminal is gone; nothing is written after that. */
export function terminalWriter(writeBytes: WriteBytes, clock: Clock, failed: (error: Error) => void): TerminalWriter {
	const queue: { readonly bytes: Buffer; readonly taken: (() => void) | undefined }[] = [];
	const waiting = new Set<() => void>();
	let isWriting = false;
	let isGone = false;
	let retry: Cancel | undefined;

	const settle = (): void => {
		for (const done of waiting) done();
		waiting.clear();
	};

	const writeNext = (): void => {
		const [piece] = queue;
		if (piece === undefined || isGone) {
			isWriting = false;
			settle();
			return;
		}
		isWriting = true;
		writeBytes(piece.bytes, (error, written) => {
			if (error?.code === 'EAGAIN') {
				retry = clock.after(fullForMs, writeNext);
				return;
			}
			if (error !== null) {
				isGone = true;
				retry?.();
				isWriting = false;
				settle();
				failed(error);
				return;
			}
			queue.shift();
			if (written < piece.bytes.length) queue.unshift({ ...piece, bytes: piece.bytes.subarray(written) });
			else piece.taken?.();
			writeNext();
		});
	};

	return {
		write(text, taken) {
			if (text === '' || isGone) return;
			queue.push({ bytes: Buffer.from(text), taken });
			if (!isWriting) writeNext();
		},
		drained: () => (isWriting ? new Promise((resolve) => waiting.add(resolve)) : Promise.resolve()),
	};
}
