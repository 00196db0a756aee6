import { inTurns } from '../base/steps.ts';
import type { TextLine } from '../base/text-line.ts';
import { type ReleaseRef, type ReleaseWish, releaseWords } from '../domains/helm-records.ts';
import type { Mask } from '../kube/types.ts';
import { manifestObjects } from '../objects/manifest-objects.ts';
import { type ManifestText, manifestSteps } from '../objects/manifest-text.ts';
import { manifestMask, manifestOf, type ReadRelease, statusLines, statusMask, valuesLines, valuesMask } from '../objects/release-text.ts';
import type { TextParts } from './open-text.ts';
import { readOnceText } from './read-once-text.ts';
import type { TextFacts, TextHint, TextSource } from './text-source.ts';

export type ReleasePage = 'status' | 'values' | 'manifest';

/** A text of one revision of a release, read when it is opened and when somebody asks again. */
export function releaseText(page: ReleasePage, release: ReleaseRef | ReleaseWish, parts: TextParts): TextSource {
	switch (page) {
		case 'status':
			return statusText(release, parts);
		case 'values':
			return valuesText(release, parts);
		case 'manifest':
			return manifestText(release, parts);
	}
}

type ReleaseLines = (facts: TextFacts) => readonly TextLine[];

const readText = (
	title: string,
	mask: Mask,
	release: ReleaseRef | ReleaseWish,
	{ services, context, changed }: TextParts,
	linesOf: (read: ReadRelease, signal: AbortSignal) => ReleaseLines | Promise<ReleaseLines>,
): TextSource =>
	readOnceText({
		title,
		scope: releaseWords(release),
		wraps: false,
		read: async (signal) => {
			const revision = 'record' in release ? release : await context.findRelease(release, signal);
			return linesOf(await context.readRelease(revision, mask, signal), signal);
		},
		now: () => services.clock.now(),
		changed,
	});

const eachSecond = ({ serverNow }: TextFacts): unknown => Math.floor(serverNow / 1000);

/** The same array as long as what it is made of is the same. */
function remembered(make: (facts: TextFacts) => readonly TextLine[], key: (facts: TextFacts) => unknown): typeof make {
	let known: { readonly key: unknown; readonly lines: readonly TextLine[] } | undefined;
	return (facts) => {
		const now = key(facts);
		if (known === undefined || known.key !== now) known = { key: now, lines: make(facts) };
		return known.lines;
	};
}

function statusText(release: ReleaseRef | ReleaseWish, parts: TextParts): TextSource {
	const text = readText('RELEASE', statusMask, release, parts, async (read, signal) => {
		const objects = await inTurns(manifestObjects(manifestOf(read)), parts.services.clock, signal);
		return remembered((facts) => statusLines(read, objects, facts.serverNow), eachSecond);
	});
	return { ...text, answers: ['yaml'] };
}

/** The values that were given, or with those of the chart. */
function valuesText(release: ReleaseRef | ReleaseWish, parts: TextParts): TextSource {
	let isComputed = false;
	const text = readText('VALUES', valuesMask, release, parts, (read) =>
		remembered(
			() => valuesLines(read, isComputed),
			() => isComputed,
		),
	);
	return {
		...text,
		answers: ['text-all', 'describe', 'yaml'],
		perform(key) {
			if (key !== 'text-all') return undefined;
			isComputed = !isComputed;
			return isComputed ? 'Computed values: those of the chart under those that were given.' : 'Only the values that were given.';
		},
	};
}

/** The manifest; the values of Secrets in it are masked until they are asked for one by one, and forgotten with the text. */
function manifestText(release: ReleaseRef | ReleaseWish, parts: TextParts): TextSource {
	let revealed: ReadonlySet<string> = new Set();
	let manifest: ManifestText | undefined;
	const text = readText('MANIFEST', manifestMask, release, parts, async (read, signal) => {
		const own = await inTurns(manifestSteps(manifestOf(read)), parts.services.clock, signal);
		manifest = own;
		return remembered(
			() => own.lines(revealed),
			() => revealed,
		);
	});
	const hasSecrets = (): boolean => manifest?.holdsSecrets === true;
	return {
		...text,
		get hasCursor() {
			return hasSecrets();
		},
		get answers(): readonly TextHint[] {
			return hasSecrets() ? ['text-reveal', 'text-copy-value', 'describe'] : ['describe'];
		},
		perform(key, target) {
			if (key !== 'text-reveal') return undefined;
			if (target === undefined) return 'Put the cursor on the line of the value to reveal.';
			const next = new Set(revealed);
			if (!next.delete(target)) next.add(target);
			revealed = next;
			return undefined;
		},
		value(target) {
			const value = manifest?.value(target);
			return value === undefined ? undefined : { text: value, what: `the value of ${target.slice(target.lastIndexOf('/') + 1)}` };
		},
		close() {
			text.close();
			manifest = undefined;
			revealed = new Set();
		},
	};
}
