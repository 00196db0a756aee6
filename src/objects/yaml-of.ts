import { stringify } from 'yaml';
import { isJsonObject } from '../base/json-parts.ts';

/** As kubectl prints it: sorted, list items not set in, quoted where YAML 1.1 would read something else, no line folded. */
export const yamlOptions = {
	version: '1.1',
	lineWidth: 0,
	indentSeq: false,
	sortMapEntries: true,
	aliasDuplicateObjects: false,
	blockQuote: 'literal',
	// A quoted text stays on its line, whatever line breaks are in it.
	doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
} as const;

const library = (value: unknown): string => stringify(value, yamlOptions).replace(/\n$/, '');

/** Begins, goes on and ends with what means nothing but itself in YAML; a colon within it is followed by no blank. */
const plain = /^[A-Za-z_/](?:(?:[A-Za-z0-9_/.,()=@+;$'" -]|:(?! |$))*[A-Za-z0-9_/.,()=@+;$'"])?$/;
/** The longest key that is written as one (YAML 1.1, 9.3.2) is longer by far. */
const longestKey = 256;
const otherwise = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const isPlain = (text: string): boolean => plain.test(text) && !otherwise.test(text);

/** A value that is written on the line of its key, where it needs no thought; undefined: the library knows how. */
function simple(value: unknown): string | undefined {
	if (typeof value === 'string') return isPlain(value) ? value : undefined;
	if (typeof value === 'boolean' || value === null) return String(value);
	if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : undefined;
	if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
	return isJsonObject(value) && Object.keys(value).length === 0 ? '{}' : undefined;
}

const pushAll = (lines: string[], text: string, first: string, margin: string): void => {
	for (const [at, line] of text.split('\n').entries()) lines.push(at === 0 ? first + line : line === '' ? '' : margin + line);
};

/** `first` stands before the first line of it, `margin` before the others: what is in an item of a list begins behind its dash. */
function putMapping(lines: string[], value: Readonly<Record<string, unknown>>, first: string, margin: string): void {
	let lead = first;
	for (const [key, inner] of Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) {
		const written = simple(inner);
		const isCollection = written === undefined && typeof inner === 'object';
		if (!(isPlain(key) && key.length <= longestKey) || (written === undefined && !isCollection))
			pushAll(lines, library({ [key]: inner }), lead, margin);
		else if (written !== undefined) lines.push(`${lead}${key}: ${written}`);
		else {
			lines.push(`${lead}${key}:`);
			if (Array.isArray(inner)) putList(lines, inner, margin, margin);
			else putMapping(lines, inner as Readonly<Record<string, unknown>>, `${margin}  `, `${margin}  `);
		}
		lead = margin;
	}
}

function putList(lines: string[], value: readonly unknown[], first: string, margin: string): void {
	let lead = first;
	for (const inner of value) {
		const written = simple(inner);
		if (written !== undefined) lines.push(`${lead}- ${written}`);
		else if (Array.isArray(inner)) putList(lines, inner, `${lead}- `, `${margin}  `);
		else if (isJsonObject(inner)) putMapping(lines, inner, `${lead}- `, `${margin}  `);
		else pushAll(lines, library([inner]), lead, margin);
		lead = margin;
	}
}

/**
 * YAML of a value, without a line break at its end: what the library writes, to the letter. It is asked for what has to be quoted or
 * stands in a block; of the rest, nearly all of a large object, it would take a second for half a megabyte, in which no key is answered.
 */
export function yamlOf(value: unknown): string {
	if (!isJsonObject(value) || Object.keys(value).length === 0) return library(value);
	const lines: string[] = [];
	putMapping(lines, value, '', '');
	return lines.join('\n');
}
