import { screenText } from '../base/safe-text.ts';
import type { ReleaseRef } from '../domains/helm-records.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import type { CommandId, KeyContext } from '../keys/binding.ts';
import { lettersNotForSorting } from '../keys/keymap.ts';
import { editOf } from '../keys/line-edit.ts';
import type { DiffWish } from '../objects/diff-wish.ts';
import { type Effect, openObject, say, ui } from './effect.ts';
import { isMovement, type ListPosition, move } from './list-position.ts';
import { usualWish } from './logs-line.ts';
import { onRelease } from './on-release.ts';
import { inLog, inText } from './perform-over-list.ts';
import { stepped } from './places.ts';
import type { Related, Relation, UnknownSubject } from './related.ts';
import type { RowSource } from './row-source.ts';
import type { UiAction } from './ui-reducer.ts';
import {
	canSplit,
	type Overlay,
	overlayOf,
	type SortOrder,
	textOverlay,
	topLog,
	topOverlay,
	topText,
	type UiState,
	viewState,
} from './ui-state.ts';

/** What a command has to know of what is on the screen. */
export interface CommandFacts {
	/** Views in the order of the tabs. */
	readonly views: readonly string[];
	readonly contextNamespace: string;
	/** Columns that can be sorted by, left to right. */
	readonly sortable: readonly { readonly id: string; readonly sortKey: string | undefined; readonly numeric: boolean }[];
	readonly sort: SortOrder;
	/** Some columns of the view are there with ctrl-w only. */
	readonly hasWide: boolean;
	/** The rows that the keys move over, and how many of them are on the screen. */
	readonly rows: Pick<RowSource, 'length' | 'keyAt' | 'indexOf'>;
	readonly height: number;
	readonly lastOffset: number;
	/** Where the keys to the left and the right lead in cards; undefined: they scroll columns. */
	readonly beside: ((step: 1 | -1) => ListPosition | undefined) | undefined;
	readonly completions: readonly string[];
	/** Lines of the command bar that were entered before, the newest first. */
	readonly recent: readonly string[];
	/** Uid of the row under the cursor of the list; undefined: there is none, or it is no row that can be marked. */
	readonly markable: string | undefined;
	readonly object: () => ObjectRef | undefined;
	/** The object that the row under the cursor is about: of an event the one that it is about. */
	readonly opened: () => ObjectRef | undefined;
	/** The object that it is about, where nobody knows its kind yet. */
	readonly unknownSubject: () => UnknownSubject | undefined;
	/** What of the marked objects, or of the one under the cursor, is to be compared. */
	readonly diff: () => DiffWish | { readonly why: string };
	/** What the marked rows are, else the one under the cursor, by uid, where they can be ignored until that changes. */
	readonly ignorable: () => ReadonlyMap<string, string> | undefined;
	/** Of the row under the cursor, where it is of one. */
	readonly release: ReleaseRef | undefined;
	/** Names of the marked objects in the order of the list, else that of the one under the cursor. */
	readonly names: () => readonly string[];
	/** Where what belongs to the object under the cursor is; undefined: there is no object. */
	readonly related: (relation: Relation) => Related | undefined;
	/** What is typed cannot be read as a filter: it stays to be corrected. */
	readonly isFilterFaulty: boolean;
	/** q was pressed so shortly before that this one may have been meant to go back, too. */
	readonly isHasty: boolean;
	/** The domain under the cursor in diagnostics. */
	readonly domainUnderCursor: { readonly domain: string; readonly scope: string } | undefined;
}

/** Where the keys are. */
export function keyContext({ prompt, overlays }: UiState): KeyContext {
	if (prompt.kind !== 'none') return prompt.kind === 'filter' ? 'filter-prompt' : 'command-prompt';
	return overlays.at(-1)?.kind ?? 'list';
}

const positionOf = (state: UiState) => (topOverlay(state) ?? viewState(state)).position;
const columnOffsetOf = (state: UiState): number => (topOverlay(state) ?? viewState(state)).columnOffset;

