import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogLines } from '../../../src/sessions/log-lines.ts';
import { ResumePoint } from '../../../src/sessions/resume-point.ts';

const START = Date.UTC(2026, 10, 22, 1, 0, 0);

/** Nanoseconds after the start, as a kubelet writes it. */
function stampAt(nanos: number): string {
	const seconds = new Date(START + Math.floor(nanos / 1e9) * 1000).toISOString().slice(0, 19);
	return `${seconds}.${String(nanos % 1e9).padStart(9, '0')}Z`;
}

/** A log file on a node, and the server's answers to who asks for it since a whole second. */
class LogFile {
	readonly stamps: readonly string[];
	constructor(stamps: readonly string[]) {
		this.stamps = stamps;
	}

	since(time: string | undefined, upTo: number, rotatedBefore = 0): string {
		return this.stamps
			.map((stamp, index) => ({ stamp, index }))
			.slice(rotatedBefore, upTo)
			.filter(({ stamp }) => time === undefined || stamp >= time.replace('Z', ''))
			.map(({ stamp, index }) => `${stamp} line ${index}\n`)
			.join('');
	}
}

/** Reads and counts what a reader with a resume point delivers. */
class Reader {
	readonly point = new ResumePoint();
	readonly lines: string[] = [];
	gaps = 0;

	read(bytes: Buffer, chunkBytes: number): void {
		const lines = new LogLines((stamp, text) => {
			const verdict = this.point.next(stamp);
			if (verdict === 'double') return;
			if (verdict === 'after a gap') this.gaps += 1;
			this.lines.push(text.toString());
		});
		for (let from = 0; from < bytes.length; from += chunkBytes) lines.feed(bytes.subarray(from, from + chunkBytes));
	}
}

/** Steps between lines in ns: bursts with equal stamps, quiet seconds, and now and then a stamp out of order. */
const steps = fc.array(
	fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1e8, max: 3e9 }), fc.integer({ min: -5000, max: -1 })),
	{ minLength: 1, maxLength: 80 },
);

const fileOf = (moves: readonly number[]): LogFile => {
	let at = 5e9;
	const used = new Set<number>();
	return new LogFile(
		moves.map((move) => {
			at += move;
			// Out of order, two lines of one nanosecond that are not neighbours are more than chance gives.
			while (move !== 0 && used.has(at)) at += 1;
			used.add(at);
			return stampAt(at);
		}),
	);
};

describe('a log that is resumed after cuts', () => {
	it('gives every line once and in its order, wherever it is cut, also in the middle of a line', () => {
		fc.assert(
			fc.property(steps, fc.array(fc.nat(), { maxLength: 12 }), fc.integer({ min: 1, max: 200 }), (moves, cuts, chunkBytes) => {
				const file = fileOf(moves);
				const reader = new Reader();
				let written = 0;
				for (const cut of [...cuts, undefined]) {
					written = cut === undefined ? file.stamps.length : Math.min(file.stamps.length, written + (cut % 20));
					const { point } = reader;
					const bytes = Buffer.from(file.since(point.isEmpty ? undefined : point.sinceTime(), written));
					if (!point.isEmpty) point.resume();
					reader.read(cut === undefined ? bytes : bytes.subarray(0, cut % (bytes.length + 1)), chunkBytes);
				}
				expect(reader.lines).toEqual(file.stamps.map((_, index) => `line ${index}`));
				expect(reader.gaps).toBe(0);
			}),
		);
	});

	it('begins where its tail began, and never gives lines from before it', () => {
		fc.assert(
			fc.property(steps, fc.nat(), fc.nat(), (moves, from, cut) => {
				const file = fileOf(moves.filter((move) => move > 0).concat(1));
				const begin = from % file.stamps.length;
				const reader = new Reader();
				const tail = file.stamps.map((stamp, index) => `${stamp} line ${index}\n`).slice(begin);
				reader.read(Buffer.from(tail.slice(0, 1 + (cut % tail.length)).join('')), 64);
				const since = reader.point.sinceTime();
				reader.point.resume();
				reader.read(Buffer.from(file.since(since, file.stamps.length)), 64);
				expect(reader.lines).toEqual(tail.map((_, index) => `line ${begin + index}`));
			}),
		);
	});

	it('says where the node has rotated its file meanwhile, so that lines are missing', () => {
		const file = new LogFile(Array.from({ length: 10 }, (_, index) => stampAt(index * 1e6)));
		const reader = new Reader();
		reader.read(Buffer.from(file.since(undefined, 4)), 64);
		reader.point.resume();
		reader.read(Buffer.from(file.since(reader.point.sinceTime(), 10, 6)), 64);
		expect(reader.lines).toEqual([0, 1, 2, 3, 6, 7, 8, 9].map((index) => `line ${index}`));
		expect(reader.gaps).toBe(1);
	});

	it('asks from a whole second in UTC, whatever zone a node writes in', () => {
		const point = new ResumePoint();
		expect(point.isEmpty).toBe(true);
		point.next('2026-11-22T09:00:01.987654321+08:00');
		expect(point.sinceTime()).toBe('2026-11-22T01:00:00Z');
	});
});

describe('the bytes of a log', () => {
	const read = (text: string, chunkBytes = 1e9) => {
		const found: [string, string][] = [];
		const lines = new LogLines((stamp, bytes) => found.push([stamp, bytes.toString()]));
		const bytes = Buffer.from(text);
		for (let from = 0; from < bytes.length; from += chunkBytes) lines.feed(bytes.subarray(from, from + chunkBytes));
		return { found, lines };
	};

	it('are cut into the same lines, however they come', () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'))),
				fc.integer({ min: 1, max: 50 }),
				(texts, size) => {
					const bytes = texts.map((text, index) => `${stampAt(index)} ${text}\n`).join('');
					expect(read(bytes, size).found).toEqual(texts.map((text, index) => [stampAt(index), text]));
				},
			),
		);
	});

	it.each([
		['2026-11-22T01:00:00.123456789Z hello world', '2026-11-22T01:00:00.123456789Z', 'hello world'],
		['2026-11-22T01:00:00.123456789+01:00 hello', '2026-11-22T01:00:00.123456789+01:00', 'hello'],
		['2026-11-22T01:00:00.5Z hello', '2026-11-22T01:00:00.5Z', 'hello'],
		['2026-11-22T01:00:00.123456789Z ', '2026-11-22T01:00:00.123456789Z', ''],
		['2026-11-22T01:00:00.123456789Z', '2026-11-22T01:00:00.123456789Z', ''],
		['no stamp at all, but words', '', 'no stamp at all, but words'],
		['', '', ''],
	])('have their stamp taken off: %j', (line, stamp, text) => {
		expect(read(`${line}\n`).found).toEqual([[stamp, text]]);
	});

	it('hold back what has no newline yet, until it is asked for or forgotten', () => {
		const { found, lines } = read('2026-11-22T01:00:00.000000000Z half');
		expect(found).toEqual([]);
		expect(lines.release()).toBe(true);
		expect(found).toEqual([['2026-11-22T01:00:00.000000000Z', 'half']]);
		lines.feed(Buffer.from('2026-11-22T01:00:01'));
		lines.forget();
		expect(lines.release()).toBe(false);
		expect(found).toHaveLength(1);
	});
});
