export type Unit = 'ms' | 'µs' | 'MB' | 'B' | '%' | '/min' | '';

/** One line of the report. */
export interface Figure {
	/** What was measured, in words: `spawn to first rows, 80x24`. */
	readonly what: string;
	/** MB is 10^6 bytes, % is of one core. */
	readonly unit: Unit;
	readonly value: number;
	/** What `value` is the median of, where it is one. */
	readonly runs?: readonly number[];
	/** At most this much, in the unit of the value; absent: nothing was promised. */
	readonly budget?: number;
	/** The same done by others in this very run, in the same unit. */
	readonly peers?: readonly Peer[];
	readonly note?: string;
}

export interface Peer {
	readonly name: string;
	readonly value: number;
}
