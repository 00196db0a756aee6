import { expect, test } from 'vitest';
import { type ScreenCell, terminalSvg } from '../../scripts/terminal-svg.ts';

const plain = { colour: undefined, bold: false, dim: false, inverse: false, underline: false };
const cells = (text: string, style: Partial<ScreenCell> = {}): readonly ScreenCell[] =>
	Array.from(text, (character) => ({ ...plain, ...style, text: character }));
const texts = (svg: string): readonly string[] => Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = '']) => text);

test('words that stand apart are placed each at its column, one blank between two is kept', () => {
	const svg = terminalSvg([cells('ab cd   ef')], 'x');
	expect(texts(svg)).toEqual(['ab cd', 'ef']);
	expect(svg).toContain('x="12" y="25.5" textLength="42">ab cd<');
	expect(svg).toContain('x="79.2" y="25.5" textLength="16.8">ef<');
});

test('what a cluster calls its objects is no markup of the picture', () => {
	const svg = terminalSvg([cells('<b>&')], '<title> & more');
	expect(texts(svg)).toEqual(['&lt;b&gt;&amp;']);
	expect(svg).toContain('<title>&lt;title&gt; &amp; more</title>');
});

test('a row under the cursor is ink on its colour, blanks included, and a stale one is dim', () => {
	const [inverse, dim] = [cells('a ', { inverse: true, colour: 1 }), cells('b', { dim: true })].map((line) => terminalSvg([line], 'x'));
	expect(inverse).toContain('<rect x="12" y="12" width="16.8" height="18" fill="#ff7b72"/>');
	expect(inverse).toContain('fill="#16191f">a<');
	expect(dim).toContain('opacity="0.62">b<');
});

test('the second half of a wide character takes its place without text', () => {
	const wide = [...cells('日'), { ...plain, text: '' }, ...cells('x')];
	expect(terminalSvg([wide], 'x')).toContain('textLength="25.2">日x<');
});
