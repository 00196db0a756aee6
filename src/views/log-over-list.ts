import type { LogRequest } from '../sessions/types.ts';
import type { OpenContext } from './app-services.ts';
import { type LogCommand, LogPane } from './log-pane.ts';

/** The log that lies over the list, if one does: at most one is open. */
export class LogOverList {
	readonly #changed: () => void;
	#pane: LogPane | undefined;

	/** `changed` is called when lines came or a status may be another. */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	get pane(): LogPane | undefined {
		return this.#pane;
	}

	open(request: LogRequest, context: OpenContext): void {
		this.close();
		this.#pane = new LogPane(request, { open: (wanted) => context.openLogs(wanted), changed: this.#changed });
	}

	/** Returns what there is to say of it. */
	perform(command: LogCommand, chord: string): string | undefined {
		return this.#pane?.perform(command, chord);
	}

	close(): void {
		this.#pane?.close();
		this.#pane = undefined;
	}
}
