import type { Consumer, PastUsage, Usage, UsageField } from '../domains/types.ts';
import { UsageHistory } from './usage-history.ts';

/** What metrics.k8s.io said of one pod or node. */
export interface MetricsSample extends Usage {
	/** Epoch ms on the server's clock: the end of the time that was measured. */
	readonly timestamp: number;
	/** How long was measured. */
	readonly windowSeconds: number;
}

/** A sample by its key. */
interface Heavy {
	readonly key: Consumer['key'];
	readonly sample: MetricsSample;
}

/** More than a screen has room for beside everything else. */
const mostHeavy = 10;

function heaviestOf(samples: ReadonlyMap<string, MetricsSample>, by: UsageField): readonly Heavy[] {
	const found: Heavy[] = [];
	for (const [key, sample] of samples) {
		const last = found.at(-1);
		if (found.length === mostHeavy && last !== undefined && sample[by] < last.sample[by]) continue;
		const at = found.findIndex((other) => other.sample[by] < sample[by] || (other.sample[by] === sample[by] && key < other.key));
		found.splice(at < 0 ? found.length : at, 0, { key, sample });
		if (found.length > mostHeavy) found.pop();
	}
	return found;
}

/** The sum over samples; its time is that of the newest of them. */
const addUp = (sum: MetricsSample | undefined, sample: MetricsSample): MetricsSample =>
	sum === undefined
		? sample
		: {
				cpuMilli: sum.cpuMilli + sample.cpuMilli,
				memoryMiB: sum.memoryMiB + sample.memoryMiB,
				timestamp: Math.max(sum.timestamp, sample.timestamp),
				windowSeconds: Math.max(sum.windowSeconds, sample.windowSeconds),
			};

/**
 * The samples of one tick, by `namespace/name` of a pod or the name of a node. They have their own map and their own clock:
 * nothing here can reach a row, and a row is never projected anew because a sample came.
 */
export class MetricsStore {
	#samples: ReadonlyMap<string, MetricsSample> = new Map();
	/** Summed when it is first asked for: most panes never ask. */
	#namespaces: ReadonlyMap<string, MetricsSample> | undefined;
	#newest: MetricsSample | undefined;
	/** Found when they are first asked for, as above. */
	#total: MetricsSample | undefined;
	#heaviest: Partial<Record<UsageField, readonly Heavy[]>> = {};
	readonly #history = new UsageHistory();

	get size(): number {
		return this.#samples.size;
	}

	/** The newest of all samples; undefined: there are none. */
	get newest(): MetricsSample | undefined {
		return this.#newest;
	}

	/** A tick is the whole truth: what it does not mention has no sample. `everyMs`: how often one comes. */
	replace(samples: ReadonlyMap<string, MetricsSample>, everyMs = 0): void {
		this.#history.take(samples, everyMs);
		this.#samples = samples;
		this.#namespaces = undefined;
		this.#total = undefined;
		this.#heaviest = {};
		this.#newest = undefined;
		for (const sample of samples.values()) {
			if (this.#newest === undefined || sample.timestamp > this.#newest.timestamp) this.#newest = sample;
		}
	}

	clear(): void {
		this.replace(new Map());
		this.#history.clear();
	}

	get(key: string): MetricsSample | undefined {
		return this.#samples.get(key);
	}

	/** The samples of this and the last ticks, up to `now` on the server's clock. */
	history(key: string, now: number): PastUsage | undefined {
		return this.#history.of(key, now);
	}

	/** The sum over these pods; undefined: none of them has a sample. */
	sumOf(keys: Iterable<string>): MetricsSample | undefined {
		let [cpuMilli, memoryMiB, timestamp, windowSeconds, found] = [0, 0, 0, 0, false];
		for (const key of keys) {
			const sample = this.#samples.get(key);
			if (sample === undefined) continue;
			found = true;
			cpuMilli += sample.cpuMilli;
			memoryMiB += sample.memoryMiB;
			timestamp = Math.max(timestamp, sample.timestamp);
			windowSeconds = Math.max(windowSeconds, sample.windowSeconds);
		}
		return found ? { cpuMilli, memoryMiB, timestamp, windowSeconds } : undefined;
	}

	/** The sum over all of them; undefined: there are none. */
	total(): MetricsSample | undefined {
		if (this.#total === undefined) for (const sample of this.#samples.values()) this.#total = addUp(this.#total, sample);
		return this.#total;
	}

	/** The samples of most CPU or memory, at most `mostHeavy` of them, the greatest first; of equals the first by key. */
	heaviest(by: UsageField): readonly Heavy[] {
		this.#heaviest[by] ??= heaviestOf(this.#samples, by);
		return this.#heaviest[by];
	}

	/** undefined: no pod of this namespace has a sample. */
	ofNamespace(namespace: string): MetricsSample | undefined {
		this.#namespaces ??= this.#sumNamespaces();
		return this.#namespaces.get(namespace);
	}

	#sumNamespaces(): ReadonlyMap<string, MetricsSample> {
		const sums = new Map<string, MetricsSample>();
		for (const [key, sample] of this.#samples) {
			const namespace = key.slice(0, Math.max(0, key.indexOf('/')));
			sums.set(namespace, addUp(sums.get(namespace), sample));
		}
		return sums;
	}
}
