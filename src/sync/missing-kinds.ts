import { missingRight } from '../base/api-error-sentences.ts';
import { refusedTogether } from '../base/refused-together.ts';
import type { Lease, StreamStatus } from './types.ts';

/** Refused or not served, and no row of it was ever had: what others have to show is not less live for it. */
export const isMissing = ({ reason, rows }: StreamStatus): boolean => rows === 'none' && (reason === 'permissions' || reason === 'absent');

export const refusalOf = (lease: Lease): string =>
	`${lease.resource.gvr.resource}: ${lease.status().reason === 'permissions' ? 'forbidden' : 'not served'}`;

/** Of streams none of which may be read, as `status` says of them: every one of them is named, as far as there is room. */
export function refusedStatus(status: StreamStatus, all: readonly StreamStatus[]): StreamStatus {
	if (status.reason !== 'permissions' || status.rows !== 'none') return status;
	const [first, ...others] = all.flatMap(({ error }) => (error?.kind === 'forbidden' ? [error] : []));
	if (first === undefined || others.length === 0) return status;
	const error = refusedTogether(first, ...others);
	return { ...status, error, detail: missingRight(error) };
}

/** More kinds than these are counted first, so that a narrow title says at least how much is not there. */
const MOST_NAMED = 2;

/**
 * Which kinds of a joined view have not been read whole, where that does not heal by itself in a moment: while a first list
 * is merely under way, `loading` says enough.
 */
export function unreadWords(rows: readonly Lease[], joined: StreamStatus): readonly string[] {
	if (rows.length === 1 || joined.rows !== 'partial') return [];
	if (joined.level !== 'unhealthy' && joined.asOf === undefined) return [];
	const unread = rows
		.map((lease) => ({ lease, status: lease.status() }))
		.filter(({ status }) => status.rows !== 'complete' && !isMissing(status));
	const names = unread.map(({ lease }) => lease.resource.gvr.resource).join(', ');
	return [`${unread.length <= MOST_NAMED ? names : `${unread.length} of ${rows.length} kinds (${names})`} not read yet`];
}
