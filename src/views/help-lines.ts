import { screenText } from '../base/safe-text.ts';
import type { KeyContext } from '../keys/binding.ts';
import { type HelpSection, helpSections } from '../keys/help.ts';
import { type Line, lineWidth, span } from '../terminal/styled-line.ts';
import { fitText, textWidth } from '../terminal/width.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import { bold, type Glyphs } from './theme.ts';

const keysMargin = '   ';

/** What the digits open now: the one part of help that is not the same everywhere. */
const digits = (favourites: readonly string[]): HelpSection => ({
	title: 'Your namespaces',
	entries: favourites.map((name, at) => ({ keys: String(at + 1), help: screenText(name) })),
});

/** Help, made of the table that dispatches the keys; what is done in `context` comes first. */
export function helpLines(width: number, glyphs: Glyphs, favourites: readonly string[], context: KeyContext): readonly Line[] {
	const sections = [...helpSections(context), ...(favourites.length === 0 ? [] : [digits(favourites)])];
	const longest = Math.max(...sections.flatMap(({ entries }) => entries.map(({ keys }) => textWidth(keys))));
	const keysWide = Math.min(longest, Math.floor(width / 2));
	return sections.flatMap(({ title, entries }): Line[] => [
		[span(` ${title}`, bold)],
		...entries.flatMap(({ keys, help }) => {
			const names = [span(keysMargin), span(fitText(keys, keysWide, 'left', glyphs.ellipsis), { colour: 'cyan' }), span(' ')];
			return wrapLine([span(help)], Math.max(1, width - lineWidth(names))).map(
				(text, at): Line => [...(at === 0 ? names : [span(' '.repeat(lineWidth(names)))]), ...text],
			);
		}),
		[],
	]);
}
