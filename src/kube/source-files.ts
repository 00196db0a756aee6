import { statSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';

/** Files are looked at no more often than this, and only when there is something to ask of the server. */
export const LOOK_MS = 10_000;

/** Whether the files that credentials were read from are still the same ones. */
export class SourceFiles {
	private readonly clock: Clock;
	private stamps: string;
	private paths: readonly string[];
	private lookedAt: number;

	constructor(paths: readonly string[], clock: Clock) {
		this.clock = clock;
		this.paths = paths;
		this.stamps = stampsOf(paths);
		this.lookedAt = clock.now();
	}

	/** True once for each change that was seen, be it that a file came or went. */
	haveChanged(): boolean {
		if (this.clock.now() - this.lookedAt < LOOK_MS) return false;
		this.lookedAt = this.clock.now();
		const stamps = stampsOf(this.paths);
		const changed = stamps !== this.stamps;
		this.stamps = stamps;
		return changed;
	}

	/** They were read anew, and it may be others that count now. */
	wereRead(paths: readonly string[]): void {
		this.paths = paths;
		this.stamps = stampsOf(paths);
	}
}

const stampsOf = (paths: readonly string[]): string => paths.map(stampOf).join(' ');

/** A file that is replaced by another one of the same size within the same tick of the clock has another inode. */
function stampOf(path: string): string {
	try {
		const stat = statSync(path, { bigint: true });
		return `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
	} catch (error) {
		// What cannot be looked at is told when it is read; here it is enough that it is as it was.
		return (error as NodeJS.ErrnoException).code ?? 'unknown';
	}
}
