import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import { type Field, fieldLines, type Section } from './section.ts';

/** More are in the YAML, and the section says so. */
const mostFields = 40;
const deepest = 4;
/** Of what stands in one line. */
const deepestInline = 8;

/** In units of UTF-16. */
const longestInline = 400;
const shortened = (text: string): string => (text.length <= longestInline ? text : `${text.slice(0, longestInline)}…`);

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

/** `{}` and `[]`, which in many a field mean everything, where its absence means nothing. */
export const isEmpty = (value: unknown): boolean =>
	Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;

/** `name=http port=80 targetPort=http`: what of a mapping fits into a line. */
function inline(value: unknown, depth = 0): string {
	if (isScalar(value)) return value === '' ? '""' : String(value);
	if (Array.isArray(value)) return `[${value.map((one) => inline(one, depth + 1)).join(' ')}]`;
	if (isEmpty(value)) return '{}';
	if (!isJsonObject(value) || depth >= deepestInline) return '…';
	const parts = Object.entries(value).map(([key, one]) => `${key}=${inline(one, depth + 1)}`);
	return depth === 0 ? parts.join(' ') : `{${parts.join(' ')}}`;
}

/** A mapping in one line: `runAsUser=1000 fsGroup=2000`; '' where there is nothing in it. */
export const inOneLine = (value: JsonObject): string => (isEmpty(value) ? '' : shortened(inline(value)));

function* fieldsOf(value: unknown, name: string, depth: number): Generator<Field> {
	if (isScalar(value)) {
		if (value !== undefined && value !== null) yield { name, text: String(value) === '' ? '""' : String(value) };
		return;
	}
	if (Array.isArray(value)) {
		// With nothing in any of its entries, one line for each would not say that it is a list.
		const text = value.every(isEmpty)
			? inline(value)
			: value.every(isScalar)
				? value.map((one) => inline(one)).join(', ')
				: value.map((one) => shortened(inline(one))).join('\n');
		yield { name, text };
		return;
	}
	if (!isJsonObject(value)) return;
	if (depth >= deepest || isEmpty(value)) {
		yield { name, text: shortened(inline(value)) };
		return;
	}
	for (const [key, one] of Object.entries(value)) yield* fieldsOf(one, `${name}.${key}`, depth + 1);
}

/**
 * What a mapping of any shape holds, by the names that its fields have: `strategy.type`. Empty mappings and lists in it are told as `{}` and
 * `[]`; of an empty one there is no section. `without`: its own fields that are told elsewhere.
 */
export function plainSection(title: string, value: unknown, without: ReadonlySet<string> = new Set()): Section | undefined {
	if (!isJsonObject(value)) return undefined;
	const all = Object.entries(value).flatMap(([key, one]) => (without.has(key) ? [] : [...fieldsOf(one, key, 1)]));
	const fields = all.slice(0, mostFields);
	const more = all.length - fields.length;
	if (fields.length === 0) return undefined;
	const rest = more === 0 ? [] : [{ spans: [{ text: `  … ${more} more in the YAML`, role: 'quiet' as const }] }];
	return { title, lines: [...fieldLines(fields), ...rest] };
}
