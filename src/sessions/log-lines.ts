const NEWLINE = 10;
const SPACE = 32;
const DASH = 45;
const LETTER_T = 84;
/** `2026-11-22T01:00:00.123456789Z`; with an offset instead of Z it is five longer, and a node may write fewer digits. */
const UTC_STAMP = 30;
const LONGEST_STAMP = 40;

/** A container may write for ever without a newline: what is longer than this is taken for a line. */
const LONGEST_LINE = 8 * 1024 * 1024;

/**
 * One line. `stamp` is RFC 3339 as the kubelet wrote it, '' where a line has none. `text` is without stamp and newline, and
 * a view of the chunk that it came in: good during the call, and as long after as that chunk may be kept.
 */
export type OnLine = (stamp: string, text: Buffer) => void;

/** Cuts the bytes of a log with timestamps into its lines. A line over several chunks is put together; a stamp is a string of its own. */
export class LogLines {
	readonly #onLine: OnLine;
	#held: Buffer[] = [];
	#heldBytes = 0;

	constructor(onLine: OnLine) {
		this.#onLine = onLine;
	}

	feed(chunk: Buffer): void {
		let from = 0;
		for (let newline = chunk.indexOf(NEWLINE); newline >= 0; newline = chunk.indexOf(NEWLINE, from)) {
			if (this.#heldBytes === 0) this.#line(chunk, from, newline);
			else {
				this.#hold(chunk.subarray(from, newline));
				this.#release();
			}
			from = newline + 1;
		}
		if (from === chunk.length) return;
		this.#hold(chunk.subarray(from));
		if (this.#heldBytes > LONGEST_LINE) this.#release();
	}

	/** At the end of a container's output: what it wrote after its last newline is a line too. False: there was nothing. */
	release(): boolean {
		if (this.#heldBytes === 0) return false;
		this.#release();
		return true;
	}

	/** What was cut in the middle will be sent again, whole. */
	forget(): void {
		this.#held = [];
		this.#heldBytes = 0;
	}

	#hold(part: Buffer): void {
		this.#held.push(part);
		this.#heldBytes += part.length;
	}

	#release(): void {
		const line = Buffer.concat(this.#held, this.#heldBytes);
		this.forget();
		this.#line(line, 0, line.length);
	}

	#line(bytes: Buffer, from: number, to: number): void {
		let end = from + UTC_STAMP;
		if (bytes[end] !== SPACE || end >= to) {
			end = bytes.indexOf(SPACE, from);
			if (end < 0 || end >= to) end = to;
		}
		const isStamped = end - from <= LONGEST_STAMP && bytes[from + 4] === DASH && bytes[from + 10] === LETTER_T;
		const stamp = isStamped ? bytes.toString('latin1', from, end) : '';
		this.#onLine(stamp, bytes.subarray(isStamped ? Math.min(end + 1, to) : from, to));
	}
}
