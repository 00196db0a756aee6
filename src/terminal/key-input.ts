import { Readable } from 'node:stream';
import type { Cancel, Clock } from '../base/clock.ts';

/** How every answer to a question about the ground begins. */
const answerStart = '\x1b]11;';
const wholeAnswer = /^\x1b\]11;([^\x07\x1b]{0,64})(?:\x07|\x1b\\)/;
const partOfAnswer = /^\x1b\]11;[^\x07\x1b]{0,64}\x1b?$/;

export interface SplitInput {
	readonly keys: string;
	readonly answers: readonly string[];
	/** The beginning of what may become an answer. */
	readonly rest: string;
}

/** Takes the terminal's answers out of what is typed. */
export function splitAnswers(text: string): SplitInput {
	const answers: string[] = [];
	let keys = '';
	let at = 0;
	for (;;) {
		const start = text.indexOf('\x1b', at);
		if (start < 0) return { keys: keys + text.slice(at), answers, rest: '' };
		keys += text.slice(at, start);
		const from = text.slice(start);
		const [whole, answer] = wholeAnswer.exec(from) ?? [];
		if (whole !== undefined && answer !== undefined) {
			answers.push(answer);
			at = start + whole.length;
			continue;
		}
		if (answerStart.startsWith(from) || partOfAnswer.test(from)) return { keys, answers, rest: from };
		keys += '\x1b';
		at = start + 1;
	}
}

/** How long an Esc is kept that may be the beginning of an answer. Shorter than is felt. */
const escapeMs = 30;
/** How long the rest of an answer is waited for; it is no key, whenever it comes. */
const answerRestMs = 1_000;
/** Past this an Esc is no longer taken for the beginning of an answer: the terminal does not know the question. */
const answerMs = 3_000;

/**
 * What is typed, without what the terminal answers: an answer read as keys would jump to favourite namespaces.
 * To be given to whoever reads keys from a terminal in raw mode.
 */
export class KeyInput extends Readable {
	readonly isTTY: boolean;
	readonly #source: NodeJS.ReadStream;
	readonly #clock: Clock;
	readonly #onAnswer: (answer: string) => void;
	#askedAt: number | undefined;
	#rest = '';
	#cancelRest: Cancel = () => {};

	constructor(source: NodeJS.ReadStream, clock: Clock, onAnswer: (answer: string) => void) {
		super();
		this.#source = source;
		this.#clock = clock;
		this.#onAnswer = onAnswer;
		this.isTTY = source.isTTY;
		source.setEncoding('utf8');
		source.on('data', this.#take);
		source.on('end', this.#end);
	}

	/** A question is about to be written. */
	asked(): void {
		this.#askedAt = this.#clock.now();
	}

	setRawMode(on: boolean): this {
		this.#source.setRawMode(on);
		return this;
	}

	ref(): this {
		this.#source.ref();
		return this;
	}

	unref(): this {
		this.#source.unref();
		return this;
	}

	override _read(): void {
		// What is typed is few bytes, and pushed when it comes.
	}

	/** Stops reading; the source is left as it was found. */
	close(): void {
		this.#cancelRest();
		this.#source.off('data', this.#take);
		this.#source.off('end', this.#end);
		this.#source.pause();
	}

	#take = (bytes: string | Buffer): void => {
		this.#cancelRest();
		const { keys, answers, rest } = splitAnswers(this.#rest + bytes.toString());
		this.#rest = rest;
		if (keys !== '') this.push(keys);
		for (const answer of answers) {
			this.#askedAt = undefined;
			this.#onAnswer(answer);
		}
		this.#keepRest();
	};

	#end = (): void => {
		this.push(null);
	};

	#keepRest(): void {
		if (this.#rest === '') return;
		if (this.#rest.startsWith(answerStart)) {
			this.#cancelRest = this.#clock.after(answerRestMs, () => {
				this.#rest = '';
			});
		} else if (this.#askedAt !== undefined && this.#clock.now() - this.#askedAt < answerMs) {
			this.#cancelRest = this.#clock.after(escapeMs, () => this.#releaseRest());
		} else this.#releaseRest();
	}

	#releaseRest(): void {
		const { length } = this.#rest;
		if (length > 0) this.push(this.#rest);
		this.#rest = '';
	}
}
