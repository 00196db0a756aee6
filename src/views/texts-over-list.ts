import type { DomainFeed } from '../sync/types.ts';
import { type TextAnswer, type TextKey, TextPane } from './text-pane.ts';
import type { TextRequest } from './text-request.ts';
import type { TextSource } from './text-source.ts';
import type { Overlay } from './ui-state.ts';

/** `below`: the text that it is to lie over. */
export type OpenText = (request: TextRequest, below: TextSource | undefined) => TextSource;

/** The texts that lie over the list, one over the other: what is hidden by another one is kept, and not read. */
export class TextsOverList {
	readonly #open: OpenText;
	#panes: ReadonlyMap<TextRequest, TextPane> = new Map();
	#top: TextPane | undefined;

	constructor(open: OpenText) {
		this.#open = open;
	}

	/** The one on top. */
	get pane(): TextPane | undefined {
		return this.#top;
	}

	/** What the one on top reads. */
	feeds(): readonly DomainFeed[] {
		return this.#top?.source.feeds() ?? [];
	}

	/** Opens what the state has and nobody has opened, closes what it has no more. The new one first, so that streams they share go on. */
	show(overlays: readonly Overlay[]): void {
		const requests = overlays.flatMap((overlay) => (overlay.kind === 'text' ? [overlay.request] : []));
		if (requests.length === 0 && this.#panes.size === 0) return;
		// A log covers what is below it; help and diagnostics are looked at beside it.
		const above = overlays.findLast(({ kind }) => kind === 'text' || kind === 'log');
		const last = above?.kind === 'text' ? above.request : undefined;
		const before = this.#panes;
		const top = last === undefined ? undefined : before.get(last);
		top?.source.resume();
		const panes = new Map<TextRequest, TextPane>();
		let below: TextPane | undefined;
		for (const request of requests) {
			below = before.get(request) ?? new TextPane(this.#open(request, below?.source));
			panes.set(request, below);
		}
		this.#panes = panes;
		this.#top = last === undefined ? undefined : this.#panes.get(last);
		for (const [request, pane] of before) {
			if (!this.#panes.has(request)) pane.source.close();
			else if (pane !== this.#top) pane.source.suspend();
		}
	}

	perform(key: TextKey): TextAnswer {
		return this.#top?.perform(key) ?? {};
	}

	close(): void {
		this.show([]);
	}
}
