import { stripVTControlCharacters } from 'node:util';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FrameSink } from '../../../src/terminal/frame-sink.ts';
import { ownTheme, sgrOf } from '../../../src/terminal/styled-line.ts';
import { App } from '../../../src/views/app.tsx';
import { chromeLines, chromeOf, chromeText } from '../../../src/views/screen.ts';
import { manyRows } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

afterEach(cleanup);

function show(): ShownSession & { readonly frame: () => string; readonly type: (bytes: string) => void } {
	const shown = showSession({ namespace: 'shop', before: ({ context }) => context.stream('pods', 'shop').rows.appendPage(manyRows(60)) });
	const app = () => <App session={shown.session} chrome={chromeOf(shown.session.screen())} clock={shown.clock} />;
	const { stdin, lastFrame, rerender } = render(app());
	shown.session.subscribe(() => rerender(app()));
	return Object.assign(shown, { frame: () => lastFrame() ?? '', type: (bytes: string) => stdin.write(bytes) });
}

const cursorRow = (frame: string): string => frame.split('\n').find((line) => line.includes('▸ cart')) ?? '';

/** Ink listens to stdin from its first effect on; a key that may be typed twice shows when. */
const listening = (shown: ReturnType<typeof show>): Promise<void> =>
	vi.waitFor(() => {
		shown.type('G');
		expect(shown.text()).toContain('cart-0059');
	});

describe('the interface in Ink', () => {
	test('shows the chrome of its session, line by line, and room for the rows is made of it that Ink does not lay out', () => {
		const shown = show();
		const lines = shown.lines().map((line) => line.trimEnd());
		const laidOut = stripVTControlCharacters(shown.frame())
			.split('\n')
			.map((line) => line.trimEnd());
		expect(laidOut).toHaveLength(5);
		const frame = chromeText(laidOut, chromeOf(shown.session.screen())).split('\n');
		expect(frame).toEqual(lines.map((line, at) => (at < 4 || at === 23 ? line : '')));
		expect(frame.at(23)).toContain('</> filter');
	});

	test('shows nothing else than what was on the screen at once, before Ink had its turn', () => {
		const shown = show();
		const writes: string[] = [];
		const output = {
			write(frame: string, taken: () => void) {
				writes.push(frame);
				taken();
			},
		};
		const sink = new FrameSink({ output, size: () => ({ columns: 100, rows: 24 }), sgr: (style) => sgrOf(style, ownTheme(0)) });
		const chrome = chromeOf(shown.session.screen());
		sink.chrome = chromeText(chromeLines(chrome), chrome);
		expect(writes).toHaveLength(1);
		sink.chrome = chromeText(shown.frame().split('\n'), chrome);
		expect(writes).toHaveLength(1);
	});

	test('an Esc goes back, once no more of it can come', async () => {
		const shown = show();
		await listening(shown);
		shown.type('?');
		await vi.waitFor(() => expect(shown.frame()).toContain('HELP'));
		const timers = shown.clock.waiting;
		shown.type('\x1b');
		// Ink itself gives a lone Esc up after a moment; then it is held here.
		await vi.waitFor(() => expect(shown.clock.waiting).toBe(timers + 1));
		expect(shown.frame()).toContain('HELP');
		await shown.clock.advance(60);
		await vi.waitFor(() => expect(shown.frame()).not.toContain('HELP'));
	});

	test('an arrow key that the link tore apart is one key, and neither closes nor types anything', async () => {
		const shown = show();
		await listening(shown);
		shown.type('g');
		await vi.waitFor(() => expect(cursorRow(shown.text())).toContain('cart-0000'));
		const timers = shown.clock.waiting;
		shown.type('/');
		shown.type('cart');
		shown.type('\r');
		shown.type('\x1b');
		await vi.waitFor(() => expect(shown.clock.waiting).toBe(timers + 1));
		shown.type('[B');
		await vi.waitFor(() => expect(cursorRow(shown.text())).toContain('cart-0001'));
		expect(shown.frame()).toContain('/ cart');
	});
});
