import { safeJson, safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { plainOf } from '../base/text-line.ts';
import { anyDomain } from '../domains/erase.ts';
import { helmHistory } from '../domains/helm.ts';
import type { ReleaseRef } from '../domains/helm-records.ts';
import { holdsSecrets, manifestLines } from '../objects/manifest-text.ts';
import { manifestMask, manifestOf, valuesMask, valuesOf } from '../objects/release-text.ts';
import { yamlOf } from '../objects/yaml-text.ts';
import { openDomainFeed } from '../sync/domain-feed.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { OpenContext } from '../views/app-services.ts';
import { answered } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';
import type { OutputStream } from './output-stream.ts';

export interface ReleaseWish {
	readonly name: string;
	/** Absent: the newest. */
	readonly revision?: number;
}

export interface ReleaseRun {
	readonly wish: ReleaseWish;
	readonly namespace: string;
	readonly context: OpenContext;
	readonly out: OutputStream;
	readonly note: (sentence: string) => void;
}

/** Revisions of one release; Helm keeps ten. */
const pageSize = 50;

/** Prints the values of a release, as `helm get values -o yaml` does. Throws SentenceError. */
export async function printValues(
	run: ReleaseRun,
	{ computed, format }: { readonly computed: boolean; readonly format: 'yaml' | 'json' },
): Promise<number> {
	const release = await run.context.readRelease(await findRevision(run), valuesMask, new AbortController().signal);
	const values = valuesOf(release, computed);
	run.out.write(`${format === 'json' ? safeJson(values) : safeLines(yamlOf(values))}\n`);
	await run.out.drained();
	return exitCodes.ok;
}

/** Prints the manifest of a release, as `helm get manifest` does; values of Secrets in it are masked unless they are asked for. Throws SentenceError. */
export async function printManifest(run: ReleaseRun, { reveals }: { readonly reveals: boolean }): Promise<number> {
	const release = await run.context.readRelease(await findRevision(run), manifestMask, new AbortController().signal);
	const manifest = manifestOf(release);
	if (!reveals && holdsSecrets(manifest)) run.note('Values of Secrets are masked; --show-secrets prints them.');
	const text = reveals ? manifest.replace(/\n$/, '') : manifestLines(manifest, new Set()).map(plainOf).join('\n');
	run.out.write(`${safeLines(text)}\n`);
	await run.out.drained();
	return exitCodes.ok;
}

/** Safe for a terminal and for files that go to one; tabs stay. */
const safeLines = (text: string): string =>
	text
		.split('\n')
		.map((line) => line.split('\t').map(safeText).join('\t'))
		.join('\n');

/** The revision that is meant, among those that Helm has kept. Throws SentenceError. */
async function findRevision({ wish, namespace, context, note }: ReleaseRun): Promise<ReleaseRef> {
	const { name, revision } = wish;
	const scope = { namespace, ...helmHistory.selectByName?.(name) };
	const feed = openDomainFeed(context.engine, anyDomain(helmHistory), scope, { visible: true, firstPage: pageSize });
	try {
		const { server, name: contextName, given, engine } = context;
		const { refused } = await answered(feed, { subscribe: engine.subscribe, server, context: contextName, given });
		const found = Array.from(feed.rows.values(), (row) => feed.domain.releaseOf?.(row)).filter((ref) => ref !== undefined);
		const kept = found.toSorted((one, other) => other.revision - one.revision);
		const ref = revision === undefined ? kept[0] : kept.find((each) => each.revision === revision);
		if (ref !== undefined) return ref;
		const [refusal, ...others] = refused;
		// What is not where it may be looked for may be where it may not.
		if (kept.length === 0 && refusal !== undefined) throw new SentenceError(refusal, deniedOr(feed));
		for (const sentence of [refusal, ...others]) if (sentence !== undefined) note(sentence);
		throw new SentenceError(notFound(wish, namespace, kept), exitCodes.failed);
	} finally {
		feed.close();
	}
}

const deniedOr = (feed: DomainFeed): number =>
	feed.leases.some((lease) => lease.status().reason === 'permissions') ? exitCodes.denied : exitCodes.failed;

function notFound({ name, revision }: ReleaseWish, namespace: string, kept: readonly ReleaseRef[]): string {
	const place = `namespace ${safeText(namespace)}`;
	if (kept.length === 0)
		return `There is no release "${safeText(name)}" in ${place}; kyacht helm -n ${safeText(namespace)} lists those there are, -A those of all namespaces.`;
	const revisions = kept.map((each) => each.revision).join(', ');
	return `Release "${safeText(name)}" in ${place} has no revision ${revision}; Helm has kept ${revisions}.`;
}
