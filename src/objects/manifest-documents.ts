import type { Steps } from '../base/steps.ts';

const separator = /^---(?:\s|$)/;

/** Less than a millisecond. */
const LINES_A_STEP = 4_096;

/** The documents of a manifest, each as its lines; the line that begins one is its first. */
export function* manifestDocuments(manifest: string): Steps<readonly (readonly string[])[]> {
	const documents: string[][] = [[]];
	const lines = manifest.replace(/\n$/, '').split('\n');
	for (const [at, line] of lines.entries()) {
		if (separator.test(line) && documents.at(-1)?.length !== 0) documents.push([]);
		documents.at(-1)?.push(line);
		if (at % LINES_A_STEP === LINES_A_STEP - 1) yield;
	}
	return documents;
}