/** What a command does, given what is on the screen. */
export function perform(command: CommandId, chord: string, state: UiState, facts: CommandFacts): readonly Effect[] {
	const log = topLog(state);
	if (log !== undefined && (state.prompt.kind === 'none' || isMovement(command))) {
		const effects = inLog(command, log);
		if (effects !== undefined) return effects;
	}
	const text = topText(state);
	if (text !== undefined && (state.prompt.kind === 'none' || isMovement(command))) {
		const effects = inText(command, state, text);
		if (effects !== undefined) return effects;
	}
	if (isMovement(command)) return [ui({ type: 'position', position: move(positionOf(state), command, facts.rows, facts.height) })];
	const release = facts.release === undefined ? undefined : onRelease(command, facts.release);
	if (release !== undefined) return release;
	switch (command) {
		case 'quit-now':
			return [{ type: 'quit', exitCode: 130 }];
		case 'quit':
			if (topOverlay(state) !== undefined) return [ui({ type: 'close-overlay' })];
			if (state.trail.length > 0) return [ui({ type: 'return' })];
			return facts.isHasty ? [say('Nothing is left to go back to; q again quits.')] : [{ type: 'quit', exitCode: 0 }];
		case 'back':
			return back(state);
		case 'columns-left':
			if (facts.beside !== undefined) return toLine(facts.beside(-1));
			return [ui({ type: 'columns', offset: Math.max(0, Math.min(columnOffsetOf(state), facts.lastOffset) - 1) })];
		case 'columns-right':
			if (facts.beside !== undefined) return toLine(facts.beside(1));
			return [ui({ type: 'columns', offset: Math.min(facts.lastOffset, columnOffsetOf(state) + 1) })];
		case 'open':
			if (topOverlay(state) === undefined) return openSubject(facts);
			return facts.domainUnderCursor === undefined ? [] : [ui({ type: 'open-overlay', overlay: streamsOverlay(facts.domainUnderCursor) })];
		case 'yaml':
		case 'describe':
			return openObject(command === 'yaml' ? 'yaml' : 'summary', facts.object(), 'There is no object under the cursor.');
		case 'content-of':
			return goTo(facts.related('content'));
		case 'diff': {
			const wish = facts.diff();
			return 'why' in wish ? [say(wish.why)] : [ui({ type: 'open-overlay', overlay: textOverlay({ kind: 'diff', wish }) })];
		}
		case 'events-of':
			return goTo(facts.related('events'));
		case 'owner-of':
			return goTo(facts.related('owner'));
		case 'node-of':
			return goTo(facts.related('node'));
		case 'maintenance-of':
			return goTo(facts.related('maintenance'));
		case 'logs':
		case 'previous-logs':
			return [{ type: 'open-log', wish: usualWish(command === 'previous-logs') }];
		case 'mark':
			return facts.markable === undefined ? [say('There is no row to mark.')] : [ui({ type: 'toggle-mark', uid: facts.markable })];
		case 'ignore': {
			const versions = facts.ignorable();
			if (versions === undefined) return [say('Only what attention finds can be ignored: :attention shows it.')];
			return versions.size === 0 ? [say('There is no row to ignore.')] : [ui({ type: 'ignore', versions })];
		}
		case 'show-ignored':
			return facts.ignorable() === undefined
				? [say('Only what attention finds can be ignored: :attention shows it.')]
				: [ui({ type: 'toggle-ignored' })];
		case 'copy-name': {
			const names = facts.names();
			return names.length === 0 ? [say('There is no row to copy the name of.')] : [{ type: 'copy', names }];
		}
		case 'history-back':
		case 'history-forward': {
			const step = command === 'history-back' ? -1 : 1;
			if (stepped(state.history, step) === undefined) return [say(step < 0 ? 'Nothing was open before this.' : 'This is the newest.')];
			return [ui({ type: 'history', step })];
		}
		case 'next-view':
		case 'previous-view':
			return [ui({ type: 'go', view: neighbour(facts.views, state.view, command === 'next-view' ? 1 : -1) })];
		case 'last-view':
			return state.previousView === undefined ? [say('No other view was open before.')] : [ui({ type: 'last-view' })];
		case 'all-namespaces':
			return inNamespace(state, undefined);
		case 'context-namespace':
			return inNamespace(state, facts.contextNamespace);
		case 'favourite-namespace': {
			const name = state.favourites[Number(chord) - 1];
			return name === undefined
				? [say(`Nothing is on ${chord} yet: namespaces get a digit when they are opened.`)]
				: inNamespace(state, name);
		}
		case 'filter':
		case 'command-bar':
			return [ui({ type: 'open-prompt', kind: command === 'filter' ? 'filter' : 'command' })];
		case 'help':
			return [ui(topOverlay(state)?.kind === 'help' ? { type: 'close-overlay' } : { type: 'open-overlay', overlay: overlayOf('help') })];
		case 'diagnostics':
			// From the streams of a domain it leads back too: the key that opened it all closes it all.
			// A log below it stays open.
			if (state.overlays.some(({ kind }) => kind === 'diagnostics')) return [ui({ type: 'close-overlay', from: 'diagnostics' })];
			return [ui({ type: 'open-overlay', overlay: overlayOf('diagnostics') })];
		case 'split':
			return canSplit(state) ? [ui({ type: 'toggle-split' })] : [say('Diagnostics stands below a list only; esc leads back.')];
		case 'refresh':
			return [{ type: 'refresh' }];
		case 'redraw':
			return [{ type: 'redraw' }];
		case 'wide':
			return facts.hasWide ? [ui({ type: 'toggle-wide' })] : [say('This view has no more columns than these.')];
		case 'faults':
			return [ui({ type: 'toggle-faults' })];
		case 'sort-by-letter':
			return sortByLetter(chord, facts);
		case 'sort-left':
		case 'sort-right':
			return sortBeside(command === 'sort-left' ? -1 : 1, facts);
		case 'accept':
			if (state.prompt.kind === 'filter' && facts.isFilterFaulty) return [];
			return state.prompt.kind === 'command'
				? [{ type: 'run', line: state.prompt.edit.characters.join('') }]
				: [ui({ type: 'close-prompt' })];
		case 'cancel':
			return state.prompt.kind === 'filter' ? [ui({ type: 'clear-filter' }), ui({ type: 'close-prompt' })] : [ui({ type: 'close-prompt' })];
		case 'complete':
		case 'complete-back':
			return complete(state, facts.completions, command === 'complete' ? 1 : -1);
		case 'recent-back':
		case 'recent-forward':
			return recall(state, facts.recent, command === 'recent-back' ? 1 : -1);
		default:
			return [];
	}
}

