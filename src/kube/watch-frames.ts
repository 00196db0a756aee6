import { type ApiError, ApiFailure } from '../base/api-error.ts';
import { isJsonObject, type JsonObject, objectAt } from '../base/json-parts.ts';
import { uniteMasks } from '../base/unite-masks.ts';
import { errorOfFrame } from './api-errors.ts';
import { type CompiledMask, compileMask } from './compiled-mask.ts';
import { BadJson, INCOMPLETE, MaskedJson } from './masked-json.ts';
import { asKubeObject, asTableRow, LONGEST_OBJECT, tableRowMask } from './object-reader.ts';
import type { KubeObject, Mask, WatchEvent } from './types.ts';

const NEWLINE = 10;

const EVENT_TYPES: ReadonlyMap<unknown, 'added' | 'modified' | 'deleted'> = new Map([
	['ADDED', 'added'],
	['MODIFIED', 'modified'],
	['DELETED', 'deleted'],
]);

const IDENTITY: Mask = {
	kind: true,
	metadata: { name: true, namespace: true, uid: true, resourceVersion: true, creationTimestamp: true, deletionTimestamp: true },
};

/** The mask of a watch's lines whose objects are read with `mask`. */
export const compileEventMask = (mask: Mask): CompiledMask | null => compileMask({ type: true, object: uniteMasks(IDENTITY, mask) });

/** The same where the objects are Tables of one row each. */
export const compileTableEventMask = (mask: Mask): CompiledMask | null =>
	compileMask({ type: true, object: { kind: true, columnDefinitions: true, rows: [tableRowMask(mask)] } });

const protocol = (message: string): ApiFailure => new ApiFailure({ kind: 'protocol', message } satisfies ApiError);

/**
 * Cuts the body of a watch into its lines and reads them: one `{"type","object"}` a line, a line over several chunks
 * (apiserver pkg/endpoints/handlers/watch.go). After a fault nothing more is read, so that no version behind a broken line is seen.
 */
export class WatchFrames {
	private readonly mask: CompiledMask | null;
	private readonly longest: number;
	private readonly json = new MaskedJson();
	private chunks: Buffer[] = [];
	private length = 0;
	private broken: ApiFailure | undefined;
	/** Of the Table that came first: later ones have none. */
	private columns: unknown;

	constructor(mask: CompiledMask | null, longest = LONGEST_OBJECT) {
		this.mask = mask;
		this.longest = longest;
	}

	/**
	 * The events whose lines this chunk completes, in order. `fault`: the stream is over; the events before it are good.
	 * An ERROR frame is a fault with what it says (410: `expired`); a line that cannot be read is `protocol`.
	 */
	read(chunk: Buffer): { readonly events: readonly WatchEvent[]; readonly fault?: ApiFailure } {
		const events: WatchEvent[] = [];
		if (this.broken !== undefined) return { events, fault: this.broken };
		let from = 0;
		try {
			for (;;) {
				const newline = chunk.indexOf(NEWLINE, from);
				if (newline < 0) break;
				const event = this.line(this.joined(chunk.subarray(from, newline)));
				if (event !== undefined) events.push(event);
				from = newline + 1;
			}
			if (from < chunk.length) this.hold(chunk.subarray(from));
			return { events };
		} catch (error) {
			if (!(error instanceof ApiFailure)) throw error;
			this.broken = error;
			return { events, fault: error };
		}
	}

	/** The body ended cleanly. A line without its newline was cut: it is never delivered. */
	end(): ApiFailure | undefined {
		if (this.broken !== undefined) return this.broken;
		return this.length === 0 ? undefined : protocol('the watch ended in the middle of an event');
	}

	private hold(rest: Buffer): void {
		this.length += rest.length;
		this.refuseLonger(this.length);
		this.chunks.push(rest);
	}

	/** However it was cut, a line that is too long is none. */
	private refuseLonger(length: number): void {
		if (length > this.longest) throw protocol(`a watch event is longer than ${this.longest} bytes`);
	}

	private joined(last: Buffer): Buffer {
		this.refuseLonger(this.length + last.length);
		if (this.length === 0) return last;
		const line = Buffer.concat([...this.chunks, last], this.length + last.length);
		this.chunks = [];
		this.length = 0;
		return line;
	}

	private line(bytes: Buffer): WatchEvent | undefined {
		this.json.reset(bytes, 0);
		if (this.json.atEnd()) return undefined;
		try {
			const frame = this.json.value(this.mask);
			if (!this.json.atEnd()) throw new BadJson('something follows the event');
			return this.event(frame, bytes);
		} catch (error) {
			if (error === INCOMPLETE) throw protocol('the watch sent half a line');
			if (error instanceof BadJson) throw protocol(`the watch sent a broken line: ${error.message}`);
			throw error;
		}
	}

	private event(frame: unknown, bytes: Buffer): WatchEvent {
		const { type, object } = isJsonObject(frame) ? frame : {};
		const known = EVENT_TYPES.get(type);
		if (known !== undefined) return { type: known, object: isTable(object) ? this.tableRow(object) : asKubeObject(object) };
		// Both are rare, and the mask hides what they say.
		if (type === 'BOOKMARK') {
			const marked = whole(bytes);
			if (isTable(marked)) this.columns = marked.columnDefinitions ?? this.columns;
			return bookmark(marked);
		}
		if (type === 'ERROR') throw new ApiFailure(errorOfFrame(whole(bytes)));
		throw protocol('the watch sent a line that is no event');
	}

	private tableRow({ rows, columnDefinitions }: JsonObject): KubeObject {
		if (!Array.isArray(rows) || rows.length !== 1) throw protocol('the watch sent a table that is not one row');
		this.columns = columnDefinitions ?? this.columns;
		return asTableRow(rows[0], this.columns);
	}
}

function whole(bytes: Buffer): unknown {
	const json = new MaskedJson();
	json.reset(bytes, 0);
	const frame = json.value(null);
	return isJsonObject(frame) ? frame.object : undefined;
}

const isTable = (object: unknown): object is JsonObject => isJsonObject(object) && object.kind === 'Table';

/**
 * A bookmark is an empty object of the watched type (`"spec":{"containers":null}`): only its metadata says anything. As a Table it
 * is one row of empty cells, whose object has the annotations.
 */
function bookmark(object: unknown): WatchEvent {
	const { resourceVersion } = objectAt(object, 'metadata');
	const [row]: unknown[] = isTable(object) && Array.isArray(object.rows) ? object.rows : [];
	const { annotations } = objectAt(isJsonObject(row) ? row.object : object, 'metadata');
	if (typeof resourceVersion !== 'string' || resourceVersion === '') throw protocol('the watch sent a bookmark without a version');
	const initialEventsEnd = isJsonObject(annotations) && annotations['k8s.io/initial-events-end'] === 'true';
	return { type: 'bookmark', resourceVersion, initialEventsEnd };
}
