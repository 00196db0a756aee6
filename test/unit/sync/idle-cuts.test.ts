import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnFromCut, watchSeconds } from '../../../src/sync/idle-cuts.ts';
import { newStream, type Stream } from '../../../src/sync/stream-state.ts';

/** The stream after watches that were cut after these silences, in ms. */
const cut = (silences: readonly number[]): Stream =>
	silences.reduce(
		(stream, silence) => learnFromCut(stream, { kind: 'watching', headersAt: 1_000, lastDeliveryAt: 5_000 }, 5_000 + silence),
		newStream,
	);

describe('what cuts of silent watches teach', () => {
	it('is nothing the first time, and a time of its own when the same silence comes again', () => {
		expect(cut([60_000]).idleLimitMs).toBeUndefined();
		expect(cut([60_000, 61_900]).idleLimitMs).toBe(60_000);
		expect(cut([60_000, 25_000, 60_000]).idleLimitMs).toBeUndefined();
		expect(cut([60_000, 60_000, 30_000, 30_000]).idleLimitMs).toBe(30_000);
		expect(cut([30_000, 30_000, 60_000, 60_000]).idleLimitMs).toBe(30_000);
	});

	it('never comes of cuts in the midst of talk', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 19_999 })), (silences) => {
				expect(cut(silences)).toEqual(newStream);
			}),
		);
	});

	it('is a watch that ends before it is cut and is never a storm', () => {
		fc.assert(
			fc.property(fc.integer({ min: 20_000, max: 600_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (silence, dice) => {
				const seconds = watchSeconds(cut([silence, silence]), dice);
				expect(seconds * 1_000).toBeLessThan(silence);
				expect(seconds).toBeGreaterThanOrEqual(14);
			}),
		);
	});

	it('is otherwise five to ten minutes', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (dice) => {
				const seconds = watchSeconds(newStream, dice);
				expect(seconds).toBeGreaterThanOrEqual(300);
				expect(seconds).toBeLessThan(600);
			}),
		);
	});
});
