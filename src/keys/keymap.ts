/** What has the keys: a chord means one thing in each of these. */
export type KeyContext = 'list' | 'diagnostics' | 'streams' | 'log' | 'text' | 'help' | 'filter-prompt' | 'command-prompt';

export type CommandId =
	| 'quit-now'
	| 'quit'
	| 'back'
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'bottom'
	| 'columns-left'
	| 'columns-right'
	| 'open'
	| 'next-view'
	| 'previous-view'
	| 'last-view'
	| 'history-back'
	| 'history-forward'
	| 'all-namespaces'
	| 'favourite-namespace'
	| 'context-namespace'
	| 'filter'
	| 'command-bar'
	| 'help'
	| 'diagnostics'
	| 'split'
	| 'refresh'
	| 'redraw'
	| 'wide'
	| 'faults'
	| 'sort-by-letter'
	| 'sort-left'
	| 'sort-right'
	| 'mark'
	| 'ignore'
	| 'show-ignored'
	| 'copy-name'
	| 'describe'
	| 'yaml'
	| 'content-of'
	| 'diff'
	| 'events-of'
	| 'owner-of'
	| 'node-of'
	| 'maintenance-of'
	| 'logs'
	| 'previous-logs'
	| 'log-wrap'
	| 'log-stamps'
	| 'log-fields'
	| 'log-matches'
	| 'log-follow'
	| 'log-next'
	| 'log-back'
	| 'log-since'
	| 'log-previous'
	| 'log-again'
	| 'log-containers'
	| 'log-copy'
	| 'text-follow'
	| 'text-part'
	| 'text-part-back'
	| 'text-wrap'
	| 'text-fold'
	| 'text-all'
	| 'text-reveal'
	| 'text-search'
	| 'text-next'
	| 'text-back'
	| 'text-copy'
	| 'text-copy-value'
	| 'accept'
	| 'cancel'
	| 'complete'
	| 'complete-back'
	| 'recent-back'
	| 'recent-forward';

export type HelpGroup = 'Move' | 'Objects' | 'Logs' | 'Texts' | 'Views and namespaces' | 'Find and sort' | 'Screen' | 'Typing' | 'Leave';

