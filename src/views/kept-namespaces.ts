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

	/** The digit of the open namespace goes once the server has said that there is none; undefined: it stays. */
	gone({ favourites, namespace }: Pick<UiState, 'favourites' | 'namespace'>, { feed, total }: DomainPane, context: OpenContext) {
		if (namespace === undefined || !favourites.includes(namespace) || total > 0 || feed.status().rows !== 'complete') return undefined;
		return context.engine.namespaceExists(namespace) === false ? namespace : undefined;
	}

	/** Costs nothing while nothing changes. What is returned is to be told. */
	keep({ favourites }: Pick<UiState, 'favourites'>, { feed }: DomainPane, context: OpenContext): string | undefined {
		// Before its rows are there it may be a slip of the finger.
		if (this.#store === undefined || feed.status().rows !== 'complete') return undefined;
		const words = favourites.join(' ');
		if (this.#last.get(context.name) === words) return undefined;
		this.#last.set(context.name, words);
		return this.#store.keep(context.name, favourites);
	}
}
