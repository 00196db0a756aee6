import type { StreamStatus } from '../sync/types.ts';

/** What a pane has to say instead of rows, or beside them. The states are told apart; there is no bare "nothing here". */
export type PaneCondition =
	| { readonly kind: 'rows' }
	| { readonly kind: 'loading'; readonly soFar: number }
	| { readonly kind: 'empty' }
	| { readonly kind: 'forbidden' }
	/** No rows were ever had, and none come. */
	| { readonly kind: 'unreached' }
	| { readonly kind: 'filtered-out'; readonly hidden: number };

export interface PaneFacts {
	readonly status: StreamStatus;
	/** Rows of the store. */
	readonly total: number;
	/** Rows that pass the filter. */
	readonly shown: number;
}

/** Which of the states a pane is in. Rows that were had once stay, whatever came after. */
export function paneCondition({ status, total, shown }: PaneFacts): PaneCondition {
	if (shown > 0) return { kind: 'rows' };
	if (total > 0) return { kind: 'filtered-out', hidden: total };
	if (status.reason === 'permissions' || status.reason === 'no scope') return { kind: 'forbidden' };
	if (status.rows === 'complete') return { kind: 'empty' };
	if (status.reason === 'awaiting first delivery' || status.reason === 'connecting') return { kind: 'loading', soFar: total };
	return { kind: 'unreached' };
}
