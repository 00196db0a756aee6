import { editText } from '../keys/line-edit.ts';
import type { OpenContext } from './app-services.ts';
import { k9sLine } from './k9s-names.ts';
import { servedSubject, type UnknownSubject } from './related.ts';
import type { ServedLookup } from './served-lookup.ts';
import type { SessionState } from './session-state.ts';
import type { TextAnswer } from './text-pane.ts';

/** What of the session goes on once the server has said what there is. */
export interface UnknownParts {
	readonly lookup: ServedLookup;
	readonly state: SessionState;
	readonly context: () => OpenContext;
	/** Does what a line of the command bar says; what it names is not asked for again. */
	readonly run: (typed: string) => void;
	readonly answer: (answer: TextAnswer) => void;
	/** Opens the place that the state says. */
	readonly show: () => void;
	/** Says in the state that the place is the one that is open still. */
	readonly stay: () => void;
}

/** Names that no view has, and what somebody wanted of them: done once the server has said what they are. */
export class UnknownNames {
	readonly #parts: UnknownParts;

	constructor(parts: UnknownParts) {
		this.#parts = parts;
	}

	/** A line whose view nobody knows yet stays in the bar until the server has said what there is: unless somebody goes on typing. */
	inLine(typed: string, name: string): void {
		const { lookup, state, context, run } = this.#parts;
		void lookup.ask(context(), {
			name,
			isTold: true,
			isWanted: ({ prompt }) => prompt.kind === 'command' && editText(prompt.edit) === typed,
			found: () => run(typed),
			// What k9s calls a view is known without the server, too.
			failed: (sentence, isUnknown) => (isUnknown || k9sLine(typed) !== undefined ? run(typed) : state.say('error', sentence)),
		});
	}

	/** An object of a kind that no view knows: the server says what it is. */
	ofObject(subject: UnknownSubject): void {
		const { lookup, state, context, answer } = this.#parts;
		const asked = context();
		const { view } = state.current;
		void lookup.ask(asked, {
			name: subject.kind,
			isTold: true,
			isWanted: (now) => now.view === view && now.overlays.length === 0,
			found: (note) => {
				const object = servedSubject(subject, asked.served);
				if (object === undefined) return;
				answer({ open: { kind: 'object', page: 'summary', object }, ...(note === undefined ? {} : { say: note }) });
			},
		});
	}

	/** A place in a context whose server was not asked yet for what it has. */
	ofPlace(view: string): void {
		const { lookup, state, context, show, stay } = this.#parts;
		void lookup.ask(context(), {
			name: view,
			isWanted: (now) => now.view === view,
			found: show,
			failed: (sentence) => {
				stay();
				state.say('error', sentence);
			},
		});
	}
}
