import { plainOf, type TextLine, textLine } from '../base/text-line.ts';
import { yamlLines } from './yaml-text.ts';

/** One value of a Secret in a manifest: which document it is in, the field, the key. */
export const manifestTarget = (document: number, field: string, key: string): string => `${document}/${field}/${key}`;

const separator = /^---(?:\s|$)/;
/** Also of an object in a List, and of what only names the kind: better too much is masked than too little. */
const secretKind = /^[\s-]*["']?kind["']?\s*:\s*["']?Secret["']?\s*(?:#.*)?$/m;
/** JSON, whose values cannot be told apart line by line. */
const secretJson = /^\s*\{[\s\S]*"kind"\s*:\s*"Secret"/;
const valueFields = /^([\s-]*)(["']?)(data|stringData)\2:(?:\s+(.*))?$/;
const entry = /^(\s+)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:#][^:]*):(?:\s+(.*))?$/;

interface SecretLine {
	readonly line: string;
	/** The value that the line is a part of. */
	readonly target?: string;
	/** What stands before the value, on its first line. */
	readonly begins?: string;
}

interface Open {
	readonly field: string;
	/** Of the line with the field's name. */
	readonly indent: number;
	readonly value: { readonly target: string; readonly indent: number } | undefined;
}

const indentOf = (line: string): number => /^[\s-]*/.exec(line)?.[0].length ?? 0;

/**
 * The lines of one document that has a Secret, each with the target of the value that it is a part of. Values that stand in the form of
 * JSON (`data: {a: b}`) are one value of the name `*`.
 */
function* secretLines(lines: readonly string[], document: number): Generator<SecretLine> {
	let open: Open | undefined;
	for (const line of lines) {
		const isBlank = line.trim() === '';
		if (open !== undefined && !isBlank && indentOf(line) <= (open.value?.indent ?? open.indent)) {
			if (indentOf(line) <= open.indent) open = undefined;
			else open = { ...open, value: undefined };
		}
		if (open?.value !== undefined) {
			yield { line, target: open.value.target };
			continue;
		}
		if (open === undefined) {
			const [, margin = '', , field, inline = ''] = valueFields.exec(line) ?? [];
			if (field === undefined) {
				yield { line };
				continue;
			}
			const isInline = inline !== '' && !inline.startsWith('#');
			const target = manifestTarget(document, field, '*');
			open = { field, indent: margin.length, value: isInline ? { target, indent: margin.length } : undefined };
			yield isInline ? { line, target, begins: `${margin}${field}: ` } : { line };
			continue;
		}
		const [, margin = '', key = '', value = ''] = entry.exec(line) ?? [];
		if (key === '') {
			// A comment, or what is no entry at all: nobody knows what is in it.
			yield isBlank || line.trim().startsWith('#') ? { line } : { line, target: manifestTarget(document, open.field, '*'), begins: '' };
			continue;
		}
		const target = manifestTarget(document, open.field, key.replace(/^(["'])(.*)\1$/, '$2'));
		open = { ...open, value: { target, indent: margin.length } };
		yield value === '' ? { line } : { line, target, begins: `${margin}${key}: ` };
	}
}

const documentsOf = (manifest: string): readonly (readonly string[])[] => {
	const documents: string[][] = [[]];
	for (const line of manifest.replace(/\n$/, '').split('\n')) {
		if (separator.test(line) && documents.at(-1)?.length !== 0) documents.push([]);
		documents.at(-1)?.push(line);
	}
	return documents;
};

const isSecret = (lines: readonly string[]): boolean => {
	const text = lines.join('\n');
	return secretKind.test(text) || secretJson.test(text);
};

/** Whether a manifest has values of Secrets, which are masked until somebody asks for them. */
export const holdsSecrets = (manifest: string): boolean => documentsOf(manifest).some(isSecret);

/** What stands in the place of a value. It is no base64, so that a server refuses to take it for one. */
const mask = '<masked>';

/**
 * A manifest as it is stored, line by line, with its comments; the values of Secrets in it are masked but for those whose targets are
 * in `revealed`.
 */
export function manifestLines(manifest: string, revealed: ReadonlySet<string>): readonly TextLine[] {
	return documentsOf(manifest).flatMap((lines, document): readonly TextLine[] => {
		const plain = yamlLines(lines.join('\n'));
		if (!isSecret(lines)) return plain;
		const isJson = secretJson.test(lines.join('\n'));
		const told = isJson ? wholeSecret(lines, document) : secretLines(lines, document);
		return Array.from(told, ({ target, begins }, at): readonly TextLine[] => {
			const line = plain[at] ?? textLine();
			if (target === undefined) return [line];
			if (revealed.has(target)) return [{ ...line, target }];
			return begins === undefined ? [] : [{ ...textLine({ text: begins, role: 'key' }, { text: mask, role: 'masked' }), target }];
		}).flat();
	});
}

/** A value of a Secret in a manifest, as it stands there; undefined: there is no such value. */
export function secretIn(manifest: string, target: string): string | undefined {
	const lines = manifestLines(manifest, new Set([target])).filter((line) => line.target === target);
	const [first, ...rest] = lines.map(plainOf);
	const value = first?.replace(/^(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:][^:]*)):\s+/, '');
	return first === undefined ? undefined : [value, ...rest].join('\n');
}

function* wholeSecret(lines: readonly string[], document: number): Generator<SecretLine> {
	const target = manifestTarget(document, 'data', '*');
	for (const [at, line] of lines.entries()) yield at === 0 ? { line, target, begins: '' } : { line, target };
}

/** The objects of a manifest, in its order; a document that names none is left out. */
export function manifestObjects(manifest: string): readonly { readonly kind: string; readonly name: string }[] {
	return documentsOf(manifest).flatMap((lines) => {
		const kind = lines.flatMap((line) => /^kind:\s*["']?([\w.-]+)/.exec(line)?.[1] ?? [])[0];
		const name = nameIn(lines);
		return kind === undefined || name === undefined ? [] : [{ kind, name }];
	});
}

/** `metadata.name`: of the lines under `metadata:` the one that is set in as its first one is. */
function nameIn(lines: readonly string[]): string | undefined {
	const begin = lines.findIndex((line) => /^metadata:\s*(?:#.*)?$/.test(line));
	if (begin < 0) return undefined;
	const below = lines.slice(begin + 1).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
	const indent = indentOf(below[0] ?? '');
	const end = below.findIndex((line) => indentOf(line) < indent);
	const own = below.slice(0, end < 0 ? below.length : end).filter((line) => indent > 0 && indentOf(line) === indent);
	return own.flatMap((line) => /^\s+name:\s*["']?([^\s"'#]+)/.exec(line)?.[1] ?? [])[0];
}
