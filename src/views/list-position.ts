import type { RowSource } from './row-source.ts';

/** Where the cursor of a list is and which row is at the top of the screen. */
export interface ListPosition {
	/** The row that was chosen. Undefined until somebody moves: until then the cursor stays on the first row, whichever that is. */
	readonly key: string | undefined;
	readonly index: number;
	readonly top: number;
}

export const atTop: ListPosition = { key: undefined, index: 0, top: 0 };

type Keys = Pick<RowSource, 'length' | 'keyAt' | 'indexOf'>;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

function scrolledTo(index: number, top: number, length: number, height: number): number {
	const visible = Math.max(1, height);
	const kept = clamp(top, index - visible + 1, index);
	return clamp(kept, 0, Math.max(0, length - visible));
}

/**
 * The position after the rows have changed. The cursor follows the chosen object by its uid, and the list scrolls with it,
 * so that it keeps its line on the screen. When the object is gone the cursor stays where it was, on its neighbour:
 * an object of the same name with another uid is another object.
 */
export function follow(position: ListPosition, rows: Keys, height: number): ListPosition {
	if (rows.length === 0) return position.key === undefined ? atTop : { ...position, top: 0 };
	if (position.key === undefined) return atTop;
	const found = rows.indexOf(position.key);
	if (found < 0) return moveTo(position.index, position.top, rows, height);
	return { key: position.key, index: found, top: scrolledTo(found, position.top + found - position.index, rows.length, height) };
}

function moveTo(wanted: number, top: number, rows: Keys, height: number): ListPosition {
	if (rows.length === 0) return atTop;
	const index = clamp(wanted, 0, rows.length - 1);
	return { key: rows.keyAt(index), index, top: scrolledTo(index, top, rows.length, height) };
}

export type Movement = 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom';

const movements: ReadonlySet<string> = new Set<Movement>(['up', 'down', 'page-up', 'page-down', 'top', 'bottom']);

export const isMovement = (command: string): command is Movement => movements.has(command);

/** The position after a key. */
export function move(position: ListPosition, movement: Movement, rows: Keys, height: number): ListPosition {
	const page = Math.max(1, height - 1);
	const at = follow(position, rows, height);
	switch (movement) {
		case 'up':
			return moveTo(at.index - 1, at.top, rows, height);
		case 'down':
			return moveTo(at.index + 1, at.top, rows, height);
		case 'page-up':
			return moveTo(at.index - page, at.top - page, rows, height);
		case 'page-down':
			return moveTo(at.index + page, at.top + page, rows, height);
		case 'top':
			return moveTo(0, 0, rows, height);
		case 'bottom':
			return moveTo(rows.length - 1, rows.length, rows, height);
	}
}
