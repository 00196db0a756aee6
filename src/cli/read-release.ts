import { ApiFailure } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import { NoneThere, SentenceError } from '../base/sentence-error.ts';
import { helmStores, type ReleaseRef } from '../domains/helm-records.ts';
import type { Connection } from '../kube/connection.ts';
import { getHelmRelease } from '../kube/helm-release.ts';
import type { Mask } from '../kube/types.ts';
import type { ReadRelease } from '../objects/release-text.ts';
import { exitCodes, failureOf } from './exit-codes.ts';

/** What `mask` asks for of one revision of a release. Throws SentenceError, with nothing in it of what was read. */
export async function readRelease(connection: Connection, ref: ReleaseRef, mask: Mask, signal: AbortSignal): Promise<ReadRelease> {
	const { store, namespace, release, revision, record } = ref;
	const { gvr } = helmStores[store];
	try {
		return (await getHelmRelease(connection, { gvr, namespace, name: record }, mask, signal)) as ReadRelease;
	} catch (error) {
		if (!(error instanceof ApiFailure)) throw error;
		const what = `release ${safeText(release)} revision ${revision} in namespace ${safeText(namespace)}`;
		if (error.error.kind === 'not-found') {
			const sentence = `There is no ${what} any more: it was uninstalled, or Helm keeps newer revisions only; kyacht helm-history/${safeText(release)} -n ${safeText(namespace)} lists those there are.`;
			throw new NoneThere(sentence, exitCodes.failed);
		}
		if (error.error.kind === 'protocol')
			throw new SentenceError(
				`The ${what} cannot be read (${safeText(error.error.message)}); look at ${gvr.resource} ${safeText(record)}.`,
				exitCodes.failed,
			);
		const { server, context, given } = connection;
		throw failureOf(error.error, { what, server, context, given });
	}
}
