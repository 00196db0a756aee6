import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogRing } from '../../../src/sessions/log-ring.ts';
import type { LogEntry } from '../../../src/sessions/types.ts';

const source = { pod: 'cart', container: 'app' };
const line = (seq: number, text = `line ${seq}`): LogEntry => ({
	kind: 'line',
	seq,
	source,
	stamp: '2026-11-22T01:00:00.000000000Z',
	text,
});

describe('the ring of log entries', () => {
	it('keeps the newest entries, finds each by its number, and counts the lines that gave way', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 200 }), (entries, pushed) => {
				const ring = new LogRing({ entries, bytes: 1e9 });
				for (let seq = 0; seq < pushed; seq += 1) ring.push(line(seq));
				expect(ring.nextSeq).toBe(pushed);
				expect(ring.firstSeq).toBe(Math.max(0, pushed - entries));
				expect(ring.droppedLines).toBe(ring.firstSeq);
				for (let seq = -1; seq <= pushed; seq += 1) {
					expect(ring.at(seq)?.seq).toBe(seq >= ring.firstSeq && seq < pushed ? seq : undefined);
				}
			}),
		);
	});

	it('is bounded in bytes too, and keeps at least the newest entry', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 100 }), (lengths) => {
				const ring = new LogRing({ entries: 1_000, bytes: 10_000 });
				for (const [seq, length] of lengths.entries()) ring.push(line(seq, 'x'.repeat(length)));
				expect(ring.bytes <= 10_000 || ring.nextSeq - ring.firstSeq === 1).toBe(true);
				expect(ring.at(lengths.length - 1)).toBeDefined();
				expect(ring.droppedLines).toBe(ring.firstSeq);
			}),
		);
	});

	it('does not count marks as dropped lines', () => {
		const ring = new LogRing({ entries: 1, bytes: 1e6 });
		ring.push({ kind: 'mark', seq: 0, mark: 'joined', at: 0, words: 'joined' });
		ring.push(line(1));
		expect(ring.droppedLines).toBe(0);
		ring.push(line(2));
		expect(ring.droppedLines).toBe(1);
	});
});
