import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { FrameSink, type Region } from '../../../src/terminal/frame-sink.ts';
import { createPainter, type Line, ownTheme, type Span, type Style, sgrOf, span } from '../../../src/terminal/styled-line.ts';
import { graphemesOf } from '../../../src/terminal/width.ts';
import { EmulatedScreen } from '../../support/screen.ts';

const theme = ownTheme(3);
const paint = createPainter(theme);

interface Size {
	readonly columns: number;
	readonly rows: number;
}

const screens: EmulatedScreen[] = [];

afterEach(() => {
	for (const screen of screens.splice(0)) screen.dispose();
});

/** A sink on an emulated terminal, whose frames are taken when the test says so. */
function sinkOn(size: Size, { slow = false } = {}) {
	let current = size;
	const screen = new EmulatedScreen(size.columns, size.rows);
	screens.push(screen);
	const writes: string[] = [];
	const waiting: (() => void)[] = [];
	const sink = new FrameSink({
		output: {
			write(frame, taken) {
				writes.push(frame);
				if (slow) waiting.push(taken);
				else taken();
			},
		},
		size: () => current,
		sgr: (style) => sgrOf(style, theme),
	});
	return {
		sink,
		screen,
		writes,
		/** The terminal takes the frame it was given. */
		take: () => waiting.shift()?.(),
		/** Feeds the emulator what was written since the last time; returns the bytes. */
		show: async (): Promise<string> => {
			const bytes = writes.splice(0).join('');
			await screen.write(bytes);
			return bytes;
		},
		resize: (next: Size) => {
			current = next;
			screen.resize(next.columns, next.rows);
		},
	};
}

interface Frame {
	readonly chrome: readonly Line[];
	readonly regions: readonly Region[];
}

const give = (sink: FrameSink, { chrome, regions }: Frame): void =>
	sink.frame(() => {
		sink.chrome = chrome.map(paint).join('\n');
		sink.regions = regions;
	});

/** The rows of a frame on a screen of this size. */
const rowsOf = ({ chrome, regions }: Frame, { rows }: Size): readonly Line[] =>
	Array.from({ length: rows }, (_, row) => {
		const region = regions.findLast(({ top, height }) => row >= top && row < top + height);
		return (region === undefined ? chrome[row] : region.lines[row - region.top]) ?? [];
	});

/** Draws a frame without any cleverness on a new terminal: each grapheme at its own place. */
async function fullRedraw(frame: Frame, size: Size): Promise<EmulatedScreen> {
	const screen = new EmulatedScreen(size.columns, size.rows);
	screens.push(screen);
	let bytes = '\x1b[?7l';
	for (const [row, line] of rowsOf(frame, size).entries()) {
		let column = 0;
		for (const { text, style } of line) {
			bytes += `\x1b[0;${sgrOf(style ?? {}, theme)}m`;
			for (const grapheme of graphemesOf(text)) {
				if (grapheme.columns === 0) continue;
				const fits = column + grapheme.columns <= size.columns;
				const room = fits ? grapheme.columns : Math.max(0, size.columns - column);
				bytes += `\x1b[${row + 1};${column + 1}H${' '.repeat(room)}`;
				if (fits) bytes += `\x1b[${row + 1};${column + 1}H${grapheme.text}`;
				column += fits ? grapheme.columns : room;
			}
		}
		if (column < size.columns) bytes += `\x1b[${row + 1};${column + 1}H\x1b[m${' '.repeat(size.columns - column)}`;
	}
	await screen.write(bytes);
	return screen;
}

const style: fc.Arbitrary<Style | undefined> = fc.option(
	fc.record(
		{
			colour: fc.constantFrom<NonNullable<Style['colour']>[]>('red', 'cyan', 200, '#123456'),
			background: fc.constantFrom<NonNullable<Style['background']>[]>('blue', 17),
			bold: fc.boolean(),
			dim: fc.boolean(),
			inverse: fc.boolean(),
			underline: fc.boolean(),
		},
		{ requiredKeys: [] },
	),
	{ nil: undefined },
);

const text = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', ' ', '7', '-', '│', '●', '…'), maxLength: 9 }) },
	{ weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('名', '한', 'e\u0301', 'ｶﾞ', 'x'), maxLength: 5 }) },
	{ weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('👩‍👩‍👧', '🚀', '❤️', '🇩🇪', 'y', ' '), maxLength: 4 }) },
);

const line: fc.Arbitrary<Line> = fc.array(
	fc.tuple(text, style).map(([words, look]): Span => span(words, look)),
	{ maxLength: 4 },
);

