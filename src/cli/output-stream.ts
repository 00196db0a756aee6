import { SentenceError } from '../base/sentence-error.ts';

/** A reader that is this far behind will not catch up; memory must not grow without end for it. */
const mostBytesBehind = 256 * 1024 * 1024;

/** Thrown when whoever read our output stopped reading (`| head`): there is nothing more to do, and nothing went wrong. */
export class ReaderGone extends Error {
	constructor() {
		super('the reader closed the pipe');
		this.name = 'ReaderGone';
	}
}

/** stdout, written in order, waiting for slow readers, with a closed pipe told apart from an error. */
export class OutputStream {
	readonly #stream: NodeJS.WritableStream & { readonly writableLength: number };
	readonly #failed: Promise<never>;
	readonly #fail: (error: NodeJS.ErrnoException) => void;
	#failure: Error | undefined;

	constructor(stream: NodeJS.WritableStream & { readonly writableLength: number }) {
		this.#stream = stream;
		const { promise, reject } = Promise.withResolvers<never>();
		this.#failed = promise;
		this.#fail = ({ code, message }) => {
			const gone = code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_DESTROYED';
			this.#failure ??= gone
				? new ReaderGone()
				: new SentenceError(`Cannot write the output (${code ?? message}); check the file or the disk.`, 1);
			reject(this.#failure);
		};
		stream.on('error', this.#fail);
		// Whoever waits for it hears of it; when nobody does, the next write says so.
		this.#failed.catch(() => undefined);
	}

	/** Rejects when the output can no longer be written. Never resolves. */
	get failed(): Promise<never> {
		return this.#failed;
	}

	/** Hands text over without waiting. Throws ReaderGone, or SentenceError when the reader is hopelessly behind. */
	write(text: string | Uint8Array): void {
		if (this.#failure !== undefined) throw this.#failure;
		if (this.#stream.writableLength > mostBytesBehind) {
			throw new SentenceError(
				'Whoever reads this output is more than 256 MB behind; nothing was left out up to here. Read it faster, or into a file.',
				1,
			);
		}
		this.#stream.write(text);
	}

	/** Bytes that the reader has not taken yet. */
	get behind(): number {
		return this.#stream.writableLength;
	}

	/** Waits until the reader has taken what was written. */
	async drained(): Promise<void> {
		// A file takes everything at once and tells of a full disk later; its buffer is empty either way.
		const written = new Promise<void>((resolve) => this.#stream.write('', (error) => (error == null ? resolve() : this.#fail(error))));
		await Promise.race([written, this.#failed]);
		if (this.#failure !== undefined) throw this.#failure;
	}
}
