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
