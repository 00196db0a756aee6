import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { StreamStatus } from '../../src/sync/types.ts';
import { type FaultRecord, RECORDS_VARIABLE } from '../faults/plan.ts';
import type { WireEngine, Witness } from './wire-engine.ts';

/**
 * Writes down what a test found, for `npm run faults`. The test must be named `fault N: …`.
 * For what is seen through a WireEngine use `startFault`, which measures all of it.
 */
export function recordFault(record: FaultRecord): void {
	const test = expect.getState().currentTestName ?? '';
	if (!test.includes(`fault ${record.fault}:`)) throw new Error(`fault ${record.fault} is recorded by a test of another name: ${test}`);
	const file = process.env[RECORDS_VARIABLE];
	if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify({ ...record, test })}\n`);
}

/** Begins to measure: call it in the moment in which the fault is injected, before it. */
export const startFault = (fault: number, wire: WireEngine, witness: Witness, of: 'rows' | 'metrics' = 'rows'): FaultTrial =>
	new FaultTrial(fault, wire, witness, of);

const levels = ['healthy', 'degraded', 'unhealthy'] as const;
/** Said on the way back from any fault: told of one only where nothing else was. */
const underWay: ReadonlySet<string> = new Set(['connecting', 'relisting', 'awaiting first delivery']);

const healthOf = ({ level, reason }: StreamStatus): string => `${level} (${reason})`;
const wordsOf = (status: StreamStatus): string => healthOf(status) + (status.detail === '' ? '' : `: ${status.detail}`);
const weight = ({ level, reason }: StreamStatus): number => 2 * levels.indexOf(level) + (underWay.has(reason) ? 0 : 1);

/** Of two that are equally bad the later one is told, which knows more; but not what is only said under way. */
function isWorse(status: StreamStatus, than: StreamStatus | undefined): boolean {
	if (status.level === 'healthy') return false;
	if (than === undefined || weight(status) > weight(than)) return true;
	return weight(status) === weight(than) && !underWay.has(status.reason);
}

/**
 * One fault, measured from its injection to the recovery by what an observer sees: the statuses and rows of a domain, the
 * journal, the requests that its stream sent, and the pulses of its
 * context that found nobody.
 */
export class FaultTrial {
	readonly #fault: number;
	readonly #wire: WireEngine;
	readonly #witness: Witness;
	readonly #of: 'rows' | 'metrics';
	readonly #startedAt: number;
	readonly #before: string;
	#overAt: number;
	#worst: StreamStatus | undefined;
	#last: StreamStatus;
	#noticedAt: number | undefined;
	#healthyAt: number | undefined;
	#changedAt: number | undefined;
	#askedAt: number | undefined;
	#requests = 0;
	/** Lines of the journal. */
	#read: number;
	readonly #taken = new Set<string>();
	readonly #stops: Array<() => void> = [];

	constructor(fault: number, wire: WireEngine, witness: Witness, of: 'rows' | 'metrics') {
		this.#fault = fault;
		this.#wire = wire;
		this.#witness = witness;
		this.#of = of;
		this.#startedAt = wire.clock.now();
		this.#overAt = this.#startedAt;
		this.#read = wire.journal.length;
		this.#last = this.#status();
		this.#before = healthOf(this.#last);
		this.#stops.push(
			wire.bell.hear(() => this.#look()),
			wire.connection.onRequest(({ at, streamId, verb, status }) => {
				// Pulses belong to no stream; those that get an answer are sent at any time.
				const dialled = verb === 'probe' && streamId === undefined && status === 0;
				if (at >= this.#startedAt && (streamId === this.#streamId || dialled)) this.#count(at);
			}),
			witness.feed.rows.observe({
				changed: (changes) => {
					this.#changedAt = wire.clock.now();
					for (const { type, row } of changes) if (type === 'deleted') this.#taken.add(row.uid);
				},
			}),
		);
	}

	/** The fault itself ends here (the server is back, the right is granted): recovery is counted from now on. */
	over(): void {
		this.#overAt = this.#wire.clock.now();
	}

	/** Call it when the rows are live again, before anything else changes: measures, records, and stops looking. */
	recovered(): FaultRecord {
		return this.#end(Math.max(this.#overAt, this.#healthyAt ?? 0, this.#changedAt ?? 0) - this.#overAt);
	}

	/** Instead of `recovered`, of a fault that is nobody's to recover from: a resource that is not there, a poll for good. */
	settled(): FaultRecord {
		return this.#end(null);
	}

	#end(recoveredMs: number | null): FaultRecord {
		this.#look();
		for (const stop of this.#stops) stop();
		for (const { at, streamId } of this.#wire.underWay) if (at >= this.#startedAt && streamId === this.#streamId) this.#count(at);
		const at = this.#noticedAt ?? this.#askedAt;
		const record: FaultRecord = {
			fault: this.#fault,
			told: wordsOf(this.#worst ?? this.#last),
			noticedMs: at === undefined ? null : at - this.#startedAt,
			recoveredMs,
			requests: this.#requests,
			rowsLost: this.#rowsLost(),
		};
		recordFault(record);
		return record;
	}

	get #streamId(): string {
		return (this.#of === 'metrics' ? this.#witness.feed.metrics?.streamId : undefined) ?? this.#witness.streamId;
	}

	#status(): StreamStatus {
		return (this.#of === 'metrics' ? this.#witness.feed.metrics?.status() : undefined) ?? this.#witness.status;
	}

	#count(at: number): void {
		this.#requests += 1;
		this.#askedAt = Math.min(this.#askedAt ?? at, at);
	}

	#look(): void {
		const status = this.#status();
		const health = healthOf(status);
		for (const { at, streamId, to } of this.#wire.journal.slice(this.#read)) {
			if (streamId !== this.#streamId) continue;
			this.#noticedAt ??= at;
			if (to === 'watching') this.#healthyAt = at;
		}
		this.#read = this.#wire.journal.length;
		if (health !== this.#before) this.#noticedAt ??= this.#wire.clock.now();
		if (isWorse(status, this.#worst)) this.#worst = status;
		if (status.live && (!this.#last.live || health !== healthOf(this.#last))) this.#healthyAt = this.#wire.clock.now();
		this.#last = status;
	}

	/** By uid and version. */
	#rowsLost(): number {
		const shown = this.#witness.shown();
		const served = this.#witness.served();
		const missing = [...served].filter(([uid, version]) => shown.get(uid) !== version || this.#taken.has(uid));
		const tooMany = [...shown.keys()].filter((uid) => !served.has(uid));
		return missing.length + tooMany.length;
	}
}
