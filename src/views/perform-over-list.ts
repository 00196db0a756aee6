import type { CommandId } from '../keys/binding.ts';
import { type Effect, openObject, say, ui } from './effect.ts';
import { isMovement } from './list-position.ts';
import type { LogLook } from './log-lines.ts';
import type { LogCommand } from './log-pane.ts';
import { objectTarget } from './log-target.ts';
import { usualWish } from './logs-line.ts';
import { otherReleasePage } from './on-release.ts';
import type { TextKey } from './text-pane.ts';
import type { LogOverlay, TextOverlay, UiState } from './ui-state.ts';

/** Columns that a log is scrolled sideways by at once. */
const sideStep = 16;

/** What a command means while a log is open; undefined: what it means everywhere. */
export function inLog(command: CommandId, { look, filter }: LogOverlay): readonly Effect[] | undefined {
	const turned = (change: Partial<LogLook>): readonly Effect[] => [ui({ type: 'log-look', look: change })];
	switch (command) {
		case 'log-wrap':
			return turned({ wrap: !look.wrap, column: 0 });
		case 'log-stamps':
			return turned({ stamps: !look.stamps });
		case 'log-fields':
			return turned({ fields: !look.fields });
		case 'log-matches':
			return [...turned({ matchesOnly: !look.matchesOnly }), say(matchesWords(!look.matchesOnly, filter.trim() !== ''))];
		case 'columns-left':
			return turned({ column: Math.max(0, look.column - sideStep) });
		case 'columns-right':
			return turned({ wrap: false, column: look.column + sideStep });
		case 'back':
			return filter.trim() === '' ? undefined : [ui({ type: 'clear-filter' })];
		case 'log-copy':
			return [{ type: 'copy-log' }];
		case 'log-again':
			return [{ type: 'refresh' }, { type: 'log', command }];
		default:
			return isMovement(command) || command.startsWith('log-') ? [{ type: 'log', command: command as LogCommand }] : undefined;
	}
}

/** The other page of an object that is open: back to it where it lies below, so that esc leads out of both. */
function otherPage(command: 'describe' | 'yaml', { overlays }: UiState, { request }: TextOverlay): readonly Effect[] {
	if (request.kind !== 'object') return [say('This text is not of one object.')];
	const page = command === 'yaml' ? 'yaml' : 'summary';
	if (request.page === page) return [say(page === 'yaml' ? 'This is its YAML; d tells what matters of it.' : 'This is it; y is its YAML.')];
	const below = overlays.at(-2);
	const isBelow = below?.kind === 'text' && below.request.kind === 'object' && below.request.object === request.object;
	return isBelow ? [ui({ type: 'close-overlay' })] : openObject(page, request.object, '');
}

function logOf(previous: boolean, { request }: TextOverlay): readonly Effect[] {
	const target = request.kind === 'object' ? objectTarget(request.object) : undefined;
	if (request.kind !== 'object' || target === undefined) return [say('This has no logs: pods have, and what runs them.')];
	return [{ type: 'open-log', wish: { ...usualWish(previous), target, namespace: request.object.namespace } }];
}

/** What a command means while a text is open; undefined: what it means everywhere. */
export function inText(command: CommandId, state: UiState, text: TextOverlay): readonly Effect[] | undefined {
	const { filter, request } = text;
	if (request.kind === 'release' && (command === 'describe' || command === 'yaml' || command === 'events-of'))
		return otherReleasePage(command, state, request);
	// The row below the text need not be what the text is of.
	if (command === 'events-of') return [say('v shows the values of a release; the events of an object are in what d tells of it.')];
	if (command === 'describe' || command === 'yaml') return otherPage(command, state, text);
	if (command === 'logs' || command === 'previous-logs') return logOf(command === 'previous-logs', text);
	if (command === 'text-search') return [ui({ type: 'open-prompt', kind: 'filter' })];
	if (command === 'refresh') return [{ type: 'refresh' }, { type: 'text', key: 'refresh' }];
	if (command === 'back') return filter === '' ? undefined : [ui({ type: 'clear-filter' })];
	const isOfText = isMovement(command) || command.startsWith('text-') || command === 'columns-left' || command === 'columns-right';
	return isOfText ? [{ type: 'text', key: command as TextKey }] : undefined;
}

/** What `&` switched to, also where nothing on the screen tells it yet. */
function matchesWords(matchesOnly: boolean, isFiltered: boolean): string {
	if (isFiltered) return matchesOnly ? 'Only the lines that match are shown.' : 'All lines are shown, those that match are marked.';
	return matchesOnly
		? 'A filter (/) hides what does not match again.'
		: 'A filter (/) marks what matches now and hides nothing; & turns that back.';
}
