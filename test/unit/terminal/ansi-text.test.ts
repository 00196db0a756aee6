import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ansiForTerminal, ansiSpans } from '../../../src/terminal/ansi-text.ts';

const ESC = '\u001b';

describe('text that was written for a terminal', () => {
	it.each([
		['plain', [{ text: 'plain' }]],
		[`a ${ESC}[31mred${ESC}[0m b`, [{ text: 'a ' }, { text: 'red', style: { colour: 'red' } }, { text: ' b' }]],
		[`${ESC}[1;4;32mx${ESC}[22;24;39my`, [{ text: 'x', style: { colour: 'green', bold: true, underline: true } }, { text: 'y' }]],
		[`${ESC}[38;5;208mx`, [{ text: 'x', style: { colour: 208 } }]],
		[`${ESC}[38;2;255;0;16;1mx`, [{ text: 'x', style: { colour: '#ff0010', bold: true } }]],
		[
			`${ESC}[41;97mx${ESC}[49my`,
			[
				{ text: 'x', style: { colour: 15, background: 'red' } },
				{ text: 'y', style: { colour: 15 } },
			],
		],
		[`${ESC}[mx`, [{ text: 'x' }]],
		[`${ESC}]0;title\u0007x${ESC}[2J`, [{ text: '^[]0;title^Gx^[[2J' }]],
	])('keeps its colours as data, and nothing else: %j', (text, spans) => {
		expect(ansiSpans(text)).toEqual(spans);
	});

	const hostile = fc.array(
		fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom(`${ESC}[31m`, `${ESC}[0m`, `${ESC}[2J`, `${ESC}]52;c;x\u0007`, `${ESC}[38;5m`, `${ESC}[`, '\u009b31m', '\r'),
		),
	);

	it('has no control left in any span', () => {
		fc.assert(
			fc.property(hostile, (parts) => {
				for (const { text } of ansiSpans(parts.join(''))) expect(text).not.toMatch(/\p{Cc}/u);
			}),
		);
	});

	it.each([
		['a\u001b[8mhidden', 'ahidden'],
		['\u001b[08mhidden', 'hidden'],
		['\u001b[8:1mhidden', 'hidden'],
		['\u001b[31;8mhidden', '\u001b[31mhidden\u001b[0m'],
		['\u001b[38;5;8;8mgrey', '\u001b[38;5;8mgrey\u001b[0m'],
		['\u001b[48;2;8;8;8;8;1mdark', '\u001b[48;2;8;8;8;1mdark\u001b[0m'],
		['\u001b[38;8mhidden', '\u001b[38mhidden\u001b[0m'],
		['\u001b[mplain', '\u001b[mplain\u001b[0m'],
	])('hides nothing on a terminal: %j', (text, shown) => {
		expect(ansiForTerminal(text, true)).toBe(shown);
	});

	it('keeps for a terminal only colours, and ends without any', () => {
		fc.assert(
			fc.property(hostile, fc.boolean(), (parts, colour) => {
				const out = ansiForTerminal(parts.join(''), colour);
				const rest = colour ? out.replaceAll(/\u001b\[[0-9;:]*m/g, '') : out;
				expect(/\p{Cc}/u.test(rest)).toBe(false);
				if (out.includes(`${ESC}[`)) expect(out.endsWith(`${ESC}[0m`)).toBe(true);
			}),
		);
	});
});
