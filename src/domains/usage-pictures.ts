import type { Cell, Picture } from '../base/cell.ts';
import { absentCell, agedAs, kibOf, pressure } from './cells.ts';
import type { CellContext, PastUsage, PictureColumn, Row, Usage, UsageField } from './types.ts';

/** What use is measured against. 0: there is no such thing. CPU in millicores, memory in KiB. */
export interface UsageCeiling<R extends Row> {
	/** The word of the title: `ALLOC`, `LIMIT`. */
	readonly word: string;
	/** Why there is no bar where there is no ceiling. */
	readonly absent: string;
	readonly cpu: (row: R) => number;
	readonly memory: (row: R) => number;
	/** The key of a row's samples. */
	readonly key: (row: R) => string;
	/** Its newest sample, or why there is none; absent: what the context says of the key. */
	readonly find?: (row: R, context: CellContext) => Usage | string;
	/** Of the column after which the pictures come in worth. */
	readonly worth: number;
}

/** Below these, ups and downs are noise and are drawn low. Millicores, MiB. */
const leastCpu = 20;
const leastMemory = 16;

const bar = 12;
const trend = 24;

/**
 * Bars of what is used of what there is, and the last samples beside each other; shown only when the list is wide. Their
 * numbers are in the columns that they stand behind, so nothing is sorted, filtered or printed by a picture.
 */
export function usagePictures<R extends Row>(ceiling: UsageCeiling<R>): readonly PictureColumn<R>[] {
	const { word, absent, cpu, memory, key, worth } = ceiling;
	const find = ceiling.find ?? ((row: R, context: CellContext) => context.usage(key(row)));
	const barColumn = (
		after: string,
		title: string,
		at: number,
		used: (usage: Usage) => number,
		of: (row: R) => number,
	): PictureColumn<R> => ({
		id: `${after}Bar`,
		title,
		after,
		worth: worth + at,
		min: bar,
		max: bar,
		volatile: true,
		cell: (row, context) => {
			const usage = find(row, context);
			if (typeof usage === 'string') return absentCell(usage);
			const whole = of(row);
			if (whole === 0) return absentCell(absent);
			const part = used(usage) / whole;
			return pictured(usage, { kind: 'bar', part }, `${Math.round(part * 100)}%`, pressure(used(usage), whole));
		},
	});
	const trendColumn = (after: string, title: string, at: number, of: UsageField, least: number): PictureColumn<R> => ({
		id: `${after}Trend`,
		title,
		after,
		worth: worth + at,
		min: title.length,
		max: trend,
		volatile: true,
		cell: (row, context) => trendCell(find(row, context), () => context.history(key(row))?.[of], least),
	});
	return [
		barColumn('cpu', `CPU OF ${word}`, 0.1, ({ cpuMilli }) => cpuMilli, cpu),
		trendColumn('cpu', 'CPU TREND', 0.3, 'cpuMilli', leastCpu),
		barColumn('memory', `MEM OF ${word}`, 0.2, kibOf, memory),
		trendColumn('memory', 'MEM TREND', 0.4, 'memoryMiB', leastMemory),
	];
}

function trendCell(usage: Usage | string, history: () => PastUsage['cpuMilli'] | undefined, least: number): Cell {
	if (typeof usage === 'string') return absentCell(usage);
	const past = history();
	return past === undefined
		? absentCell('no history is kept of so many')
		: pictured(usage, { kind: 'trend', samples: past, least }, '', undefined);
}

function pictured(usage: Usage, picture: Picture, text: string, health: Cell['health']): Cell {
	return { ...agedAs(usage, { text, ...(health === undefined ? {} : { health }) }), picture };
}
