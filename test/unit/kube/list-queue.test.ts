import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { ListQueue } from '../../../src/kube/list-queue.ts';

const visible = () => 'visible' as const;
const background = () => 'background' as const;

async function settle(): Promise<void> {
	for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
}

describe('the places for LISTs', () => {
	it('are four; the fifth waits until one is given back', async () => {
		const queue = new ListQueue();
		const leaves = await Promise.all([1, 2, 3, 4].map(() => queue.enter(visible, undefined)));
		let entered = false;
		const fifth = queue.enter(visible, undefined).then((leave) => {
			entered = true;
			return leave;
		});
		await settle();
		expect(entered).toBe(false);
		leaves[0]?.();
		await fifth;
		expect(entered).toBe(true);
	});

	it('are kept from what is in the background until a first visible LIST has ended', async () => {
		const queue = new ListQueue();
		const leave = await queue.enter(visible, undefined);
		const order: string[] = [];
		const wait = (name: string, priority: () => 'visible' | 'background') =>
			queue.enter(priority, undefined).then((next) => {
				order.push(name);
				next();
			});
		const all = [wait('metrics', background), wait('joined', background), wait('second pane', visible)];
		await settle();
		expect(order).toEqual(['second pane', 'metrics', 'joined']);
		leave();
		await Promise.all(all);
	});

	it('are free for what is in the background when nothing visible was asked for', async () => {
		const queue = new ListQueue();
		await queue.enter(background, undefined);
	});

	it('go to whoever is visible when a place is free, in order of arrival among equals', async () => {
		const queue = new ListQueue(1);
		const leave = await queue.enter(visible, undefined);
		const order: string[] = [];
		let turned: 'visible' | 'background' = 'background';
		const wait = (name: string, priority: () => 'visible' | 'background') =>
			queue.enter(priority, undefined).then((next) => {
				order.push(name);
				next();
			});
		const all = [wait('a', background), wait('b', visible), wait('c', () => turned), wait('d', visible)];
		turned = 'visible';
		leave();
		await Promise.all(all);
		expect(order).toEqual(['b', 'c', 'd', 'a']);
	});

	it('are not taken by whoever was aborted, waiting or before', async () => {
		const queue = new ListQueue(1);
		const leave = await queue.enter(visible, undefined);
		const controller = new AbortController();
		const gone = queue.enter(visible, controller.signal);
		controller.abort();
		await expect(gone).rejects.toBeInstanceOf(ApiFailure);
		await expect(queue.enter(visible, AbortSignal.abort())).rejects.toBeInstanceOf(ApiFailure);
		leave();
		await queue.enter(visible, undefined);
	});

	it('are given back once, however often that is said', async () => {
		const queue = new ListQueue(1);
		const leave = await queue.enter(visible, undefined);
		leave();
		leave();
		await queue.enter(visible, undefined);
		let entered = false;
		const second = queue.enter(visible, undefined).then(() => {
			entered = true;
		});
		await settle();
		expect(entered).toBe(false);
		void second;
	});
});
