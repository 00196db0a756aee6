/**
 * Draws a table of 45 rows and nine columns on 200×50, again and again: as the interface does, and by Ink alone. Both compose
 * the same lines in the same way; what differs is what becomes of them.
 */
import { type Cell, cell } from '../../src/base/cell.ts';
import { FrameSink } from '../../src/terminal/frame-sink.ts';
import { createPainter, type Line, sgrOf } from '../../src/terminal/styled-line.ts';
import { themeFor } from '../../src/terminal/themes.ts';
import { drawList } from '../../src/views/draw-list.ts';
import type { ListColumn, RowSource } from '../../src/views/row-source.ts';
import { unicodeGlyphs } from '../../src/views/theme.ts';
import { answer, cpuMs, requested, sleep, stayAlive } from './cluster.ts';
import { CountingTerminal, plainInk } from './plain-ink.ts';

export interface FrameFigures {
	/** For one frame, composed and written. */
	readonly cpuMs: number;
	/** Of it, composing. */
	readonly composeMs: number;
	readonly bytes: number;
	readonly writes: number;
}

export type FrameScene = 'cells' | 'scroll';
export type FramesAnswer = Readonly<Record<'painted' | 'ink', Readonly<Record<FrameScene, FrameFigures>>>>;

const columns = 200;
const rows = 50;
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

const { frames } = requested<{ readonly frames: number }>();
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
const widest = new Map<string, number>();

function compose(cursor: number): readonly Line[] {
	const look = {
		columns: listColumns,
		rows: source,
		position: { key: `uid-${cursor}`, index: cursor, top: Math.max(0, cursor - tableRows + 1) },
		columnOffset: 0,
		sortedBy: { column: 'NAME', descending: false },
		stale: false,
		cursor: true,
		widest,
	};
	return drawList(look, columns, tableRows, unicodeGlyphs).lines;
}

const chrome = (line: string): string => line.padEnd(columns);
const header = [' kyacht  prod ▸ shop', ' nodes │ pods 10000', ' PODS', titles.join('  ')].map(chrome);
const status = chrome(' </> filter <:> go');

/** What changes from one frame to the next; returns where the cursor is. */
const scenes: Readonly<Record<FrameScene, (frame: number) => number>> = {
	cells(frame) {
		for (let at = 0; at < 10; at++) samples.set(at * 4, 100 + ((frame * 37 + at * 11) % 900));
		return 2;
	},
	scroll: (frame) => tableRows + frame,
};

async function measure(scene: FrameScene, terminal: CountingTerminal, draw: (lines: readonly Line[]) => void): Promise<FrameFigures> {
	let cpu = 0;
	let composing = 0;
	let bytes = 0;
	let writes = 0;
	const warmUp = Math.ceil(frames / 4);
	for (let frame = 0; frame < warmUp + frames; frame++) {
		if (frame === warmUp) {
			cpu = 0;
			composing = 0;
			bytes = terminal.bytes;
			writes = terminal.writes;
		}
		const before = process.cpuUsage();
		const lines = compose(scenes[scene](frame));
		composing += cpuMs(before);
		draw(lines);
		// Ink draws a moment later.
		await sleep(3);
		cpu += cpuMs(before);
	}
	return {
		cpuMs: cpu / frames,
		composeMs: composing / frames,
		bytes: (terminal.bytes - bytes) / frames,
		writes: (terminal.writes - writes) / frames,
	};
}

stayAlive();
const figures = { painted: {} as Record<FrameScene, FrameFigures>, ink: {} as Record<FrameScene, FrameFigures> };
for (const scene of ['cells', 'scroll'] as const) {
	samples.clear();
	const painted = new CountingTerminal(columns, rows);
	const sink = new FrameSink({
		output: { write: (frame, taken) => painted.write(frame, taken) },
		size: () => ({ columns, rows }),
		sgr: (style) => sgrOf(style, theme),
	});
	sink.chrome = [...header, ...Array.from({ length: tableRows }, () => ''), status].join('\n');
	figures.painted[scene] = await measure(scene, painted, (lines) => {
		sink.regions = [{ top: header.length, height: tableRows, lines }];
	});
	samples.clear();
	const plain = new CountingTerminal(columns, rows);
	const ink = plainInk(plain);
	figures.ink[scene] = await measure(scene, plain, (lines) => ink.draw([...header, ...lines.map(paint), status]));
	ink.stop();
}
answer(figures satisfies FramesAnswer);
