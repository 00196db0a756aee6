import { expect, test } from 'vitest';
import { dataFrameMs, loadingFrameMs, repaint } from '../../../src/views/repaint.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const never = 1e9;

test('frames of data come as far apart as is said, keys at once', async () => {
	const clock = new FakeClock();
	const drawn: number[] = [];
	const began = clock.now();
	let frame = loadingFrameMs;
	const painting = repaint(
		clock,
		() => {
			drawn.push(clock.now() - began);
			return never;
		},
		() => frame,
	);
	painting.now();
	painting.soon();
	await clock.advance(100);
	painting.now();
	frame = dataFrameMs;
	painting.soon();
	painting.soon();
	await clock.advance(1_000);
	painting.stop();
	painting.soon();
	await clock.advance(1_000);
	expect(drawn).toEqual([0, 100, 100 + dataFrameMs]);
});

test('what turns by time alone is drawn when it turns', async () => {
	const clock = new FakeClock();
	let drawn = 0;
	const painting = repaint(clock, () => {
		drawn += 1;
		return 1_000;
	});
	painting.now();
	await clock.advance(3_000);
	painting.stop();
	expect(drawn).toBe(4);
});
