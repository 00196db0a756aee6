import { nearestNames } from '../base/nearest-name.ts';
import type { Domain } from '../domains/types.ts';

/** What the command bar knows by name. */
export interface CommandNames {
	/** Views with their aliases: what is typed, and the view it opens. */
	readonly views: ReadonlyMap<string, { readonly view: string; readonly namespaced: boolean }>;
	readonly namespaces: readonly string[];
	readonly contexts: readonly string[];
}

export type CommandLine =
	| { readonly kind: 'view'; readonly view: string; readonly namespace?: { readonly name: string | undefined } }
	| { readonly kind: 'namespace'; readonly name: string | undefined }
	| { readonly kind: 'context'; readonly name: string }
	| { readonly kind: 'diagnostics' }
	| { readonly kind: 'help' }
	| { readonly kind: 'quit' }
	| { readonly kind: 'nothing' }
	| { readonly kind: 'error'; readonly sentence: string };

const words = ['ns', 'ctx', 'diag', 'help', 'q'] as const;
const aliases: Readonly<Record<string, (typeof words)[number]>> = {
	namespace: 'ns',
	context: 'ctx',
	contexts: 'ctx',
	diagnostics: 'diag',
	quit: 'q',
	'q!': 'q',
	exit: 'q',
};

const wordsOf = (text: string): string[] =>
	text
		.trim()
		.replace(/^:/, '')
		.split(/\s+/)
		.filter((word) => word !== '');

const allNamespaces = new Set(['all', '*', '-A', '0']);

const namespaceOf = (word: string): string | undefined => (allNamespaces.has(word) ? undefined : word);

const error = (sentence: string): CommandLine => ({ kind: 'error', sentence });

const nearest = (typed: string, known: Iterable<string>): string => {
	const names = nearestNames(typed, known);
	return names.length === 0 ? '' : ` Near it: ${names.join(', ')}.`;
};

/** Every name that opens a view: its own, its aliases, and what kubectl calls the one resource that its rows are. An earlier view keeps its names. */
export function viewNames(domains: readonly Domain[]): CommandNames['views'] {
	const names = domains.flatMap((domain) => {
		const target = { view: domain.name, namespaced: domain.scope === 'namespaces' };
		const rows = domain.reads.filter(({ role }) => role === 'rows').map(({ resource }) => resource);
		const [only] = rows.length === 1 ? rows : [];
		const resourceNames = only === undefined ? [] : [only.gvr.resource, only.singular, ...only.shortNames];
		return [domain.name, ...domain.aliases, ...resourceNames].map((name): [string, typeof target] => [name, target]);
	});
	const views = new Map<string, (typeof names)[number][1]>();
	for (const [name, target] of names) if (!views.has(name)) views.set(name, target);
	return views;
}

/** What a line of the command bar asks for. A namespace may be one that is not known: not every user may list them. */
export function parseCommand(text: string, names: CommandNames): CommandLine {
	const [first, second, third] = wordsOf(text);
	if (first === undefined) return { kind: 'nothing' };
	if (third !== undefined) return error(`"${text.trim()}" has too many words; a view and a namespace are enough: :pods shop.`);
	const view = names.views.get(first);
	// `:namespaces` and `:ns` alone are the view; `:ns NAME` is a place.
	const word = aliases[first] ?? first;
	if (word === 'ns' && second !== undefined) return { kind: 'namespace', name: namespaceOf(second) };
	if (view !== undefined) {
		if (second === undefined) return { kind: 'view', view: view.view };
		if (!view.namespaced) return error(`${view.view} are not in a namespace, so "${second}" says nothing; type :${view.view}.`);
		return { kind: 'view', view: view.view, namespace: { name: namespaceOf(second) } };
	}
	switch (word) {
		case 'ns':
			return error('Type the namespace too, :ns NAME, or :ns all.');
		case 'ctx':
			return context(second, names);
		case 'diag':
			return { kind: 'diagnostics' };
		case 'help':
			return { kind: 'help' };
		case 'q':
			return { kind: 'quit' };
		default:
			return error(`There is no view "${first}".${nearest(first, [...names.views.keys(), ...words])}`);
	}
}

function context(name: string | undefined, names: CommandNames): CommandLine {
	if (name === undefined) return error(`Type the context too: ${names.contexts.slice(0, 5).join(', ')}.`);
	if (names.contexts.includes(name)) return { kind: 'context', name };
	return error(`There is no context "${name}".${nearest(name, names.contexts)}`);
}

/** Whole lines that begin with what was typed, best first. */
export function completions(text: string, names: CommandNames): readonly string[] {
	const typed = text.replace(/^:/, '').trimStart();
	const space = typed.indexOf(' ');
	if (space < 0) {
		if (typed === '') return [];
		const views = new Set(Array.from(names.views.values(), ({ view }) => view));
		return [...views, ...names.views.keys(), ...words].filter((name, at, all) => name.startsWith(typed) && all.indexOf(name) === at);
	}
	const first = typed.slice(0, space);
	const rest = typed.slice(space + 1).trimStart();
	const word = aliases[first] ?? first;
	const known =
		word === 'ctx' ? names.contexts : word === 'ns' || names.views.get(first)?.namespaced === true ? ['all', ...names.namespaces] : [];
	return known.filter((name) => name.startsWith(rest)).map((name) => `${first} ${name}`);
}
