import { type Instance, render } from 'ink';
import type { Cancel } from '../base/clock.ts';
import { alternateScreen } from '../terminal/alternate-screen.ts';
import { backgroundQuestion } from '../terminal/background.ts';
import { capabilities } from '../terminal/capabilities.ts';
import { copyText } from '../terminal/clipboard.ts';
import { watchExitPaths } from '../terminal/exit-paths.ts';
import { KeyInput } from '../terminal/key-input.ts';
import { liveTheme } from '../terminal/live-theme.ts';
import { createPainter } from '../terminal/styled-line.ts';
import { App } from './app.tsx';
import type { AppServices } from './app-services.ts';
import { AppSession } from './app-session.ts';
import { sentenceOf } from './open-contexts.ts';
import { asciiGlyphs, unicodeGlyphs } from './theme.ts';

/** Keys are drawn at once; Ink's own limit only has to be above what a person types. Data is batched before it gets there. */
const mostFramesPerSecond = 120;

/** After the last of a row of resizes. */
const resizeSettledMs = 120;

/** Longer than a signal takes to stop its own process. */
const suspendedMs = 200;

/** How long leaving may take for the sake of connections; the terminal is given back before. */
const closingMs = 300;

/**
 * The terminal interface, until somebody leaves it. Needs a TTY on both ends. Resolves with the exit code:
 * 0 after `q`, 130 after ctrl-c, 128 + the signal's number, 1 after a crash, whose sentence is then on stderr.
 */
export async function runApp(services: AppServices): Promise<number> {
	const { stdin, stdout, env, clock } = services;
	const { colourLevel, unicode } = capabilities(env, process.platform);
	const theme = liveTheme(services.theme ?? 'auto', colourLevel, env);
	let paint = createPainter(theme.current());
	const screen = alternateScreen(stdout);
	let instance: Instance | undefined;
	let crash: unknown;

	const redraw = (): void => {
		// Ink forgets what it drew, so that the next frame is written whole on the emptied screen.
		instance?.clear();
		screen.erase();
		if (instance !== undefined) instance.rerender(app);
	};
	const session = new AppSession(services, {
		size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
		glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
		paint: (line) => paint(line),
		redraw,
		suspend: () => {
			rawMode(stdin, false);
			screen.leave();
			process.kill(process.pid, 'SIGTSTP');
			// Where no shell controls jobs the signal does nothing: then the screen comes back by itself. After a real stop it is back already.
			clock.after(suspendedMs, goOn);
		},
		copy: (text) => copyText(text, { env, clock, write: (bytes) => stdout.write(bytes) }),
	});
	const keys = new KeyInput(stdin, clock, (answer) => {
		if (!theme.answered(answer)) return;
		paint = createPainter(theme.current());
		session.themeChanged();
	});
	// The first frame does not wait for the answer: it is drawn in what is known, and once more when the terminal says otherwise.
	const askBackground = (): void => {
		if (!theme.asks) return;
		keys.asked();
		stdout.write(backgroundQuestion);
	};
	const app = <App session={session} clock={clock} />;
	const goOn = (): void => {
		// The shell that had the terminal left it in its own mode.
		rawMode(stdin, true);
		screen.enter();
		screen.reenter();
		// It may be another terminal now.
		askBackground();
		redraw();
	};
	let cancelSettled: Cancel | undefined;
	const onResize = (): void => {
		session.resized();
		redraw();
		// A frame for the size before may have been on its way and meet the new one: once it is quiet, all is drawn again.
		cancelSettled?.();
		cancelSettled = clock.after(resizeSettledMs, redraw);
	};
	const stopWatching = watchExitPaths(process, {
		onSignal: (exitCode) => session.quit(exitCode),
		onCrash: (error) => {
			crash ??= error;
			session.quit(1);
		},
		onContinue: goOn,
	});

	// Before Ink's own listener, so that Ink never lays out the old lines on the new size.
	stdout.on('resize', onResize);
	// Before anything is seen: what is typed from the first frame on are keys, not a line for the tty to echo and to interrupt.
	rawMode(stdin, true);
	screen.enter();
	askBackground();
	try {
		instance = render(app, {
			stdin: keys as unknown as NodeJS.ReadStream,
			stdout,
			exitOnCtrlC: false,
			patchConsole: false,
			incrementalRendering: true,
			// A CI variable in the environment of a terminal does not make it less of one.
			interactive: true,
			maxFps: mostFramesPerSecond,
		});
		const unmounted = instance.waitUntilExit().then(
			() => 0,
			(error: unknown) => {
				crash ??= error;
				return 1;
			},
		);
		return await Promise.race([session.exited, unmounted]);
	} finally {
		stdout.off('resize', onResize);
		cancelSettled?.();
		instance?.unmount();
		keys.close();
		rawMode(stdin, false);
		screen.leave();
		stopWatching();
		if (crash !== undefined)
			process.stderr.write(`kyacht: ${sentenceOf(crash, 'Drawing the screen')} Start kyacht again; the cluster was not touched.\n`);
		await atMost(closingMs, session.close());
	}
}

function rawMode(stdin: NodeJS.ReadStream, on: boolean): void {
	if (stdin.isTTY) stdin.setRawMode(on);
}

/** A timer that keeps the process alive, as the clock's do not: the program must not end before its exit code is known. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ms);
	await Promise.race([work, promise]);
	clearTimeout(timer);
}
