import { editOf, emptyLine, type LineEdit } from '../keys/line-edit.ts';
import { type Ignored, ignoredAlso, nothingIgnored } from './ignored.ts';
import { atTop, type ListPosition } from './list-position.ts';
import type { LogLook } from './log-lines.ts';
import { type Place, returned, stepped, visited } from './places.ts';
import {
	freshView,
	initialUiState,
	type LogOverlay,
	type Note,
	type Overlay,
	type SortOrder,
	type TextOverlay,
	type TrailStep,
	topLog,
	topOverlay,
	topText,
	type UiState,
	type ViewState,
	viewState,
	withFavourite,
} from './ui-state.ts';

/** What can happen to the state of the interface. */
export type UiAction =
	/** Another view; without `namespace` the one that is open stays, without `filter` the view's own. `{ name: undefined }` is all namespaces. */
	| { readonly type: 'go'; readonly view: string; readonly namespace?: { readonly name: string | undefined }; readonly filter?: string }
	/** From an object to what belongs to it, with a way back. */
	| { readonly type: 'follow'; readonly place: Place; readonly faults?: true }
	/** Back to where `follow` began. */
	| { readonly type: 'return' }
	| { readonly type: 'history'; readonly step: 1 | -1 }
	| { readonly type: 'last-view' }
	| { readonly type: 'namespace'; readonly name: string | undefined }
	/** The server says that there is no such namespace: no digit opens it. */
	| { readonly type: 'drop-favourite'; readonly name: string }
	/** Another context is open: nothing of the old one's lists holds for it. */
	| {
			readonly type: 'context';
			readonly namespace: string | undefined;
			readonly favourites?: readonly string[];
			readonly ignored?: Ignored;
	  }
	/** Not to be seen until they are others, by uid; or, when all of them are ignored already, to be seen again. */
	| { readonly type: 'ignore'; readonly versions: ReadonlyMap<string, string> }
	/** Those that are ignored, and they alone. */
	| { readonly type: 'toggle-ignored' }
	| { readonly type: 'open-overlay'; readonly overlay: Overlay }
	/** The one on top, or everything from the first of that kind on. */
	| { readonly type: 'close-overlay'; readonly from?: Overlay['kind'] }
	| { readonly type: 'toggle-split' }
	| { readonly type: 'log-look'; readonly look: Partial<LogLook> }
	| { readonly type: 'open-prompt'; readonly kind: 'filter' | 'command' }
	| { readonly type: 'edit'; readonly edit: LineEdit }
	| { readonly type: 'choose-completion'; readonly edit: LineEdit; readonly chosen: number }
	| { readonly type: 'choose-recent'; readonly edit: LineEdit; readonly recent: number }
	| { readonly type: 'close-prompt' }
	| { readonly type: 'clear-filter' }
	| { readonly type: 'toggle-mark'; readonly uid: string }
	/** Objects that are no more lose their marks; without `uids` all do. */
	| { readonly type: 'unmark'; readonly uids?: readonly string[] }
	| { readonly type: 'sort'; readonly sort: SortOrder }
	| { readonly type: 'toggle-faults' }
	| { readonly type: 'toggle-wide' }
	| { readonly type: 'columns'; readonly offset: number }
	/** Where the cursor of what has the keys is. */
	| { readonly type: 'position'; readonly position: ListPosition }
	| { readonly type: 'note'; readonly note: Note | undefined };

/** What lies over the list and has a filter of its own. */
const topFiltered = (state: UiState): LogOverlay | TextOverlay | undefined => topLog(state) ?? topText(state);

const changeView = (state: UiState, change: Partial<ViewState>): UiState => ({
	...state,
	views: { ...state.views, [state.view]: { ...viewState(state), ...change } },
});

const changeTop = (state: UiState, change: (top: Overlay) => Overlay): UiState => {
	const top = topOverlay(state);
	return top === undefined ? state : { ...state, overlays: [...state.overlays.slice(0, -1), change(top)] };
};

function inNamespace(state: UiState, namespace: string | undefined): UiState {
	if (namespace === state.namespace) return state;
	return { ...state, namespace, favourites: withFavourite(state.favourites, namespace), views: fromTheTop(state.views) };
}

