import { type ApiError, ApiFailure } from '../base/api-error.ts';
import { uniteMasks } from '../base/unite-masks.ts';
import { type CompiledMask, compileMask } from './compiled-mask.ts';
import { BadJson, INCOMPLETE, MaskedJson } from './masked-json.ts';
import type { KubeObject, Mask } from './types.ts';

/** Read of every object, whatever the mask says. */
const ALWAYS: Mask = {
	metadata: { name: true, namespace: true, uid: true, resourceVersion: true, creationTimestamp: true, deletionTimestamp: true },
};

/** What a stream reads of each object: its mask, and the metadata that identifies and dates an object. */
export const compileObjectMask = (mask: Mask): CompiledMask | null => compileMask(uniteMasks(ALWAYS, mask));

/** Of the metadata that every row has. */
const OPTIONAL = ['namespace', 'creationTimestamp', 'deletionTimestamp'];

const protocol = (message: string): ApiError => ({ kind: 'protocol', message });

/**
 * Checks what the mask let through. Some aggregated APIs give their objects no uid (metrics.k8s.io does not): what then tells one
 * from another is its namespace and name. Where there is no resourceVersion it is ''.
 * Throws ApiFailure `protocol` for what is no Kubernetes object.
 */
export function asKubeObject(value: unknown): KubeObject {
	if (typeof value === 'object' && value !== null) {
		const { metadata } = value as { readonly metadata?: unknown };
		if (typeof metadata === 'object' && metadata !== null) {
			const meta = metadata as Record<string, unknown>;
			if (typeof meta.name === 'string') {
				if (typeof meta.uid !== 'string' || meta.uid === '')
					meta.uid = typeof meta.namespace === 'string' ? `${meta.namespace}/${meta.name}` : meta.name;
				if (typeof meta.resourceVersion !== 'string') meta.resourceVersion = '';
				for (const field of OPTIONAL) if (meta[field] !== undefined && typeof meta[field] !== 'string') delete meta[field];
				return value as KubeObject;
			}
		}
	}
	throw new ApiFailure(protocol('the server sent an object without a name'));
}

/** What is read of a row of a Table beside its cells: what `mask` names of its object. */
export const tableRowMask = (mask: Mask): Mask => ({ cells: true, object: uniteMasks(ALWAYS, mask) });

/**
 * The object of a row of a Table, with its `cells`, and as `columns` the columnDefinitions that were sent with it, if any were.
 * Throws ApiFailure `protocol` where the row has no object or no cells.
 */
export function asTableRow(row: unknown, columns: unknown): KubeObject {
	const { object, cells } = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
	if (!Array.isArray(cells)) throw new ApiFailure(protocol('the server sent a row of a table without cells'));
	const { metadata } = asKubeObject(object);
	return { metadata, cells, ...(Array.isArray(columns) ? { columns } : {}) };
}

/** The metadata of a list. `resourceVersion` is '' where the server gives none (metrics.k8s.io). */
export interface ListHead {
	readonly resourceVersion: string;
	readonly continueToken?: string;
	readonly remaining?: number;
}

type Stage = 'start' | 'first-field' | 'field' | 'after-field' | 'first-item' | 'item' | 'after-item' | 'done';

// Small enough that a page's first rows do not wait for the page, large enough that the joining of chunks costs nothing.
const READ_AT = 64 * 1024;

/** Longer than any object that etcd takes (1.5 MiB by default, 8 MiB at most in practice), managed fields included. */
export const LONGEST_OBJECT = 32 * 1024 * 1024;

interface ListReaderOptions {
	readonly longest?: number | undefined;
	readonly rowMask?: CompiledMask | null | undefined;
}

/**
 * Reads a List out of the bytes of its body as they come, objects and metadata in whichever order they stand.
 * `feed` what arrived, then `drain` until it is hungry; `end` when the body ended. Any fault is an ApiFailure of kind
 * `protocol`: a list that is cut short is an error, never a shorter list.
 */
export class ListReader {
	private readonly mask: CompiledMask | null;
	private readonly rowMask: CompiledMask | null | undefined;
	private readonly longest: number;
	private readonly json = new MaskedJson();
	// One for the whole list: what is read out of it are copies, and a new one for every few chunks is work for the garbage collector.
	private bytes: Buffer = Buffer.allocUnsafe(4 * READ_AT);
	/** What is not read yet. */
	private from = 0;
	private to = 0;
	private readAt = READ_AT;
	private stage: Stage = 'start';
	private sawItems: boolean = false;
	private kind = '';
	private metadata: Record<string, unknown> = {};
	/** Its objects are rows of a Table. */
	private hasRows: boolean = false;
	private columns: unknown;

	/** `longest`: of one object, bytes. `rowMask`: a Table is a list too, and its rows are read with this (`tableRowMask`). */
	constructor(mask: CompiledMask | null, { longest = LONGEST_OBJECT, rowMask }: ListReaderOptions = {}) {
		this.mask = mask;
		this.rowMask = rowMask;
		this.longest = longest;
	}

