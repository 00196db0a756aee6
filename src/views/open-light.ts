import type { DomainFeed, StreamLevel, StreamStatus } from '../sync/types.ts';
import { logLight } from './log-words.ts';
import { type HeaderLight, headerLight } from './stream-words.ts';
import type { Overlay } from './ui-state.ts';

export interface OpenThings {
	/** From the bottom to the top. */
	readonly overlays: readonly Pick<Overlay, 'kind'>[];
	/** Of the open log; undefined: none is. */
	readonly log: StreamStatus | undefined;
	/** Of the text on top; undefined: none is open, or it is of nothing that could change. */
	readonly text: StreamStatus | undefined;
	readonly feed: Pick<DomainFeed, 'light' | 'status'>;
}

const severity: Readonly<Record<StreamLevel, number>> = { healthy: 0, degraded: 1, unhealthy: 2 };

/**
 * The header's light: the worst of what is open, so that help or diagnostics over it changes nothing, and a log or a text says no better
 * than the list below it is. Of equals what lies on top speaks.
 */
export function openLight({ overlays, log, text, feed }: OpenThings, now: number): HeaderLight {
	const isLog = overlays.findLast(({ kind }) => kind === 'log' || kind === 'text')?.kind === 'log';
	const lights: HeaderLight[] = [];
	if (log !== undefined && isLog) lights.push(logLight(log, now));
	if (text !== undefined && !isLog) lights.push(headerLight(text, text, now));
	const list = headerLight(feed.light(), feed.status(), now);
	return lights.reduce((worst, each) => (severity[each.level] >= severity[worst.level] ? each : worst), list);
}
