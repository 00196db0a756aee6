import type { GivenFlag } from '../base/api-error-sentences.ts';
import { firstNames, refusedTogether } from '../base/refused-together.ts';
import type { DomainFeed, Lease, StreamStatus } from '../sync/types.ts';
import { failureOf } from './exit-codes.ts';
import { rowLeases } from './row-json.ts';

export interface Answered {
	/** A sentence for each resource that was refused while others answered. */
	readonly refused: readonly string[];
}

export interface AwaitOptions {
	/** Called whenever a status may have changed; returns the way to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	/** For sentences. */
	readonly server: string;
	readonly context: string;
	readonly given: readonly GivenFlag[];
	/** Also wait for what is joined in, and for one answer of the metrics, the latter for so long at most. */
	readonly joinsForMs?: number;
}

/** It answered, or it will not by itself: what is only slow or throttled is waited for. */
export const isSettled = (status: StreamStatus): boolean => status.rows === 'complete' || status.level === 'unhealthy';

/**
 * Waits until every resource of a feed has been listed or refused. Throws SentenceError with the exit code of the first
 * when all of them were refused; what may not be read is then named together.
 */
export async function answered(feed: DomainFeed, options: AwaitOptions): Promise<Answered> {
	await until(() => !feed.deciding() && rowLeases(feed).every((lease) => isSettled(lease.status())), options.subscribe);
	const refused = rowLeases(feed).filter((lease) => lease.status().rows !== 'complete');
	const [first] = refused;
	if (first !== undefined && refused.length === rowLeases(feed).length) throw refusalOfAll(first, refused, feed, options);
	if (options.joinsForMs !== undefined) {
		await until(() => feed.leases.every((lease) => isSettled(lease.status())), options.subscribe);
		const { metrics, nodeMetrics } = feed;
		// The document says how the stream is, and a watch that is just being opened is neither well nor unwell.
		const isTold = () =>
			[metrics, nodeMetrics].every((lease) => lease?.status().reason !== 'awaiting first delivery') &&
			feed.status().reason !== 'connecting';
		await until(isTold, options.subscribe, options.joinsForMs);
	}
	return { refused: refused.map((lease) => refusal(lease, feed, options).message) };
}

const placeOf = ({ scope: { namespace } }: DomainFeed, namespaced: boolean): string =>
	!namespaced ? '' : namespace === undefined ? ' in all namespaces' : ` in namespace ${namespace}`;

type ForSentences = Pick<AwaitOptions, 'server' | 'context' | 'given'>;

function refusalOfAll(first: Lease, refused: readonly Lease[], feed: DomainFeed, about: ForSentences): Error {
	const denied = refused.flatMap(({ resource, status }) => {
		const { error } = status();
		return error?.kind === 'forbidden' ? [{ error, resource }] : [];
	});
	const [one, ...others] = denied;
	if (one === undefined || others.length === 0 || first.status().error !== one.error) return refusal(first, feed, about);
	const namespaced = denied.some(({ resource }) => resource.namespaced);
	const what = `${firstNames(denied.map(({ resource }) => resource.gvr.resource))}${placeOf(feed, namespaced)}`;
	return failureOf(refusedTogether(one.error, ...others.map(({ error }) => error)), { what, ...about, namespaced }, feed.scope);
}

/** Why a stream has no rows, as a sentence with its exit code. */
export function refusal(lease: Lease, feed: DomainFeed, about: ForSentences): Error {
	const status = lease.status();
	const { namespaced, gvr } = lease.resource;
	const error =
		status.error ?? ({ kind: 'protocol', message: `${status.reason}${status.detail === '' ? '' : `: ${status.detail}`}` } as const);
	const { server, context, given } = about;
	return failureOf(error, { what: `${gvr.resource}${placeOf(feed, namespaced)}`, server, context, given, namespaced }, feed.scope);
}

/** Resolves once `holds`, asked now and whenever something may have changed, or after `atMostMs`. Keeps the process alive meanwhile. */
export function until(holds: () => boolean, subscribe: AwaitOptions['subscribe'], atMostMs?: number): Promise<void> {
	return new Promise((resolve) => {
		if (holds()) {
			resolve();
			return;
		}
		const finish = () => {
			stop();
			clearTimeout(alive);
			resolve();
		};
		const stop = subscribe(() => {
			if (holds()) finish();
		});
		// Timers of a Clock keep no process alive, and a stream that waits to try again has no socket either.
		const alive = atMostMs === undefined ? setInterval(() => undefined, 60_000) : setTimeout(finish, atMostMs);
	});
}
