import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockSkew } from '../../../src/kube/clock-skew.ts';

const answer = (skew: ClockSkew, sentAt: number, tookMs: number, real: number): void =>
	skew.learn(Math.floor((sentAt + tookMs / 2 + real) / 1000) * 1000, sentAt, sentAt + tookMs);

describe('the clock skew', () => {
	it('is unknown before the first Date header', () => {
		expect(new ClockSkew().value()).toBeUndefined();
	});

	it('is within half a second and half of what the answer took, and gets no worse with more answers', () => {
		const requests = fc.array(fc.tuple(fc.nat({ max: 60_000 }), fc.nat({ max: 3000 })), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(fc.integer({ min: -100_000, max: 100_000 }), requests, (real, answers) => {
				const skew = new ClockSkew();
				let at = 1_800_000_000_000;
				let allowed = Number.POSITIVE_INFINITY;
				for (const [pause, took] of answers) {
					at += pause;
					answer(skew, at, took, real);
					allowed = Math.min(allowed, 500 + took / 2);
					expect(Math.abs((skew.value() ?? Number.NaN) - real)).toBeLessThanOrEqual(allowed + 1);
				}
			}),
		);
	});

	it('follows a clock that was set', () => {
		const skew = new ClockSkew();
		answer(skew, 1_000_000, 10, 0);
		answer(skew, 1_010_000, 10, 60_000);
		expect(Math.abs((skew.value() ?? 0) - 60_000)).toBeLessThan(600);
	});
});
