import type { ReleaseRef, ReleaseWish } from '../domains/helm-records.ts';
import type { CommandId } from '../keys/binding.ts';
import type { Effect } from './effect.ts';
import type { ReleasePage } from './release-text.ts';
import type { ReleaseRequest } from './text-request.ts';
import { textOverlay, type UiState } from './ui-state.ts';

/** A list of the revisions of one release. */
export const historyView = 'helm-history';

export const historyFilter = (release: string): string => `-l name=${release}`;

const open = (page: ReleasePage, release: ReleaseRef | ReleaseWish): readonly Effect[] => [
	{ type: 'ui', action: { type: 'open-overlay', overlay: textOverlay({ kind: 'release', page, release }) } },
];

/** What keys that look into an object mean on a release, which is none; undefined: what they mean everywhere. */
export function onRelease(command: CommandId, release: ReleaseRef): readonly Effect[] | undefined {
	switch (command) {
		case 'open':
		case 'describe':
			return open('status', release);
		case 'yaml':
			return open('manifest', release);
		case 'events-of':
			return open('values', release);
		case 'content-of': {
			const place = { view: historyView, namespace: release.namespace, filter: historyFilter(release.release) };
			return [{ type: 'ui', action: { type: 'follow', place } }];
		}
		default:
			return undefined;
	}
}

/** From one text of a release to another: back to it where it lies below, so that esc leads out of both. */
export function otherReleasePage(
	command: 'describe' | 'yaml',
	{ overlays }: UiState,
	{ page, release }: ReleaseRequest,
): readonly Effect[] {
	const wanted = command === 'yaml' ? 'manifest' : 'status';
	if (page === wanted) return [{ type: 'ui', action: { type: 'note', note: { level: 'info', text: `This is its ${wanted}.` } } }];
	const below = overlays.at(-2);
	const isBelow =
		below?.kind === 'text' && below.request.kind === 'release' && below.request.release === release && below.request.page === wanted;
	return isBelow ? [{ type: 'ui', action: { type: 'close-overlay' } }] : open(wanted, release);
}