const size: fc.Arbitrary<Size> = fc.record({ columns: fc.integer({ min: 4, max: 30 }), rows: fc.integer({ min: 2, max: 10 }) });

type Step =
	| { readonly kind: 'frame'; readonly frame: Frame }
	/** The region of the frame before, its rows moved. */
	| { readonly kind: 'scroll'; readonly by: number; readonly fresh: readonly Line[] }
	/** One row of the region is another. */
	| { readonly kind: 'row'; readonly at: number; readonly line: Line }
	| { readonly kind: 'move'; readonly top: number }
	| { readonly kind: 'resize'; readonly size: Size }
	| { readonly kind: 'redraw' }
	/** The terminal takes what it was given. */
	| { readonly kind: 'take' };

const frame: fc.Arbitrary<Frame> = fc.record({
	chrome: fc.array(line, { maxLength: 6 }),
	regions: fc.array(fc.record({ top: fc.nat(6), height: fc.nat(9), lines: fc.array(line, { maxLength: 9 }) }), { maxLength: 2 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ kind: fc.constant('frame'), frame }),
	fc.record({ kind: fc.constant('scroll'), by: fc.integer({ min: -3, max: 3 }), fresh: fc.array(line, { minLength: 3, maxLength: 3 }) }),
	fc.record({ kind: fc.constant('row'), at: fc.nat(8), line }),
	fc.record({ kind: fc.constant('move'), top: fc.nat(6) }),
	fc.record({ kind: fc.constant('resize'), size }),
	fc.record({ kind: fc.constant('redraw') }),
	fc.record({ kind: fc.constant('take') }),
);

function after(before: Frame, one: Step): Frame {
	const [first, ...others] = before.regions;
	if (one.kind === 'frame') return one.frame;
	if (first === undefined) return before;
	switch (one.kind) {
		case 'scroll': {
			const kept = one.by > 0 ? first.lines.slice(one.by) : first.lines;
			const lines = one.by > 0 ? [...kept, ...one.fresh.slice(0, one.by)] : [...one.fresh.slice(0, -one.by), ...kept];
			return { ...before, regions: [{ ...first, lines }, ...others] };
		}
		case 'row':
			return { ...before, regions: [{ ...first, lines: first.lines.map((old, at) => (at === one.at ? one.line : old)) }, ...others] };
		case 'move':
			return { ...before, regions: [{ ...first, top: one.top }, ...others] };
		default:
			return before;
	}
}

describe('the sink shows what a full redraw would, cell by cell and style by style,', () => {
	const follow = async (start: Size, steps: readonly Step[], slow: boolean): Promise<void> => {
		const terminal = sinkOn(start, { slow });
		await terminal.screen.write('\x1b[?7lleft over from before');
		let now = start;
		let shown: Frame = { chrome: [], regions: [] };
		give(terminal.sink, shown);
		for (const one of steps) {
			if (one.kind === 'resize') {
				now = one.size;
				const resume = terminal.sink.pause();
				// What was on its way reaches a terminal of another size.
				await terminal.show();
				terminal.resize(now);
				resume();
			} else if (one.kind === 'redraw') {
				await terminal.show();
				await terminal.screen.write('\x1b[31;7m\x1b[2;2Hgarbage\x1b[m');
				terminal.sink.redraw();
			} else if (one.kind === 'take') terminal.take();
			else {
				shown = after(shown, one);
				const before = terminal.writes.length;
				give(terminal.sink, shown);
				expect(terminal.writes.length - before).toBeLessThanOrEqual(1);
			}
			if (slow) continue;
			await terminal.show();
			expect(terminal.screen.cells()).toEqual((await fullRedraw(shown, now)).cells());
		}
		for (let more = 0; more < 3; more++) terminal.take();
		await terminal.show();
		expect(terminal.screen.cells()).toEqual((await fullRedraw(shown, now)).cells());
		for (const screen of screens.splice(0)) screen.dispose();
	};

	test('after every frame of any row of frames, scrolls, moves and sizes', async () => {
		await fc.assert(
			fc.asyncProperty(size, fc.array(step, { minLength: 1, maxLength: 12 }), (start, steps) => follow(start, steps, false)),
			{ numRuns: 60 },
		);
	});

	test('in the end, where the terminal took few of the frames', async () => {
		await fc.assert(
			fc.asyncProperty(size, fc.array(step, { minLength: 1, maxLength: 20 }), (start, steps) => follow(start, steps, true)),
			{ numRuns: 60 },
		);
	});
});
