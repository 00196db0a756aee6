import { safeJson, safeText } from '../base/safe-text.ts';
import { plainOf } from '../base/text-line.ts';
import type { ReleaseWish } from '../domains/helm-records.ts';
import type { Mask } from '../kube/types.ts';
import { readManifest } from '../objects/manifest-text.ts';
import { manifestMask, manifestOf, type ReadRelease, valuesMask, valuesOf } from '../objects/release-text.ts';
import { yamlOf } from '../objects/yaml-of.ts';
import type { OpenContext } from '../views/app-services.ts';
import { exitCodes } from './exit-codes.ts';
import type { OutputStream } from './output-stream.ts';

export interface ReleaseRun {
	readonly wish: ReleaseWish;
	readonly context: OpenContext;
	readonly out: OutputStream;
	readonly note: (sentence: string) => void;
}

/** Prints the values of a release, as `helm get values -o yaml` does. Throws SentenceError. */
export async function printValues(
	run: ReleaseRun,
	{ computed, format }: { readonly computed: boolean; readonly format: 'yaml' | 'json' },
): Promise<number> {
	const release = await read(run, valuesMask);
	const values = valuesOf(release, computed);
	run.out.write(`${format === 'json' ? safeJson(values) : safeLines(yamlOf(values))}\n`);
	await run.out.drained();
	return exitCodes.ok;
}

/** Prints the manifest of a release, as `helm get manifest` does; values of Secrets in it are masked unless they are asked for. Throws SentenceError. */
export async function printManifest(run: ReleaseRun, { reveals }: { readonly reveals: boolean }): Promise<number> {
	const release = await read(run, manifestMask);
	const manifest = manifestOf(release);
	run.out.write(`${safeLines(reveals ? manifest.replace(/\n$/, '') : masked(manifest, run.note))}\n`);
	await run.out.drained();
	return exitCodes.ok;
}

function masked(manifest: string, note: ReleaseRun['note']): string {
	const text = readManifest(manifest);
	if (text.holdsSecrets) note('Values of Secrets are masked; --show-secrets prints them.');
	return text.lines(new Set()).map(plainOf).join('\n');
}

/** Safe for a terminal and for files that go to one; tabs stay. */
const safeLines = (text: string): string =>
	text
		.split('\n')
		.map((line) => line.split('\t').map(safeText).join('\t'))
		.join('\n');

async function read({ wish, context }: ReleaseRun, mask: Mask): Promise<ReadRelease> {
	const { signal } = new AbortController();
	return context.readRelease(await context.findRelease(wish, signal), mask, signal);
}
