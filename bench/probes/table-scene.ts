/** A table of 45 rows and nine columns on 200×50, as the interface composes it, and two ways to draw it. */
import { type Cell, cell } from '../../src/base/cell.ts';
import { FrameSink } from '../../src/terminal/frame-sink.ts';
import { createPainter, type Line, sgrOf } from '../../src/terminal/styled-line.ts';
import { themeFor } from '../../src/terminal/themes.ts';
import { drawList } from '../../src/views/draw-list.ts';
import type { ListColumn, RowSource } from '../../src/views/row-source.ts';
import { SeenList } from '../../src/views/seen-list.ts';
import { unicodeGlyphs } from '../../src/views/theme.ts';
import { type PlainTerminal, plainInk } from './plain-ink.ts';

export const columns = 200;
export const rows = 50;
const tableRows = 45;
const listed = 10_000;

const titles = ['NAME', 'NAMESPACE', 'READY', 'STATUS', 'RESTARTS', 'CPU', 'MEM', 'NODE', 'AGE'] as const;
const listColumns: readonly ListColumn[] = titles.map((title, at) => ({
	id: title,
	title,
	align: at === 4 || at === 5 || at === 6 || at === 8 ? 'right' : 'left',
	worth: at + 1,
	min: 5,
	max: undefined,
	sortKey: undefined,
}));

const samples = new Map<number, number>();

const source: RowSource = {
	length: listed,
	keyAt: (index) => `uid-${index}`,
	indexOf: (key) => Number(key.slice(4)),
	at: (index): readonly Cell[] => [
		cell(`checkout-6f7c9d8b54-${(index * 7919).toString(36).padStart(5, 'x')}`),
		cell(`team-${index % 40}`),
		cell('2/2'),
		index % 9 === 0 ? cell('CrashLoopBackOff', 'failing') : cell('Running'),
		cell(String(index % 5)),
		cell(`${samples.get(index) ?? 100 + (index % 800)}m`),
		cell(`${200 + (index % 700)}Mi`),
		cell(`worker-${index % 50}`),
		cell(`${1 + (index % 300)}d`),
	],
};

const theme = themeFor(3, 'dark');
const paint = createPainter(theme);
const seen = new SeenList();

export function compose(cursor: number): readonly Line[] {
	const look = {
		columns: listColumns,
		rows: source,
		position: { key: `uid-${cursor}`, index: cursor, top: Math.max(0, cursor - tableRows + 1) },
		columnOffset: 0,
		sortedBy: { column: 'NAME', descending: false },
		stale: false,
		cursor: true,
		seen,
	};
	return drawList(look, columns, tableRows, unicodeGlyphs).lines;
}

const chrome = (line: string): string => line.padEnd(columns);
const header = [' kyacht  prod ▸ shop', ' nodes │ pods 10000', ' PODS', titles.join('  ')].map(chrome);
const status = chrome(' </> filter <:> go');

/** Ten cells change, the table scrolls by a line, or by a page. */
export type FrameScene = 'cells' | 'scroll' | 'page';

/** What changes from one frame to the next; returns where the cursor is. */
export const scenes: Readonly<Record<FrameScene, (frame: number) => number>> = {
	cells(frame) {
		for (let at = 0; at < 10; at++) samples.set(at * 4, 100 + ((frame * 37 + at * 11) % 900));
		return 2;
	},
	scroll: (frame) => tableRows + frame,
	page: (frame) => tableRows * (1 + (frame % 200)),
};

export interface Renderer {
	draw(lines: readonly Line[]): void;
	stop(): void;
}

/** As the interface draws: the chrome stands, the rows are painted. `write` calls back when the frame is taken. */
export function painted(write: (frame: string, taken: () => void) => void): Renderer {
	const sink = new FrameSink({ output: { write }, size: () => ({ columns, rows }), sgr: (style) => sgrOf(style, theme) });
	sink.chrome = [...header, ...Array.from({ length: tableRows }, () => ''), status].join('\n');
	return {
		draw(lines) {
			sink.regions = [{ top: header.length, height: tableRows, lines }];
		},
		stop: () => undefined,
	};
}

/** As Ink draws by itself. */
export function byInk(terminal: PlainTerminal): Renderer {
	const ink = plainInk(terminal);
	return { draw: (lines) => ink.draw([...header, ...lines.map(paint), status]), stop: () => ink.stop() };
}
