import { write } from 'node:fs';
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
 * them, 300 ms for a full screen on a slow link; a write by file descriptor waits on another thread. Windows' console takes
 * text only from the stream, which does not wait there.
 */
export function bytesTo(stdout: NodeJS.WriteStream & { readonly fd?: number }, platform: NodeJS.Platform): WriteBytes {
	const { fd } = stdout;
	if (platform !== 'win32' && stdout.isTTY && typeof fd === 'number') return (bytes, done) => write(fd, bytes, done);
	return (bytes, done) => stdout.write(bytes, (error) => done(error ?? null, bytes.length));
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
