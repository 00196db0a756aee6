import type { Domain, Row } from '../domains/types.ts';

/** Rows that nobody wants to see until they are others. Kept for the run, by context. */
export interface Ignored {
	/** By uid, what each was when it was ignored. */
	readonly versions: ReadonlyMap<string, string>;
	/** They alone are shown, to be taken back. */
	readonly only: boolean;
}

export const nothingIgnored: Ignored = { versions: new Map(), only: false };

/** Those that are ignored no longer are, if all of them were; else all are. */
export function ignoredAlso({ versions, only }: Ignored, chosen: ReadonlyMap<string, string>): Ignored {
	const next = new Map(versions);
	const isTakenBack = [...chosen].every(([uid, version]) => versions.get(uid) === version);
	for (const [uid, version] of chosen) {
		if (isTakenBack) next.delete(uid);
		else next.set(uid, version);
	}
	return { versions: next, only };
}

export const isIgnored = (ignored: Ignored, domain: Domain, row: Row): boolean =>
	domain.ignorable !== undefined && ignored.versions.get(row.uid) === domain.ignorable(row);

/** Which of the rows are shown; undefined: all. */
export function ignoredTest(ignored: Ignored, domain: Domain): ((row: Row) => boolean) | undefined {
	if (domain.ignorable === undefined || (ignored.versions.size === 0 && !ignored.only)) return undefined;
	return (row) => isIgnored(ignored, domain, row) === ignored.only;
}
