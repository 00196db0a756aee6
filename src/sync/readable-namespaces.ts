import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import type { ResourceSpec } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import type { Gvr } from '../kube/types.ts';

/** In which namespaces one of some resources may be listed, as far as it was tried. No API says so. */
export interface ReadableNamespaces {
	/** The ones that were known first, then those of the cluster in the order of their names. */
	readonly readable: readonly string[];
	/** Those that refuse every one of the resources. */
	readonly forbidden: ReadonlySet<string>;
	/** Not tried yet; 0: that is all there is to tell. */
	readonly left: number;
}

export interface NamespaceSearchOptions {
	readonly connection: Pick<Connection, 'context' | 'listerWatcher'>;
	readonly clock: Clock;
	/** Something was found out. */
	readonly onChange: () => void;
	/** What is no answer of a server. */
	readonly onError: (error: unknown) => void;
}

export interface NamespaceSearch {
	/** Asking starts the search, once in five minutes for the same resources; names that are new are tried at once. */
	of(resources: readonly ResourceSpec[], known: readonly string[]): ReadableNamespaces;
	/** The next question is tried anew. */
	forget(): void;
	stop(): void;
}

const AT_ONCE = 4;
/** As a settled refusal. */
const AGAIN_MS = 300_000;
/** A cluster may have thousands of namespaces, of which no pane could name more than a few. */
const MOST_ASKED = 400;
const ENOUGH = 40;

const NAMESPACES: Gvr = { group: '', version: 'v1', resource: 'namespaces' };

const idOf = ({ group, version, resource }: Gvr): string => `${group}/${version}/${resource}`;

/**
 * Finds the namespaces in which one of some resources may be listed, by listing one object in each of those that are known, four at
 * a time: of the first resource in all of them, then of the next one in those that refused it.
 */
export function namespaceSearch(options: NamespaceSearchOptions): NamespaceSearch {
	const searches = new Map<string, Search>();
	return {
		of(resources, known) {
			const kinds = resources.map(({ gvr }) => gvr);
			const id = kinds.map(idOf).join(' ');
			const before = searches.get(id);
			const search = before?.isFresh === true ? before : new Search(options, kinds, before);
			searches.set(id, search);
			search.know(known);
			return search.found();
		},
		forget() {
			for (const search of searches.values()) search.expire();
		},
		stop() {
			for (const search of searches.values()) search.stop();
		},
	};
}

/** A namespace, and the place of the resource that is listed in it next. */
interface Attempt {
	readonly name: string;
	readonly kind: number;
}

class Search {
	readonly #options: NamespaceSearchOptions;
	readonly #kinds: readonly Gvr[];
	readonly #abort = new AbortController();
	#askAgainAt: number;
	/** Every name that was heard of, and what became of it; the earlier search's answers until there are newer ones. */
	readonly #heard = new Map<string, boolean | undefined>();
	readonly #waiting: Attempt[] = [];
	#listing = true;
	#running = 0;
	#asked = 0;

	constructor(options: NamespaceSearchOptions, kinds: readonly Gvr[], before: Search | undefined) {
		this.#options = options;
		this.#kinds = kinds;
		this.#askAgainAt = options.clock.now() + AGAIN_MS;
		before?.stop();
		for (const [name, mayRead] of before === undefined ? [] : before.#heard) {
			this.#heard.set(name, mayRead);
			this.#waiting.push({ name, kind: 0 });
		}
		this.#listNames().then(() => {
			this.#listing = false;
			this.#tryMore();
			options.onChange();
		}, options.onError);
	}

	get isFresh(): boolean {
		return this.#options.clock.now() < this.#askAgainAt;
	}

	expire(): void {
		this.#askAgainAt = 0;
	}

	stop(): void {
		this.#abort.abort();
	}

	know(names: readonly string[]): void {
		const fresh = names.filter((name) => name !== '' && !this.#heard.has(name));
		for (const name of fresh) {
			this.#heard.set(name, undefined);
			this.#waiting.push({ name, kind: 0 });
		}
		if (fresh.length > 0) this.#tryMore();
	}

	found(): ReadableNamespaces {
		const told = [...this.#heard];
		const readable = told.filter(([, mayRead]) => mayRead === true).map(([name]) => name);
		const forbidden = new Set(told.filter(([, mayRead]) => mayRead === false).map(([name]) => name));
		return { readable, forbidden, left: this.#running + (this.#isEnough() ? 0 : this.#waiting.length) + (this.#listing ? 1 : 0) };
	}

	#isEnough(): boolean {
		const readable = [...this.#heard.values()].filter((mayRead) => mayRead === true).length;
		return this.#asked >= MOST_ASKED || readable >= ENOUGH;
	}

	#tryMore(): void {
		while (this.#running < AT_ONCE && !this.#isEnough() && !this.#abort.signal.aborted) {
			const attempt = this.#waiting.shift();
			if (attempt === undefined) return;
			this.#running += 1;
			this.#asked += 1;
			this.#mayList(attempt).then((mayRead) => {
				this.#running -= 1;
				this.#took(attempt, mayRead);
				this.#tryMore();
				this.#options.onChange();
			}, this.#options.onError);
		}
	}

	/** What refuses one of them may still let another be read. */
	#took({ name, kind }: Attempt, mayRead: boolean | undefined): void {
		if (mayRead !== true && kind + 1 < this.#kinds.length) this.#waiting.push({ name, kind: kind + 1 });
		else if (mayRead !== undefined) this.#heard.set(name, mayRead);
	}

	/** The names of all namespaces, where they may be listed: the first page of them. */
	async #listNames(): Promise<void> {
		const names: string[] = [];
		const listed = await this.#list(NAMESPACES, undefined, 500, (name) => names.push(name));
		if (listed === true) this.know(names);
	}

	async #mayList({ name, kind }: Attempt): Promise<boolean | undefined> {
		const gvr = this.#kinds[kind];
		return gvr === undefined ? undefined : this.#list(gvr, name, 1, () => undefined);
	}

	/** true: it was listed; false: it may not be; undefined: nobody knows. */
	async #list(gvr: Gvr, namespace: string | undefined, limit: number, onName: (name: string) => void): Promise<boolean | undefined> {
		const { connection } = this.#options;
		const source = connection.listerWatcher({
			gvr,
			scope: namespace === undefined ? {} : { namespace },
			mask: {},
			streamId: `${connection.context} readable namespaces`,
			priority: () => 'background',
		});
		try {
			await source.list({
				limit,
				signal: this.#abort.signal,
				onObjects: (objects) => {
					for (const { metadata } of objects) onName(metadata.name);
				},
			});
			return true;
		} catch (error) {
			if (!(error instanceof ApiFailure)) throw error;
			return error.error.kind === 'forbidden' ? false : undefined;
		}
	}
}
