import { isNamespaceName } from '../base/namespace-name.ts';
import { nearestNames } from '../base/nearest-name.ts';
import { selectorOf } from '../base/selector-syntax.ts';
import { domainNames } from '../domains/registry.ts';
import type { Domain } from '../domains/types.ts';
import { type DiffPlace, type DiffWish, diffWish } from '../objects/diff-wish.ts';
import { type LogWish, logsWish } from './logs-line.ts';
import { historyFilter, historyView } from './on-release.ts';
import type { ReleasePage } from './release-text.ts';

export interface NamedView {
	readonly view: string;
	readonly namespaced: boolean;
	/** What is picked by the word behind it, which is no namespace: a node. */
	readonly selectByName?: NonNullable<Domain['selectByName']>;
}

/** What the command bar knows by name. */
export interface CommandNames {
	/** Every name of every view in lower case, the view's own first. */
	readonly views: ReadonlyMap<string, NamedView>;
	/** Best known first. */
	readonly namespaces: readonly string[];
	/** All namespaces of this context, where they were once listed, and when: `43s ago`. */
	readonly listed: { readonly names: ReadonlySet<string>; readonly when: string } | undefined;
	readonly contexts: readonly string[];
	/** What of the rows on the screen has logs, as `:logs` takes it. */
	readonly logTargets?: () => readonly string[];
	/** What words that say less than a whole name mean, and what no words mean. */
	readonly diffPlace?: () => DiffPlace & { readonly chosen?: DiffWish | { readonly why: string } };
}

export type CommandLine =
	| {
			readonly kind: 'view';
			readonly view: string;
			readonly namespace?: { readonly name: string | undefined };
			readonly filter?: string;
			/** The cursor goes to the object of this name. */
			readonly object?: string;
	  }
	| { readonly kind: 'namespace'; readonly name: string | undefined }
	| { readonly kind: 'context'; readonly name: string }
	| { readonly kind: 'logs'; readonly wish: LogWish }
	| { readonly kind: 'diff'; readonly wish: DiffWish }
	/** No namespace: the one that is open. */
	| { readonly kind: 'release'; readonly page: ReleasePage; readonly release: string; readonly namespace?: string }
	/** Show what contexts there are. */
	| { readonly kind: 'contexts' }
	| { readonly kind: 'diagnostics' }
	| { readonly kind: 'help' }
	| { readonly kind: 'suspend' }
	| { readonly kind: 'quit' }
	| { readonly kind: 'nothing' }
	/** `canInsist`: the same line entered once more is done. */
	| {
			readonly kind: 'error';
			readonly sentence: string;
			readonly canInsist?: true;
			/** No view is known by this name, but the server may have something of it. */
			readonly unknownView?: string;
	  };

/** Words that are no views, and what they do. */
export const commandWords = {
	ns: 'a namespace: ns NAME',
	ctx: 'another context: ctx NAME',
	logs: 'logs: logs POD, logs deploy/cart, logs -l app=x',
	'helm-values': 'values of a release: helm-values NAME',
	'helm-manifest': 'manifest of a release: helm-manifest NAME',
	'helm-status': 'status and notes of a release: helm-status NAME',
	diff: 'differences: diff, diff pod/a pod/b, diff deploy/cart @CONTEXT',
	diag: 'diagnostics',
	help: 'help',
	suspend: 'to the shell; fg comes back',
	q: 'quit',
} as const;

export type CommandWord = keyof typeof commandWords;

const aliases: ReadonlyMap<string, CommandWord> = new Map([
	['namespace', 'ns'],
	['context', 'ctx'],
	['contexts', 'ctx'],
	['log', 'logs'],
	['diagnostics', 'diag'],
	['?', 'help'],
	['h', 'help'],
	['quit', 'q'],
	['q!', 'q'],
	['exit', 'q'],
	...Object.keys(commandWords).map((word): [string, CommandWord] => [word, word as CommandWord]),
]);

export const commandWord = (typed: string): CommandWord | undefined => aliases.get(typed.toLowerCase());

