import type { ObjectRef } from '../domains/object-ref.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { Domain } from '../domains/types.ts';
import type { DiffWish, NamedObject } from '../objects/diff-wish.ts';
import type { DomainFeed } from '../sync/types.ts';
import { objectOfRow } from './related.ts';
import { topText, type UiState, viewState } from './ui-state.ts';

/** What is on the screen, as far as it says which objects are meant. */
export interface Choosing {
	readonly feed: Pick<DomainFeed, 'domain' | 'rows'>;
	readonly domains: readonly Domain[];
	readonly state: UiState;
	/** Uid of the row under the cursor of the list. */
	readonly cursor: string | undefined;
}

/**
 * The object whose panel is open; else those that are marked, in the order in which they were, which the row under the cursor joins
 * where there is one, and stands for where there is none.
 */
export function chosenObjects({ feed: { domain, rows }, domains, state, cursor }: Choosing): readonly ObjectRef[] {
	const request = topText(state)?.request;
	if (request !== undefined) return request.kind === 'object' ? [request.object] : [];
	const { marks } = viewState(state);
	const uids = marks.size > 1 || cursor === undefined ? [...marks] : [...new Set([...marks, cursor])];
	return uids.flatMap((uid) => {
		const row = rows.get(uid);
		const ref = row === undefined ? undefined : objectOfRow({ row, domain, domains });
		return ref === undefined ? [] : [ref];
	});
}

/** As it would be typed. */
export const namedOf = ({ of, namespace, name }: ObjectRef): NamedObject => ({
	kind: objectNameOf(of),
	name,
	...(namespace === '' ? {} : { namespace }),
});

/** A release is kept in Secrets or ConfigMaps, whose objects say nothing of what is in it. */
const noReleases =
	'Of releases no objects are compared: look at y on each revision, or compare what kyacht helm-manifest prints with --revision.';

/** What of the chosen objects is to be compared; `why` says why there is nothing. */
export const chosenDiff = (choosing: Choosing): DiffWish | { readonly why: string } =>
	choosing.feed.domain.releaseOf !== undefined && topText(choosing.state) === undefined
		? { why: noReleases }
		: diffOfChosen(chosenObjects(choosing));

/** One with what was applied of it, or two with each other; `why` says why there is nothing to compare. */
function diffOfChosen(chosen: readonly ObjectRef[]): DiffWish | { readonly why: string } {
	const [left, right, ...more] = chosen;
	if (left === undefined) return { why: 'There is no object to compare.' };
	if (more.length > 0) return { why: `Two objects can be compared, not ${chosen.length}; esc takes the marks away.` };
	return { left: namedOf(left), right: right === undefined ? 'last-applied' : namedOf(right) };
}
