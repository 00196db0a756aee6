import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { readEvents } from '../../../src/kube/read-events.ts';
import { Slices } from '../../../src/kube/slices.ts';
import type { WatchEvent } from '../../../src/kube/types.ts';
import { compileEventMask, WatchFrames } from '../../../src/kube/watch-frames.ts';

const line = (at: number): Buffer =>
	Buffer.from(
		`${JSON.stringify({
			type: 'MODIFIED',
			object: { metadata: { name: `cart-${at}`, namespace: 'shop', uid: `uid-${at}`, resourceVersion: String(at + 1) } },
		})}\n`,
	);

/** All of them have come at once. */
async function* burst(chunks: readonly Buffer[]): AsyncGenerator<readonly Buffer[]> {
	yield chunks;
}

const frames = (): WatchFrames => new WatchFrames(compileEventMask({}));
const nameOf = (event: WatchEvent): string => (event.type === 'bookmark' ? '' : event.object.metadata.name);

describe('a burst of changes', () => {
	test('lets a key in after 4 ms of reading, however many changes still wait', async () => {
		const count = 500;
		let ms = 0;
		let delivered = 0;
		const lines = Array.from({ length: count }, (_, at) => line(at));
		// Each change takes a millisecond: reading it is what moves this clock.
		const reading = {
			*[Symbol.iterator]() {
				for (const one of lines) {
					ms += 1;
					yield one;
				}
			},
		} as unknown as readonly Buffer[];
		const seenByKeys: number[] = [];
		let isOver = false;
		const keys = (async () => {
			while (!isOver) {
				seenByKeys.push(delivered);
				await turn();
			}
		})();
		const { signal } = new AbortController();
		const onEvents = (events: readonly WatchEvent[]): void => {
			delivered += events.length;
		};
		await readEvents(burst(reading), frames(), { signal, onEvents }, new Slices(() => ms));
		isOver = true;
		await keys;
		expect(delivered).toBe(count);
		const steps = seenByKeys.map((seen, at) => seen - (seenByKeys[at - 1] ?? 0));
		expect(Math.max(...steps)).toBeLessThanOrEqual(5);
		expect(seenByKeys.length).toBeGreaterThanOrEqual(count / 5);
	});

	test('is delivered in its order, all that one turn brought together', async () => {
		const batches: string[][] = [];
		const { signal } = new AbortController();
		const onEvents = (events: readonly WatchEvent[]): void => void batches.push(events.map(nameOf));
		await readEvents(burst([line(0), line(1), line(2)]), frames(), { signal, onEvents }, new Slices(() => 0));
		expect(batches).toEqual([['cart-0', 'cart-1', 'cart-2']]);
	});

	test('is delivered up to the line that cannot be read, and nothing behind that', async () => {
		const names: string[] = [];
		const { signal } = new AbortController();
		const onEvents = (events: readonly WatchEvent[]): void => void names.push(...events.map(nameOf));
		const reading = readEvents(burst([line(0), line(1), Buffer.from('{"type":\n'), line(2)]), frames(), { signal, onEvents });
		await expect(reading).rejects.toBeInstanceOf(ApiFailure);
		expect(names).toEqual(['cart-0', 'cart-1']);
	});

	test('is not delivered to who has left meanwhile', async () => {
		const abort = new AbortController();
		const names: string[] = [];
		const onEvents = (events: readonly WatchEvent[]): void => {
			names.push(...events.map(nameOf));
			abort.abort();
		};
		let ms = 0;
		const reading = readEvents(
			burst(Array.from({ length: 9 }, (_, at) => line(at))),
			frames(),
			{ signal: abort.signal, onEvents },
			new Slices(() => (ms += 1)),
		);
		await expect(reading).rejects.toMatchObject({ error: { kind: 'aborted' } });
		expect(names.length).toBeLessThan(9);
	});
});
