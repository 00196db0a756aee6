/** When each mark of an object that changes all the time was written, and so how old a mark is that is seen somewhere. */
export class Canary {
	/** `written[n]`: when mark n was, ms. */
	readonly #written: number[] = [];

	/** The next mark, written now. */
	next(now: number): number {
		this.#written.push(now);
		return this.#written.length - 1;
	}

	/** For how long it has not been the newest, ms: what shows it is that far behind. */
	behind(mark: number, now: number): number {
		const replaced = this.#written[mark + 1];
		return replaced === undefined ? 0 : now - replaced;
	}
}
