/** A rate, and how the lines of a container stand together: the times of its lines follow from these and a number, and are not stored. */
export interface LogPace {
	/** When the container started, epoch milliseconds. */
	readonly startedAtMs: number;
	/** Lines written while starting, before the rate holds. */
	readonly startLines: number;
	/** Lines that come at one moment, block after block, again and again: `[1, 1, 6]` is two single lines and a stack trace. */
	readonly blocks: readonly number[];
	/** Lines a second on average, up to 100 000. */
	readonly rate: number;
	/** Chooses the jitter. */
	readonly salt: number;
}

/** Line n of a container, counted from 0, and its time in microseconds since the epoch; times rise strictly. */
export interface LogSchedule {
	timeOf(line: number): number;
	/** How many lines there are up to a time, that time included. */
	countAt(timeUs: number): number;
	/** The number of a line's block since the start, and the line's place in it. Start lines are blocks of their own, of negative number. */
	placeOf(line: number): { readonly block: number; readonly within: number };
}

const startLineUs = 9_000;

/** A well-mixed 32-bit number of a salt and a number of any size (the finalizer of murmur3). */
export const mixed = (salt: number, number: number): number => {
	let hash = (salt ^ Math.imul(Math.floor(number / 4_294_967_296) + 1, 0x9e3779b1) ^ number) | 0;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
};

export const logSchedule = ({ startedAtMs, startLines, blocks, rate, salt }: LogPace): LogSchedule => {
	const startUs = startedAtMs * 1000;
	const blockOf: number[] = [];
	const withinOf: number[] = [];
	for (const [block, lines] of blocks.entries())
		for (let within = 0; within < lines; within++) {
			blockOf.push(block);
			withinOf.push(within);
		}
	const cycle = blockOf.length;
	const longest = Math.max(...blocks);
	/** Microseconds from one block to the next. */
	const pause = Math.max(longest + 1, Math.round((1e6 * cycle) / (blocks.length * rate)));
	/** From one line of a block to the next. */
	const step = Math.max(1, Math.min(40, Math.floor(pause / (2 * longest))));
	const slack = Math.max(1, pause - longest * step);
	const steadyUs = startUs + startLines * startLineUs;

	const placeOf = (line: number) => {
		if (line < startLines) return { block: line - startLines, within: 0 };
		const index = line - startLines;
		const round = Math.floor(index / cycle);
		const rest = index - round * cycle;
		return { block: round * blocks.length + (blockOf[rest] ?? 0), within: withinOf[rest] ?? 0 };
	};
	const timeOf = (line: number): number => {
		if (line < startLines) return startUs + line * startLineUs + (mixed(salt, line) % 5_000);
		const { block, within } = placeOf(line);
		return steadyUs + block * pause + (mixed(salt, block) % slack) + within * step;
	};
	return {
		timeOf,
		placeOf,
		countAt(timeUs) {
			if (timeUs < startUs) return 0;
			// The lines of one round at most are looked at, those before it are known to have come.
			let count = timeUs < steadyUs ? 0 : startLines + Math.max(0, Math.floor((timeUs - steadyUs) / (pause * blocks.length)) - 1) * cycle;
			while (timeOf(count) <= timeUs) count += 1;
			return count;
		},
	};
};
