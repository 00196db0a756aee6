import type { ActiveList } from './screen-facts.ts';
import type { UiAction } from './ui-reducer.ts';

/** Whether what the keys move over is the same list after this, in the same shape: only the place in it, or what is said of it, is another. */
export function keepsList({ type }: UiAction): boolean {
	return type === 'position' || type === 'note' || type === 'toggle-mark' || type === 'unmark';
}

/**
 * Columns only grow while rows come and go under the eye, so that nothing jumps; when somebody asks for other rows they are
 * measured anew. A line further is not other rows.
 */
export function showsOtherRows(action: UiAction, { position, height }: ActiveList): boolean {
	switch (action.type) {
		case 'position':
			return Math.abs(action.position.top - position.top) >= Math.max(2, height / 2);
		case 'sort':
		case 'toggle-faults':
		case 'toggle-wide':
		case 'clear-filter':
		case 'go':
		case 'last-view':
		case 'namespace':
		case 'follow':
		case 'return':
		case 'history':
			return true;
		default:
			return false;
	}
}
