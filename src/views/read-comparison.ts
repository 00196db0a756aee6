import type { Clock } from '../base/clock.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { inTurns } from '../base/steps.ts';
import { compareRead, type ReadComparison } from '../objects/compare-read.ts';
import { compareReleases, type ReadManifest } from '../objects/compare-releases.ts';
import { type DiffWish, isRelease, type NamedObject, releaseNamed } from '../objects/diff-wish.ts';
import { manifestSteps } from '../objects/manifest-text.ts';
import { manifestMask, manifestOf } from '../objects/release-text.ts';
import type { OpenContext } from './app-services.ts';
import { defaultNamespace } from './screen-facts.ts';

export interface ReadingComparison {
	/** The context of that name; undefined: the one that is open. Throws SentenceError. */
	readonly contextOf: (name: string | undefined) => Promise<OpenContext>;
	/** Of what is named without one; absent: that of its context. */
	readonly namespace?: string | undefined;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

/**
 * Reads what is to be compared, each from its own server; what is returned compares it, with noise or without. Throws SentenceError, also
 * where it cannot be compared.
 */
export async function readComparison(wish: DiffWish, reading: ReadingComparison): Promise<(noise: boolean) => ReadComparison> {
	const { left, right } = wish;
	if (right !== 'last-applied' && isRelease(left) !== isRelease(right))
		throw new SentenceError('A release is compared with a release alone: helm/cart @CONTEXT, or helm/cart:10 helm/cart:11.', 2);
	if (isRelease(left)) return readReleases(left, right, reading);
	const read = async (named: NamedObject) => {
		const context = await reading.contextOf(named.context);
		const wanted = { kind: named.kind, name: named.name, namespace: named.namespace ?? reading.namespace };
		return context.readObject(wanted, reading.signal);
	};
	const [one, other] = await Promise.all([read(left), right === 'last-applied' ? undefined : read(right)]);
	return (noise) => compareRead(one, other, noise);
}

async function readReleases(left: NamedObject, right: DiffWish['right'], reading: ReadingComparison): Promise<() => ReadComparison> {
	if (right === 'last-applied') {
		const after = await readRelease(left, reading);
		const { release, revision } = after.release;
		if (revision <= 1)
			throw new SentenceError(`Revision ${revision} of release ${safeText(release)} is its first one; name another release to compare.`, 2);
		const before = await readRelease({ ...left, name: `${release}:${revision - 1}` }, reading);
		return remembered(before, after);
	}
	return remembered(...(await Promise.all([readRelease(left, reading), readRelease(right, reading)])));
}

/** Nothing of a release is noise. */
function remembered(left: ReadManifest, right: ReadManifest): () => ReadComparison {
	const comparison = compareReleases(left, right);
	return () => comparison;
}

async function readRelease(named: NamedObject, { contextOf, namespace, clock, signal }: ReadingComparison): Promise<ReadManifest> {
	const wanted = releaseNamed(named);
	if (wanted === undefined) throw new SentenceError(`"${safeText(named.name)}" names no release; write helm/cart, or helm/cart:11.`, 2);
	const context = await contextOf(named.context);
	const place = named.namespace ?? namespace ?? defaultNamespace(context);
	const release = await context.findRelease({ namespace: place, ...wanted }, signal);
	const read = await context.readRelease(release, manifestMask, signal);
	return { release, context: context.name, manifest: await inTurns(manifestSteps(manifestOf(read)), clock, signal) };
}
