import { allAtOnce, type Steps } from '../base/steps.ts';
import { plainOf, type TextLine, textLine } from '../base/text-line.ts';
import { manifestDocuments } from './manifest-documents.ts';
import { mayHoldSecrets, type SecretRange, type SecretRanges, secretRangeSteps } from './secret-ranges.ts';
import { yamlLineSteps } from './yaml-text.ts';

/** One value of a Secret in a manifest: which document it is in, which Secret of that one, the field, the key. */
export const manifestTarget = (document: number, field: string, key: string, secret = 0): string =>
	`${document}/${secret === 0 ? '' : `${secret}/`}${field}/${key}`;

/** A manifest whose Secrets were found: what is looked at more than once is parsed once. */
export interface ManifestText {
	/** It has values of Secrets, or may have; they are masked until somebody asks for them. */
	readonly holdsSecrets: boolean;
	/** As it is stored, line by line, with its comments; values of Secrets are masked but for those whose targets are in `revealed`. */
	lines(revealed: ReadonlySet<string>): readonly TextLine[];
	/** A value of a Secret, as it stands there; undefined: there is no such value. */
	value(target: string): string | undefined;
}

/** Of the documents that may hold Secrets as much is parsed, in units of UTF-16; what a release unpacks to may be many times that. */
const MOST_PARSED = 1024 * 1024;

/** What stands in the place of a value. It is no base64, so that a server refuses to take it for one. */
const mask = '<masked>';
const doubtful = '# Masked whole: this document may hold a Secret, and nothing tells for sure where the values are.';

/** Lines that are masked together, up to `end` (exclusive); `shown` stands in their place. */
interface Hidden {
	readonly at: number;
	readonly end: number;
	readonly target: string;
	readonly shown: TextLine;
}

export const readManifest = (manifest: string): ManifestText => allAtOnce(manifestSteps(manifest));

/** The same in steps: a large manifest takes seconds, in which keys are answered. */
export function* manifestSteps(manifest: string): Steps<ManifestText> {
	let parsed = 0;
	const documents: { readonly plain: readonly TextLine[]; readonly hidden: readonly Hidden[] }[] = [];
	for (const lines of yield* manifestDocuments(manifest)) {
		const text = lines.join('\n');
		const holds = mayHoldSecrets(text);
		if (holds) parsed += text.length;
		const ranges = !holds ? [] : parsed > MOST_PARSED ? 'doubtful' : yield* secretRangeSteps(text);
		documents.push({ plain: yield* yamlLineSteps(text), hidden: hiddenLines(lines, documents.length, ranges) });
		yield;
	}
	const lines = (revealed: ReadonlySet<string>): readonly TextLine[] =>
		documents.flatMap(({ plain, hidden }) => (hidden.length === 0 ? plain : shownLines(plain, hidden, revealed)));
	return {
		holdsSecrets: documents.some(({ hidden }) => hidden.length > 0),
		lines,
		value(target) {
			for (const { plain, hidden } of documents) {
				const found = hidden.find((one) => one.target === target);
				if (found !== undefined) return valueIn(plain.slice(found.at, found.end));
			}
			return undefined;
		},
	};
}

/** What stands behind the key of the first of these lines, and in the others. */
function valueIn(lines: readonly TextLine[]): string {
	const [first = '', ...rest] = lines.map(plainOf);
	return [first.replace(/^(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:][^:]*)):\s+/, ''), ...rest].join('\n');
}

function hiddenLines(lines: readonly string[], document: number, ranges: SecretRanges): readonly Hidden[] {
	if (ranges === 'doubtful') {
		// Where it begins and what it was made of is written by Helm itself.
		const own = lines[0] === '---' ? 1 : 0;
		const at = lines[own]?.startsWith('# Source: ') === true ? own + 1 : own;
		const shown = textLine({ text: doubtful, role: 'masked' });
		return [{ at, end: lines.length, target: manifestTarget(document, 'document', '*'), shown }];
	}
	const starts = [0];
	for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
	let at = 0;
	return ranges.map(({ start, end, secret, field, key }: SecretRange): Hidden => {
		while ((starts[at + 1] ?? Number.POSITIVE_INFINITY) <= start) at += 1;
		let past = at + 1;
		while ((starts[past] ?? Number.POSITIVE_INFINITY) < end) past += 1;
		const begins = (lines[at] ?? '').slice(0, start - (starts[at] ?? 0));
		const shown = textLine({ text: begins.replace(/:$/, ': '), role: 'key' }, { text: mask, role: 'masked' });
		return { at, end: past, target: manifestTarget(document, field, key, secret), shown };
	});
}

function shownLines(plain: readonly TextLine[], hidden: readonly Hidden[], revealed: ReadonlySet<string>): readonly TextLine[] {
	let from = 0;
	const parts = hidden.map(({ at, end, target, shown }): readonly TextLine[] => {
		const before = plain.slice(from, at);
		from = end;
		const own = revealed.has(target) ? plain.slice(at, end).map((line) => ({ ...line, target })) : [{ ...shown, target }];
		return [...before, ...own];
	});
	return [...parts.flat(), ...plain.slice(from)];
}
