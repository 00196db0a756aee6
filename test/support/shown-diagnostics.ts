import type { DemoServer } from '../../src/demo/server.ts';
import { createDiagnostics } from '../../src/diagnostics/report.ts';
import type { Diagnostics, StreamDiagnostics } from '../../src/diagnostics/types.ts';
import type { DomainFeed, SyncObserver } from '../../src/sync/types.ts';
import { streamDetailColumns, streamSource } from '../../src/views/diagnostics-rows.ts';
import { healthWords } from '../../src/views/stream-words.ts';
import { demoServer } from './demo-server.ts';
import { FakeClock } from './fake-clock.ts';
import { WireEngine, type WireOptions, type Witness } from './wire-engine.ts';

/** What was shown of streams from one moment on: of each column of the diagnostics pane every text that stood in it. */
export class ShownDiagnostics {
	readonly diagnostics: Diagnostics;
	/** By the id of the column. */
	readonly texts = new Map<string, Set<string>>();
	/** `listing`, `watching`…: where a stream was or went, by the journal. */
	readonly states = new Set<string>();
	/** The same of a ticker of metrics. */
	readonly tickerStates = new Set<string>();
	/** Why no sample of a pod is shown. */
	readonly absences = new Set<string>();

	constructor(clock: FakeClock) {
		this.diagnostics = createDiagnostics(clock, [this.#hears]);
	}

	readonly #hears: SyncObserver = {
		transition: ({ streamId, from, to }) => {
			const states = streamId.includes('metrics') ? this.tickerStates : this.states;
			states.add(from).add(to);
		},
	};

	look(streams: readonly StreamDiagnostics[], now: number): void {
		const source = streamSource(streams, now);
		for (let row = 0; row < source.length; row += 1) {
			for (const [index, { text }] of source.at(row).entries()) this.#add(streamDetailColumns[index]?.id ?? '', text);
		}
	}

	/** What the pane over the rows says, which knows more than its streams. */
	pane(feed: DomainFeed): void {
		this.#add('health', healthWords(feed.status()));
		const used = feed.metrics?.usage('nowhere/nobody');
		if (typeof used === 'string') this.absences.add(used);
	}

	of(column: string): readonly string[] {
		return [...(this.texts.get(column) ?? [])];
	}

	#add(column: string, text: string): void {
		const known = this.texts.get(column) ?? new Set();
		this.texts.set(column, known.add(text));
	}
}

/** Of a table that the compiler keeps complete. */
export const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[];

/** A server, a view that is opened on it, and everything that diagnostics shows of it at any moment. */
export interface Scene {
	readonly clock: FakeClock;
	readonly server: DemoServer;
	readonly wire: WireEngine;
	readonly shown: ShownDiagnostics;
	/** Opens a view, which is looked at from then on. */
	readonly open: (domain?: string) => Witness;
	readonly watch: (feed: DomainFeed) => void;
}

export async function scene(options: Pick<WireOptions, 'initial' | 'user'> = {}): Promise<Scene> {
	const clock = new FakeClock();
	const server = await demoServer({ clock, size: 12 });
	const shown = new ShownDiagnostics(clock);
	const wire = new WireEngine({ server, clock, observer: shown.diagnostics.observer, ...options });
	const watch = (feed: DomainFeed): void => {
		const look = (): void => {
			const rows = shown.diagnostics.rows('demo', [feed]);
			shown.look(
				rows.flatMap(({ streams }) => streams),
				clock.now(),
			);
			shown.pane(feed);
		};
		look();
		wire.bell.hear(look);
	};
	const open = (domain = 'pods'): Witness => {
		const witness = wire.open(domain);
		watch(witness.feed);
		return witness;
	};
	return { clock, server, wire, shown, open, watch };
}
