import { humanDuration } from '../base/age.ts';
import { byCodeUnits } from '../base/by-code-units.ts';
import type { Domain } from '../domains/types.ts';
import { makeFilter } from '../filter/filter.ts';
import type { AppServices, RecentCommands, ServedViews } from './app-services.ts';
import { type CommandLine, type CommandNames, parseCommand, viewNames } from './command-line.ts';
import { type Completion, completions } from './completions.ts';
import type { DomainPane } from './domain-pane.ts';
import { k9sLine } from './k9s-names.ts';
import type { Prompt } from './ui-state.ts';

/** What the bar learns names from. */
export interface BarPlace {
	readonly context: string;
	readonly contextNamespace: string;
	readonly favourites: readonly string[];
	/** Namespaces that were found to be readable where the whole cluster is not. */
	readonly readable: readonly string[];
	readonly pane: DomainPane;
	/** What else the server has. */
	readonly served: ServedViews;
	readonly now: number;
	/** What `:diff` is about. */
	readonly diffPlace: NonNullable<CommandNames['diffPlace']>;
}

const mostRecent = 100;

const once = <T>(make: () => T): (() => T) => {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
};

const newestFirst = (lines: readonly string[]): readonly string[] => [...new Set(lines)].slice(0, mostRecent);

/** What a command bar remembers: the names that there are, the lines that were entered, and the one that was doubted. */
export class CommandBar {
	readonly #domains: readonly Domain[];
	readonly #views: CommandNames['views'];
	readonly #contextNames: () => readonly string[];
	readonly #recentCommands: RecentCommands | undefined;
	/** Read when the bar is first used. */
	#recent: readonly string[] | undefined;
	/** Gathered when the bar opens: rows are many, and keys are quick. */
	#names: CommandNames | undefined;
	/** What the names were gathered from beside the built-in views, and how much was known of it then. */
	#served: { readonly views: ServedViews; readonly revision: number } | undefined;
	readonly #asked = new WeakSet<ServedViews>();
	readonly #learned: () => void;
	/** Namespaces of contexts whose view of them was open. */
	readonly #listed = new Map<string, { readonly names: ReadonlySet<string>; readonly at: number }>();
	#offered:
		| {
				readonly typed: string;
				readonly names: CommandNames;
				readonly recent: readonly string[];
				readonly offered: readonly Completion[];
		  }
		| undefined;
	#doubted: string | undefined;

	/** `learned` is called when more names are known than a moment ago. */
	constructor(
		{ domains, contextNames, recentCommands }: Pick<AppServices, 'domains' | 'contextNames' | 'recentCommands'>,
		learned: () => void,
	) {
		this.#learned = learned;
		this.#domains = domains;
		this.#views = viewNames(domains);
		this.#contextNames = contextNames;
		this.#recentCommands = recentCommands;
	}

	/** The newest first. */
	get recent(): readonly string[] {
		this.#recent ??= newestFirst(this.#recentCommands?.read() ?? []);
		return this.#recent;
	}

	/** Before a pane is left: the names of its rows are worth keeping when they are namespaces. */
	learn({ pane, context, now }: Pick<BarPlace, 'pane' | 'context' | 'now'>): void {
		const { domain, rows } = pane.feed;
		const { rows: state, live, asOf } = pane.feed.status();
		if (domain.name !== 'namespaces' || state !== 'complete') return;
		this.#listed.set(context, { names: new Set(Array.from(rows.values(), ({ name }) => name)), at: live ? now : (asOf ?? now) });
	}

	completions(prompt: Prompt, place: () => BarPlace): readonly Completion[] {
		if (prompt.kind !== 'command') {
			this.#names = undefined;
			return [];
		}
		// Asked for with every frame, and there are as many names as rows.
		const names = this.#known(place);
		const { recent } = this;
		const { typed } = prompt;
		const known = this.#offered;
		if (known?.typed === typed && known.names === names && known.recent === recent) return known.offered;
		const offered = completions(typed, names, recent);
		this.#offered = { typed, names, recent, offered };
		return offered;
	}

	/** The line that enter takes: what is typed, or the first completion of a word that means nothing by itself and begins it. */
	meant(typed: string, place: () => BarPlace): string {
		const names = this.#known(place);
		const word = typed.trim().replace(/^:\s*/, '');
		if (word === '' || /\s/.test(word) || k9sLine(word) !== undefined || parseCommand(word, names).kind !== 'error') return typed;
		const [top] = completions(word, names, []);
		return top?.line.startsWith(word.toLowerCase()) === true ? top.line : typed;
	}

	/** What a line asks for. A filter that cannot be read is told now: behind a closed bar nobody would see what is wrong with it. A line that was doubted is done when it is entered once more. */
	parse(line: string, place: () => BarPlace): CommandLine {
		const names = this.#known(place);
		const insists = line === this.#doubted;
		const command = this.#checked(parseCommand(line, insists ? { ...names, listed: undefined } : names));
		this.#doubted = command.kind === 'error' && command.canInsist === true ? line : undefined;
		return command;
	}

	#checked(command: CommandLine): CommandLine {
		if (command.kind !== 'view' || command.filter === undefined) return command;
		const domain = this.#domains.find(({ name }) => name === command.view);
		// The columns of what the server alone knows come with its rows.
		if (domain === undefined) return command;
		const { fault } = makeFilter(command.filter, domain.columns);
		return fault === undefined ? command : { kind: 'error', sentence: fault.sentence };
	}

	/** Keeps a line that was done; what is returned is to be told. */
	entered(line: string): string | undefined {
		const text = line.trim().replace(/^:\s*/, '');
		if (text === '') return undefined;
		const isNewest = this.recent[0] === text;
		this.#recent = newestFirst([text, ...this.recent]);
		return isNewest ? undefined : this.#recentCommands?.keep(text);
	}

	#known(place: () => BarPlace): CommandNames {
		if (this.#served !== undefined && this.#served.views.revision !== this.#served.revision) this.#names = undefined;
		this.#names ??= this.#gather(place());
		return this.#names;
	}

	#gather(place: BarPlace): CommandNames {
		const { context, contextNamespace, favourites, readable, pane, served, now } = place;
		this.learn(place);
		this.#askOnce(served);
		const others = served.domains();
		this.#served = { views: served, revision: served.revision };
		const listed = this.#listed.get(context);
		const namespaces = [...(listed?.names ?? []), ...pane.namespaces()].toSorted(byCodeUnits);
		const seconds = listed === undefined ? 0 : (now - listed.at) / 1000;
		return {
			views: others.length === 0 ? this.#views : viewNames([...this.#domains, ...others]),
			namespaces: [...new Set([...favourites, contextNamespace, ...readable, ...namespaces])],
			listed: listed === undefined ? undefined : { names: listed.names, when: seconds < 2 ? 'just now' : `${humanDuration(seconds)} ago` },
			contexts: this.#contextNames(),
			logTargets: once(() => pane.logTargets()),
			diffPlace: place.diffPlace,
		};
	}

	/** What the server has is asked for when somebody begins to type names: it is for completion only, and for what enter then means. */
	#askOnce(served: ServedViews): void {
		if (this.#asked.has(served) || served.discovery() !== undefined) return;
		this.#asked.add(served);
		// Who enters a name asks again, and is told then why there was no answer.
		served.ask().then(this.#learned, () => this.#asked.delete(served));
	}
}
