/** Names the file that records go to, one JSON object a line. Unset: nothing is written. */
export const RECORDS_VARIABLE = 'KYACHT_FAULT_RECORDS';

/** What one test saw of one fault of the plan. Times are those of the clock that the program ran on. */
export interface FaultRecord {
	/** Its row in test/faults/plan.ts. */
	readonly fault: number;
	/** The worst health that was shown, with its detail: `unhealthy (disconnected): connection refused`. */
	readonly told: string;
	/** From the fault to the first thing that was told, journalled or asked because of it; null: it needs no notice. */
	readonly noticedMs: number | null;
	/** From the end of the fault to the last row that was missing and to health; null: there is nothing to recover. */
	readonly recoveredMs: number | null;
	/** Sent for it until then, the ones that found nobody included. */
	readonly requests: number;
	/** Rows that differ from the server's at the end, and rows that were taken off the screen though the server has them. */
	readonly rowsLost: number;
}

/**
 * The fault plan: everything that is known to go wrong between a client and an API server, one row each, in the order of the
 * list/watch contract. A test named `fault N: …` injects it on the wire; `npm run faults` prints what came of it.
 */
export const faultPlan: readonly { readonly fault: number; readonly words: string }[] = [
	{ fault: 1, words: 'watch: ERROR 410 Expired' },
	{ fault: 2, words: 'watch: HTTP 410' },
	{ fault: 3, words: '410 again after each relist' },
	{ fault: 4, words: 'continue token expired' },
	{ fault: 5, words: 'continue token refused (400)' },
	{ fault: 6, words: 'version too large (504)' },
	{ fault: 7, words: 'watch ends at its timeout' },
	{ fault: 8, words: 'watch ends at once, again and again' },
	{ fault: 9, words: 'connection reset in a watch' },
	{ fault: 10, words: 'half a line, broken JSON' },
	{ fault: 11, words: 'half-open connection' },
	{ fault: 12, words: 'proxy cuts idle connections' },
	{ fault: 13, words: 'headers held back' },
	{ fault: 14, words: 'no bookmarks' },
	{ fault: 15, words: 'streamed list without its end' },
	{ fault: 16, words: 'streamed list refused (422)' },
	{ fault: 17, words: 'streamed list forbidden (403)' },
	{ fault: 18, words: 'too many requests (429)' },
	{ fault: 19, words: 'storage not ready (429)' },
	{ fault: 20, words: 'server shutting down' },
	{ fault: 21, words: '503, and 502 with a web page' },
	{ fault: 22, words: 'connection refused, no TLS' },
	{ fault: 23, words: 'ERROR 500 in a watch' },
	{ fault: 24, words: 'token no longer accepted (401)' },
	{ fault: 25, words: 'list or watch forbidden (403)' },
	{ fault: 26, words: 'only one namespace allowed' },
	{ fault: 27, words: 'resource deleted (404)' },
	{ fault: 28, words: 'watch not allowed (405)' },
	{ fault: 29, words: 'etcd restored: versions go back' },
	{ fault: 30, words: 'odd versions: huge, opaque' },
	{ fault: 31, words: 'list older than the rows' },
	{ fault: 32, words: 'same name, new object' },
	{ fault: 33, words: 'object leaves the selector' },
	{ fault: 34, words: 'burst of 10 000 changes' },
	{ fault: 35, words: 'initial events out of order' },
	{ fault: 36, words: 'laptop slept for an hour' },
	{ fault: 37, words: 'metrics absent, late, frozen' },
	{ fault: 38, words: 'login page with status 200' },
	{ fault: 39, words: 'empty list after many rows' },
	{ fault: 40, words: 'followed log cut, container restarts' },
	{ fault: 41, words: 'etcd stalls' },
	{ fault: 42, words: 'server starts, 403 to RBAC users' },
];
