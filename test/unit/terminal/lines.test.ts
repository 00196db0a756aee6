import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { alternateScreen } from '../../../src/terminal/alternate-screen.ts';
import { capabilities } from '../../../src/terminal/capabilities.ts';
import {
	createPainter,
	cutLine,
	fitLine,
	lineText,
	lineWidth,
	ownTheme,
	type Style,
	sgrOf,
	span,
} from '../../../src/terminal/styled-line.ts';
import { fitText, textWidth, truncate } from '../../../src/terminal/width.ts';
import { wrapLine } from '../../../src/terminal/wrap-line.ts';

const anyText = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', '名', 'é', '👩‍👩‍👧', 'ｶﾞ', ' ', '한') }));
const anyLine = fc.array(
	anyText.map((text) => span(text)),
	{ maxLength: 5 },
);

describe('widths', () => {
	test.each([
		['cart', 4],
		['名前', 4],
		['e\u0301', 1],
		['👩‍👩‍👧', 2],
		['', 0],
	])('%j takes %i columns', (text, columns) => {
		expect(textWidth(text)).toBe(columns);
	});

	test('of every character up to the signs that screens are drawn with, alone and in front of what may make an emoji of it, are those of the library', () => {
		for (let code = 0x20; code < 0x2800; code++) {
			for (const text of [String.fromCharCode(code), `${String.fromCharCode(code)}\ufe0f`, `▸${String.fromCharCode(code)}`]) {
				if (textWidth(text) !== stringWidth(text))
					expect([code.toString(16), textWidth(text)]).toEqual([code.toString(16), stringWidth(text)]);
			}
		}
	});

	test('what is cut says so, and never splits a character', () => {
		expect(truncate('checkout', 5)).toBe('chec…');
		expect(truncate('名前空間', 5)).toBe('名前…');
		expect(truncate('名前空間', 4)).toBe('名…');
		expect(truncate('checkout', 8)).toBe('checkout');
		expect(truncate('checkout', 0)).toBe('');
	});

	test('fitted text is exactly as wide as asked, at either side', () => {
		expect(fitText('7', 3, 'right')).toBe('  7');
		fc.assert(
			fc.property(anyText, fc.integer({ min: 0, max: 30 }), fc.constantFrom('left', 'right'), (text, width, align) => {
				expect(textWidth(fitText(text, width, align))).toBe(width);
			}),
		);
	});
});

