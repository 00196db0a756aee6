import type { Cancel, Clock } from '../base/clock.ts';
import { alternateScreen } from '../terminal/alternate-screen.ts';
import { backgroundQuestion } from '../terminal/background.ts';
import { capabilities } from '../terminal/capabilities.ts';
import { copyText } from '../terminal/clipboard.ts';
import { watchExitPaths } from '../terminal/exit-paths.ts';
import { FrameSink } from '../terminal/frame-sink.ts';
import { inkStream } from '../terminal/ink-stream.ts';
import { jobControl } from '../terminal/job-control.ts';
import { KeyInput } from '../terminal/key-input.ts';
import { liveTheme } from '../terminal/live-theme.ts';
import { createPainter, sgrOf } from '../terminal/styled-line.ts';
import { bytesTo, terminalWriter } from '../terminal/terminal-writer.ts';
import type { AppServices } from './app-services.ts';
import { AppSession } from './app-session.ts';
import type { InkChrome } from './ink-chrome.tsx';
import { sentenceOf } from './open-contexts.ts';
import { bodyTop, type Chrome, chromeLines, chromeOf, chromeText, type ScreenSize, sameChrome } from './screen.ts';
import { asciiGlyphs, unicodeGlyphs } from './theme.ts';

/** After the last of a row of resizes. Until then the screen's size is anybody's guess, and nothing is drawn. */
const resizeSettledMs = 60;

/** How often Ink is given the chrome, at most: nothing is seen of it, and keys are to meet it hardly ever. */
const inkFollowsMs = 2_000;

/** How long leaving may take for the sake of connections; the terminal is given back before. */
const closingMs = 300;

/** How long a terminal that takes no bytes is waited for before it is left as it is. */
const lastFrameMs = 200;

/**
 * The terminal interface, until somebody leaves it. Needs a TTY on both ends. Resolves with the exit code:
 * 0 after `q`, 130 after ctrl-c, 128 + the signal's number, 1 after a crash, whose sentence is then on stderr.
 */
