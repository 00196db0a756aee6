/** A 403 or 404 that may come from a server that is starting is settled after this long. */
const SETTLE_MS = 60_000;

/** A 403 or 404, and what is known of the server that gives it. Times are epoch ms. */
export interface Refusal {
	readonly now: number;
	/** Since when it is given; now: it is the first one. */
	readonly since: number;
	/** The same question was answered before. */
	readonly served: boolean;
	/** When a request of this context last got no proper answer; undefined: never. */
	readonly transportFailedAt: number | undefined;
}

/**
 * 403 and 404 are settled with care: an API server that has just started refuses users whose rights come from RBAC, and does
 * not know its aggregated APIs, for a fraction of a second, LIST recovering before WATCH (seen on a real 1.36.3). At once only
 * if this was never answered and nothing failed on the way to this server for a minute; otherwise asked again for a minute.
 */
export function mayBeStarting({ now, since, served, transportFailedAt }: Refusal): boolean {
	const calm = transportFailedAt === undefined || now - transportFailedAt > SETTLE_MS;
	return (served || !calm) && now - since < SETTLE_MS;
}

/** When to ask a server again that may be starting: quickly for the first seconds, in which most are up. 0 ≤ `dice` < 1. */
export const askAgainAt = ({ now, since }: Pick<Refusal, 'now' | 'since'>, dice: number): number =>
	now + 800 + dice * (now - since < 5_000 ? 700 : 4_200);