export interface Binding {
	readonly command: CommandId;
	readonly chords: readonly string[];
	readonly contexts: readonly KeyContext[];
	readonly group: HelpGroup;
	/** A line of help. */
	readonly help: string;
	/** How help and the status line write the chords, when there are too many to list. */
	readonly written?: string;
	/** A word for the status line, where this key matters most. */
	readonly hint?: string;
	/** The contexts whose status line shows the hint; absent: all of them. */
	readonly hintIn?: readonly KeyContext[];
}

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

	{
		command: 'open',
		chords: ['enter'],
		contexts: ['list'],
		group: 'Objects',
		help: 'all there is to know of the object, live: summary, conditions, containers, events (of an event: the object that it is about)',
		hint: 'open',
	},
	{
		command: 'content-of',
		chords: ['i'],
		contexts: ['list'],
		group: 'Objects',
		help: 'the list of what is in it: the pods of a node or a namespace, the jobs of a cron job, the object of an event, the revisions of a release',
	},
	{
		command: 'describe',
		chords: ['d'],
		contexts: ['list', 'text'],
		group: 'Objects',
		help: 'the same; of an event the event itself; from its YAML back to it',
		hint: 'describe',
		hintIn: ['text'],
	},
	{
		command: 'yaml',
		chords: ['y'],
		contexts: ['list', 'text'],
		group: 'Objects',
		help: 'its YAML, live; values of Secrets are masked; of a release of Helm its manifest',
		hint: 'yaml',
	},
	{
		command: 'diff',
		chords: ['='],
		contexts: ['list', 'text'],
		group: 'Objects',
		help: 'how two marked objects differ, or one from what was applied of it last',
	},
	{
		command: 'events-of',
		chords: ['v'],
		contexts: ['list'],
		group: 'Objects',
		help: 'the events of the object (of a namespace: all in it; of a release of Helm: its values)',
	},
	{ command: 'owner-of', chords: ['o'], contexts: ['list'], group: 'Objects', help: 'its owner, or else the node that it runs on' },
	{ command: 'node-of', chords: ['ctrl-o'], contexts: ['list'], group: 'Objects', help: 'the node that it runs on' },
	{
		command: 'maintenance-of',
		chords: ['m'],
		contexts: ['list'],
		group: 'Objects',
		help: 'what a drain would do with each pod of the node, or of the node that it runs on',
	},
	{ command: 'mark', chords: ['space'], contexts: ['list'], group: 'Objects', help: 'mark the row, or take its mark away' },
	{
		command: 'ignore',
		chords: ['z'],
		contexts: ['list'],
		group: 'Objects',
		help: 'in attention: ignore what is found until it changes, or no longer; with marks, all of them',
	},
	{
		command: 'show-ignored',
		chords: ['x'],
		contexts: ['list'],
		group: 'Objects',
		help: 'in attention: only what is ignored, or what is not',
	},
	{
		command: 'copy-name',
		chords: ['c'],
		contexts: ['list'],
		group: 'Objects',
		help: 'copy its name, or those of the marked rows, one a line',
	},

	{
		command: 'logs',
		chords: ['l'],
		contexts: ['list', 'text'],
		group: 'Logs',
		help: 'the logs of a pod, or of all pods of a workload',
		hint: 'logs',
	},
	{
		command: 'previous-logs',
		chords: ['p'],
		contexts: ['list', 'text'],
		group: 'Logs',
		help: 'the logs of what ran before the last restart',
	},
	{
		command: 'log-previous',
		chords: ['p'],
		contexts: ['log'],
		group: 'Logs',
		help: 'what ran before the last restart, or what runs now',
		hint: 'previous',
	},
	{
		command: 'log-follow',
		chords: ['s', 'f'],
		contexts: ['log'],
		group: 'Logs',
		help: 'follow the newest lines, or stay here',
		hint: 'follow',
	},
	{
		command: 'log-wrap',
		chords: ['w'],
		contexts: ['log'],
		group: 'Logs',
		help: 'long lines wrapped, or cut and scrolled sideways',
		hint: 'wrap',
	},
	{ command: 'log-stamps', chords: ['t'], contexts: ['log'], group: 'Logs', help: 'when each line was written', hint: 'times' },
	{
		command: 'log-fields',
		chords: ['x'],
		contexts: ['log'],
		group: 'Logs',
		help: 'JSON lines as level, message and fields, or as they are',
		hint: 'fields',
	},
	{
		command: 'log-matches',
		chords: ['&'],
		contexts: ['log'],
		group: 'Logs',
		help: 'only lines that the filter finds, or all with those marked',
	},
	{ command: 'log-next', chords: ['n'], contexts: ['log'], group: 'Logs', help: 'the next line that the filter finds' },
	{ command: 'log-back', chords: ['N'], contexts: ['log'], group: 'Logs', help: 'the one before' },
	{
		command: 'log-since',
		chords: ['0', '1', '2', '3', '4', '5', '6'],
		contexts: ['log'],
		group: 'Logs',
		help: 'the newest lines, all, or the last 1, 5, 15, 30, 60 minutes',
		written: '0…6',
	},
	{
		command: 'log-containers',
		chords: ['a'],
		contexts: ['log'],
		group: 'Logs',
		help: 'all containers, the default one of each pod, or one by its name',
	},
	{ command: 'log-again', chords: ['ctrl-r'], contexts: ['log'], group: 'Logs', help: 'ask the server for the log again, now' },
	{ command: 'log-copy', chords: ['c'], contexts: ['log'], group: 'Logs', help: 'copy the lines that are shown, the newest 5 000' },

	{
		command: 'text-reveal',
		chords: ['x'],
		contexts: ['text'],
		group: 'Texts',
		help: 'show the masked value on the line under the cursor, or mask it again',
		hint: 'reveal',
	},
	{
		command: 'text-follow',
		chords: ['enter'],
		contexts: ['text'],
		group: 'Texts',
		help: 'open what the line under the cursor is about',
		hint: 'open',
	},
	{ command: 'text-part', chords: ['tab'], contexts: ['text'], group: 'Texts', help: 'the next part of the text' },
	{ command: 'text-part-back', chords: ['shift-tab'], contexts: ['text'], group: 'Texts', help: 'the part before' },
	{
		command: 'text-fold',
		chords: ['m'],
		contexts: ['text'],
		group: 'Texts',
		help: 'managedFields and other noise, or without it',
		hint: 'noise',
	},
	{
		command: 'text-all',
		chords: ['a'],
		contexts: ['text'],
		group: 'Texts',
		help: 'of the values of a release: those of its chart, too, or only those that were given',
		hint: 'all values',
	},
	{
		command: 'text-search',
		chords: ['/'],
		contexts: ['text'],
		group: 'Texts',
		help: 'look for a text; no capitals means that case does not count',
		hint: 'search',
	},
	{
		command: 'text-next',
		chords: ['n'],
		contexts: ['text'],
		group: 'Texts',
		help: 'the next place that has it; in a diff the next difference',
	},
	{ command: 'text-back', chords: ['N'], contexts: ['text'], group: 'Texts', help: 'the one before' },
	{
		command: 'text-wrap',
		chords: ['w'],
		contexts: ['text'],
		group: 'Texts',
		help: 'long lines wrapped, or cut and scrolled sideways',
		hint: 'wrap',
	},
	{
		command: 'text-copy',
		chords: ['c'],
		contexts: ['text'],
		group: 'Texts',
		help: 'copy the text; what is masked stays masked',
		hint: 'copy',
	},
	{
		command: 'text-copy-value',
		chords: ['C'],
		contexts: ['text'],
		group: 'Texts',
		help: 'copy the one value on the line under the cursor, also where it is masked',
	},

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
