import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { FrameSink, type Region } from '../../../src/terminal/frame-sink.ts';
import { createPainter, type Line, ownTheme, type Span, type Style, sgrOf, span, type Theme } from '../../../src/terminal/styled-line.ts';
import { themeFor } from '../../../src/terminal/themes.ts';
import { graphemesOf } from '../../../src/terminal/width.ts';
import { EmulatedScreen } from '../../support/screen.ts';

const themes = [ownTheme(3), themeFor(3, 'light')] as const;
let theme: Theme = themes[0];
const painters = new Map(themes.map((each) => [each, createPainter(each)]));
const paint = (line: Line): string => painters.get(theme)?.(line) ?? '';

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
	/** The same lines, some of them in other places, some twice. */
	| { readonly kind: 'deal'; readonly places: readonly number[] }
	/** A frame that was there before, of the same objects. */
	| { readonly kind: 'back'; readonly to: number }
	/** The same styles have other colours. */
	| { readonly kind: 'restyle' }
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
	fc.record({ kind: fc.constant('deal'), places: fc.array(fc.nat(8), { maxLength: 9 }) }),
	fc.record({ kind: fc.constant('back'), to: fc.nat(12) }),
	fc.record({ kind: fc.constant('restyle') }),
	fc.record({ kind: fc.constant('row'), at: fc.nat(8), line }),
	fc.record({ kind: fc.constant('move'), top: fc.nat(6) }),
	fc.record({ kind: fc.constant('resize'), size }),
	fc.record({ kind: fc.constant('redraw') }),
	fc.record({ kind: fc.constant('take') }),
);

const noFrame: Frame = { chrome: [], regions: [] };

