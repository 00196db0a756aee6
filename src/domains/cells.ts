import type { Cell, ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { Row, Usage } from './types.ts';

/** Cells and values that several domains have in common. */

/** A dash that knows why it is one. */
export const absentCell = (why: string): Cell => ({ text: '–', absent: why });

/** Why something is not known that was just asked for. */
export const lookingUp = 'asking the server';

/** A dash where the text is ''. */
export const textCell = (text: string, absent: string, health?: ObjectHealth): Cell =>
	text === '' ? absentCell(absent) : cell(text, health);

/** null where '' or 0 stand for "there is none". */
export const knownText = (text: string): string | null => (text === '' ? null : text);
export const knownNumber = (value: number): number | null => (value === 0 ? null : value);

/** What a row holds joined by a comma. */
export const listOf = (joined: string): readonly string[] => (joined === '' ? [] : joined.split(','));

/** The key of a pod in a sample of pod metrics. */
export const usageKey = (row: Row): string => `${row.namespace}/${row.name}`;

export const kibOf = (usage: Usage): number => usage.memoryMiB * 1024;

/** A value of an old sample stays on the screen, and says that it is old. */
export const agedAs = ({ aged }: Usage, fresh: Cell): Cell =>
	aged === undefined || fresh.absent !== undefined ? fresh : { text: fresh.text, aged };

/** Past these parts of what must not be passed, use is worth a colour. */
const warningPart = 0.9;

export function pressure(used: number, limit: number): ObjectHealth | undefined {
	return limit > 0 && used >= limit * warningPart ? 'warning' : undefined;
}

/** `31%` of a total; '' where there is no total. */
export const percent = (part: number, total: number): string => (total > 0 ? `${Math.round((part / total) * 100)}%` : '');
