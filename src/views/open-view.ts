import type { Domain } from '../domains/types.ts';
import { filterFor } from '../filter/filter.ts';
import { joinSelectors } from '../filter/syntax.ts';
import type { Scope } from '../kube/types.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { AppServices, OpenContext } from './app-services.ts';
import { DomainPane } from './domain-pane.ts';
import type { Tab } from './tab-line.ts';
import type { UiState } from './ui-state.ts';

type Place = Pick<UiState, 'view' | 'namespace' | 'views'>;

/**
 * The one view that is shown: its context, and its feed for as long as it is shown. What is left gives its streams back at
 * once; what remains of it is its count and the time.
 */
export class OpenView {
	readonly #services: AppServices;
	readonly #firstPage: () => number;
	readonly #changed: () => void;
	readonly #left = new Map<string, { readonly count: number; readonly at: number }>();
	#context: OpenContext;
	#namespace: string | undefined;
	#pane: DomainPane;
	#stopListening: () => void;

	/** `changed` is called when rows, samples or a status of the context may have changed; `firstPage` is the height of the screen. */
	constructor(services: AppServices, place: Place, firstPage: () => number, changed: () => void) {
		const { context, firstFeed } = services;
		this.#services = services;
		this.#firstPage = firstPage;
		this.#changed = changed;
		this.#context = context;
		this.#namespace = place.namespace;
		const domain = this.#domainOf(place.view, context);
		const scope = this.#scopeOf(domain, place);
		if (firstFeed !== undefined && firstFeed.domain.name === domain.name && sameScope(firstFeed.scope, scope)) {
			this.#pane = this.#paneOf(firstFeed);
		} else {
			this.#pane = this.#open(context, domain, scope);
			firstFeed?.close();
		}
		this.#stopListening = context.engine.subscribe(changed);
	}

	get context(): OpenContext {
		return this.#context;
	}

	get pane(): DomainPane {
		return this.#pane;
	}

	/** Opens the feed of a place and closes the one that was; the new one first, so that streams they share go on. */
	show(place: Place, context: OpenContext = this.#context): void {
		const domain = this.#domainOf(place.view, context);
		const scope = this.#scopeOf(domain, place);
		const old = this.#pane;
		const { feed } = old;
		const moved = context !== this.#context;
		if (!moved && sameDomain(feed.domain, domain) && sameScope(feed.scope, scope)) return;
		const pane = this.#open(context, domain, scope);
		// Counts of another place say nothing of this one.
		if (moved || place.namespace !== this.#namespace) this.#left.clear();
		// A part is no count: what is remembered is the last whole one.
		else if (feed.status().rows === 'complete' && feed.domain.lines === undefined) {
			// A count is as old as its rows: those of a view that was left while stale were old before.
			const at = feed.status().asOf ?? this.#services.clock.now();
			this.#left.set(feed.domain.name, { count: old.total, at: feed.status().live ? this.#services.clock.now() : at });
		}
		if (moved) {
			this.#stopListening();
			this.#stopListening = context.engine.subscribe(this.#changed);
		}
		this.#context = context;
		this.#namespace = place.namespace;
		this.#pane = pane;
		old.close();
	}

	/** The views that have a tab, in their order: the open one always has. */
	views(): readonly string[] {
		const open = this.#pane.feed.domain.name;
		const tabs = this.#services.domains.filter(({ tab, name }) => tab !== false || name === open).map(({ name }) => name);
		// What the server alone knows has a tab while it is open, too.
		return tabs.includes(open) ? tabs : [...tabs, open];
	}

	tabs(): readonly Tab[] {
		const { feed, total } = this.#pane;
		return this.views().map((name) => {
			if (name === feed.domain.name) {
				const { rows } = feed.status();
				const isKnown = feed.domain.lines === undefined && (rows === 'complete' || (rows === 'partial' && total > 0));
				return { name, count: isKnown ? total : undefined, isPart: rows === 'partial', leftAt: undefined };
			}
			const left = this.#left.get(name);
			return { name, count: left?.count, leftAt: left?.at };
		});
	}

	close(): void {
		this.#stopListening();
		this.#pane.close();
	}

	/** A view of this name is known in the context. What it does not know may still be on its server. */
	knows(name: string, context: OpenContext = this.#context): boolean {
		return namedAmong(this.#services.domains, name) !== undefined || context.served.find(name) !== undefined;
	}

	#domainOf(name: string, context: OpenContext): Domain {
		return viewNamed(this.#services.domains, context, name);
	}

	#open(context: OpenContext, domain: Domain, scope: Scope): DomainPane {
		return this.#paneOf(this.#services.openFeed(context, domain, scope, { visible: true, firstPage: this.#firstPage() }));
	}

	#paneOf(feed: DomainFeed): DomainPane {
		return new DomainPane(feed, this.#services.clock, this.#changed);
	}

	#scopeOf(domain: Domain, { namespace, views }: Place): Scope {
		const { view, labelSelector, fieldSelector } = this.#services.initial;
		const entered = filterFor(domain, views[domain.name]?.entered ?? '').filter?.selectors ?? {};
		// Selectors of the command line were meant for the view that was asked for there.
		const selected = this.#domainOf(view, this.#context).name === domain.name;
		return {
			...(domain.scope === 'cluster' || namespace === undefined ? {} : { namespace }),
			...joinSelectors(
				{
					...(selected && labelSelector !== undefined ? { labelSelector } : {}),
					...(selected && fieldSelector !== undefined ? { fieldSelector } : {}),
				},
				entered,
			),
		};
	}
}

const namedAmong = (domains: readonly Domain[], name: string): Domain | undefined =>
	domains.find((domain) => domain.name === name || domain.aliases.includes(name));

/** The domain of a view by its name or an alias, built-in ones before those of a server; the first where there is none of that name. */
export function viewNamed(domains: readonly Domain[], { served }: Pick<OpenContext, 'served'>, name: string): Domain {
	const found = namedAmong(domains, name) ?? served.find(name)?.domain ?? domains[0];
	if (found === undefined) throw new Error('No domain is registered.');
	return found;
}

/** A kind may be served in another version than when its view was opened; its columns are no other view. */
const sameDomain = (one: Domain, other: Domain): boolean =>
	one.name === other.name && one.reads.every(({ resource }, at) => resource.gvr.version === other.reads[at]?.resource.gvr.version);

const sameScope = (one: Scope, other: Scope): boolean =>
	one.namespace === other.namespace && one.labelSelector === other.labelSelector && one.fieldSelector === other.fieldSelector;
