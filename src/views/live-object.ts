import { anyDomain } from '../domains/erase.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import { scopeOfObject, WholeRow, wholeObject } from '../domains/whole-object.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';

/** Epoch ms; undefined: a server that does not say it. */
function createdAt({ object }: WholeRow): number | undefined {
	const time = Date.parse(object.metadata.creationTimestamp ?? '');
	return Number.isNaN(time) ? undefined : time;
}

/** How an object was seen last. Panes of one object, one over the other, have one of it: none of them knows less than the others. */
export interface SeenObject {
	row?: WholeRow;
	/** Epoch ms, as `LiveObject` has it. */
	goneAt?: number | undefined;
	remadeAt?: number;
}

/** One object while somebody looks at it: the stream of it, and how it was last where it is no more. */
export class LiveObject {
	readonly ref: ObjectRef;
	readonly #parts: TextParts;
	#feed: DomainFeed | undefined;
	#seen: SeenObject;
	#status: StreamStatus | undefined;

	/** `seen`: what another pane of it has seen. */
	constructor(ref: ObjectRef, parts: TextParts, seen: SeenObject = {}) {
		this.ref = ref;
		this.#parts = parts;
		this.#seen = seen;
		this.resume();
	}

	get seen(): SeenObject {
		return this.#seen;
	}

	/** As it is, or as it was last; undefined: it has not come. A new one for every change of the object. */
	get row(): WholeRow | undefined {
		this.#look();
		return this.#seen.row;
	}

	/** When it was seen to be no more, epoch ms; undefined: it is there, or nobody knows. */
	get goneAt(): number | undefined {
		this.#look();
		return this.#seen.goneAt;
	}

	/** Since when there is another object under the same name, epoch ms; undefined: it is the one that was read first. */
	get remadeAt(): number | undefined {
		this.#look();
		return this.#seen.remadeAt;
	}

	get feed(): DomainFeed | undefined {
		return this.#feed;
	}

	status(): StreamStatus {
		this.#status = this.#feed?.status() ?? this.#status;
		if (this.#status === undefined) throw new Error('An object was asked how it is before it was read.');
		return this.#status;
	}

	suspend(): void {
		if (this.#feed === undefined) return;
		this.#look();
		this.#status = this.#feed.status();
		this.#feed.close();
		this.#feed = undefined;
	}

	resume(): void {
		const { services, context } = this.#parts;
		this.#feed ??= services.openFeed(context, anyDomain(wholeObject(this.ref.of)), scopeOfObject(this.ref), {
			visible: true,
			firstPage: 1,
		});
	}

	close(): void {
		this.suspend();
		this.#seen = {};
	}

	#look(): void {
		if (this.#feed === undefined) return;
		const seen = this.#seen;
		for (const row of this.#feed.rows.values()) {
			if (!(row instanceof WholeRow)) continue;
			if (seen.row !== undefined && seen.row.uid !== row.uid) seen.remadeAt = createdAt(row) ?? this.#parts.services.clock.now();
			seen.row = row;
			seen.goneAt = undefined;
			return;
		}
		if (seen.row !== undefined && this.#feed.status().rows === 'complete') seen.goneAt ??= this.#parts.services.clock.now();
	}
}
