import type { Clock } from '../base/clock.ts';
import type { Domain } from '../domains/types.ts';
import type { ContainerRuns } from './container-runs.ts';
import type { FaultState } from './faults.ts';
import type { LogStream } from './log-stream.ts';
import type { MetricsSource } from './metrics.ts';
import type { RequestLog } from './request-log.ts';
import type { WatchSettings, WatchStream } from './watch-stream.ts';
import type { World } from './world.ts';

/** What answering a request needs to know. */
export interface ApiSettings {
	readonly world: World;
	readonly clock: Clock;
	readonly faults: FaultState;
	readonly log: RequestLog;
	readonly metrics: MetricsSource;
	readonly domains: readonly Domain[];
	readonly watch: WatchSettings;
	readonly watches: Set<WatchStream>;
	readonly runs: ContainerRuns;
	readonly logs: Set<LogStream>;
	/** Lines a second of every container, instead of what its kind writes. */
	readonly logRate: number | undefined;
	/** `127.0.0.1:PORT`, for discovery. */
	readonly address: () => string;
}
