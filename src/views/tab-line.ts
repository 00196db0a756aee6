import { humanDuration } from '../base/age.ts';
import { screenText } from '../base/safe-text.ts';
import { cutLine, fitLine, type Line, lineWidth, type Span, span } from '../terminal/styled-line.ts';
import { dim, type Glyphs } from './theme.ts';
import type { UiState } from './ui-state.ts';

export interface Tab {
	readonly name: string;
	/** Rows: counted now for the open view, as they were for one that was left. Undefined: never opened. */
	readonly count: number | undefined;
	/** Not all of them have been read: `7+`. */
	readonly isPart?: boolean;
	/** Epoch ms at which a view was left. */
	readonly leftAt: number | undefined;
}

function tabSpans(tab: Tab, open: boolean, now: number): readonly Span[] {
	if (open)
		return [
			span(` ${tab.name}${tab.count === undefined ? '' : ` ${tab.count}${tab.isPart === true ? '+' : ''}`} `, {
				inverse: true,
				bold: true,
			}),
		];
	if (tab.count === undefined || tab.leftAt === undefined) return [span(` ${tab.name} `)];
	return [span(` ${tab.name} `), span(`${tab.count} ${humanDuration(Math.max(0, (now - tab.leftAt) / 1000))} ago `, dim)];
}

/** The namespaces that digits open, right of the tabs, as many as there is room for; the open one is bold. */
function favouriteSpans({ favourites, namespace }: Pick<UiState, 'favourites' | 'namespace'>, width: number): Line {
	const shown: Line[] = [];
	let used = 1;
	for (const [at, name] of favourites.entries()) {
		const entry: Line = [span(` ${at + 1} `, dim), span(screenText(name), name === namespace ? { bold: true } : {}), span(' ')];
		used += lineWidth(entry);
		if (used > width) break;
		shown.push(entry);
	}
	return shown.flat();
}

/** The views. Only the open one has a live count; the counts of others say how old they are. Favourite namespaces, where there is room. */
export function tabLine(
	tabs: readonly Tab[],
	state: Pick<UiState, 'view' | 'favourites' | 'namespace'>,
	now: number,
	width: number,
	glyphs: Glyphs,
): Line {
	const views = viewTabs(tabs, state.view, now, width, glyphs);
	const room = width - lineWidth(views);
	const favourites = favouriteSpans(state, room);
	return fitLine([...views, span(' '.repeat(Math.max(0, room - lineWidth(favourites)))), ...favourites], width, glyphs.ellipsis);
}

/** As many of the views as there is room for, the open one always among them; a mark on each side says that there are more. */
function viewTabs(tabs: readonly Tab[], open: string, now: number, width: number, glyphs: Glyphs): Line {
	const drawn = tabs.map((tab) => tabSpans(tab, tab.name === open, now));
	const at = Math.max(
		0,
		tabs.findIndex(({ name }) => name === open),
	);
	const bar = span(glyphs.bar, dim);
	const before = [span(` ${glyphs.ellipsis} `, dim), bar];
	const after = [bar, span(` more${glyphs.ellipsis}`, dim)];
	const marks = (from: number, to: number): number => (from > 0 ? lineWidth(before) : 0) + (to < drawn.length ? lineWidth(after) : 0);
	const fits = (from: number, to: number): boolean =>
		drawn.slice(from, to).reduce((sum, spans) => sum + lineWidth(spans), to - from - 1) + marks(from, to) <= width;
	// From the open tab outwards, to the left first, so that the order on the screen is always the same.
	let from = at;
	let to = at + 1;
	while (from > 0 && fits(from - 1, to)) from--;
	while (to < drawn.length && fits(from, to + 1)) to++;
	const shown = drawn.slice(from, to).flatMap((spans, index) => (index === 0 ? spans : [bar, ...spans]));
	// A view with a long name is cut itself, so that what says that there are more is not.
	const line = cutLine(shown, Math.max(0, width - marks(from, to)), glyphs.ellipsis);
	return [...(from > 0 ? before : []), ...line, ...(to < drawn.length ? after : [])];
}
