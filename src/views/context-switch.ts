import type { AppServices, OpenContext } from './app-services.ts';
import { type Ignored, nothingIgnored } from './ignored.ts';
import type { KeptNamespaces } from './kept-namespaces.ts';
import { type OpenContexts, sentenceOf } from './open-contexts.ts';
import { type OpenView, viewNamed } from './open-view.ts';
import type { PanesOverList } from './panes-over-list.ts';
import { defaultNamespace } from './screen-facts.ts';
import type { SeenLists } from './seen-lists.ts';
import type { ServedLookup } from './served-lookup.ts';
import type { SessionState } from './session-state.ts';
import { uiReducer } from './ui-reducer.ts';

/** What of the session is another one in another context. */
export interface SwitchedParts {
	readonly services: AppServices;
	readonly contexts: OpenContexts;
	readonly state: SessionState;
	readonly view: OpenView;
	readonly panes: PanesOverList;
	readonly seen: SeenLists;
	readonly lookup: ServedLookup;
	readonly kept: KeptNamespaces;
	readonly isOpen: () => boolean;
	readonly repaint: () => void;
}

/** The way to another context, and what is kept of those that were left. */
export class ContextSwitch {
	readonly #parts: SwitchedParts;
	/** By the names of the contexts that were left. */
	readonly #ignored = new Map<string, Ignored>();
	#turn = 0;

	constructor(parts: SwitchedParts) {
		this.#parts = parts;
	}

	/** The old context stays on the screen until the new one is open; a failure leaves it there. Of several only the last is opened. */
	async to(name: string): Promise<void> {
		const { services, contexts, state, view, panes, seen, kept, isOpen, repaint } = this.#parts;
		const turn = ++this.#turn;
		state.say('info', `Opening ${name}…`);
		try {
			const context = await contexts.open(name);
			if (turn !== this.#turn || !isOpen()) return;
			const missing = await this.#missingIn(context);
			if (turn !== this.#turn || !isOpen()) return;
			const left = state.current;
			const here = missing === undefined ? left : { ...left, view: viewNamed(services.domains, context, '').name };
			this.#ignored.set(view.context.name, left.ignored);
			const there = uiReducer(here, {
				type: 'context',
				namespace: defaultNamespace(context),
				favourites: kept.of(context),
				ignored: this.#ignored.get(context.name) ?? nothingIgnored,
			});
			panes.texts.close();
			view.show(there, context);
			state.replace(there);
			panes.log.close();
			seen.forget();
			state.tell('error', missing);
		} catch (error) {
			if (turn !== this.#turn) return;
			state.say('error', sentenceOf(error, `Opening context "${name}"`));
		}
		repaint();
	}

	/** Why the view that is open cannot be opened in another context: it is of something that its server has not. */
	async #missingIn(context: OpenContext): Promise<string | undefined> {
		const { state, view, lookup } = this.#parts;
		const name = state.current.view;
		if (view.knows(name, context)) return undefined;
		let missing: string | undefined;
		await lookup.ask(context, {
			name,
			isWanted: () => true,
			found: () => undefined,
			failed: (sentence) => {
				missing = sentence;
			},
		});
		return missing;
	}
}
