import { render } from 'ink';
import type { Clock } from '../base/clock.ts';
import { App } from './app.tsx';
import type { AppSession } from './app-session.ts';
import type { Chrome } from './screen.ts';

export interface InkChromeOptions {
	readonly session: AppSession;
	readonly clock: Clock;
	readonly chrome: Chrome;
	/** Where keys come from. */
	readonly stdin: NodeJS.ReadStream;
	/** Takes whole frames. */
	readonly stdout: NodeJS.WriteStream;
}

/** The chrome and the keys, in the hands of Ink. */
export interface InkChrome {
	show(chrome: Chrome): void;
	/** Resolves when Ink ended by itself; rejects with what broke it. */
	readonly ended: Promise<unknown>;
	unmount(): void;
}

export function inkChrome({ session, clock, chrome, stdin, stdout }: InkChromeOptions): InkChrome {
	const app = (shown: Chrome) => <App session={session} chrome={shown} clock={clock} />;
	const instance = render(app(chrome), {
		stdin,
		stdout,
		exitOnCtrlC: false,
		patchConsole: false,
		// Each frame whole and at once: what of it is new is the sink's to find.
		debug: true,
		// A CI variable in the environment of a terminal does not make it less of one.
		interactive: true,
	});
	return {
		show: (shown) => instance.rerender(app(shown)),
		ended: instance.waitUntilExit(),
		unmount: () => instance.unmount(),
	};
}
