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

const pageOf = { describe: 'status', yaml: 'manifest', 'events-of': 'values' } as const satisfies Partial<Record<CommandId, ReleasePage>>;

/** From one text of a release to another: back to it where it lies below, so that esc leads out of all of them. */
export function otherReleasePage(
	command: keyof typeof pageOf,
	{ overlays }: UiState,
	{ page, release }: ReleaseRequest,
): readonly Effect[] {
	const wanted = pageOf[command];
	if (page === wanted) {
		const text = wanted === 'values' ? 'These are its values.' : `This is its ${wanted}.`;
		return [{ type: 'ui', action: { type: 'note', note: { level: 'info', text } } }];
	}
	const closing: Effect[] = [];
	for (const below of overlays.slice(0, -1).toReversed()) {
		if (below.kind !== 'text' || below.request.kind !== 'release' || below.request.release !== release) break;
		closing.push({ type: 'ui', action: { type: 'close-overlay' } });
		if (below.request.page === wanted) return closing;
	}
	return open(wanted, release);
}
