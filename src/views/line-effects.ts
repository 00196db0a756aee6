import { editOf } from '../keys/line-edit.ts';
import type { CommandLine } from './command-line.ts';
import { type Effect, ui } from './effect.ts';
import { overlayOf, textOverlay, topOverlay, type UiState } from './ui-state.ts';

/** What follows from a line of the command bar. */
export function lineEffects(command: CommandLine, state: UiState): readonly Effect[] {
	switch (command.kind) {
		case 'error':
			return [ui({ type: 'note', note: { level: 'error', text: command.sentence } })];
		case 'contexts':
			return [ui({ type: 'edit', edit: editOf('ctx ') })];
		case 'nothing':
			return [];
		case 'view':
			return [ui({ ...command, type: 'go' }), ...objectEffects(command, state)];
		case 'namespace':
			return [ui({ type: 'namespace', name: command.name })];
		case 'logs':
			return [{ type: 'open-log', wish: command.wish }];
		case 'diff':
			return [ui({ type: 'open-overlay', overlay: textOverlay({ kind: 'diff', wish: command.wish }) })];
		case 'release':
			return releaseEffects(command, state);
		case 'context':
			return [{ type: 'switch-context', name: command.name }];
		case 'diagnostics':
			return topOverlay(state)?.kind === 'diagnostics' ? [] : [ui({ type: 'open-overlay', overlay: overlayOf('diagnostics') })];
		case 'help':
			return [ui({ type: 'open-overlay', overlay: overlayOf('help') })];
		case 'suspend':
			return [{ type: 'suspend' }];
		case 'quit':
			return [{ type: 'quit', exitCode: 0 }];
	}
}

/** The cursor goes to an object that was named; where all namespaces are open, to the first of that name. */
function objectEffects({ object, namespace }: Extract<CommandLine, { kind: 'view' }>, state: UiState): readonly Effect[] {
	if (object === undefined) return [];
	return [{ type: 'select', object: { namespace: namespace === undefined ? state.namespace : namespace.name, name: object, opens: true } }];
}

function releaseEffects({ page, release, namespace }: Extract<CommandLine, { kind: 'release' }>, state: UiState): readonly Effect[] {
	const place = namespace ?? state.namespace;
	const text = `In which namespace? Type :helm-${page} ${release} -n NAMESPACE.`;
	if (place === undefined) return [ui({ type: 'note', note: { level: 'error', text } })];
	return [ui({ type: 'open-overlay', overlay: textOverlay({ kind: 'release', page, release: { namespace: place, release } }) })];
}
