import { safeText } from '../base/safe-text.ts';
import { NoneThere, SentenceError } from '../base/sentence-error.ts';
import { anyDomain } from '../domains/erase.ts';
import { helmHistory } from '../domains/helm.ts';
import type { ReleaseRef, ReleaseWish } from '../domains/helm-records.ts';
import { openDomainFeed } from '../sync/domain-feed.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { OpenContext } from '../views/app-services.ts';
import { answered } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';

/** Revisions of one release; Helm keeps ten. */
const pageSize = 50;

type Place = Pick<OpenContext, 'engine' | 'server' | 'name' | 'given'>;

/**
 * The revision that is meant, among those that Helm has kept. Throws SentenceError; what was aborted throws it too, and nobody reads it.
 */
export async function findRelease(context: Place, wish: ReleaseWish, signal: AbortSignal): Promise<ReleaseRef> {
	const { namespace, release, revision } = wish;
	const scope = { namespace, ...helmHistory.selectByName?.(release) };
	const feed = openDomainFeed(context.engine, anyDomain(helmHistory), scope, { visible: true, firstPage: pageSize });
	try {
		const { server, name, given, engine } = context;
		const { refused } = await Promise.race([
			answered(feed, { subscribe: engine.subscribe, server, context: name, given }),
			aborted(signal),
		]);
		const found = Array.from(feed.rows.values(), (row) => feed.domain.releaseOf?.(row)).filter((ref) => ref !== undefined);
		const kept = found.toSorted((one, other) => other.revision - one.revision);
		const ref = revision === undefined ? kept[0] : kept.find((each) => each.revision === revision);
		if (ref !== undefined) return ref;
		const [refusal] = refused;
		// What is not where it may be looked for may be where it may not.
		if (kept.length === 0 && refusal !== undefined) throw new SentenceError(refusal, deniedOr(feed));
		throw new NoneThere(notFound(wish, kept), exitCodes.failed);
	} finally {
		feed.close();
	}
}

const aborted = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new SentenceError('Nobody waits for it any more.', exitCodes.failed)), { once: true });
	});

/** The exit code of what is not found where something was refused. */
export const deniedOr = (feed: DomainFeed): number =>
	feed.leases.some((lease) => lease.status().reason === 'permissions') ? exitCodes.denied : exitCodes.failed;

function notFound({ namespace, release, revision }: ReleaseWish, kept: readonly ReleaseRef[]): string {
	const place = `namespace ${safeText(namespace)}`;
	if (kept.length === 0)
		return `There is no release "${safeText(release)}" in ${place}; kyacht helm -n ${safeText(namespace)} lists those there are, -A those of all namespaces.`;
	const revisions = kept.map((each) => each.revision).join(', ');
	return `Release "${safeText(release)}" in ${place} has no revision ${revision}; Helm has kept ${revisions}.`;
}
