import type { DomainDiagnostics } from '../diagnostics/types.ts';
import type { WarningEntry } from '../kube/types.ts';
import type { TransitionEntry } from '../sync/types.ts';
import type { Line, Painter } from '../terminal/styled-line.ts';
import type { OpenContext } from './app-services.ts';
import type { Completion } from './completions.ts';
import type { DomainPane } from './domain-pane.ts';
import type { ListPosition } from './list-position.ts';
import type { LogPane } from './log-pane.ts';
import type { RowSource } from './row-source.ts';
import type { ScreenSize } from './screen.ts';
import type { SeenList } from './seen-list.ts';
import type { Tab } from './tab-line.ts';
import type { TextPane } from './text-pane.ts';
import type { Glyphs } from './theme.ts';
import type { UiState } from './ui-state.ts';

/** Everything a screen is made of, at one moment. */
export interface ScreenFacts {
	readonly state: UiState;
	readonly size: ScreenSize;
	/** By the local clock, epoch ms. */
	readonly now: number;
	readonly demo: boolean;
	readonly context: OpenContext;
	readonly pane: DomainPane;
	/** The log that is open over the list. */
	readonly log: LogPane | undefined;
	/** The text that is open over the list. */
	readonly text: TextPane | undefined;
	readonly tabs: readonly Tab[];
	readonly watches: number;
	readonly requestsPerMinute: number;
	readonly diagnostics: readonly DomainDiagnostics[];
	readonly journal: (streamId: string) => readonly TransitionEntry[];
	/** What the server warned of beside the answers to this stream. */
	readonly warnings: (streamId: string) => readonly WarningEntry[];
	readonly completions: readonly Completion[];
	/** Lines that were entered in the command bar, the newest first; asking reads those of runs before. */
	readonly recent: () => readonly string[];
	readonly glyphs: Glyphs;
	readonly paint: Painter;
	/** What is remembered of the frames before, by list; changed. */
	readonly seen: (list: string) => SeenList;
}

/** What has the keys: what they move over, and where they are now. */
export interface ActiveList {
	readonly rows: RowSource;
	readonly height: number;
	readonly lastOffset: number;
	readonly position: ListPosition;
	/** Where the keys to the left and the right lead in cards; absent: they scroll columns. */
	readonly beside?: (step: 1 | -1) => ListPosition | undefined;
}

/** What fills the space between the tabs and the status line. */
export interface DrawnPane {
	readonly title: Line;
	readonly titles: Line | undefined;
	readonly lines: readonly Line[];
	readonly active: ActiveList;
	/** Why a cell under the cursor is blank. */
	readonly blank: string;
}

/** As kubectl: a context that names no namespace means `default`. */
export const defaultNamespace = (context: OpenContext): string => context.namespace ?? 'default';
