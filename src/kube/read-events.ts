import { ApiFailure } from '../base/api-error.ts';
import type { Body } from './answer-body.ts';
import type { WatchRequest } from './lister-watcher.ts';
import { Slices } from './slices.ts';
import type { WatchEvent } from './types.ts';
import type { WatchFrames } from './watch-frames.ts';

/**
 * Reads the body of a watch to its end: what one turn of the event loop brought is delivered at once, a burst in slices, between
 * which keys and other streams have their turn. Throws what ended the watch; the events before it were delivered.
 */
export async function readEvents(
	body: Body,
	frames: WatchFrames,
	{ signal, onEvents }: Pick<WatchRequest, 'signal' | 'onEvents'>,
	slices = new Slices(),
): Promise<void> {
	let events: WatchEvent[] = [];
	const deliver = (): void => {
		if (signal.aborted) throw new ApiFailure({ kind: 'aborted', message: 'the watch was aborted' });
		if (events.length === 0) return;
		const read = events;
		events = [];
		onEvents(read);
	};
	for await (const chunks of body) {
		slices.begin();
		for (const chunk of chunks) {
			if (slices.isOver()) {
				deliver();
				await slices.next();
			}
			const { events: more, fault } = frames.read(chunk);
			events.push(...more);
			if (fault === undefined) continue;
			deliver();
			throw fault;
		}
		deliver();
	}
	const fault = frames.end();
	if (fault !== undefined) throw fault;
}
