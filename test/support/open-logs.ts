import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/base/clock.ts';
import { openLogSession } from '../../src/sessions/log-session.ts';
import type { LogEntry, LogRequest, LogSession } from '../../src/sessions/types.ts';
import { createEngine } from '../../src/sync/engine.ts';
import type { SyncObserver, TransitionEntry } from '../../src/sync/types.ts';
import { fastClock } from './fast-clock.ts';
import type { LogServer } from './log-server.ts';
import { Told } from './secrets.ts';
import { connectTo } from './test-connection.ts';
import { Bell, until } from './until.ts';

/** A log session over real sockets, on a clock that runs fast, and what it told. */
export class OpenLogs {
	readonly session: LogSession;
	readonly transitions: TransitionEntry[] = [];
	readonly bell = new Bell();
	readonly clock: Clock;

	constructor(
		server: LogServer,
		request: Partial<LogRequest> = {},
		{
			factor = 20,
			observer: also,
			...limits
		}: { readonly factor?: number; readonly entries?: number; readonly bytes?: number; readonly observer?: SyncObserver } = {},
	) {
		const clock = fastClock(factor);
		this.clock = clock;
		const token = 'secret-token-of-the-log';
		const connection = connectTo(server.url, { clock, token });
		const told = new Told(() => [token]);
		connection.onRequest((entry) => told.observer.request?.(entry));
		const observer: SyncObserver = {
			transition: (entry) => {
				this.transitions.push(entry);
				told.observer.transition?.(entry);
				also?.transition?.(entry);
			},
			request: (entry) => also?.request?.(entry),
			delivered: (...delivery) => also?.delivered?.(...delivery),
			stopped: (...end) => also?.stopped?.(...end),
		};
		const engine = createEngine({ connection, clock, dice: () => 0, schedule: queueMicrotask, observer });
		this.session = openLogSession({
			connection,
			engine,
			clock,
			observer,
			dice: () => 0,
			schedule: queueMicrotask,
			onError: (error) => {
				throw error;
			},
			request: {
				namespace: 'shop',
				target: { kind: 'pod', name: 'cart' },
				containers: 'default',
				follow: true,
				previous: false,
				...request,
			},
			limits: { entries: 50_000, bytes: 1e9, ...limits },
		});
		this.session.subscribe(this.bell.ring);
		onTestFinished(async () => {
			told.status(this.session.status());
			told.show(...this.story());
			this.session.close();
			await engine.close();
		});
	}

	get entries(): readonly LogEntry[] {
		const { firstSeq, nextSeq } = this.session.entries;
		return Array.from({ length: nextSeq - firstSeq }, (_, index) => this.session.entries.at(firstSeq + index)).filter(
			(entry) => entry !== undefined,
		);
	}

	/** The texts of the lines alone. */
	get lines(): readonly string[] {
		return this.entries.flatMap((entry) => (entry.kind === 'line' ? [entry.text] : []));
	}

	/** Lines as they are, marks as `[mark]` or `[mark: words]`, each with its source when there are several. */
	story({ sources = false, words = true } = {}): readonly string[] {
		return this.entries.map((entry) => {
			const from = sources && entry.source !== undefined ? `${entry.source.pod}/${entry.source.container} ` : '';
			return entry.kind === 'line' ? from + entry.text : `${from}[${words ? `${entry.mark}: ${entry.words}` : entry.mark}]`;
		});
	}

	until(what: string, condition: () => boolean): Promise<void> {
		const seen = () =>
			[
				...this.story({ sources: true }).slice(-30),
				JSON.stringify(this.session.status()),
				...this.transitions.map((each) => `${each.streamId}: ${each.from} > ${each.to}: ${each.cause}`),
			].join('\n');
		return until(condition, { what, subscribe: this.bell.hear, seen });
	}

	untilLines(count: number): Promise<void> {
		return this.until(`${count} lines`, () => this.lines.length >= count);
	}
}
