import { byCodeUnits } from '../base/by-code-units.ts';
import { counted } from '../base/counted.ts';
import { objectAt } from '../base/json-parts.ts';
import { linesOfText } from '../base/lines-of-text.ts';
import { type TextLine, type TextSpan, textLine } from '../base/text-line.ts';
import type { KubeObject } from '../kube/types.ts';
import { isSecret, lastApplied, maskSecret, secretFields, secretTarget, secretText, secretValue } from './secret-mask.ts';
import { yamlOf } from './yaml-of.ts';
import { yamlLines } from './yaml-text.ts';

export interface YamlLook {
	/** metadata.managedFields are there line by line; else one line counts them. */
	readonly unfolded: boolean;
	/** Values of a Secret that are not masked, by their targets (`data/password`). */
	readonly revealed: ReadonlySet<string>;
}

/** A longer value, or one with a line break in it, stands below instead of beside. */
const mostBeside = 200;

/** What is said of a value beside it, and what it reads when it is decoded, line by line. */
interface Decoded {
	readonly beside: string;
	/** It is a text of the cluster, and not a remark about it. */
	readonly isText: boolean;
	readonly below: readonly string[];
}

function decoded(object: KubeObject, target: string): Decoded | undefined {
	const bytes = secretValue(object, target);
	if (bytes === undefined || bytes.length === 0 || !target.startsWith('data/')) return undefined;
	const text = secretText(bytes);
	if (text === undefined) return { beside: `${counted(bytes.length, 'byte')} that are no text`, isText: false, below: [] };
	if (text.length <= mostBeside && !/[\n\r]/.test(text)) return { beside: text, isText: true, below: [] };
	const below = linesOfText(text);
	return { beside: `${counted(below.length, 'line')}, ${counted(bytes.length, 'byte')}`, isText: false, below };
}

/** The lines of a value that was asked for. What it reads stands in comments, so that the whole stays YAML. */
function revealedLines(lines: readonly TextLine[], read: Decoded | undefined, indent: number, target: string): readonly TextLine[] {
	const known = lines.map((line): TextLine => ({ ...line, target }));
	const [first, ...rest] = known;
	if (first === undefined || read === undefined) return known;
	const beside: readonly TextSpan[] = [
		{ text: '  # ', role: 'quiet' },
		{ text: read.beside, role: read.isText ? 'string' : 'quiet' },
	];
	const below = read.below.map(
		(text): TextLine => ({
			spans: [
				{ text: `${' '.repeat(indent)}#${text === '' ? '' : ' '}`, role: 'quiet' },
				...(text === '' ? [] : [{ text, role: 'string' as const }]),
			],
			hang: indent + 2,
			target,
		}),
	);
	return [{ ...first, spans: [...first.spans, ...beside] }, ...rest, ...below];
}

/** The entries of a mapping, one by one, so that each is known by what it is. */
function entryLines(
	values: Readonly<Record<string, unknown>>,
	indent: number,
	lines: (key: string, value: unknown) => readonly TextLine[] | undefined,
): readonly TextLine[] {
	const entries = Object.entries(values).sort(([one], [other]) => byCodeUnits(one, other));
	return entries.flatMap(([key, value]) => lines(key, value) ?? yamlLines(yamlOf({ [key]: value }), indent));
}

const heading = (key: string, indent: number): TextLine => ({
	spans: [...(indent === 0 ? [] : [{ text: ' '.repeat(indent) }]), { text: key, role: 'key' }, { text: ':', role: 'quiet' }],
});

/** Nothing in it has to be known by what it is. */
const isEmpty = (value: unknown): boolean => Object.keys(objectAt(value)).length === 0;

/**
 * An object as `kubectl get -o yaml` prints it. What is masked stays masked in it; lines that hold a value of a Secret have that
 * value's target.
 */
export function objectYaml(object: KubeObject, { unfolded, revealed }: YamlLook): readonly TextLine[] {
	const shown = maskSecret(object, revealed);
	const secret = isSecret(object);

	const valueLines = (field: 'annotations' | (typeof secretFields)[number], indent: number) => (key: string, value: unknown) => {
		const target = secretTarget(field, key);
		if (field === 'annotations' && key !== lastApplied) return undefined;
		const lines = yamlLines(yamlOf({ [key]: value }), indent);
		if (revealed.has(target)) return revealedLines(lines, decoded(object, target), indent, target);
		const [first, ...rest] = lines;
		if (first === undefined) return undefined;
		const spans = first.spans.map((one, at) => (at === first.spans.length - 1 ? { ...one, role: 'masked' as const } : one));
		return [{ ...first, spans, target }, ...rest];
	};

	const metadataLines = (key: string, value: unknown): readonly TextLine[] | undefined => {
		if (key === 'managedFields' && !unfolded) {
			const count = Array.isArray(value) ? value.length : 0;
			return [textLine('  ', { text: `# managedFields: ${counted(count, 'entry', 'entries')}, not shown`, role: 'quiet' })];
		}
		if (key !== 'annotations' || !secret || isEmpty(value)) return undefined;
		return [heading(key, 2), ...entryLines(objectAt(value), 4, valueLines('annotations', 4))];
	};

	return entryLines(shown, 0, (key, value) => {
		if (key === 'metadata') return [heading(key, 0), ...entryLines(objectAt(value), 2, metadataLines)];
		const field = secret ? secretFields.find((each) => each === key) : undefined;
		if (field === undefined || isEmpty(value)) return undefined;
		return [heading(key, 0), ...entryLines(objectAt(value), 2, valueLines(field, 2))];
	});
}
