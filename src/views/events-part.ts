import type { TextLine } from '../base/text-line.ts';
import { anyDomain } from '../domains/erase.ts';
import { objectEvents, scopeOfEvents } from '../domains/object-events.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import type { KubeObject, Scope } from '../kube/types.ts';
import { eventLines, newestEvents } from '../objects/event-lines.ts';
import type { Section } from '../objects/section.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';
import type { MakePart, PanelPart } from './panel-part.ts';
import { statusText } from './status-text.ts';
import { clockTime, isDoubted, paneWords } from './stream-words.ts';
import type { TextFacts } from './text-source.ts';

/** More are in the view of events (v). */
const mostEvents = 50;
const firstPage = 50;

/** The events about the object, the newest first, as they come. */
class EventsPart implements PanelPart {
	readonly #ref: ObjectRef;
	readonly #parts: TextParts;
	#scope: Scope | undefined;
	#feed: DomainFeed | undefined;

	constructor(ref: ObjectRef, parts: TextParts) {
		this.#ref = ref;
		this.#parts = parts;
		// Without a uid those of the object alone cannot be asked for before it has come.
		if (ref.uid !== undefined) this.#open(scopeOfEvents(ref));
	}

	sections(object: KubeObject | undefined, { now, serverNow }: TextFacts): readonly Section[] {
		if (object !== undefined) this.#open(scopeOfEvents(this.#ref, object));
		const feed = this.#feed;
		if (feed === undefined) return [];
		const rows = newestEvents(feed.rows.values());
		const status = feed.status();
		const beside = isDoubted(status) ? ` (${paneWords(status, now, 0, clockTime).parts.join(' · ')})` : '';
		const more = rows.length > mostEvents ? `, the newest ${mostEvents} of ${rows.length}` : '';
		const lines = rows.length > 0 ? eventLines(rows.slice(0, mostEvents), serverNow) : this.#none(status, now);
		return [{ title: `Events${more}${beside}`, lines }];
	}

	feeds(): readonly DomainFeed[] {
		return this.#feed === undefined ? [] : [this.#feed];
	}

	suspend(): void {
		this.#feed?.close();
		this.#feed = undefined;
	}

	resume(): void {
		const scope = this.#scope;
		this.#scope = undefined;
		if (scope !== undefined && this.#feed === undefined) this.#open(scope);
	}

	close(): void {
		this.suspend();
	}

	#open(scope: Scope): void {
		const known = this.#scope;
		if (this.#feed !== undefined && known?.fieldSelector === scope.fieldSelector) return;
		const { services, context } = this.#parts;
		const before = this.#feed;
		this.#scope = scope;
		this.#feed = services.openFeed(context, anyDomain(objectEvents), scope, { visible: true, firstPage });
		before?.close();
	}

	#none(status: StreamStatus, now: number): readonly TextLine[] {
		if (status.rows === 'complete')
			return [{ spans: [{ text: '  None. The server keeps events for an hour by default.', role: 'quiet' }] }];
		return statusText(status, 'its events', '', now)
			.filter(({ spans }) => spans.length > 0)
			.map(({ spans }) => ({ spans: [{ text: '  ' }, ...spans], hang: 4 }));
	}
}

export const eventsPart: MakePart = (ref, parts) => new EventsPart(ref, parts);
