/**
 * Where a log goes on after a cut, so that every line comes once.
 *
 * The server takes a sinceTime in whole seconds only (kubernetes pkg/registry/core/pod/strategy.go, LogLocation, formats it as
 * RFC 3339), so what is read again begins with lines that came before. A log is a file that only grows: new is what stands
 * behind the line that came last, told by its stamp (nanoseconds) and, of lines with one stamp, by how many of them came.
 * Stamps are hardly compared otherwise, because where a container writes to stdout and stderr at once they may be a little out
 * of order; so the server, which does compare, is asked from a second earlier.
 */
export class ResumePoint {
	#last = '';
	/** How many lines had the stamp of the last one. */
	#run = 0;
	#newest = '';
	/** How many of them came again; undefined: nothing is read again. */
	#seenAgain: number | undefined;

	/** Nothing came yet: the log is asked for as it was the first time. */
	get isEmpty(): boolean {
		return this.#last === '';
	}

	/** From when to ask again: RFC 3339, whole seconds, UTC. */
	sinceTime(): string {
		return wholeSeconds(Date.parse(this.#newest) - 1000);
	}

	/** The log is read again from `sinceTime()`. */
	resume(): void {
		this.#seenAgain = 0;
	}

	/**
	 * What the next line that came is: `double`, one from before the cut; `after a gap`, a new line where the last one from before
	 * the cut did not come again (the node has rotated its file), so that others may be missing too; else `new`.
	 * @param stamp '' for a line without one
	 */
	next(stamp: string): 'new' | 'double' | 'after a gap' {
		if (this.#seenAgain === undefined) {
			this.#remember(stamp);
			return 'new';
		}
		if (stamp === this.#last) {
			this.#seenAgain += 1;
			if (this.#seenAgain === this.#run) this.#seenAgain = undefined;
			return 'double';
		}
		if (stamp <= this.#newest) return 'double';
		const wasThere = this.#seenAgain > 0;
		this.#seenAgain = undefined;
		this.#remember(stamp);
		return wasThere ? 'new' : 'after a gap';
	}

	#remember(stamp: string): void {
		if (stamp === this.#last) this.#run += 1;
		else if (stamp !== '') {
			this.#last = stamp;
			this.#run = 1;
		}
		if (stamp > this.#newest) this.#newest = stamp;
	}
}

/** RFC 3339 in UTC, the fraction cut off. */
export const wholeSeconds = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
