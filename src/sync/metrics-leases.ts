import type { MetricsKind } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import type { Scope } from '../kube/types.ts';
import { metricsGvr } from './metrics-sample.ts';
import { createMetricsTicker, type MetricsTicker, type MetricsTickerOptions } from './metrics-ticker.ts';
import { scopeFor, streamId } from './stream-key.ts';
import type { MetricsLease } from './types.ts';

interface TickerEntry {
	readonly ticker: MetricsTicker;
	leases: number;
}

export interface MetricsLeasesOptions extends Omit<MetricsTickerOptions, 'connection' | 'kind' | 'scope' | 'streamId' | 'runs'> {
	readonly connection: MetricsTickerOptions['connection'] & Pick<Connection, 'context'>;
	/** Whether something that should have a sample is known of the stream of this id. */
	readonly runs: (streamId: string) => boolean;
}

/** The metrics of one context: a ticker for each kind and scope, shared by its leases and stopped with the last of them. */
export class MetricsLeases {
	readonly #options: MetricsLeasesOptions;
	readonly #tickers = new Map<string, TickerEntry>();

	constructor(options: MetricsLeasesOptions) {
		this.#options = options;
	}

	lease(kind: MetricsKind, scope: Scope): MetricsLease {
		const { clock, observer } = this.#options;
		const effective = scopeFor(scope, kind === 'pods');
		const id = this.#idOf(kind, effective);
		const entry = this.#tickers.get(id) ?? { leases: 0, ticker: this.#ticker(id, kind, effective) };
		this.#tickers.set(id, entry);
		entry.leases += 1;
		if (entry.leases === 1) entry.ticker.start();
		const { ticker } = entry;
		let held = true;
		return {
			streamId: id,
			status: () => ticker.status(),
			usage: (key) => ticker.usage(key),
			history: (key) => ticker.history(key),
			namespaceUsage: (namespace) => ticker.namespaceUsage(namespace),
			usageOf: (keys) => ticker.usageOf(keys),
			totalUsage: () => ticker.totalUsage(),
			heaviest: (by) => ticker.heaviest(by),
			get samples() {
				return ticker.samples;
			},
			get revision() {
				return ticker.revision;
			},
			release: () => {
				if (!held) return;
				held = false;
				entry.leases -= 1;
				if (entry.leases > 0) return;
				ticker.stop();
				this.#tickers.delete(id);
				observer.stopped?.(id, clock.now());
			},
		};
	}

	refresh(): void {
		for (const { ticker } of this.#tickers.values()) ticker.refresh();
	}

	stop(): void {
		for (const { ticker } of this.#tickers.values()) ticker.stop();
	}

	#idOf(kind: MetricsKind, scope: Scope): string {
		const key = { context: this.#options.connection.context, gvr: metricsGvr(kind), scope };
		return streamId(key, kind === 'pods' ? 'pod-metrics' : 'node-metrics');
	}

	#ticker(id: string, kind: MetricsKind, scope: Scope): MetricsTicker {
		const { runs, ...options } = this.#options;
		const measured = streamId({ context: options.connection.context, gvr: { group: '', version: 'v1', resource: kind }, scope });
		return createMetricsTicker({ ...options, kind, scope, streamId: id, runs: () => runs(measured) });
	}
}
