import type { PastUsage } from '../domains/types.ts';

/** Samples kept of one object. */
export const historyLength = 24;

/** Objects of which samples are kept: a bound, not a wish. With 24 samples of two bytes each that is 480 KB a measure. */
export const mostHistories = 10_000;

const firstCapacity = 64;

/** A ring holds 0 where a sample was due and none came. */
const gap = 0;

/** Two bytes hold up to 2^32 to a thirtieth of a percent, which no picture shows. */
const stepsPerDoubling = 2_000;
const packed = (amount: number): number => 1 + Math.min(65_534, Math.round(stepsPerDoubling * Math.log2(1 + Math.max(0, amount))));
const unpacked = (value: number): number | null => (value === gap ? null : 2 ** ((value - 1) / stepsPerDoubling) - 1);

interface TimedUsage {
	readonly cpuMilli: number;
	readonly memoryMiB: number;
	/** Epoch ms on the server's clock. */
	readonly timestamp: number;
	readonly windowSeconds: number;
}

/** The rings of all objects, side by side in one block of memory a measure. */
class Rings {
	cpu: Uint16Array<ArrayBuffer>;
	memory: Uint16Array<ArrayBuffer>;
	/** Where the next sample goes. */
	next: Uint8Array<ArrayBuffer>;
	filled: Uint8Array<ArrayBuffer>;
	/** When the newest sample was taken, epoch ms; 0: never. */
	last: Float64Array<ArrayBuffer>;
	/** How far apart samples are, in ms. */
	step: Float64Array<ArrayBuffer>;

	constructor(capacity: number, from?: Rings) {
		this.cpu = new Uint16Array(capacity * historyLength);
		this.memory = new Uint16Array(capacity * historyLength);
		this.next = new Uint8Array(capacity);
		this.filled = new Uint8Array(capacity);
		this.last = new Float64Array(capacity);
		this.step = new Float64Array(capacity);
		if (from === undefined) return;
		this.cpu.set(from.cpu);
		this.memory.set(from.memory);
		this.next.set(from.next);
		this.filled.set(from.filled);
		this.last.set(from.last);
		this.step.set(from.step);
	}

	get capacity(): number {
		return this.next.length;
	}

	push(ring: number, cpu: number, memory: number): void {
		const next = this.next[ring] ?? 0;
		this.cpu[ring * historyLength + next] = cpu;
		this.memory[ring * historyLength + next] = memory;
		this.next[ring] = (next + 1) % historyLength;
		this.filled[ring] = Math.min(historyLength, (this.filled[ring] ?? 0) + 1);
	}

	empty(ring: number): void {
		this.next[ring] = 0;
		this.filled[ring] = 0;
		this.last[ring] = 0;
	}
}

/**
 * The last samples of each pod or node, by the keys of the metrics store. It is told of ticks and asked by pictures, and
 * knows nothing of rows.
 */
export class UsageHistory {
	readonly #rings = new Map<string, number>();
	readonly #free: number[] = [];
	#memory = new Rings(firstCapacity);
	#used = 0;

	/** Objects of which something is kept. */
	get size(): number {
		return this.#rings.size;
	}

	/** A tick came, as one does every `everyMs`. A sample that was there before is none. What nobody measures any more is forgotten. */
	take(samples: ReadonlyMap<string, TimedUsage>, everyMs: number): void {
		let newest = 0;
		for (const [key, { cpuMilli, memoryMiB, timestamp, windowSeconds }] of samples) {
			newest = Math.max(newest, timestamp);
			const ring = this.#rings.get(key) ?? this.#open(key);
			if (ring === undefined) continue;
			const last = this.#memory.last[ring] ?? 0;
			if (timestamp <= last) continue;
			// metrics-server measures from one sample to the next, so its window is how far apart they are.
			const step = Math.max(1, windowSeconds * 1000, everyMs);
			const missed = last === 0 ? 0 : Math.min(historyLength, Math.round((timestamp - last) / step) - 1);
			for (let count = 0; count < missed; count++) this.#memory.push(ring, gap, gap);
			this.#memory.push(ring, packed(cpuMilli), packed(memoryMiB));
			this.#memory.last[ring] = timestamp;
			this.#memory.step[ring] = step;
		}
		for (const [key, ring] of this.#rings) {
			if (samples.has(key)) continue;
			if (newest - (this.#memory.last[ring] ?? 0) <= historyLength * (this.#memory.step[ring] ?? 0)) continue;
			this.#rings.delete(key);
			this.#free.push(ring);
		}
	}

	/**
	 * Oldest first, the newest at the end; null where a sample was due and none came, up to `now` (server clock, epoch ms).
	 * undefined: nothing is kept of this object.
	 */
	of(key: string, now: number): PastUsage | undefined {
		const ring = this.#rings.get(key);
		if (ring === undefined) return undefined;
		const { cpu, memory, next, filled, last, step } = this.#memory;
		const length = filled[ring] ?? 0;
		// One is always under way, and one may be late: a newest sample two steps old is no gap yet.
		const missing = Math.max(0, Math.min(historyLength, Math.floor((now - (last[ring] ?? 0)) / (step[ring] ?? 1)) - 2));
		const kept = Math.min(length, historyLength - missing);
		const read = (values: Uint16Array): readonly (number | null)[] => {
			const past: (number | null)[] = [];
			for (let back = kept; back > 0; back--) {
				const at = ((next[ring] ?? 0) - back + historyLength) % historyLength;
				past.push(unpacked(values[ring * historyLength + at] ?? gap));
			}
			for (let count = 0; count < missing; count++) past.push(null);
			return past;
		};
		return { cpuMilli: read(cpu), memoryMiB: read(memory) };
	}

	clear(): void {
		this.#rings.clear();
		this.#free.length = 0;
		this.#used = 0;
		this.#memory = new Rings(firstCapacity);
	}

	#open(key: string): number | undefined {
		if (this.#rings.size >= mostHistories) return undefined;
		let ring = this.#free.pop();
		if (ring === undefined) {
			ring = this.#used;
			this.#used += 1;
			const { capacity } = this.#memory;
			if (ring >= capacity) this.#memory = new Rings(Math.min(mostHistories, capacity * 2), this.#memory);
		}
		this.#memory.empty(ring);
		this.#rings.set(key, ring);
		return ring;
	}
}
