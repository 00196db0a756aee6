import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytesTo, terminalWriter, type WriteBytes } from '../../../src/terminal/terminal-writer.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** A descriptor that takes as many bytes as it is told to, when it is told to. */
function descriptor() {
	const taken: string[] = [];
	const pending: { readonly bytes: Buffer; readonly done: Parameters<WriteBytes>[1] }[] = [];
	const clock = new FakeClock();
	const failures: Error[] = [];
	const writer = terminalWriter(
		(bytes, done) => pending.push({ bytes, done }),
		clock,
		(error) => failures.push(error),
	);
	return {
		writer,
		clock,
		taken,
		pending,
		failures,
		take(most = Number.POSITIVE_INFINITY): void {
			const next = pending.shift();
			if (next === undefined) throw new Error('Nothing is being written.');
			const bytes = next.bytes.subarray(0, Math.min(most, next.bytes.length));
			taken.push(bytes.toString());
			next.done(null, bytes.length);
		},
		fail(code: string): void {
			pending.shift()?.done(Object.assign(new Error(code), { code }), 0);
		},
	};
}

test('pieces reach the terminal whole and in order, one at a time, however few bytes it takes', () => {
	const { writer, taken, pending, take } = descriptor();
	const told: string[] = [];
	writer.write('enter');
	writer.write('frame …', () => told.push('frame'));
	writer.write('leave');
	expect(pending).toHaveLength(1);
	take();
	take(4);
	expect(told).toEqual([]);
	take();
	expect(told).toEqual(['frame']);
	take();
	expect(taken.join('')).toBe('enterframe …leave');
	expect(pending).toHaveLength(0);
});

test('a terminal that is full and does not block is asked again', async () => {
	const { writer, clock, taken, pending, take, fail } = descriptor();
	writer.write('frame');
	fail('EAGAIN');
	expect(pending).toHaveLength(0);
	await clock.advance(5);
	take();
	expect(taken).toEqual(['frame']);
});

test('who waits for the end of it waits for everything, and not for what never comes', async () => {
	const { writer, take, fail, failures, pending } = descriptor();
	await writer.drained();
	writer.write('one');
	writer.write('two');
	let isDrained = false;
	const drained = writer.drained().then(() => {
		isDrained = true;
	});
	take();
	await Promise.resolve();
	expect(isDrained).toBe(false);
	fail('EIO');
	await drained;
	expect(failures.map(({ message }) => message)).toEqual(['EIO']);
	writer.write('three');
	expect(pending).toHaveLength(0);
	await writer.drained();
});

test.runIf(process.platform === 'linux')(
	'what the terminal has room for is written at once, and the rest without stopping the program',
	async () => {
		const path = join(temporaryDirectory(), 'terminal');
		execFileSync('mkfifo', [path]);
		const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const fd = openSync(path, constants.O_WRONLY);
		const writer = terminalWriter(
			bytesTo({ fd, isTTY: true } as unknown as NodeJS.WriteStream & { fd: number }, 'linux'),
			new FakeClock(),
			(error) => {
				throw error;
			},
		);
		const taken: string[] = [];
		writer.write('a frame', () => taken.push('frame'));
		expect(taken).toEqual(['frame']);
		// More than a pipe holds, and nobody reads.
		const page = 'page '.repeat(100_000);
		writer.write(page, () => taken.push('page'));
		writer.write('end', () => taken.push('end'));
		expect(taken).toEqual(['frame']);
		const drained = writer.drained();
		let isDrained = false;
		void drained.then(() => {
			isDrained = true;
		});
		let read = '';
		const bytes = Buffer.alloc(64 * 1024);
		while (!isDrained || read.length < 'a frame'.length + page.length + 'end'.length) {
			try {
				read += bytes.toString('latin1', 0, readSync(reader, bytes));
			} catch (error) {
				expect(error).toMatchObject({ code: 'EAGAIN' });
			}
			await new Promise(setImmediate);
		}
		expect(taken).toEqual(['frame', 'page', 'end']);
		expect(read).toBe(`a frame${page}end`);
		closeSync(reader);
		closeSync(fd);
	},
);
