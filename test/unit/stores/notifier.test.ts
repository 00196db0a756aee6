import { describe, expect, test } from 'vitest';
import { createNotifier } from '../../../src/stores/notifier.ts';

/** Runs what was scheduled when the test says so. */
function byHand() {
	const waiting: Array<() => void> = [];
	return {
		schedule: (flush: () => void) => {
			waiting.push(flush);
		},
		get scheduled() {
			return waiting.length;
		},
		run: () => {
			for (const flush of waiting.splice(0)) flush();
		},
	};
}

const rethrow = (error: unknown): never => {
	throw error;
};

describe('a notifier', () => {
	test('tells each listener once of everything that changed in between', () => {
		const hand = byHand();
		const notifier = createNotifier(hand.schedule, rethrow);
		let told = 0;
		const count = (): void => {
			told += 1;
		};
		const stop = notifier.subscribe(count);
		notifier.subscribe(count);
		for (let change = 0; change < 1000; change++) notifier.notify();
		expect([hand.scheduled, told]).toEqual([1, 0]);
		hand.run();
		expect(told).toBe(2);
		stop();
		notifier.notify();
		hand.run();
		expect(told).toBe(3);
	});

	test('puts what a listener changes into the next batch', () => {
		const hand = byHand();
		const notifier = createNotifier(hand.schedule, rethrow);
		let told = 0;
		notifier.subscribe(() => {
			told += 1;
			if (told < 3) notifier.notify();
		});
		notifier.notify();
		hand.run();
		expect([told, hand.scheduled]).toEqual([1, 1]);
		hand.run();
		hand.run();
		expect([told, hand.scheduled]).toEqual([3, 0]);
	});

	test('tells the others although one listener throws, and reports it', () => {
		const hand = byHand();
		const errors: unknown[] = [];
		const notifier = createNotifier(hand.schedule, (error) => errors.push(error));
		const failure = new Error('broken listener');
		let told = 0;
		notifier.subscribe(() => {
			throw failure;
		});
		notifier.subscribe(() => {
			told += 1;
		});
		notifier.notify();
		hand.run();
		expect([told, errors]).toEqual([1, [failure]]);
	});

	test('does not tell who stopped listening during the batch, nor anyone once it is disposed of', () => {
		const hand = byHand();
		const notifier = createNotifier(hand.schedule, rethrow);
		const told: string[] = [];
		notifier.subscribe(() => {
			told.push('first');
			stopSecond();
		});
		const stopSecond = notifier.subscribe(() => told.push('second'));
		notifier.notify();
		hand.run();
		notifier.notify();
		notifier.dispose();
		hand.run();
		notifier.notify();
		expect([told, hand.scheduled]).toEqual([['first'], 0]);
	});
});
