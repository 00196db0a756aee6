import { plainOf } from '../base/text-line.ts';
import { type ReleaseRef, releaseWords } from '../domains/helm-records.ts';
import type { ReadComparison } from './compare-read.ts';
import type { ManifestText } from './manifest-text.ts';

/** A revision of a release with its manifest, as a server had it. */
export interface ReadManifest {
	readonly release: ReleaseRef;
	readonly context: string;
	readonly manifest: ManifestText;
}

const nameOf = ({ release, context }: ReadManifest): string => `release ${releaseWords(release)} (${context})`;

/** The manifests of two revisions, to be compared: of values of Secrets it is told which are others, and never what they are. */
export function compareReleases(left: ReadManifest, right: ReadManifest): ReadComparison {
	/** By the line that stands in its place: the values that were seen behind it. */
	const seen = new Map<string, string[]>();
	const lines = ({ manifest }: ReadManifest): readonly string[] =>
		manifest.lines(new Set()).map((line) => {
			const text = plainOf(line);
			if (line.target === undefined) return text;
			const values = seen.get(text) ?? [];
			seen.set(text, values);
			const value = manifest.value(line.target) ?? '';
			const at = values.indexOf(value);
			const place = at < 0 ? values.push(value) : at + 1;
			return place === 1 ? text : `${text} # value ${place}`;
		});
	return { left: lines(left), right: lines(right), names: [nameOf(left), nameOf(right)] };
}
