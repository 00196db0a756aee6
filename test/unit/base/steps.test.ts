import { expect, test } from 'vitest';
import { allAtOnce, inTurns, type Steps } from '../../../src/base/steps.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

/** A clock by which every step takes so many milliseconds, and what is done by it. */
const working = (steps: number, ms: number) => {
	const timers = new FakeClock(0);
	let done = 0;
	function* work(): Steps<string> {
		for (; done < steps; done += 1) yield;
		return 'all';
	}
	const clock = { now: () => timers.now() + done * ms, after: timers.after.bind(timers) };
	return { timers, clock, work: work(), done: () => done };
};

test('long work is done a few milliseconds at a time, and everything else has its turn between', async () => {
	const { timers, clock, work, done } = working(20, 2);
	const result = inTurns(work, clock, new AbortController().signal);
	await settle();
	expect([done(), timers.waiting]).toEqual([3, 1]);
	await timers.advance(0);
	expect([done(), timers.waiting]).toEqual([20, 0]);
	await expect(result).resolves.toBe('all');
});

test('work that nobody waits for any more is not gone on with', async () => {
	const { timers, clock, work, done } = working(20, 2);
	const gone = new AbortController();
	const result = inTurns(work, clock, gone.signal);
	await settle();
	gone.abort(new Error('closed'));
	await Promise.all([expect(result).rejects.toThrow('closed'), timers.advance(0)]);
	expect(done()).toBe(3);
});

test('what nobody waits beside is done at once', () => {
	expect(allAtOnce(working(20, 2).work)).toBe('all');
});
