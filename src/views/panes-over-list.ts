import { LogOverList } from './log-over-list.ts';
import { logRequest } from './log-target.ts';
import type { LogWish } from './logs-line.ts';
import type { OpenView } from './open-view.ts';
import type { SessionState } from './session-state.ts';
import { type OpenText, TextsOverList } from './texts-over-list.ts';
import { logOverlay } from './ui-state.ts';

/** What reads for itself over the list: open for as long as the state has it. */
export class PanesOverList {
	readonly log: LogOverList;
	readonly texts: TextsOverList;
	readonly #state: SessionState;

	/** `changed` is called when something of a log came. */
	constructor(state: SessionState, openText: OpenText, changed: () => void) {
		this.#state = state;
		this.log = new LogOverList(changed);
		this.texts = new TextsOverList(openText);
	}

	/** Opens and closes what the state says. */
	show(): void {
		if (!this.#hasLog()) this.log.close();
		this.texts.show(this.#state.current.overlays);
	}

	/** The logs of what the wish names, else of the row under the cursor; says why there are none. */
	openLog(wish: LogWish, { context, pane }: OpenView, cursor: string | undefined): void {
		const { domain, rows } = pane.feed;
		const row = rows.get(cursor ?? '');
		const { namespace } = this.#state.current;
		const request = logRequest(wish, { domain, rows: () => rows.values(), row, namespace });
		if ('why' in request) {
			this.#state.say('info', request.why);
			return;
		}
		this.log.open(request, context);
		// At most one is open.
		if (this.#hasLog()) this.#state.reduce({ type: 'close-overlay', from: 'log' });
		this.#state.reduce({ type: 'open-overlay', overlay: logOverlay });
		this.texts.show(this.#state.current.overlays);
	}

	close(): void {
		this.log.close();
		this.texts.close();
	}

	#hasLog(): boolean {
		return this.#state.current.overlays.some(({ kind }) => kind === 'log');
	}
}
