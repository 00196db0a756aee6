import type { Domain, Row } from '../domains/types.ts';
import { objectOfRow } from './related.ts';
import type { UiAction } from './ui-reducer.ts';
import { textOverlay } from './ui-state.ts';

/** What opens the object of a row, as enter does on it; undefined: it is of no object. */
export function openedRow(row: Row, domain: Domain, domains: readonly Domain[]): UiAction | undefined {
	const release = domain.releaseOf?.(row);
	if (release !== undefined) return { type: 'open-overlay', overlay: textOverlay({ kind: 'release', page: 'status', release }) };
	const object = objectOfRow({ row, domain, domains });
	return object === undefined ? undefined : { type: 'open-overlay', overlay: textOverlay({ kind: 'object', page: 'summary', object }) };
}
