import type { ObjectRef } from '../domains/object-ref.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { Domain } from '../domains/types.ts';
import type { DiffWish, NamedObject } from '../objects/diff-wish.ts';
import type { DomainFeed } from '../sync/types.ts';
import { objectOfRow } from './related.ts';

/** The objects that are marked, in the order in which they were; the row under the cursor joins a single mark, and stands for none. */
export function chosenObjects(
	{ domain, rows }: Pick<DomainFeed, 'domain' | 'rows'>,
	domains: readonly Domain[],
	marks: ReadonlySet<string>,
	cursor: string | undefined,
): readonly ObjectRef[] {
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

/** One with what was applied of it, or two with each other; `why` says why there is nothing to compare. */
export function diffOfChosen(chosen: readonly ObjectRef[]): DiffWish | { readonly why: string } {
	const [left, right, ...more] = chosen;
	if (left === undefined) return { why: 'There is no object to compare.' };
	if (more.length > 0) return { why: `Two objects can be compared, not ${chosen.length}; esc takes the marks away.` };
	return { left: namedOf(left), right: right === undefined ? 'last-applied' : namedOf(right) };
}
