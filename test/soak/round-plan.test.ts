import { expect, it } from 'vitest';
import { faultKinds } from './fault-kinds.ts';
import { esc } from './key-walk.ts';
import { planRound, type RoundPlan } from './round-plan.ts';
import { soakedViews } from './soaked-views.ts';

const views = soakedViews.map(({ name }) => name);
const rounds = (seed: number): readonly RoundPlan[] =>
	Array.from({ length: 400 }, (_, index) => planRound(seed, index + 1, faultKinds, views));

/** What it will do, with the numbers it will choose by. */
const told = ({ faults, ...plan }: RoundPlan) => ({
	...plan,
	faults: faults.map(({ at, forMs, kind, random }) => [at, forMs, kind.name, random(), random()]),
});

it('a round is the same for the same seed and number, whatever was planned before', () => {
	const all = rounds(7);
	expect(told(planRound(7, 250, faultKinds, views))).toEqual(told(all[249] as RoundPlan));
	expect(told(planRound(8, 250, faultKinds, views))).not.toEqual(told(planRound(7, 250, faultKinds, views)));
});

it('a round ends after the last of its faults, and everything in it is in the order of time', () => {
	for (const { ms, faults, steps } of rounds(1)) {
		expect(faults.length).toBeGreaterThan(0);
		for (const { at, forMs } of faults) expect(at + forMs).toBeLessThan(ms);
		for (const times of [faults, steps].map((things) => things.map(({ at }) => at))) expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(steps.every(({ at }) => at < ms)).toBe(true);
	}
});

it('in half an hour every fault happens, and every view is looked at', () => {
	const half = rounds(3).slice(0, 180);
	expect(new Set(half.flatMap(({ faults }) => faults.map(({ kind }) => kind.name)))).toEqual(new Set(faultKinds.map(({ name }) => name)));
	expect(new Set(half.map(({ view }) => view))).toEqual(new Set(views));
});

it('nobody who walks leaves: neither q nor ctrl-c is pressed, and no command line ends it', () => {
	const keys = rounds(5).flatMap(({ steps }) => steps.flatMap((step) => ('keys' in step ? [step.keys] : [])));
	expect(keys.filter((each) => each === 'q' || each.includes('\u0003'))).toEqual([]);
	expect(keys.filter((each) => /^:(q|quit|suspend)!?\s/.test(each))).toEqual([]);
	// What is entered is entered at once, and what stays in the bar is left before anything else is typed.
	for (const { steps } of rounds(5)) {
		for (const [index, step] of steps.entries()) {
			const next = steps[index + 1];
			if ('keys' in step && step.keys.startsWith(':') && next !== undefined) expect(next).toMatchObject({ keys: esc });
		}
	}
});