/** Cursor and marks are of objects of the namespace before. */
const fromTheTop = (views: UiState['views']): UiState['views'] =>
	Object.fromEntries(Object.entries(views).map(([name, view]) => [name, { ...view, position: atTop, marks: freshView.marks }]));

/** Going somewhere by oneself ends a trail: the views are again as they were where it began. */
function offTrail(state: UiState): UiState {
	const [first] = state.trail;
	if (first === undefined) return state;
	return { ...state, views: first.namespace === state.namespace ? first.views : fromTheTop(first.views), trail: [] };
}

const toView = (from: UiState, view: string): UiState => {
	const state = offTrail(from);
	return view === state.view ? { ...state, overlays: [] } : { ...state, view, previousView: state.view, overlays: [] };
};

function toPlace(state: UiState, { view, namespace, filter }: Place): UiState {
	const there = inNamespace(toView(state, view), namespace);
	return viewState(there).filter === filter ? there : changeView(there, { filter });
}

function followed(state: UiState, { view, namespace, filter }: Place, faults: boolean): UiState {
	const step: TrailStep = { view: state.view, namespace: state.namespace, views: state.views, filter };
	const previousView = view === state.view ? state.previousView : state.view;
	// Whoever only looks at what belongs to an object has not chosen its namespace: no digit is given away.
	const there = { ...inNamespace({ ...state, view, previousView, overlays: [] }, namespace), favourites: state.favourites };
	const { wide, sort } = viewState(there);
	return { ...changeView(there, { ...freshView, wide, sort, filter, faults }), trail: [...state.trail, step] };
}

function backOnTrail(state: UiState): UiState {
	const step = state.trail.at(-1);
	if (step === undefined) return state;
	const { view, namespace, views } = step;
	return { ...state, view, namespace, views, previousView: state.view, overlays: [], trail: state.trail.slice(0, -1) };
}

const placeOf = (state: UiState): Place => ({ view: state.view, namespace: state.namespace, filter: viewState(state).filter });

/** A filter is entered unless it is being typed, however it came there. */
function withEntered(state: UiState): UiState {
	const { filter, entered } = viewState(state);
	return state.prompt.kind === 'filter' || filter === entered ? state : changeView(state, { entered: filter });
}

/** A filter that is being typed is no place yet. */
export function uiReducer(state: UiState, action: UiAction): UiState {
	const next = withEntered(reduced(state, action));
	if (next === state || next.prompt.kind === 'filter' || action.type === 'history') return next;
	const history = (action.type === 'return' ? returned : visited)(next.history, placeOf(next));
	return history === next.history ? next : { ...next, history };
}

