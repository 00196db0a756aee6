import type { Binding } from './binding.ts';
import { logKeys } from './log-keys.ts';
import { objectKeys } from './object-keys.ts';
import { textKeys } from './text-keys.ts';

const tables = ['list', 'diagnostics', 'streams'] as const;
const panes = [...tables, 'log', 'text', 'help'] as const;
const prompts = ['filter-prompt', 'command-prompt'] as const;
const everywhere = [...panes, ...prompts] as const;

/** Capitals that mean something else: `G` is the last row, `N` the previous match. */
export const lettersNotForSorting: ReadonlySet<string> = new Set(['G', 'N']);
const sortLetters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter((letter) => !lettersNotForSorting.has(letter));

/** Every key there is. Dispatch, help and the status line read this table and nothing else. */
export const keymap: readonly Binding[] = [
	{
		command: 'open',
		chords: ['enter'],
		contexts: ['diagnostics'],
		group: 'Move',
		help: 'in diagnostics: the streams of a domain, with their journal',
		hint: 'streams',
	},
	{ command: 'down', chords: ['down', 'j'], contexts: panes, group: 'Move', help: 'one row down' },
	{ command: 'up', chords: ['up', 'k'], contexts: panes, group: 'Move', help: 'one row up' },
	{ command: 'page-down', chords: ['page-down', 'ctrl-f'], contexts: panes, group: 'Move', help: 'a page down' },
	{ command: 'page-up', chords: ['page-up', 'ctrl-b'], contexts: panes, group: 'Move', help: 'a page up' },
	{ command: 'top', chords: ['g', 'home'], contexts: panes, group: 'Move', help: 'the first row' },
	{ command: 'bottom', chords: ['G', 'end'], contexts: panes, group: 'Move', help: 'the last row' },
	{ command: 'columns-left', chords: ['left'], contexts: [...tables, 'log', 'text'], group: 'Move', help: 'columns to the left' },
	{ command: 'columns-right', chords: ['right'], contexts: [...tables, 'log', 'text'], group: 'Move', help: 'columns to the right' },

	...objectKeys,
	...logKeys,
	...textKeys,

	{
		command: 'filter',
		chords: ['/'],
		contexts: ['list', 'log'],
		group: 'Find and sort',
		help: 'filter: words (all of them), column:text, restarts:>5, age:<10m, /regex/, a|b, !not, -l app=x',
		hint: 'filter',
	},
	{ command: 'faults', chords: ['ctrl-z'], contexts: ['list'], group: 'Find and sort', help: 'show only what is not well' },
	{
		command: 'sort-by-letter',
		chords: sortLetters,
		contexts: ['list'],
		group: 'Find and sort',
		help: 'sort by the column whose letter is underlined; again: the other way round',
		written: 'A…Z',
	},
	{ command: 'sort-left', chords: ['shift-left'], contexts: ['list'], group: 'Find and sort', help: 'sort by the column to the left' },
	{ command: 'sort-right', chords: ['shift-right'], contexts: ['list'], group: 'Find and sort', help: 'sort by the column to the right' },

	{
		command: 'command-bar',
		chords: [':'],
		contexts: panes,
		group: 'Views and namespaces',
		help: 'go: a view (:pods shop /words), :ns NAME, :ctx NAME, :logs deploy/cart, :diag, :suspend, :help, :q',
		hint: 'go',
		hintIn: tables,
	},
	{ command: 'next-view', chords: ['tab'], contexts: tables, group: 'Views and namespaces', help: 'the next view' },
	{ command: 'previous-view', chords: ['shift-tab'], contexts: tables, group: 'Views and namespaces', help: 'the view before' },
	{ command: 'last-view', chords: ['-'], contexts: tables, group: 'Views and namespaces', help: 'the view that was open last' },
	{
		command: 'history-back',
		chords: ['['],
		contexts: tables,
		group: 'Views and namespaces',
		help: 'back to the view, namespace and filter before',
	},
	{ command: 'history-forward', chords: [']'], contexts: tables, group: 'Views and namespaces', help: 'forward again' },
	{
		command: 'all-namespaces',
		chords: ['0'],
		contexts: ['list'],
		group: 'Views and namespaces',
		help: 'all namespaces',
		hint: 'all namespaces',
	},
	{
		command: 'favourite-namespace',
		chords: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
		contexts: ['list'],
		group: 'Views and namespaces',
		help: 'a namespace that was open before',
		written: '1…9',
	},
	{ command: 'context-namespace', chords: ['n'], contexts: ['list'], group: 'Views and namespaces', help: "the context's own namespace" },

	{
		command: 'diagnostics',
		chords: ['!'],
		contexts: [...tables, 'log', 'text'],
		group: 'Screen',
		help: 'diagnostics: every stream, how it is read, how it is',
		hint: 'diagnostics',
		hintIn: ['list'],
	},
	{
		command: 'split',
		chords: ['|'],
		contexts: ['list', 'diagnostics'],
		group: 'Screen',
		help: 'diagnostics below the list, or away again',
		hint: 'split',
		hintIn: ['diagnostics'],
	},
	{ command: 'wide', chords: ['ctrl-w'], contexts: ['list'], group: 'Screen', help: 'all columns, or the usual ones' },
	{
		command: 'refresh',
		chords: ['ctrl-r'],
		contexts: [...tables, 'text'],
		group: 'Screen',
		help: 'ask the server for everything again, now',
		hint: 'refresh',
		hintIn: ['diagnostics', 'streams'],
	},
	{ command: 'redraw', chords: ['ctrl-l'], contexts: everywhere, group: 'Screen', help: 'draw the whole screen again' },
	{
		command: 'help',
		chords: ['?'],
		contexts: panes,
		group: 'Screen',
		help: 'this help, and away again',
		hint: 'help',
		hintIn: [...tables, 'log', 'text'],
	},

	{ command: 'accept', chords: ['enter'], contexts: prompts, group: 'Typing', help: 'do it', hint: 'ok' },
	{ command: 'cancel', chords: ['esc'], contexts: prompts, group: 'Typing', help: 'leave it; a filter is cleared', hint: 'clear' },
	{
		command: 'complete',
		chords: ['tab'],
		contexts: ['command-prompt'],
		group: 'Typing',
		help: 'the next completion',
		hint: 'complete',
	},
	{ command: 'complete-back', chords: ['shift-tab'], contexts: ['command-prompt'], group: 'Typing', help: 'the completion before' },
	{
		command: 'recent-back',
		chords: ['up', 'ctrl-p'],
		contexts: ['command-prompt'],
		group: 'Typing',
		help: 'the line that was entered before',
	},
	{
		command: 'recent-forward',
		chords: ['down', 'ctrl-n'],
		contexts: ['command-prompt'],
		group: 'Typing',
		help: 'the line that was entered after it',
	},
	{ command: 'down', chords: ['down'], contexts: ['filter-prompt'], group: 'Typing', help: 'one row down while typing a filter' },
	{ command: 'up', chords: ['up'], contexts: ['filter-prompt'], group: 'Typing', help: 'one row up while typing a filter' },

	{
		command: 'back',
		chords: ['esc'],
		contexts: panes,
		group: 'Leave',
		help: 'back; on a list: take away the marks, then the filter',
		hint: 'back',
		hintIn: ['diagnostics', 'streams', 'log', 'text', 'help'],
	},
	{
		command: 'quit',
		chords: ['q'],
		contexts: panes,
		group: 'Leave',
		help: 'back; where there is nothing to go back to: quit (not at once after going back)',
		hint: 'quit',
		hintIn: ['list'],
	},
	{ command: 'quit-now', chords: ['ctrl-c'], contexts: everywhere, group: 'Leave', help: 'quit at once, whatever hangs' },
];
