import { helpSections } from '../keys/help.ts';
import { fitLine, type Line, span } from '../terminal/styled-line.ts';
import { fitText } from '../terminal/width.ts';
import { bold, type Glyphs } from './theme.ts';

/** Help, made of the table that dispatches the keys. */
export function helpLines(width: number, glyphs: Glyphs): readonly Line[] {
	const keysWide = Math.min(20, Math.floor(width / 3));
	return helpSections().flatMap(({ title, entries }): Line[] => [
		[span(` ${title}`, bold)],
		...entries.map(({ keys, help }) =>
			fitLine([span(`   ${fitText(keys, keysWide, 'left', glyphs.ellipsis)} `, { colour: 'cyan' }), span(help)], width, glyphs.ellipsis),
		),
		[],
	]);
}