const toLine = (position: ListPosition | undefined): readonly Effect[] =>
	position === undefined ? [] : [ui({ type: 'position', position })];

/** The namespace of a log is not that of the list below it: from there the key leads back to the list. */
function inNamespace(state: UiState, name: string | undefined): readonly Effect[] {
	if (name !== state.namespace || state.overlays.some(({ kind }) => kind === 'log')) return [ui({ type: 'namespace', name })];
	return [say(name === undefined ? 'All namespaces are open already.' : `Namespace ${screenText(name)} is open already.`)];
}

/** What the row is about; where it is about no object, what is in it. */
function openSubject(facts: CommandFacts): readonly Effect[] {
	const unknown = facts.unknownSubject();
	if (unknown !== undefined) return [{ type: 'open-unknown', object: unknown }];
	const subject = facts.opened();
	return subject === undefined ? goTo(facts.related('content')) : openObject('summary', subject, '');
}

/** One thing at a time: what lies over the list, marks, what was typed into the filter, the way that led here. */
function back(state: UiState): readonly Effect[] {
	if (topOverlay(state) !== undefined) return [ui({ type: 'close-overlay' })];
	const { marks, filter } = viewState(state);
	if (marks.size > 0) return [ui({ type: 'unmark' })];
	const step = state.trail.at(-1);
	if (filter.trim() !== (step?.filter ?? '')) return [ui({ type: 'clear-filter' })];
	return [step === undefined ? say('There is nothing to leave here; q quits.') : ui({ type: 'return' })];
}

function goTo(related: Related | undefined): readonly Effect[] {
	if (related === undefined) return [say('There is no row under the cursor.')];
	if ('why' in related) return [say(related.why)];
	if ('isLog' in related) return [{ type: 'open-log', wish: usualWish(false) }];
	const { place, select, faults } = related;
	return [
		ui({ type: 'follow', place, ...(faults === undefined ? {} : { faults }) }),
		...(select === undefined ? [] : [{ type: 'select', object: select } as const]),
	];
}

const streamsOverlay = ({ domain, scope }: { readonly domain: string; readonly scope: string }): Overlay => ({
	kind: 'streams',
	domain,
	scope,
	position: { key: undefined, index: 0, top: 0 },
	columnOffset: 0,
});

function neighbour(views: readonly string[], view: string, step: 1 | -1): string {
	const at = views.indexOf(view);
	return views[(at + step + views.length) % views.length] ?? view;
}

/** Text begins with its first letter, numbers with the greatest: what is asked for first. */
const sortedFirst = ({ id, numeric }: { readonly id: string; readonly numeric: boolean }): UiAction => ({
	type: 'sort',
	sort: { column: id, descending: numeric },
});

function sortByLetter(letter: string, { sortable, sort }: CommandFacts): readonly Effect[] {
	const column = lettersNotForSorting.has(letter) ? undefined : sortable.find(({ sortKey }) => sortKey === letter);
	if (column === undefined) return [say(`No column sorts by ${letter}: the underlined letters do.`)];
	if (column.id === sort.column) return [ui({ type: 'sort', sort: { column: sort.column, descending: !sort.descending } })];
	return [ui(sortedFirst(column))];
}

function sortBeside(step: 1 | -1, { sortable, sort }: CommandFacts): readonly Effect[] {
	if (sortable.length === 0) return [];
	const at = sortable.findIndex(({ id }) => id === sort.column);
	const column = sortable[(at + step + sortable.length) % sortable.length];
	return column === undefined ? [] : [ui(sortedFirst(column))];
}

function complete(state: UiState, candidates: readonly string[], step: 1 | -1): readonly Effect[] {
	if (state.prompt.kind !== 'command' || candidates.length === 0) return [];
	const { chosen } = state.prompt;
	const next = chosen < 0 && step < 0 ? candidates.length - 1 : (chosen + step + candidates.length) % candidates.length;
	const line = candidates[next];
	return line === undefined ? [] : [ui({ type: 'choose-completion', edit: editOf(line), chosen: next })];
}

/** Older lines with step 1; before the newest lies an empty line, as in a shell. */
function recall(state: UiState, recent: readonly string[], step: 1 | -1): readonly Effect[] {
	if (state.prompt.kind !== 'command') return [];
	const next = Math.max(-1, Math.min(recent.length - 1, state.prompt.recent + step));
	return next === state.prompt.recent ? [] : [ui({ type: 'choose-recent', edit: editOf(recent[next] ?? ''), recent: next })];
}