function reduced(state: UiState, action: UiAction): UiState {
	switch (action.type) {
		case 'go': {
			const there = toView(state, action.view);
			const placed = action.namespace === undefined ? there : inNamespace(there, action.namespace.name);
			return action.filter === undefined ? placed : changeView(placed, { filter: action.filter });
		}
		case 'follow':
			return followed(state, action.place, action.faults === true);
		case 'return':
			return backOnTrail(state);
		case 'history': {
			const there = stepped(state.history, action.step);
			return there === undefined ? state : { ...toPlace(state, there.place), history: there.history };
		}
		case 'last-view':
			return state.previousView === undefined ? state : toView(state, state.previousView);
		case 'namespace': {
			// A log and a text are of the namespace that is left; diagnostics goes along.
			const isLeft = state.overlays.some(({ kind }) => kind === 'log' || kind === 'text');
			return inNamespace(isLeft ? { ...state, overlays: [] } : state, action.name);
		}
		case 'drop-favourite':
			return { ...state, favourites: state.favourites.filter((name) => name !== action.name) };
		case 'context':
			return {
				...initialUiState(state.view, action.namespace, '', action.favourites),
				split: state.split,
				ignored: action.ignored ?? nothingIgnored,
			};
		case 'ignore':
			return { ...changeView(state, { marks: freshView.marks }), ignored: ignoredAlso(state.ignored, action.versions) };
		case 'toggle-ignored':
			return { ...state, ignored: { ...state.ignored, only: !state.ignored.only } };
		case 'open-overlay':
			return {
				...state,
				split: action.overlay.kind === 'diagnostics' ? false : state.split,
				overlays: [...state.overlays, action.overlay],
			};
		case 'close-overlay': {
			const from = action.from === undefined ? -1 : state.overlays.findIndex(({ kind }) => kind === action.from);
			return { ...state, overlays: state.overlays.slice(0, from) };
		}
		case 'toggle-split':
			return topOverlay(state) === undefined ? { ...state, split: !state.split } : { ...state, split: true, overlays: [] };
		case 'open-prompt':
			if (action.kind === 'filter')
				return { ...state, prompt: { kind: 'filter', edit: editOf(topFiltered(state)?.filter ?? textToFilter(state)) } };
			return { ...state, prompt: { kind: 'command', edit: emptyLine, typed: '', chosen: -1, recent: -1 } };
		case 'edit':
			return edited(state, action.edit);
		case 'choose-completion':
			return state.prompt.kind === 'command' ? { ...state, prompt: { ...state.prompt, edit: action.edit, chosen: action.chosen } } : state;
		case 'choose-recent':
			return state.prompt.kind === 'command'
				? {
						...state,
						prompt: { ...state.prompt, edit: action.edit, typed: action.edit.characters.join(''), chosen: -1, recent: action.recent },
					}
				: state;
		case 'close-prompt':
			return { ...state, prompt: { kind: 'none' } };
		case 'log-look':
			return changeTop(state, (top) => (top.kind === 'log' ? { ...top, look: { ...top.look, ...action.look } } : top));
		case 'clear-filter':
			if (topFiltered(state) !== undefined) return changeTop(state, (top) => ({ ...top, filter: '' }));
			return changeView(state, { filter: state.trail.at(-1)?.filter ?? '' });
		case 'toggle-mark':
			return changeView(state, { marks: toggled(viewState(state).marks, action.uid) });
		case 'unmark':
			return changeView(state, { marks: without(viewState(state).marks, action.uids) });
		case 'sort':
			return changeView(state, { sort: action.sort });
		case 'toggle-faults':
			return changeView(state, { faults: !viewState(state).faults });
		case 'toggle-wide':
			return changeView(state, { wide: !viewState(state).wide, columnOffset: 0 });
		case 'columns':
			return topOverlay(state) === undefined
				? changeView(state, { columnOffset: action.offset })
				: changeTop(state, (top) => ({ ...top, columnOffset: action.offset }));
		case 'position':
			return topOverlay(state) === undefined
				? changeView(state, { position: action.position })
				: changeTop(state, (top) => ({ ...top, position: action.position }));
		case 'note':
			return { ...state, note: action.note };
	}
}

function edited(state: UiState, edit: LineEdit): UiState {
	const text = edit.characters.join('');
	switch (state.prompt.kind) {
		case 'none':
			return state;
		case 'filter':
			// Live as it is typed.
			if (topFiltered(state) !== undefined)
				return { ...changeTop(state, (top) => ({ ...top, filter: text })), prompt: { kind: 'filter', edit } };
			return { ...changeView(state, { filter: text }), prompt: { kind: 'filter', edit } };
		case 'command':
			return { ...state, prompt: { kind: 'command', edit, typed: text, chosen: -1, recent: -1 } };
	}
}

/** What came with the way stays whole: what is typed after it is a word of its own. */
function textToFilter(state: UiState): string {
	const { filter } = viewState(state);
	return filter !== '' && filter === state.trail.at(-1)?.filter ? `${filter} ` : filter;
}

function toggled(marks: ReadonlySet<string>, uid: string): ReadonlySet<string> {
	const next = new Set(marks);
	if (!next.delete(uid)) next.add(uid);
	return next;
}

const without = (marks: ReadonlySet<string>, uids: readonly string[] | undefined): ReadonlySet<string> =>
	uids === undefined ? freshView.marks : new Set([...marks].filter((uid) => !uids.includes(uid)));