export async function runApp(services: AppServices): Promise<number> {
	const { stdin, stdout, env, clock } = services;
	const { colourLevel, unicode } = capabilities(env, process.platform);
	const theme = liveTheme(services.theme ?? 'auto', colourLevel, env);
	let paint = createPainter(theme.current());
	const size = (): ScreenSize => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
	let ink: InkChrome | undefined;
	let crash: unknown;
	let isOver = false;
	const onCrash = (error: unknown): void => {
		crash ??= error;
		session.quit(1);
	};

	const output = terminalWriter(bytesTo(stdout, process.platform), clock, onCrash);
	const screen = alternateScreen(output);
	const sink = new FrameSink({ output, size, sgr: (style) => sgrOf(style, theme.current()) });
	const session = new AppSession(services, {
		size,
		glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
		paint: (line) => paint(line),
		redraw: () => sink.redraw(),
		suspend: () => job.suspend(),
		copy: (text) => copyText(text, { env, clock, write: (bytes) => output.write(bytes) }),
	});
	const keys = new KeyInput(stdin, clock, (answer) => {
		if (!theme.answered(answer)) return;
		paint = createPainter(theme.current());
		sink.frame(() => {
			sink.restyle();
			session.themeChanged();
		});
	});
	// The first frame does not wait for the answer: it is drawn in what is known, and once more when the terminal says otherwise.
	const askBackground = (): void => {
		if (!theme.asks) return;
		keys.asked();
		output.write(backgroundQuestion);
	};

	let chrome: Chrome = chromeOf(session.screen());
	let cancelInk: Cancel | undefined;
	/**
	 * Everything that is known is one frame, at once. For the few lines of the chrome Ink takes 2 ms of CPU, and 6 where it is called
	 * now and then: it follows, in its own time, and lays out what is on the screen already.
	 */
	const show = (): void => {
		const next = session.screen();
		const nextChrome = chromeOf(next);
		const top = bodyTop(next);
		sink.frame(() => {
			sink.cursor = next.cursor;
			sink.regions = [
				{ top, height: next.body.length, lines: next.body },
				{ top: top + next.body.length, height: next.below.length, lines: next.below },
			];
			sink.chrome = chromeText(chromeLines(nextChrome), nextChrome);
			if (!sameChrome(chrome, nextChrome)) cancelInk ??= clock.after(inkFollowsMs, layOut);
			chrome = nextChrome;
		});
	};
	const layOut = (): void => {
		cancelInk = undefined;
		ink?.show(chrome);
	};

	/** Reading Ink from the disk and mounting it takes longer than everything before the first rows, so those go first. */
	const mountInk = async (): Promise<void> => {
		await firstRows(session, keys, clock);
		const { inkChrome } = await import('./ink-chrome.tsx');
		// Mounting is another 20 ms: what came while it was read goes first.
		await new Promise(setImmediate);
		if (isOver) return;
		sink.frame(() => {
			const stdout = inkStream({
				draw: (frame) => {
					sink.chrome = chromeText(frame.split('\n'), chrome);
				},
				size,
				write: (modes) => output.write(modes),
			});
			ink = inkChrome({ session, clock, chrome, stdin: keys as unknown as NodeJS.ReadStream, stdout });
		});
		await ink?.ended;
	};

	let drawAgain: (() => void) | undefined;
	let cancelSettled: Cancel | undefined;
	const settle = (): void => {
		drawAgain ??= sink.pause();
		cancelSettled?.();
		cancelSettled = clock.after(resizeSettledMs, () => {
			session.resized();
			drawAgain?.();
			drawAgain = undefined;
		});
	};

	let returnToScreen: (() => void) | undefined;
	const job = jobControl({
		source: process,
		clock,
		stopJob: () => process.kill(0, 'SIGTSTP'),
		async leave() {
			returnToScreen = sink.pause();
			rawMode(stdin, false);
			screen.leave();
			await atMost(lastFrameMs, output.drained());
		},
		back() {
			// The shell had the terminal in its own mode, of which Node does not know: only a change of mode is carried out.
			rawMode(stdin, false);
			rawMode(stdin, true);
			screen.reenter();
			// It may be another terminal now.
			askBackground();
			// Who is stopped is not told that the terminal has another size.
			process.kill(process.pid, 'SIGWINCH');
			settle();
			returnToScreen?.();
			returnToScreen = undefined;
		},
	});
	const stopWatching = watchExitPaths(process, { onSignal: (exitCode) => session.quit(exitCode), onCrash });

	stdout.on('resize', settle);
	// One that becomes smaller and is its old size again before this process looks has lost cells all the same, and Node says nothing.
	process.on('SIGWINCH', settle);
	// Before anything is seen: what is typed from the first frame on are keys, not a line for the tty to echo and to interrupt.
	rawMode(stdin, true);
	screen.enter();
	askBackground();
	try {
		show();
		session.subscribe(show);
		const unmounted = mountInk().then(
			() => 0,
			(error: unknown) => {
				crash ??= error;
				return 1;
			},
		);
		return await Promise.race([session.exited, unmounted]);
	} finally {
		isOver = true;
		stdout.off('resize', settle);
		process.off('SIGWINCH', settle);
		cancelSettled?.();
		cancelInk?.();
		job.stop();
		// The frame that Ink draws at its end is of no use to anybody.
		sink.pause();
		ink?.unmount();
		keys.close();
		rawMode(stdin, false);
		screen.leave();
		await atMost(lastFrameMs, output.drained());
		stopWatching();
		if (crash !== undefined)
			process.stderr.write(`kyacht: ${sentenceOf(crash, 'Drawing the screen')} Start kyacht again; the cluster was not touched.\n`);
		await atMost(closingMs, session.close());
	}
}

/** Nobody waits for rows longer than this before the keys are heard. */
const mostBeforeKeysMs = 250;

/** The first rows are on the screen, or something was typed, or the server takes its time. */
async function firstRows(session: AppSession, keys: KeyInput, clock: Clock): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	const look = (): void => {
		if (session.hasRows) resolve();
	};
	const stopLooking = session.subscribe(look);
	const cancel = clock.after(mostBeforeKeysMs, resolve);
	keys.once('readable', resolve);
	look();
	await promise;
	stopLooking();
	cancel();
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
