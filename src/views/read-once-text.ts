import { isAnswer, SentenceError } from '../base/sentence-error.ts';
import { type TextLine, textLine } from '../base/text-line.ts';
import type { StreamStatus } from '../sync/types.ts';
import type { TextFacts, TextSource } from './text-source.ts';

export interface ReadOnce {
	/** `DIFF` */
	readonly title: string;
	/** `deployment shop/cart` */
	readonly scope: string;
	readonly wraps: boolean;
	/** Reads it. Throws SentenceError for what is to be told; aborted when nobody waits for it any more. */
	readonly read: (signal: AbortSignal) => Promise<(facts: TextFacts) => readonly TextLine[]>;
	/** Epoch ms. */
	readonly now: () => number;
	/** There is something else to be shown. */
	readonly changed: () => void;
}

type State =
	| { readonly kind: 'reading' }
	| { readonly kind: 'failed'; readonly sentence: string }
	/** There is nothing to be read, which is no failure of reading. */
	| { readonly kind: 'none'; readonly sentence: string }
	| { readonly kind: 'read'; readonly at: number; readonly lines: (facts: TextFacts) => readonly TextLine[] };

const status = (change: Partial<StreamStatus>): StreamStatus => ({
	mode: 'snapshot',
	level: 'healthy',
	reason: 'synchronized',
	detail: '',
	polling: { kind: 'disabled' },
	live: true,
	rows: 'complete',
	...change,
});

/** A text that is read once, and again when somebody asks for it: it says when it was read. `lines` has to give equal arrays for equal facts. */
export function readOnceText({ title, scope, wraps, read, now, changed }: ReadOnce): TextSource {
	let state: State = { kind: 'reading' };
	let reading = new AbortController();
	const begin = async (signal: AbortSignal): Promise<void> => {
		try {
			const lines = await read(signal);
			if (signal.aborted) return;
			state = { kind: 'read', at: now(), lines };
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof SentenceError)) throw error;
			state = { kind: isAnswer(error) ? 'none' : 'failed', sentence: error.message };
		}
		changed();
	};
	const again = (): void => {
		reading.abort();
		reading = new AbortController();
		state = { kind: 'reading' };
		void begin(reading.signal);
	};
	let shown: readonly TextLine[] | undefined;
	const said = (line: TextLine): readonly TextLine[] => {
		if (shown?.[0]?.spans[0]?.text !== line.spans[0]?.text) shown = [line];
		return shown ?? [line];
	};
	void begin(reading.signal);
	return {
		title,
		scope,
		wraps,
		lines(facts) {
			if (state.kind === 'read') return state.lines(facts);
			if (state.kind === 'reading') return said(textLine({ text: 'Reading…', role: 'quiet' }));
			return said(textLine({ text: state.sentence, role: state.kind === 'none' ? 'warning' : 'failing' }));
		},
		status() {
			if (state.kind === 'none') return undefined;
			if (state.kind === 'reading') return status({ level: 'degraded', reason: 'awaiting first delivery', live: false, rows: 'none' });
			return state.kind === 'failed'
				? status({ level: 'unhealthy', reason: 'errors', live: false, rows: 'none' })
				: status({ asOf: state.at });
		},
		feeds: () => [],
		again,
		suspend: () => undefined,
		resume: () => undefined,
		close: () => reading.abort(),
	};
}
