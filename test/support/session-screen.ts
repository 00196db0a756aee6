import { stripVTControlCharacters } from 'node:util';
import type { CopyTarget } from '../../src/terminal/clipboard.ts';
import { createPainter, ownTheme } from '../../src/terminal/styled-line.ts';
import { AppSession } from '../../src/views/app-session.ts';
import type { ScreenSize } from '../../src/views/screen.ts';
import { type Glyphs, unicodeGlyphs } from '../../src/views/theme.ts';
import { FakeClock } from './fake-clock.ts';
import { type FakeOptions, type FakeServices, fakeServices } from './fake-services.ts';

/** A session without a terminal: keys go in, the lines of its screen come out as plain text. */
export interface ShownSession extends FakeServices {
	readonly session: AppSession;
	readonly clock: FakeClock;
	/** Every line, as wide as the terminal. */
	lines(): readonly string[];
	text(): string;
	/** With SGR sequences. */
	painted(): readonly string[];
	press(...chords: string[]): void;
	type(text: string): void;
	resize(size: ScreenSize): void;
	/** Something changed in the cluster; the next batch is drawn. */
	settle(): Promise<void>;
	/** How often the screen was drawn anew. */
	readonly draws: () => number;
	readonly redraws: () => number;
	readonly suspensions: () => number;
	/** What was put on the clipboard. */
	readonly copied: readonly string[];
}

export function showSession(
	options: Omit<FakeOptions, 'clock'> & {
		readonly size?: ScreenSize;
		readonly glyphs?: Glyphs;
		/** What becomes of a copied text; usually tmux takes it. */
		readonly copies?: CopyTarget;
		/** Fills the cluster before the first screen. */
		readonly before?: (fake: FakeServices, clock: FakeClock) => void;
	} = {},
): ShownSession {
	const clock = new FakeClock();
	const fake = fakeServices({ ...options, clock });
	options.before?.(fake, clock);
	let size = options.size ?? { columns: 100, rows: 24 };
	let draws = 0;
	let redraws = 0;
	let suspensions = 0;
	const copied: string[] = [];
	const paint = createPainter(ownTheme(0));
	const session = new AppSession(fake.services, {
		size: () => size,
		glyphs: options.glyphs ?? unicodeGlyphs,
		paint,
		redraw: () => {
			redraws += 1;
		},
		suspend: () => {
			suspensions += 1;
		},
		copy: async (text) => {
			copied.push(text);
			return options.copies ?? { kind: 'tmux' };
		},
	});
	session.subscribe(() => {
		draws += 1;
	});
	const painted = (): readonly string[] => {
		const { header, tabs, title, titles, body, below, status } = session.screen();
		return [header, tabs, title, ...(titles === undefined ? [] : [titles]), ...[...body, ...below].map(paint), status];
	};
	const lines = (): readonly string[] => painted().map(stripVTControlCharacters);
	return Object.assign(fake, {
		session,
		clock,
		lines,
		painted,
		text: () => lines().join('\n'),
		press: (...chords: string[]) => session.press(chords),
		type: (text: string) => session.press(Array.from(text, (character) => (character === ' ' ? 'space' : character))),
		resize: (next: ScreenSize) => {
			size = next;
			session.resized();
		},
		settle: async () => {
			for (const context of fake.contexts.values()) context.notify();
			await clock.advance(100);
		},
		draws: () => draws,
		redraws: () => redraws,
		suspensions: () => suspensions,
		copied,
	});
}
