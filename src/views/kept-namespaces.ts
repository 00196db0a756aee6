import type { FavouriteNamespaces, OpenContext } from './app-services.ts';
import type { DomainPane } from './domain-pane.ts';
import type { UiState } from './ui-state.ts';

/** Keeps what the digits open for the next run, as soon as it is known to be there. */
export class KeptNamespaces {
	readonly #store: FavouriteNamespaces | undefined;
	readonly #last = new Map<string, string>();

	constructor(store: FavouriteNamespaces | undefined) {
		this.#store = store;
	}

	/** What the digits opened in this context when it was last left. */
	of({ name }: Pick<OpenContext, 'name'>): readonly string[] {
		const names = this.#store?.read(name) ?? [];
		this.#last.set(name, names.join(' '));
		return names;
	}

	/** Costs nothing while nothing changes. What is returned is to be told. */
	keep(
		{ favourites, namespace }: Pick<UiState, 'favourites' | 'namespace'>,
		{ feed, total }: DomainPane,
		context: OpenContext,
	): string | undefined {
		// Before its rows are there it may be a slip of the finger.
		if (this.#store === undefined || feed.status().rows !== 'complete') return undefined;
		const isGone = namespace !== undefined && total === 0 && context.engine.namespaceExists(namespace) === false;
		const names = isGone ? favourites.filter((name) => name !== namespace) : favourites;
		const words = names.join(' ');
		if (this.#last.get(context.name) === words) return undefined;
		this.#last.set(context.name, words);
		return this.#store.keep(context.name, names);
	}
}
