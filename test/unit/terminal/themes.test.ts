import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Background, backgroundFromAnswer, backgroundFromEnv, canBeAsked } from '../../../src/terminal/background.ts';
import { liveTheme } from '../../../src/terminal/live-theme.ts';
import type { ColourLevel, FixedColour } from '../../../src/terminal/styled-line.ts';
import { sgrOf } from '../../../src/terminal/styled-line.ts';
import { themeFor } from '../../../src/terminal/themes.ts';

type Rgb = readonly [number, number, number];

const hex = (text: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;

/** The sixteen as a new xterm and as the VGA text mode show them: the two families most other palettes come of. */
const sixteen: readonly (readonly string[])[] = [
	'#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff'.split(
		' ',
	),
	'#000000 #aa0000 #00aa00 #aa5500 #0000aa #aa00aa #00aaaa #aaaaaa #555555 #ff5555 #55ff55 #ffff55 #5555ff #ff55ff #55ffff #ffffff'.split(
		' ',
	),
];

/** xterm's 256colres: a cube of six steps, then 24 greys. */
function cubeColour(index: number): Rgb {
	if (index >= 232) return [0, 0, 0].map(() => 8 + (index - 232) * 10) as unknown as Rgb;
	const step = (at: number): number => (at === 0 ? 0 : 55 + at * 40);
	const of = index - 16;
	return [step(Math.floor(of / 36)), step(Math.floor(of / 6) % 6), step(of % 6)];
}

const shades = (colour: FixedColour): readonly Rgb[] =>
	typeof colour === 'string' ? [hex(colour)] : colour < 16 ? sixteen.map((palette) => hex(palette[colour] ?? '')) : [cubeColour(colour)];

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(rgb: Rgb): number {
	const [red, green, blue] = rgb.map((part) => {
		const share = part / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as unknown as Rgb;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

const grounds: Readonly<Record<Background, readonly string[]>> = {
	dark: ['#000000', '#16191f', '#1e1e1e', '#282c34', '#300a24'],
	light: ['#ffffff', '#fafafa', '#fdf6e3'],
};

describe('a theme', () => {
	const levels: readonly ColourLevel[] = [1, 2, 3];

	test.each(levels.flatMap((level) => (['dark', 'light'] as const).map((background) => [level, background] as const)))(
		'of level %i on %s has no text that stands out from its ground by less than 4.5 to 1',
		(level, background) => {
			const { colours, dim } = themeFor(level, background);
			// Nobody knows what ground a terminal of sixteen colours has; its black and its white are the assumption.
			const assumed = level === 1 ? grounds[background].slice(0, 1) : grounds[background];
			for (const [name, colour] of Object.entries({ ...colours, dim })) {
				if (colour === undefined) continue;
				for (const ground of assumed) {
					for (const shade of shades(colour)) {
						const ratio = contrast(shade, hex(ground));
						expect(ratio, `${name} ${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
					}
				}
			}
		},
	);

	test.each([2, 3] as const)('of level %i gives every colour that has a meaning a look of its own', (level) => {
		for (const background of ['dark', 'light'] as const) {
			const { red, green, yellow, magenta, cyan } = themeFor(level, background).colours;
			expect(new Set([red, green, yellow, magenta, cyan]).size).toBe(5);
		}
	});

	test('of level 2 uses the 256 as they are defined, of level 1 the sixteen, and of level 0 no colour at all', () => {
		for (const background of ['dark', 'light'] as const) {
			const used = (level: ColourLevel) => Object.values({ ...themeFor(level, background).colours, dim: themeFor(level, background).dim });
			for (const colour of used(2))
				expect(colour).toSatisfy((index: FixedColour) => typeof index === 'number' && index >= 16 && index < 256);
			for (const colour of used(1)) expect(colour ?? 0).toSatisfy((index: FixedColour) => typeof index === 'number' && index < 16);
			expect(sgrOf({ colour: 'red', background: '#ffffff', bold: true, dim: true }, themeFor(0, background))).toBe('1;2');
		}
	});
});

describe('the ground of a terminal', () => {
	test.each([
		['rgb:0000/0000/0000', 'dark'],
		['rgb:ffff/ffff/ffff', 'light'],
		['rgb:fd/f6/e3', 'light'],
		['rgb:00/2b/36', 'dark'],
		['rgb:f/f/f', 'light'],
		['rgb:1e1e/1e1e/1e1e', 'dark'],
		['rgba:ffff/ffff/ffff/ffff', 'light'],
		['rgb:30/0a/24', 'dark'],
		['#ffffff', undefined],
		['rgb:ffff/ffff', undefined],
		['rgb:fffff/0/0', undefined],
		['?', undefined],
		['', undefined],
	])('is read from the answer %j as %s', (answer, background) => {
		expect(backgroundFromAnswer(answer)).toBe(background);
	});

	test('of any answer is read the same, however many digits it has, and nothing throws', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 3, maxLength: 3 }), (parts) => {
				const answers = [1, 2, 3, 4].map((digits) => `rgb:${parts.map((part) => part.toString(16).repeat(digits)).join('/')}`);
				expect(new Set(answers.map(backgroundFromAnswer)).size).toBe(1);
			}),
		);
		fc.assert(fc.property(fc.string(), (answer) => [undefined, 'dark', 'light'].includes(backgroundFromAnswer(answer))));
	});

	test.each([
		['15;0', 'dark'],
		['0;15', 'light'],
		['0;default;15', 'light'],
		['7;8', 'dark'],
		['0;7', 'light'],
		['default;default', undefined],
		['', undefined],
		['0;16', undefined],
		[undefined, undefined],
	])('is read from COLORFGBG=%s as %s', (value, background) => {
		expect(backgroundFromEnv({ COLORFGBG: value })).toBe(background);
	});

	test('is not asked for where the question itself would be shown', () => {
		expect(['xterm', 'tmux-256color', 'screen', 'dumb', 'linux', ''].filter((TERM) => canBeAsked({ TERM }))).toEqual([
			'xterm',
			'tmux-256color',
			'screen',
		]);
	});
});

describe('the theme of the moment', () => {
	const white = 'rgb:ffff/ffff/ffff';

	test('is the dark one until the terminal says otherwise, and is another object only then', () => {
		const theme = liveTheme('auto', 3, { TERM: 'xterm' });
		const first = theme.current();
		expect(first).toEqual(themeFor(3, 'dark'));
		expect(theme.answered('nonsense')).toBe(false);
		expect(theme.answered('rgb:00/00/00')).toBe(false);
		expect(theme.current()).toBe(first);
		expect(theme.answered(white)).toBe(true);
		expect(theme.current()).toEqual(themeFor(3, 'light'));
	});

	test('begins with what the environment says, over which the answer wins', () => {
		const theme = liveTheme('auto', 2, { TERM: 'rxvt', COLORFGBG: '0;15' });
		expect(theme.current()).toEqual(themeFor(2, 'light'));
		expect(theme.answered('rgb:00/00/00')).toBe(true);
	});

	test.each(['dark', 'light'] as const)('that was chosen, %s, is not asked for and not changed by anything', (choice) => {
		const theme = liveTheme(choice, 3, { TERM: 'xterm', COLORFGBG: choice === 'dark' ? '0;15' : '15;0' });
		expect(theme.asks).toBe(false);
		expect(theme.answered(white)).toBe(false);
		expect(theme.answered('rgb:0/0/0')).toBe(false);
		expect(theme.current()).toEqual(themeFor(3, choice));
	});

	test('of a terminal without colours needs no answer', () => {
		expect(liveTheme('auto', 0, { TERM: 'xterm' }).asks).toBe(false);
	});
});
