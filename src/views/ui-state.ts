import type { LineEdit } from '../keys/line-edit.ts';
import { type Ignored, nothingIgnored } from './ignored.ts';
import { atTop, type ListPosition } from './list-position.ts';
import type { LogLook } from './log-lines.ts';
import { historyOf, type PlaceHistory } from './places.ts';
import type { TextRequest } from './text-request.ts';

export interface SortOrder {
	readonly column: string;
	readonly descending: boolean;
}

/** How one view is looked at. Kept while other views are open. */
export interface ViewState {
	readonly filter: string;
	/** The filter as it was when it was last entered: what of it is the server's is asked for then, and not with every key. */
	readonly entered: string;
	readonly faults: boolean;
	readonly wide: boolean;
	/** Undefined: as the domain says. */
	readonly sort: SortOrder | undefined;
	/** Columns scrolled away to the left. */
	readonly columnOffset: number;
	readonly position: ListPosition;
	/** Uids, in the order in which they were marked. */
	readonly marks: ReadonlySet<string>;
}

/** Where a look at something else began: `esc` leads back to it as it was. */
export interface TrailStep {
	readonly view: string;
	readonly namespace: string | undefined;
	readonly views: Readonly<Record<string, ViewState>>;
	/** The filter that was set by going on from here: it is not the user's to clear. */
	readonly filter: string;
}

/** A pane over the list. */
export type Overlay =
	| { readonly kind: 'help'; readonly position: ListPosition; readonly columnOffset: number }
	| { readonly kind: 'diagnostics'; readonly position: ListPosition; readonly columnOffset: number }
	| {
			readonly kind: 'streams';
			readonly domain: string;
			readonly scope: string;
			readonly position: ListPosition;
			readonly columnOffset: number;
	  }
	| {
			readonly kind: 'log';
			readonly look: LogLook;
			readonly filter: string;
			readonly position: ListPosition;
			readonly columnOffset: number;
	  }
	/** `filter` is what is looked for in it. */
	| {
			readonly kind: 'text';
			readonly request: TextRequest;
			readonly filter: string;
			readonly position: ListPosition;
			readonly columnOffset: number;
	  };

export type LogOverlay = Extract<Overlay, { kind: 'log' }>;
export type TextOverlay = Extract<Overlay, { kind: 'text' }>;

export type Prompt =
	| { readonly kind: 'none' }
	| { readonly kind: 'filter'; readonly edit: LineEdit }
	/**
	 * `typed` is what completions are made for; `chosen` which of them is in the line (-1: none);
	 * `recent` how far back among the lines entered before (-1: not).
	 */
	| { readonly kind: 'command'; readonly edit: LineEdit; readonly typed: string; readonly chosen: number; readonly recent: number };

export interface Note {
	readonly level: 'info' | 'error';
	readonly text: string;
	/** Of a thing that is done: the moment (epoch ms) at which it goes by itself. Absent: it stays until a key. */
	readonly until?: number;
}

export interface UiState {
	readonly view: string;
	readonly previousView: string | undefined;
	/** Undefined: all namespaces. */
	readonly namespace: string | undefined;
	/** Namespaces that were open, the first ones first: the digits. */
	readonly favourites: readonly string[];
	readonly views: Readonly<Record<string, ViewState>>;
	readonly history: PlaceHistory;
	/** Rows that are not to be seen until they are others. */
	readonly ignored: Ignored;
	/** From an object to what belongs to it, the first step first; empty where somebody went by themselves. */
	readonly trail: readonly TrailStep[];
	/** The last one is on top. */
	readonly overlays: readonly Overlay[];
	/** Diagnostics below the list. */
	readonly split: boolean;
	readonly prompt: Prompt;
	readonly note: Note | undefined;
}

/** A view that nobody has looked at yet. */
export const freshView: ViewState = {
	filter: '',
	entered: '',
	faults: false,
	wide: false,
	sort: undefined,
	columnOffset: 0,
	position: atTop,
	marks: new Set(),
};

/** Lines are wrapped: what a log says at its right end is what is looked for. */
export const logOverlay: LogOverlay = {
	kind: 'log',
	look: { wrap: true, stamps: false, fields: false, matchesOnly: true, column: 0 },
	filter: '',
	position: atTop,
	columnOffset: 0,
};

export const textOverlay = (request: TextRequest): TextOverlay => ({ kind: 'text', request, filter: '', position: atTop, columnOffset: 0 });

export const overlayOf = (kind: 'help' | 'diagnostics'): Overlay => ({ kind, position: atTop, columnOffset: 0 });

/** `favourites`: those of the run before. */
export function initialUiState(view: string, namespace: string | undefined, filter = '', favourites: readonly string[] = []): UiState {
	return {
		view,
		previousView: undefined,
		namespace,
		favourites: withFavourite(favourites, namespace),
		views: { [view]: { ...freshView, filter } },
		history: historyOf({ view, namespace, filter }),
		ignored: nothingIgnored,
		trail: [],
		overlays: [],
		split: false,
		prompt: { kind: 'none' },
		note: undefined,
	};
}

export const viewState = (state: UiState, view = state.view): ViewState => state.views[view] ?? freshView;

/** The log that is open, when nothing lies over it. */
export const topLog = (state: UiState): LogOverlay | undefined => {
	const top = state.overlays.at(-1);
	return top?.kind === 'log' ? top : undefined;
};

export const topText = (state: UiState): TextOverlay | undefined => {
	const top = state.overlays.at(-1);
	return top?.kind === 'text' ? top : undefined;
};

/** Diagnostics can stand below a list, and not below a log or a text, which the key would close. */
export const canSplit = ({ overlays }: UiState): boolean => !overlays.some(({ kind }) => kind === 'log' || kind === 'text');

export const topOverlay = (state: UiState): Overlay | undefined => state.overlays.at(-1);

const mostFavourites = 9;

/** The tenth pushes out the latest, not the first: a digit that fingers have learned stays what it was. */
export const withFavourite = (favourites: readonly string[], namespace: string | undefined): readonly string[] =>
	namespace === undefined || favourites.includes(namespace) ? favourites : [...favourites.slice(0, mostFavourites - 1), namespace];