	/** What was fed before is to be drained first: only the rest of one object is kept beside a chunk. */
	feed(chunk: Buffer): void {
		if (this.to + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
		this.to += chunk.copy(this.bytes, this.to);
	}

	/**
	 * Reads objects into `objects`. `hungry`: it needs more bytes; `busy`: `outOfTime` said so and bytes are left.
	 */
	drain(objects: KubeObject[], outOfTime: () => boolean, atEnd = false): 'hungry' | 'busy' {
		const { json } = this;
		const length = this.to - this.from;
		if (length === 0 || (!atEnd && length < this.readAt)) return 'hungry';
		json.reset(this.bytes, this.from, this.to);
		try {
			for (;;) {
				if (this.stage === 'done' && json.atEnd()) {
					this.from = this.to;
					return 'hungry';
				}
				this.step(objects);
				this.from = json.position;
				if (outOfTime()) {
					this.readAt = 1;
					return this.from === this.to ? 'hungry' : 'busy';
				}
			}
		} catch (error) {
			if (error !== INCOMPLETE)
				throw error instanceof BadJson ? new ApiFailure(protocol(`the list is broken JSON: ${error.message}`)) : error;
			// One object larger than all that was read at once is not scanned again for every chunk of it.
			this.readAt = Math.max(READ_AT, (this.to - this.from) * 2);
			return 'hungry';
		}
	}

	/** The body ended and everything was drained. */
	end(): ListHead {
		if (this.stage !== 'done') throw new ApiFailure(protocol('the list ended before it was complete'));
		if (!this.sawItems) {
			const what = this.kind === '' ? 'something' : `a ${this.kind}`;
			throw new ApiFailure(protocol(`the server answered with ${what} that is no list`));
		}
		const { resourceVersion, continue: token, remainingItemCount } = this.metadata;
		return {
			resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
			...(typeof token === 'string' && token !== '' ? { continueToken: token } : {}),
			...(typeof remainingItemCount === 'number' ? { remaining: remainingItemCount } : {}),
		};
	}

	/** `PodList`; '' where the server names none, and before its name is read. */
	get listKind(): string {
		return this.kind;
	}

	/** It was a Table. */
	get isTable(): boolean {
		return this.hasRows;
	}

	private makeRoom(length: number): void {
		const rest = this.bytes.subarray(this.from, this.to);
		if (rest.length > this.longest) throw new ApiFailure(protocol(`the server sent an object that is longer than ${this.longest} bytes`));
		const needed = rest.length + length;
		if (needed > this.bytes.length) this.bytes = Buffer.allocUnsafe(2 * needed);
		rest.copy(this.bytes);
		this.from = 0;
		this.to = rest.length;
	}

	/** One token or one value; throws INCOMPLETE with the stage unchanged when the bytes do not suffice. */
	private step(objects: KubeObject[]): void {
		const { json } = this;
		const byte = json.token();
		switch (this.stage) {
			case 'start':
				if (byte !== 123) throw new BadJson('it does not begin with {');
				json.position += 1;
				this.stage = 'first-field';
				return;
			case 'first-field':
			case 'field':
				if (byte === 125 && this.stage === 'first-field') {
					json.position += 1;
					this.stage = 'done';
				} else this.field(byte);
				return;
			case 'after-field':
				this.separator(byte, 125, 'done', 'field');
				return;
			case 'first-item':
			case 'item':
				if (byte === 93 && this.stage === 'first-item') {
					json.position += 1;
					this.stage = 'after-field';
				} else {
					objects.push(this.hasRows ? asTableRow(json.value(this.rowMask ?? null), this.columns) : asKubeObject(json.value(this.mask)));
					this.stage = 'after-item';
				}
				return;
			case 'after-item':
				this.separator(byte, 93, 'after-field', 'item');
				return;
			case 'done':
				throw new BadJson('something follows the list');
		}
	}

	private separator(byte: number, close: number, closed: Stage, next: Stage): void {
		if (byte !== close && byte !== 44) throw new BadJson('a comma is missing');
		this.json.position += 1;
		this.stage = byte === close ? closed : next;
	}

	private field(byte: number): void {
		const { json } = this;
		if (byte !== 34) throw new BadJson('a key that is no string');
		const key = json.string();
		if (json.token() !== 58) throw new BadJson('a key without a colon');
		json.position += 1;
		const first = json.token();
		const isRows = key === 'rows' && this.rowMask !== undefined;
		const isItems = key === 'items' || isRows;
		// A second one would be added to what the first one held.
		if (isItems && this.sawItems) throw new BadJson(`it has ${key} twice`);
		if (isItems && first === 91) {
			json.position += 1;
			this.sawItems = true;
			this.hasRows = isRows;
			this.stage = 'first-item';
			return;
		}
		const value = json.value(null);
		// Go writes a nil slice as null: an empty list.
		if (isItems) {
			this.sawItems = value === null;
			this.hasRows = isRows;
		} else if (key === 'columnDefinitions') this.columns = value;
		else if (key === 'kind') this.kind = typeof value === 'string' ? value : '';
		else if (key === 'metadata') this.metadata = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
		this.stage = 'after-field';
	}
}
