import { byCodeUnits } from '../base/by-code-units.ts';
import { counted } from '../base/counted.ts';
import { objectAt } from '../base/json-parts.ts';
import { type TextLine, textLine } from '../base/text-line.ts';
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

/** A longer value, or one of more lines, is shown decoded by the summary alone. */
const mostDecoded = 200;

/** What a value that is revealed says when it is decoded, beside it. */
function decoded(object: KubeObject, target: string): string {
	const bytes = secretValue(object, target);
	if (bytes === undefined || !target.startsWith('data/')) return '';
	const text = secretText(bytes);
	if (text === undefined) return `  # ${bytes.length} bytes that are no text`;
	return text.length <= mostDecoded && !/[\n\r]/.test(text) ? `  # ${text}` : `  # ${text.split('\n').length} lines, ${bytes.length} bytes`;
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
		const [first, ...rest] = yamlLines(yamlOf({ [key]: value }), indent);
		if (first === undefined) return undefined;
		if (revealed.has(target))
			return [{ ...first, spans: [...first.spans, { text: decoded(object, target), role: 'quiet' as const }], target }, ...rest];
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
