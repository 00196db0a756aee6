import type { DomainDiagnostics } from '../diagnostics/types.ts';
import type { AppServices } from './app-services.ts';
import { aboutDiff, chosenDiff } from './chosen-objects.ts';
import type { BarPlace, CommandBar } from './command-bar.ts';
import { doubtedStreams } from './doubted-log.ts';
import type { LogOverList } from './log-over-list.ts';
import type { OpenView } from './open-view.ts';
import { readableElsewhere } from './readable-elsewhere.ts';
import { defaultNamespace, type ScreenFacts } from './screen-facts.ts';
import type { SeenLists } from './seen-lists.ts';
import type { SessionTerminal } from './session-terminal.ts';
import type { TextsOverList } from './texts-over-list.ts';
import type { UiState } from './ui-state.ts';

/** The parts of a session, at one moment. */
export interface SessionNow {
	readonly services: AppServices;
	readonly terminal: SessionTerminal;
	readonly state: UiState;
	readonly view: OpenView;
	readonly log: LogOverList;
	readonly texts: TextsOverList;
	readonly bar: CommandBar;
	readonly seen: SeenLists;
	/** The object under the cursor of the list. */
	readonly cursor: string | undefined;
}

export const barPlace = ({ services, state, view, bar, cursor }: SessionNow): BarPlace => {
	const { context, pane } = view;
	const { reason } = pane.feed.status();
	const isForbidden = reason === 'permissions' || reason === 'no scope';
	const elsewhere = isForbidden ? readableElsewhere({ pane, context, favourites: state.favourites, recent: () => bar.recent }) : undefined;
	return {
		context: context.name,
		contextNamespace: defaultNamespace(context),
		favourites: state.favourites,
		readable: elsewhere?.readable ?? [],
		pane,
		served: context.served,
		now: services.clock.now(),
		diffPlace: () => {
			const choosing = { feed: pane.feed, domains: services.domains, state, cursor };
			const about = aboutDiff(choosing);
			return {
				...(about === undefined ? {} : { about }),
				...(state.namespace === undefined ? {} : { namespace: state.namespace }),
				chosen: chosenDiff(choosing),
			};
		},
	};
};

/** What diagnostics lists, where it is shown. */
export function diagnosticsRows({ services, state, view, texts }: SessionNow): readonly DomainDiagnostics[] {
	const isShown = state.split || state.overlays.some(({ kind }) => kind === 'diagnostics');
	if (!isShown) return [];
	const { context, pane } = view;
	const logs = doubtedStreams(context.logStreams(), pane.feed.light(), services.clock.now());
	return services.diagnostics.rows(context.name, [pane.feed, ...texts.feeds()], logs);
}

/** What the screen is made of. */
export function screenFacts(session: SessionNow): ScreenFacts {
	const { services, terminal, state, view, log, texts, bar, seen } = session;
	const { clock, demo, diagnostics } = services;
	const { size, glyphs, paint } = terminal;
	const reports = view.context.engine.reports();
	return {
		state,
		size: size(),
		now: clock.now(),
		demo,
		context: view.context,
		pane: view.pane,
		log: log.pane,
		text: texts.pane,
		tabs: view.tabs(),
		watches: reports.filter(({ leases, status }) => leases > 0 && status.mode === 'watch' && status.live).length,
		requestsPerMinute: diagnostics.requestsPerMinute(),
		diagnostics: diagnosticsRows(session),
		journal: (streamId) => diagnostics.journal(streamId),
		warnings: (streamId) => diagnostics.warnings(streamId),
		completions: bar.completions(state.prompt, () => barPlace(session)),
		recent: () => bar.recent,
		glyphs,
		paint,
		seen: seen.of,
	};
}
