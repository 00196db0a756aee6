import type { ReadableRows } from '../stores/types.ts';
import type { RowSource } from './row-source.ts';

/** The names of the marked rows in the order of the list, those that are filtered out last; without marks that of the row under the cursor. */
export function chosenNames(
	rows: Pick<ReadableRows, 'get'>,
	shown: Pick<RowSource, 'indexOf'>,
	marks: ReadonlySet<string>,
	cursor: string | undefined,
): readonly string[] {
	const place = (uid: string): number => {
		const index = shown.indexOf(uid);
		return index < 0 ? Number.MAX_SAFE_INTEGER : index;
	};
	const uids = marks.size > 0 ? [...marks].toSorted((one, other) => place(one) - place(other)) : [cursor ?? ''];
	return uids.flatMap((uid) => rows.get(uid)?.name ?? []);
}
