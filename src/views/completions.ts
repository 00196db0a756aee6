import { type CommandNames, commandWord, commandWords, viewsOf, wordsOf } from './command-line.ts';
import { logsFlags } from './logs-line.ts';

/** One way to go on: the whole line, and what it is. */
export interface Completion {
	readonly line: string;
	readonly what: string;
}

/** How well a name answers what was typed; undefined: not at all. */
export type MatchTier = 'exact' | 'prefix' | 'part' | 'inside' | 'scattered';

const tiers: readonly MatchTier[] = ['exact', 'prefix', 'part', 'inside', 'scattered'];

/** Of a longer name only the beginning is compared. */
const mostCompared = 512;

/** Case does not count. `part`: a part after `-`, `.`, `_`, `:`, `/` or `@` begins so; `scattered`: all the letters, in this order. */
export function matchTier(typed: string, name: string): MatchTier | undefined {
	const [wanted, known] = [typed.toLowerCase(), name.slice(0, mostCompared).toLowerCase()];
	if (wanted === known) return 'exact';
	if (known.startsWith(wanted)) return 'prefix';
	if (known.split(/[-._:/@]/).some((part) => part.startsWith(wanted))) return 'part';
	if (known.includes(wanted)) return 'inside';
	let at = 0;
	for (const character of known) if (character === wanted[at]) at += 1;
	return at === wanted.length ? 'scattered' : undefined;
}

/** What answers, best first; equals stay in the order in which they came. */
export function ranked<T>(typed: string, known: readonly T[], nameOf: (each: T) => string): readonly T[] {
	const found = known.flatMap((each) => {
		const tier = matchTier(typed, nameOf(each));
		return tier === undefined ? [] : [{ each, rank: tiers.indexOf(tier) }];
	});
	return found.toSorted((one, other) => one.rank - other.rank).map(({ each }) => each);
}

/** Lines to go on with, best first: what was entered before while nothing is typed, then names. */
export function completions(text: string, names: CommandNames, recent: readonly string[]): readonly Completion[] {
	const typed = text.replace(/^\s*:?\s*/, '');
	if (!typed.includes(' ')) {
		const entered = typed === '' ? recent.map((line) => ({ line, what: 'entered before' })) : [];
		const known = new Set(entered.map(({ line }) => line));
		return [...entered, ...firstWords(typed, names).filter(({ line }) => !known.has(line))];
	}
	const begun = typed.lastIndexOf(' ') + 1;
	const [head, last] = [typed.slice(0, begun), typed.slice(begun)];
	return ranked(last, argumentsAfter(wordsOf(head), last, names), ({ line }) => line).map(({ line, what }) => ({
		line: head + line,
		what,
	}));
}

/** A view by its own name where that begins as typed, else by the name that does. */
function firstWords(typed: string, names: CommandNames): readonly Completion[] {
	const own = viewsOf(names);
	const begun = new Set(own.filter((view) => view.startsWith(typed.toLowerCase())));
	const others = typed === '' ? [] : Array.from(names.views).filter(([name, { view }]) => name !== view && !begun.has(view));
	const words = Object.entries(commandWords).map(([line, what]) => ({ line, what }));
	const known = new Set(words.map(({ line }) => line));
	const found = ranked(
		typed,
		[
			...own.map((line) => ({ line, what: 'view' })),
			...words,
			...others.filter(([name]) => !known.has(name)).map(([line, { view }]) => ({ line, what: view })),
		],
		({ line }) => line,
	);
	// Of the many names of one view only the best answer is worth a line.
	const seen = new Set<string>();
	return found.filter(({ line, what }) => {
		const view = names.views.get(line)?.view ?? `:${line}`;
		if (what === commandWords[line as keyof typeof commandWords]) return true;
		if (seen.has(view)) return false;
		seen.add(view);
		return true;
	});
}

const flags: readonly Completion[] = [
	{ line: '-n', what: 'a namespace' },
	{ line: '-A', what: 'all namespaces' },
	{ line: '-l', what: 'labels, decided by the server' },
	{ line: '-f', what: 'fields, decided by the server' },
];

function argumentsAfter(head: readonly string[], last: string, names: CommandNames): readonly Completion[] {
	const [first = '', ...rest] = head;
	const word = commandWord(first);
	const previous = rest.at(-1);
	const namespaces = [{ line: 'all', what: 'all namespaces' }, ...names.namespaces.map((line) => ({ line, what: 'namespace' }))];
	if (word === 'diff' && last.includes('@')) return afterAt(last, names);
	if (word === 'logs') return afterLogs(rest, last, namespaces.slice(1), names);
	if (word === 'ctx') return previous === undefined ? names.contexts.map((line) => ({ line, what: 'context' })) : [];
	if (word === 'ns') return previous === undefined ? namespaces : [];
	const view = names.views.get(first.toLowerCase());
	if (view === undefined || last.startsWith('/') || rest.some((each) => each.startsWith('/'))) return [];
	if (previous === '-n' || previous === '--namespace') return namespaces.slice(1);
	if (previous?.startsWith('-') === true && previous !== '-A') return [];
	if (last.startsWith('-')) return view.namespaced ? flags : flags.slice(2);
	return view.namespaced && rest.length === 0 ? namespaces : [];
}

/** The contexts in which the other one may be. */
const afterAt = (last: string, { contexts }: CommandNames): readonly Completion[] => {
	const head = last.slice(0, last.indexOf('@') + 1);
	return contexts.map((name) => ({ line: `${head}${name}`, what: 'context' }));
};

/** Whose logs, and kubectl's flags. */
function afterLogs(
	rest: readonly string[],
	last: string,
	namespaces: readonly Completion[],
	{ logTargets }: CommandNames,
): readonly Completion[] {
	const previous = rest.at(-1) ?? '';
	if (previous === '-n' || previous === '--namespace') return namespaces;
	if (last.startsWith('-')) return logsFlags.map(([line, what]) => ({ line, what }));
	if (rest.length > 0 && previous !== '-p') return [];
	return (logTargets?.() ?? []).map((line) => ({ line, what: 'logs' }));
}
