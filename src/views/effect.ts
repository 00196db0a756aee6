import type { ObjectRef } from '../domains/object-ref.ts';
import type { LogCommand } from './log-pane.ts';
import type { LogWish } from './logs-line.ts';
import type { ObjectName, UnknownSubject } from './related.ts';
import type { TextKey } from './text-pane.ts';
import type { ObjectRequest } from './text-request.ts';
import type { UiAction } from './ui-reducer.ts';
import { textOverlay } from './ui-state.ts';

/** What follows from a command: a change of the interface, or something that reaches outside it. */
export type Effect =
	| { readonly type: 'ui'; readonly action: UiAction }
	| { readonly type: 'quit'; readonly exitCode: number }
	| { readonly type: 'refresh' }
	| { readonly type: 'redraw' }
	| { readonly type: 'copy'; readonly names: readonly string[] }
	| { readonly type: 'open-log'; readonly wish: LogWish }
	/** Something that the open log does by itself. */
	| { readonly type: 'log'; readonly command: LogCommand }
	| { readonly type: 'copy-log' }
	/** An object of a kind that the server is asked about first. */
	| { readonly type: 'open-unknown'; readonly object: UnknownSubject }
	/** Something that the open text does by itself. */
	| { readonly type: 'text'; readonly key: TextKey }
	/** Put the cursor on an object as soon as it is there. */
	| { readonly type: 'select'; readonly object: ObjectName }
	/** Do what the command bar says. */
	| { readonly type: 'run'; readonly line: string }
	| { readonly type: 'switch-context'; readonly name: string }
	/** Back to the shell until somebody continues the program. */
	| { readonly type: 'suspend' };

export const ui = (action: UiAction): Effect => ({ type: 'ui', action });
export const say = (text: string): Effect => ui({ type: 'note', note: { level: 'info', text } });

/** `missing` is said where there is no object. */
export const openObject = (page: ObjectRequest['page'], object: ObjectRef | undefined, missing: string): readonly Effect[] =>
	object === undefined ? [say(missing)] : [ui({ type: 'open-overlay', overlay: textOverlay({ kind: 'object', page, object }) })];
