import { ansiForTerminal } from '../terminal/ansi-text.ts';

export interface PodLogBytesOptions {
	/** Before each line: `[pod/cart-1/app] `. '' leaves the bytes as they are. */
	readonly prefix: string;
	/** Escape sequences of a log would be obeyed: they are made safe, and colours kept only where they are wanted. */
	readonly terminal: { readonly colour: boolean } | undefined;
}

const newline = 0x0a;
/** A line may be without an end; so much of one is gathered before it is handed over in parts. */
const longest = 1024 * 1024;

/**
 * The bytes of one log as kubectl prints them, chunk by chunk: a prefix stands before each line, also before a last one without
 * an end, which is given none.
 */
export class PodLogBytes {
	readonly #options: PodLogBytesOptions;
	#held: Buffer[] = [];
	#heldBytes = 0;
	#isAtStart = true;

	constructor(options: PodLogBytesOptions) {
		this.#options = options;
	}

	/** What can be printed of it now. */
	take(chunk: Buffer): Buffer {
		const { prefix, terminal } = this.#options;
		if (prefix === '' && terminal === undefined) return chunk;
		const parts: Buffer[] = [];
		let from = 0;
		for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
			this.#hold(chunk.subarray(from, at));
			parts.push(this.#line(), Buffer.of(newline));
			this.#isAtStart = true;
			from = at + 1;
		}
		this.#hold(chunk.subarray(from));
		if (this.#heldBytes > longest) parts.push(this.#line());
		return Buffer.concat(parts);
	}

	/** The rest of a log whose last line has no end. */
	end(): Buffer {
		return this.#heldBytes === 0 ? Buffer.alloc(0) : this.#line();
	}

	#hold(part: Buffer): void {
		this.#held.push(part);
		this.#heldBytes += part.length;
	}

	#line(): Buffer {
		const { prefix, terminal } = this.#options;
		const bytes = Buffer.concat(this.#held);
		this.#held = [];
		this.#heldBytes = 0;
		const text = terminal === undefined ? bytes : Buffer.from(ansiForTerminal(bytes.toString('utf8'), terminal.colour));
		const line = this.#isAtStart ? Buffer.concat([Buffer.from(prefix), text]) : text;
		this.#isAtStart = false;
		return line;
	}
}