describe('lines', () => {
	test('are fitted to a width to the column', () => {
		fc.assert(
			fc.property(anyLine, fc.integer({ min: 0, max: 40 }), (line, width) => {
				expect(lineWidth(fitLine(line, width))).toBe(width);
			}),
		);
	});

	test('that are cut end in an ellipsis, also at the seam of two parts', () => {
		expect(lineText(cutLine([span('abc'), span('def')], 3))).toBe('ab…');
		expect(lineText(cutLine([span('abc'), span('def')], 4))).toBe('abc…');
		expect(lineText(cutLine([span('abc'), span('def')], 6))).toBe('abcdef');
	});

	test('that are wrapped keep their words, whole where a line is long enough, and fit', () => {
		const line = [span('a plugin', { bold: true }), span(' was not found: install it')];
		expect(wrapLine(line, 16, 2).map(lineText)).toEqual(['a plugin was not', '  found: install', '  it']);
		expect(wrapLine(line, 16)[0]?.[0]?.style).toEqual({ bold: true });
		expect(wrapLine([span('0123456789')], 4).map(lineText)).toEqual(['0123', '4567', '89']);
		const joined = (lines: readonly (typeof line)[]) => lines.map(lineText).join('').replaceAll(' ', '');
		fc.assert(
			fc.property(anyLine, fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 4 }), (any, width, indent) => {
				const lines = wrapLine(any, width, indent);
				for (const one of lines) expect(lineWidth(one)).toBeLessThanOrEqual(width);
				if (width - indent >= 2) expect(joined(lines as (typeof line)[])).toBe(joined([any as typeof line]));
			}),
		);
	});

	test('keep dim, bold and inverse without colour, and lose the colour', () => {
		const line = [span('x', { colour: 'red', bold: true, inverse: true }), span('y', { dim: true })];
		expect(createPainter(ownTheme(0))(line)).toBe('\x1b[1m\x1b[7mx\x1b[27m\x1b[22m\x1b[2my\x1b[22m');
		expect(createPainter(ownTheme(1))(line)).toContain('\x1b[31m');
	});

	test.each<[Style, 0 | 1 | 2 | 3, string]>([
		[{}, 3, ''],
		[{ colour: 'red', bold: true }, 3, '1;31'],
		[{ colour: 'red', bold: true }, 0, '1'],
		[{ dim: true, inverse: true, underline: true }, 0, '2;4;7'],
		[{ colour: 'gray' }, 1, '90'],
		[{ colour: 196, background: 12 }, 2, '38;5;196;104'],
		[{ colour: 196 }, 1, '91'],
		[{ colour: '#ff0000', background: '#000000' }, 3, '38;2;255;0;0;48;2;0;0;0'],
		[{ colour: '#ff0000' }, 2, '38;5;196'],
		[{ colour: '#ff0000', background: 196 }, 0, ''],
	])('a style %j at level %i is the SGR parameters %j', (style, level, parameters) => {
		expect(sgrOf(style, ownTheme(level))).toBe(parameters);
	});

	test('a theme has the last word on what a name of a colour and dim text look like', () => {
		const theme = { ...ownTheme(3), colours: { ...ownTheme(3).colours, red: '#ff7b72', green: undefined } as const, dim: 245 };
		expect(sgrOf({ colour: 'red' }, theme)).toBe('38;2;255;123;114');
		expect(sgrOf({ colour: 'green' }, theme)).toBe('');
		expect(sgrOf({ dim: true }, theme)).toBe('38;5;245');
		expect(sgrOf({ dim: true, colour: 'red' }, theme)).toBe('38;2;255;123;114');
	});
});

describe('what a terminal can show', () => {
	test.each([
		[{ TERM: 'xterm-256color', LANG: 'C.UTF-8' }, 2, true],
		[{ TERM: 'xterm', COLORTERM: 'truecolor', LANG: 'de_DE.utf8' }, 3, true],
		[{ TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '1' }, 0, true],
		[{ TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '' }, 2, true],
		[{ TERM: 'xterm', LANG: 'C.UTF-8', FORCE_COLOR: '0' }, 0, true],
		[{ TERM: 'xterm', LANG: 'C.UTF-8', LC_ALL: 'C' }, 1, false],
		[{ TERM: 'linux', LANG: 'C.UTF-8' }, 1, false],
		[{ TERM: 'dumb', LANG: 'C.UTF-8' }, 0, false],
		[{ TERM: 'xterm' }, 1, false],
	] as const)('%j: colours %i, more than ASCII %s', (env, colourLevel, unicode) => {
		expect(capabilities(env, 'linux')).toEqual({ colourLevel, unicode });
	});

	test('macOS is UTF-8 also where the session carries no locale', () => {
		expect(capabilities({ TERM: 'xterm' }, 'darwin').unicode).toBe(true);
	});
});

describe('the second screen', () => {
	const open = () => {
		const written: string[] = [];
		return { written, screen: alternateScreen({ write: (text) => void written.push(text) }) };
	};

	test('is entered with the cursor at home and lines that do not wrap, and left once', () => {
		const { written, screen } = open();
		screen.leave();
		expect(written).toEqual([]);
		screen.enter();
		screen.enter();
		expect(written.splice(0)).toEqual(['\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[0m\x1b[H\x1b[J']);
		screen.leave();
		screen.leave();
		expect(written).toHaveLength(1);
		expect(written[0]).toContain('\x1b[?7h');
		expect(written[0]).toContain('\x1b[?1049l\x1b[?25h');
	});

	test('is entered again after it was left for the shell, and left again at the end', () => {
		const { written, screen } = open();
		screen.enter();
		screen.leave();
		screen.reenter();
		screen.leave();
		expect(written).toHaveLength(4);
		expect(written[2]).toContain('\x1b[?1049h');
		expect(written[2]).toContain('\x1b[?2004h');
	});
});