function after(frames: readonly Frame[], one: Step): Frame {
	const before = frames.at(-1) ?? noFrame;
	const [first, ...others] = before.regions;
	if (one.kind === 'frame') return one.frame;
	if (one.kind === 'back') return frames[one.to % frames.length] ?? before;
	if (first === undefined) return before;
	switch (one.kind) {
		case 'scroll': {
			const kept = one.by > 0 ? first.lines.slice(one.by) : first.lines;
			const lines = one.by > 0 ? [...kept, ...one.fresh.slice(0, one.by)] : [...one.fresh.slice(0, -one.by), ...kept];
			return { ...before, regions: [{ ...first, lines }, ...others] };
		}
		case 'deal': {
			const lines = one.places.flatMap((place) => first.lines.slice(place, place + 1));
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
		let shown = noFrame;
		const frames = [shown];
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
			} else if (one.kind === 'restyle') {
				theme = theme === themes[0] ? themes[1] : themes[0];
				// The chrome comes with its colours in it.
				terminal.sink.frame(() => {
					terminal.sink.restyle();
					give(terminal.sink, shown);
				});
			} else if (one.kind === 'take') terminal.take();
			else {
				shown = after(frames, one);
				frames.push(shown);
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

const wide: Size = { columns: 200, rows: 50 };
const tableTop = 4;
const tableRows = 45;

const podLine = (index: number, selected = false): Line => {
	const base: Style = selected ? { inverse: true } : {};
	const words = [
		`${selected ? '▸' : ' '} checkout-6f7c9d8b54-${String(index).padStart(5, '0')}`.padEnd(60),
		`team-${index % 40}`.padEnd(14),
		'2/2  ',
		'Running           ',
		`${100 + index}m`.padStart(9),
		'  214Mi',
		`  worker-${index % 50}`,
	];
	const parts = words.map((part, at) => span(part, at === 3 && index % 7 === 0 ? { ...base, colour: 'red' } : base));
	return [...parts, span(' '.repeat(wide.columns - words.join('').length), base)];
};

const table = (first: number, cursor: number): readonly Region[] => [
	{ top: tableTop, height: tableRows, lines: Array.from({ length: tableRows }, (_, at) => podLine(first + at, first + at === cursor)) },
];

const bytes = (writes: readonly string[]): number => writes.reduce((sum, one) => sum + Buffer.byteLength(one), 0);

describe('a frame', () => {
	test('is one write, inside synchronized output, that erases no display; one that changes nothing is none', () => {
		const { sink, writes } = sinkOn(wide);
		const all: string[] = [];
		const frames = [table(0, 3), table(0, 3), table(0, 4), table(30, 31), []];
		for (const [at, regions] of frames.entries()) {
			give(sink, { chrome: [[span('kyacht')], [span(`pods ${at}`)]], regions });
			give(sink, { chrome: [[span('kyacht')], [span(`pods ${at}`)]], regions: regions.map((region) => ({ ...region })) });
			expect(writes).toHaveLength(1);
			all.push(...writes.splice(0));
		}
		for (const one of all) {
			expect(one).toMatch(/^\x1b\[\?2026h[\s\S]*\x1b\[\?2026l$/);
			expect(one).not.toMatch(/\x1b\[\d*J/);
			expect(one.indexOf('\x1b[?2026l')).toBe(one.length - 8);
		}
	});

	test('of ten changed cells is at most 250 bytes, and one that scrolls a table of 200 columns by a line at most 600', async () => {
		const { sink, writes, screen, show } = sinkOn(wide);
		const cells = (value: number): readonly Region[] => [
			{
				top: tableTop,
				height: tableRows,
				lines: Array.from({ length: tableRows }, (_, at) => {
					const row = podLine(at);
					return at % 4 === 0 && at < 40
						? row.map((part, place) => (place === 4 ? span(part.text.replace(/\dm/, `${value}m`)) : part))
						: row;
				}),
			},
		];
		give(sink, { chrome: [], regions: cells(1) });
		await show();
		give(sink, { chrome: [], regions: cells(7) });
		expect(bytes(writes)).toBeLessThanOrEqual(250);
		expect((await show()).length).toBeGreaterThan(60);

		give(sink, { chrome: [], regions: table(10, 54) });
		await show();
		for (const [first, cursor] of [
			[11, 55],
			[12, 56],
			[11, 11],
		] as const) {
			give(sink, { chrome: [], regions: table(first, cursor) });
			if (cursor > 50) expect(bytes(writes)).toBeLessThanOrEqual(600);
			await show();
			expect(screen.cells()).toEqual((await fullRedraw({ chrome: [], regions: table(first, cursor) }, wide)).cells());
		}
	});

	test('never reaches past the screen, whatever is longer than it, also where lines wrap', async () => {
		const size = { columns: 10, rows: 3 };
		const { sink, screen, show } = sinkOn(size);
		const long = [span('0123456789abcdef'), span('more')];
		const frame: Frame = { chrome: [long, long, [span('012345678名')], long], regions: [{ top: 1, height: 9, lines: [long] }] };
		give(sink, frame);
		await show();
		expect(screen.lines()).toEqual(['0123456789', '0123456789', '']);
		sink.regions = [];
		await show();
		expect(screen.lines()).toEqual(['0123456789', '0123456789', '012345678']);
	});

	test('lets no control character through, from chrome or from rows, and the columns stay', async () => {
		const { sink, screen, writes, show } = sinkOn({ columns: 20, rows: 2 });
		const hostile = 'a\x07b\x1b[2Jc\x9b2Jd\x1b]52;c;aGk=\x07e\r\nf\x00\x7f';
		sink.frame(() => {
			sink.chrome = hostile.replace('\n', '');
			sink.regions = [{ top: 1, height: 1, lines: [[span(hostile), span('|')]] }];
		});
		expect(writes[0]?.replace(/\x1b\[\??[\d;]*[hlHKmrC]/g, '').replace(/\r\n/g, '')).toMatch(/^[\x20-\x7e]*$/);
		await show();
		expect(screen.lines()).toEqual(['abc2Jdef', 'ab[2Jc2Jd]52;c;aGk=e']);
	});

	test('leaves the cursor where something is typed, and hides it otherwise', async () => {
		const { sink, screen, writes, show } = sinkOn({ columns: 20, rows: 4 });
		sink.cursor = { x: 3, y: 2 };
		sink.chrome = 'changed';
		const shown = await show();
		expect(shown.lastIndexOf('\x1b[?25h')).toBeGreaterThan(shown.lastIndexOf('\x1b[?25l'));
		expect(screen.cursor).toEqual({ x: 3, y: 2 });
		sink.cursor = { x: 4, y: 2 };
		expect(bytes(writes)).toBeLessThan(30);
		await show();
		expect(screen.cursor).toEqual({ x: 4, y: 2 });
		sink.cursor = undefined;
		expect(await show()).toContain('\x1b[?25l');
	});
});

describe('a terminal that takes its time', () => {
	test('gets no frame before it has the one before, and then the newest alone', async () => {
		const { sink, screen, writes, take, show } = sinkOn({ columns: 20, rows: 2 }, { slow: true });
		for (const word of ['first', 'second', 'third', 'fourth']) sink.chrome = word;
		expect(writes).toHaveLength(1);
		take();
		expect(writes).toHaveLength(2);
		take();
		expect(writes).toHaveLength(2);
		await show();
		expect(screen.lines()[0]).toBe('fourth');
	});

	test('that is somebody else’s gets nothing, and afterwards the whole screen', async () => {
		const { sink, screen, writes, show } = sinkOn({ columns: 20, rows: 2 });
		sink.chrome = 'before';
		await show();
		const resume = sink.pause();
		const resumeOther = sink.pause();
		sink.chrome = 'meanwhile';
		sink.redraw();
		resume();
		resume();
		expect(writes).toEqual([]);
		await screen.write('\x1b[2J\x1b[Hthe shell was here');
		resumeOther();
		await show();
		expect(screen.lines()).toEqual(['meanwhile', '']);
	});
});

test('a line that comes back after thousands of colours is in its own', async () => {
	const size = { columns: 30, rows: 10 };
	const { sink, screen, show } = sinkOn(size);
	const own: Line = [span('own ', { colour: '#102030' }), span('colours', { background: 'blue' })];
	const other: Line = [span('another '), span('own', { colour: '#302010', inverse: true })];
	const regionOf = (lines: readonly Line[]): readonly Region[] => [{ top: 0, height: size.rows, lines }];
	const colourful = (at: number): Line =>
		Array.from({ length: 30 }, (_, place) => span('x', { colour: `#${(at * 30 + place).toString(16).padStart(6, '0')}` }));
	sink.regions = regionOf([own]);
	for (let frame = 0; frame < 20; frame++) {
		const lines = Array.from({ length: 8 }, (_, row) => colourful(frame * 8 + row));
		// Both are there all the time: the one in its place, the other never where it was.
		const regions = regionOf([own, ...lines.slice(0, frame % 8), other, ...lines.slice(frame % 8)]);
		sink.regions = regions;
		await show();
		expect(screen.cells()).toEqual((await fullRedraw({ chrome: [], regions }, size)).cells());
	}
});

test('colours that follow the theme are written anew when it is another, and the rest is not', async () => {
	let red = '31';
	const screen = new EmulatedScreen(20, 2);
	screens.push(screen);
	const writes: string[] = [];
	const sink = new FrameSink({
		output: {
			write(frame, taken) {
				writes.push(frame);
				taken();
			},
		},
		size: () => ({ columns: 20, rows: 2 }),
		sgr: (look) => (look.colour === 'red' ? red : ''),
	});
	sink.regions = [{ top: 0, height: 2, lines: [[span('plain'), span('red', { colour: 'red' })]] }];
	writes.length = 0;
	red = '38;5;203';
	sink.restyle();
	expect(writes).toHaveLength(1);
	expect(writes[0]).toContain('\x1b[38;5;203mred');
	expect(writes[0]).not.toContain('plain');
});
