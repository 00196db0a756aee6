import { safeJson, safeText } from '../base/safe-text.ts';
import type { LogSink } from '../sessions/log-sources.ts';
import type { LogSource } from '../sessions/types.ts';
import { ansiForTerminal } from '../terminal/ansi-text.ts';
import type { LogFlags } from './logs-flags.ts';
import type { OutputStream } from './output-stream.ts';

export interface LogOutputOptions {
	readonly flags: LogFlags;
	readonly format: 'text' | 'jsonl';
	readonly namespace: string;
	/** Pod and container before each line. */
	readonly prefix: boolean;
	/** Escape sequences of a log would be obeyed: they are made safe, and colours kept only where they are wanted. */
	readonly terminal: { readonly colour: boolean } | undefined;
	readonly out: OutputStream;
	/** What is no line: stderr. */
	readonly note: (sentence: string) => void;
	/** Lines can no longer be written. */
	readonly onFailure: (error: unknown) => void;
	readonly now: () => number;
}

const NEWLINE = Buffer.from('\n');
/** So much may wait for a slow reader; then the logs do. */
const MOST_BEHIND = 1024 * 1024;

export interface LogOutput {
	readonly sink: LogSink;
	/** Hands over what was gathered. */
	flush(): void;
}

/** Lines as they came, byte for byte, or as JSON; marks are said on stderr, in JSON lines they are documents too. */
export function logOutput(options: LogOutputOptions): LogOutput {
	const { flags, format, namespace, prefix, terminal, out, note, onFailure } = options;
	let parts: Uint8Array[] = [];
	const written = new Map<LogSource, number>();
	const flush = (): void => {
		if (parts.length === 0) return;
		const bytes = Buffer.concat(parts);
		parts = [];
		try {
			out.write(bytes);
		} catch (error) {
			// Thrown here it would only reach the log that is being read; the run is what has to end.
			onFailure(error);
		}
	};
	const document = (value: object): void => void parts.push(Buffer.from(`${safeJson(value)}\n`));
	const isWanted = (text: string): boolean => flags.include?.test(text) !== false && flags.exclude?.test(text) !== true;
	const selects = flags.include !== undefined || flags.exclude !== undefined;

	const line = (source: LogSource, stamp: string, bytes: Buffer): void => {
		if (selects && !isWanted(bytes.toString('utf8'))) return;
		if (format === 'jsonl') {
			document({ event: 'line', namespace, ...source, time: stamp, line: bytes.toString('utf8') });
			return;
		}
		const { limitBytes = 0 } = flags;
		const rest = limitBytes === 0 ? undefined : limitBytes - (written.get(source) ?? 0);
		if (rest !== undefined && rest <= 0) return;
		const of = `${source.pod}/${source.container}`;
		const before =
			(prefix ? `[pod/${terminal === undefined ? of : safeText(of)}] ` : '') +
			(flags.timestamps === true && stamp !== '' ? `${stamp} ` : '');
		const text = terminal === undefined ? bytes : Buffer.from(ansiForTerminal(bytes.toString('utf8'), terminal.colour));
		const whole = [...(before === '' ? [] : [Buffer.from(before)]), text, NEWLINE];
		if (rest === undefined) {
			parts.push(...whole);
			return;
		}
		const cut = Buffer.concat(whole).subarray(0, rest);
		written.set(source, (written.get(source) ?? 0) + cut.length);
		parts.push(cut);
	};

	return {
		flush,
		sink: {
			line,
			mark(mark, source, words) {
				if (format === 'jsonl') {
					document({ event: mark, namespace, ...source, time: new Date(options.now()).toISOString(), words });
					return;
				}
				// That a log was read to its end is what its end says.
				if (mark === 'ended') return;
				flush();
				note(`${source === undefined ? '' : `${source.pod}/${safeText(source.container)}: `}${sentenceOf(mark, words)}`);
			},
			ready() {
				flush();
				return out.behind > MOST_BEHIND ? out.drained().catch(onFailure) : undefined;
			},
		},
	};
}

const sentenceOf = (mark: string, words: string): string => {
	switch (mark) {
		case 'joined':
			return 'joined: its log is read from here on.';
		case 'left':
			return 'its pod is gone.';
		case 'cut':
			return `its log was cut (${words}); trying again.`;
		case 'resumed':
			return 'its log goes on where it was cut.';
		default:
			return `${words}.`;
	}
};