/** Words with what quotes hold together, quotes kept: they mean something to the filter too. */
export const wordsOf = (text: string): readonly string[] => text.replace(/^\s*:/, '').match(/(?:[^\s"']|"[^"]*"?|'[^']*'?)+/g) ?? [];

/** What a line that opens a view, or an object in it, calls the view: `db` of `:db/orders bank`. */
export const viewWord = (text: string): string => wordsOf(text)[0]?.replace(/\/.*$/, '') ?? '';

const allNamespaces: ReadonlySet<string> = new Set(['all', '*', '-A', '0']);

const namespaceOf = (word: string): string | undefined => (allNamespaces.has(word) ? undefined : word);

const error = (sentence: string): CommandLine => ({ kind: 'error', sentence });

/** A sentence stays one that is read at a glance, on 40 columns too. */
const mostNamed = 8;

function thereAre(names: readonly string[]): string {
	const more = names.length - mostNamed;
	if (names.length === 0) return '';
	return ` There are: ${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** There are too many views to name them all. */
function unknownView(name: string, near: Iterable<string>): CommandLine {
	const names = nearestNames(name, near);
	const next = names.length > 0 ? `Near it: ${names.join(', ')}.` : 'Names are completed by tab; :catalog lists all that the server has.';
	return { kind: 'error', sentence: `There is no view "${name}". ${next}`, unknownView: name };
}

/** The names that may have been meant, else all there are. */
function nearest(typed: string, near: Iterable<string>, all: readonly string[]): string {
	const names = nearestNames(typed, near);
	return names.length === 0 ? thereAre(all) : ` Near it: ${names.join(', ')}.`;
}

/** Every name that opens a view: its own, its aliases, and what kubectl calls the one resource that its rows are. An earlier view keeps its names. */
export function viewNames(domains: readonly Domain[]): CommandNames['views'] {
	const views = new Map<string, NamedView>();
	for (const domain of domains) {
		const { selectByName } = domain.heading === undefined ? {} : domain;
		const target = {
			view: domain.name,
			namespaced: domain.scope === 'namespaces',
			...(selectByName === undefined ? {} : { selectByName }),
		};
		for (const name of domainNames(domain)) if (!views.has(name)) views.set(name, target);
	}
	return views;
}

export const viewsOf = (names: CommandNames): readonly string[] => [...new Set(Array.from(names.views.values(), ({ view }) => view))];

/** What a line of the command bar asks for. A namespace may be one that is not known: not every user may list them. */
export function parseCommand(text: string, names: CommandNames): CommandLine {
	const [first, ...rest] = wordsOf(text);
	if (first === undefined) return { kind: 'nothing' };
	const word = commandWord(first);
	// `:namespaces` and `:ns` alone are the view; `:ns NAME` is a place.
	if (word === 'ns' && rest[0] !== undefined) return rest.length > 1 ? tooMany(text, ':ns shop') : toNamespace(rest[0], names);
	const view = names.views.get(first.toLowerCase());
	if (view !== undefined) return toView(view, rest, text, names);
	const slash = word === undefined ? first.indexOf('/') : -1;
	if (slash > 0) return toObject(first.slice(0, slash), first.slice(slash + 1), rest, text, names);
	if (word === undefined) return unknownView(first, [...names.views.keys(), ...aliases.keys()]);
	if (word === 'logs') return toLogs(rest);
	if (word === 'diff') return toDiff(rest, names);
	if (word === 'helm-values' || word === 'helm-manifest' || word === 'helm-status') return toRelease(word, rest, text, names);
	if (word !== 'ctx' && rest.length > 0) return tooMany(text, `:${word}`);
	switch (word) {
		case 'ctx':
			return rest.length > 1 ? tooMany(text, ':ctx NAME') : toContext(rest[0], names);
		case 'ns':
			return error(`Type the namespace too, :ns NAME or :ns all.${thereAre(names.namespaces)}`);
		case 'diag':
			return { kind: 'diagnostics' };
		case 'help':
		case 'suspend':
			return { kind: word };
		default:
			return { kind: 'quit' };
	}
}

const tooMany = (text: string, enough: string): CommandLine => error(`"${text.trim()}" has a word too many; ${enough} is enough.`);

function toLogs(words: readonly string[]): CommandLine {
	const wish = logsWish(words);
	return 'why' in wish ? error(wish.why) : { kind: 'logs', wish };
}

const releasePages = { 'helm-values': 'values', 'helm-manifest': 'manifest', 'helm-status': 'status' } as const;

/** `cart`, `cart shop`, `cart -n shop` */
function toRelease(word: keyof typeof releasePages, words: readonly string[], text: string, names: CommandNames): CommandLine {
	const [release, ...rest] = words.filter((each) => each !== '-n');
	const [namespace] = rest;
	if (release === undefined || release.startsWith('-')) return error(`Type the release too, :${word} NAME; :helm lists those there are.`);
	if (rest.length > 1 || namespace?.startsWith('-') === true) return tooMany(text, `:${word} NAME -n shop`);
	return (
		unknownNamespace(namespace, names) ?? {
			kind: 'release',
			page: releasePages[word],
			release,
			...(namespace !== undefined && { namespace }),
		}
	);
}

function toDiff(words: readonly string[], { diffPlace }: CommandNames): CommandLine {
	const { chosen, ...place } = diffPlace?.() ?? {};
	const wish = words.length === 0 && chosen !== undefined ? chosen : diffWish(words, place);
	return 'why' in wish ? error(wish.why) : { kind: 'diff', wish };
}

function toNamespace(typed: string, names: CommandNames): CommandLine {
	const name = namespaceOf(typed);
	return unknownNamespace(name, names) ?? { kind: 'namespace', name };
}

function unknownNamespace(name: string | undefined, { listed, namespaces }: CommandNames): CommandLine | undefined {
	if (name === undefined) return undefined;
	if (!isNamespaceName(name)) {
		const known = listed === undefined ? namespaces : [...listed.names];
		return error(`"${name}" cannot be a namespace, which has small letters, digits and dashes alone.${nearest(name, known, [])}`);
	}
	if (listed === undefined || listed.names.has(name)) return undefined;
	const near = nearest(name, listed.names, namespaces);
	return {
		kind: 'error',
		sentence: `There was no namespace "${name}" ${listed.when}.${near} Enter again opens it anyway.`,
		canInsist: true,
	};
}

function toContext(name: string | undefined, { contexts }: CommandNames): CommandLine {
	if (name === undefined) return { kind: 'contexts' };
	if (contexts.includes(name)) return { kind: 'context', name };
	const [meant, ...others] = contexts.filter((context) => context.toLowerCase() === name.toLowerCase());
	if (meant !== undefined && others.length === 0) return { kind: 'context', name: meant };
	return error(`There is no context "${name}".${nearest(name, contexts, contexts)}`);
}

/** `deploy/cart`, as kubectl names one object; behind it its namespace. */
function toObject(kind: string, name: string, rest: readonly string[], text: string, names: CommandNames): CommandLine {
	const view = names.views.get(kind.toLowerCase());
	if (view === undefined) return unknownView(kind, names.views.keys());
	if (name === '' || name.includes('/')) return error(`"${kind}/${name}" names no object; type :${kind}/NAME.`);
	const there = toView(view, rest, text, names);
	const selected = view.selectByName?.(name).fieldSelector;
	if (there.kind === 'view' && selected !== undefined) return { ...there, filter: `-f ${selected}` };
	if (there.kind === 'view' && view.view === historyView) return { ...there, filter: historyFilter(name) };
	return there.kind === 'view' ? { filter: '', ...there, object: name } : there;
}

const options: Readonly<Record<string, 'namespace' | 'all' | 'labels' | 'fields'>> = {
	'-n': 'namespace',
	'--namespace': 'namespace',
	'-A': 'all',
	'--all-namespaces': 'all',
	'-l': 'labels',
	'--selector': 'labels',
	'-f': 'fields',
	'--field-selector': 'fields',
};

interface Wishes {
	namespace?: { readonly name: string | undefined };
	/** Parts of the filter, in its own language. */
	readonly filter: string[];
}

/** `shop`, `-n shop`, `-A`, `-l app=x` or as k9s has it `app=x`, `/words`: in any order, the words of the filter last. */
function toView(view: NamedView, words: readonly string[], text: string, names: CommandNames): CommandLine {
	const wishes: Wishes = { filter: [] };
	let hasFilter = false;
	let isAll = false;
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		if (word.startsWith('/')) {
			wishes.filter.push(...[word.slice(1), ...words.slice(at + 1)].filter((part) => part !== ''));
			hasFilter = true;
			break;
		}
		if (word.startsWith('@')) return error(`"${word}" names a context: :ctx ${word.slice(1) || 'NAME'} opens it, and the view stays.`);
		if (!word.startsWith('-') && word.includes('=')) {
			wishes.filter.push('-l', word);
			hasFilter = true;
			continue;
		}
		const equals = word.startsWith('--') ? word.indexOf('=') : -1;
		const option = options[equals < 0 ? word : word.slice(0, equals)];
		if (option === undefined || option === 'all') {
			if (option === undefined && word.startsWith('-')) return error(`:${view.view} has no "${word}"; it knows -n, -A, -l, -f and /words.`);
			if (option === 'all') {
				isAll = true;
				continue;
			}
			const selected = view.selectByName?.(word).fieldSelector;
			if (selected !== undefined) {
				wishes.filter.push('-f', selected);
				hasFilter = true;
				continue;
			}
			if (wishes.namespace !== undefined) return tooMany(text, `:${view.view} shop /words`);
			wishes.namespace = { name: namespaceOf(word) };
			continue;
		}
		const typed = equals < 0 ? words.slice(at + 1) : [word.slice(equals + 1), ...words.slice(at + 1)];
		const [value, taken] = option === 'labels' ? selectorOf(typed) : [typed[0], 1];
		at += equals < 0 ? taken : taken - 1;
		if (value === undefined || value === '')
			return error(`"${word}" says nothing without a value, as in :${view.view} ${example[option]}.`);
		if (option === 'namespace') wishes.namespace = { name: namespaceOf(value) };
		else {
			wishes.filter.push(option === 'labels' ? '-l' : '-f', value);
			hasFilter = true;
		}
	}
	// As kubectl has it, whichever of them stands first.
	if (isAll) wishes.namespace = { name: undefined };
	if (wishes.namespace?.name !== undefined && !view.namespaced) {
		return error(`${view.view} are not in a namespace, so "${wishes.namespace.name}" says nothing; type :${view.view}.`);
	}
	const unknown = unknownNamespace(wishes.namespace?.name, names);
	if (unknown !== undefined) return unknown;
	return {
		kind: 'view',
		view: view.view,
		...(wishes.namespace === undefined || !view.namespaced ? {} : { namespace: wishes.namespace }),
		...(hasFilter ? { filter: wishes.filter.join(' ') } : {}),
	};
}

const example = { namespace: '-n shop', labels: '-l app=cart', fields: '-f status.phase=Running' } as const;
