import { ReleaseRow, type ReleaseWish } from '../domains/helm-records.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { Domain, Row } from '../domains/types.ts';
import { type DiffWish, type NamedObject, releaseKind, releaseNamed } from '../objects/diff-wish.ts';
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
export function chosenObjects(choosing: Choosing): readonly ObjectRef[] {
	const {
		feed: { domain },
		domains,
		state,
	} = choosing;
	const request = topText(state)?.request;
	if (request !== undefined) return request.kind === 'object' ? [request.object] : [];
	return chosenRows(choosing).flatMap((row) => objectOfRow({ row, domain, domains }) ?? []);
}

/** Those that are marked, with the row under the cursor, as `chosenObjects` takes them. */
function chosenRows({ feed: { rows }, state, cursor }: Choosing): readonly Row[] {
	const { marks } = viewState(state);
	const uids = marks.size > 1 || cursor === undefined ? [...marks] : [...new Set([...marks, cursor])];
	return uids.flatMap((uid) => rows.get(uid) ?? []);
}

/** The releases that are looked at: no objects, but what is packed in them can be compared. */
function chosenReleases(choosing: Choosing): readonly NamedObject[] {
	const request = topText(choosing.state)?.request;
	if (request !== undefined) return request.kind === 'release' ? [namedRelease(request.release)] : [];
	const { releaseOf } = choosing.feed.domain;
	if (releaseOf === undefined) return [];
	// The row of a release is its newest revision, whichever that is when it is read.
	return chosenRows(choosing).map((row) =>
		namedRelease(row instanceof ReleaseRow ? { ...releaseOf(row), revision: undefined } : releaseOf(row)),
	);
}

const namedRelease = ({
	release,
	namespace,
	revision,
}: Omit<ReleaseWish, 'revision'> & { readonly revision?: number | undefined }): NamedObject => ({
	kind: releaseKind,
	name: revision === undefined ? release : `${release}:${revision}`,
	namespace,
});

/** As it would be typed. */
const namedOf = ({ of, namespace, name }: ObjectRef): NamedObject => ({
	kind: objectNameOf(of),
	name,
	...(namespace === '' ? {} : { namespace }),
});

/** What of it is looked at, for what is typed of the other one: the last one is that under the cursor, unless more are marked. */
export function aboutDiff(choosing: Choosing): NamedObject | undefined {
	const release = chosenReleases(choosing).at(-1);
	// Revisions of one context say nothing in another.
	if (release !== undefined) return { ...release, name: release.name.replace(/:\d+$/, '') };
	const object = chosenObjects(choosing).at(-1);
	return object === undefined ? undefined : namedOf(object);
}

/** What of the chosen objects, or releases, is to be compared; `why` says why there is nothing. */
export function chosenDiff(choosing: Choosing): DiffWish | { readonly why: string } {
	const releases = chosenReleases(choosing);
	return diffOfChosen(releases.length > 0 ? inOrder(releases) : chosenObjects(choosing).map(namedOf));
}

/** Of two revisions of one release the older one is first. */
function inOrder(releases: readonly NamedObject[]): readonly NamedObject[] {
	const [one, other] = releases.map((named) => releaseNamed(named));
	const isTurned = releases.length === 2 && one?.release === other?.release && (one?.revision ?? 0) > (other?.revision ?? 0);
	return isTurned ? releases.toReversed() : releases;
}

/** One with what was applied of it, or two with each other; `why` says why there is nothing to compare. */
function diffOfChosen([left, right, ...more]: readonly NamedObject[]): DiffWish | { readonly why: string } {
	if (left === undefined) return { why: 'There is no object to compare.' };
	if (more.length > 0) return { why: `Two objects can be compared, not ${more.length + 2}; esc takes the marks away.` };
	return { left, right: right ?? 'last-applied' };
}
