import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../base/clock.ts';

export interface ClipboardTerminal {
	readonly env: NodeJS.ProcessEnv;
	readonly clock: Clock;
	/** Writes to the terminal, between two frames. */
	readonly write: (bytes: string) => void;
}

/** Where a text went: what can be said of it afterwards. */
export type CopyTarget =
	/** tmux took it, and hands it on to the terminal as its `set-clipboard` says. */
	| { readonly kind: 'tmux' }
	/** The terminal was told (OSC 52). It does not answer; `tmux` is why tmux was passed by. */
	| { readonly kind: 'terminal'; readonly tmux?: string }
	/** Nobody was told. `reason` is the end of a sentence. */
	| { readonly kind: 'nowhere'; readonly reason: string };

const tmuxDeadlineMs = 1000;

/** Terminals drop an OSC 52 that is longer: 100 000 bytes with its frame is what the strictest of the usual ones take. */
const mostEncoded = 99_900;

/**
 * Puts text on the clipboard. Inside tmux it goes into tmux's own buffer, which works with tmux's default settings
 * (`set-clipboard external`), where an OSC 52 of a program is ignored; `-w` makes tmux tell the terminal too. Elsewhere,
 * also over SSH, the terminal is told with OSC 52. Does not throw.
 */
export async function copyText(text: string, terminal: ClipboardTerminal): Promise<CopyTarget> {
	const { env, write } = terminal;
	const encoded = Buffer.from(text).toString('base64');
	const inTmux = (env.TMUX ?? '') !== '';
	const failure = inTmux ? await loadTmuxBuffer(text, terminal) : undefined;
	if (inTmux && failure === undefined) return { kind: 'tmux' };
	if (encoded.length > mostEncoded) {
		const why = failure === undefined ? '' : `${failure}, and `;
		return { kind: 'nowhere', reason: `${why}it is more than a terminal takes at once` };
	}
	write(osc52(encoded, inTmux));
	return failure === undefined ? { kind: 'terminal' } : { kind: 'terminal', tmux: failure };
}

/** tmux hands on to the terminal what is wrapped in its own device control string, with each Esc doubled. */
function osc52(encoded: string, inTmux: boolean): string {
	const sequence = `\x1b]52;c;${encoded}\x07`;
	return inTmux ? `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\` : sequence;
}

/** Why it failed, in a few words; undefined: it did not. */
async function loadTmuxBuffer(text: string, { env, clock }: ClipboardTerminal): Promise<string | undefined> {
	const overdue = new AbortController();
	const cancel = clock.after(tmuxDeadlineMs, () => overdue.abort());
	try {
		const tmux = spawn('tmux', ['load-buffer', '-w', '-'], {
			env,
			stdio: ['pipe', 'ignore', 'pipe'],
			signal: overdue.signal,
			killSignal: 'SIGKILL',
		});
		// A tmux that ends before it has read everything is told of by its exit code.
		tmux.stdin.on('error', () => undefined);
		tmux.stdin.end(text);
		let said = '';
		tmux.stderr.setEncoding('utf8').on('data', (part: string) => {
			said = (said + part).slice(0, 200);
		});
		const [code] = await once(tmux, 'close');
		if (code === 0) return undefined;
		return `tmux said: ${said.trim().split('\n')[0] || `exit code ${code}`}`;
	} catch (error) {
		if (overdue.signal.aborted) return 'tmux did not answer within 1 s';
		return `tmux could not be run (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
	} finally {
		cancel();
	}
}
