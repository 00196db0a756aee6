import { Composer, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import { allAtOnce, type Steps } from '../base/steps.ts';
import { yamlTokens } from './yaml-tokens.ts';

/** A stretch of a document that is a value of a Secret, in units of UTF-16; it ends where a line begins, or with the document. */
export interface SecretRange {
	readonly start: number;
	readonly end: number;
	/** The how many-th Secret of the document it is of, from 0. */
	readonly secret: number;
	readonly field: string;
	/** `*`: all that the field holds; `#`: comments in it. */
	readonly key: string;
}

/** `doubtful`: it may hold a Secret, and nobody can tell where its values are. */
export type SecretRanges = readonly SecretRange[] | 'doubtful';

/** A longer document is not parsed, as that holds up everything else for seconds. In units of UTF-16. */
export const LONGEST_PARSED = 256 * 1024;

const word = /secret/i;
/** What may spell the word without its letters: escapes, and tags (`!!binary`). */
const spelled = /\\[uUx\r\n]|!/;
export const mayHoldSecrets = (text: string): boolean => word.test(text) || spelled.test(text);

/** What other parsers of YAML take for line breaks or leave out; what they then read may be another document. */
const readOtherwise = /\r(?!\n|$)|[\0\x85\u2028\u2029\ufeff]|^%/mu;

const secretKind = /^secret(?:list)?$/i;
const valueField = /^(?:data|stringdata|binarydata)$/i;
const lastApplied = /last-applied-configuration$/i;
/** A Secret that is written in a text, as some ConfigMaps hold them. */
const kindInText = /kind\\?["']?\s*:\s*(?:!!str\s+|[|>][-+\d]*\s+)?\\?["']?Secret/i;
const fieldInText = /data\\?["']?\s*:/i;

const composing = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;

class Doubt extends Error {}

/**
 * Where the values of Secrets are in one document of a manifest: of objects of that kind wherever they stand, and of what is in a
 * SecretList. Aliases and merge keys in a document with a Secret, errors, unknown tags and too long a document make it doubtful: what is
 * shown of it would be a guess.
 */
export const secretRanges = (text: string): SecretRanges => allAtOnce(secretRangeSteps(text));

/** The same in steps, of which the longest is the composing of the document out of its tokens. */
export function* secretRangeSteps(text: string): Steps<SecretRanges> {
	if (!mayHoldSecrets(text)) return [];
	if (text.length > LONGEST_PARSED || readOtherwise.test(text)) return 'doubtful';
	try {
		const tokens = yield* yamlTokens(text);
		const [document, another] = new Composer(composing).compose(tokens, true, text.length);
		if (document === undefined || another !== undefined) return 'doubtful';
		if (document.errors.length > 0 || document.warnings.length > 0) return 'doubtful';
		yield;
		const { contents } = document;
		if (contents === null) return [];
		if (hasOddTags(contents)) return 'doubtful';
		yield;
		if (hasReferences(contents)) return namesSecret(contents) ? 'doubtful' : [];
		yield;
		const finder = new Finder(text);
		finder.walk(contents, { from: contentStart(contents), end: text.length, secret: undefined });
		return finder.ranges;
	} catch (error) {
		// What is nested too deeply for the stack is as unknown as what a rule here does not know.
		if (error instanceof Doubt || error instanceof RangeError) return 'doubtful';
		throw error;
	}
}

const plainTags: readonly (string | undefined)[] = [undefined, ...['str', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`)];

/** Whether a node or a pair anywhere in it passes. */
function anyIn(contents: Node, passes: (part: unknown) => boolean): boolean {
	let found = false;
	visit(contents, (_, part) => {
		if (!passes(part)) return undefined;
		found = true;
		return visit.BREAK;
	});
	return found;
}

/** What `!!binary U2VjcmV0` is a Secret of, other tags may be, too. */
const hasOddTags = (contents: Node): boolean => anyIn(contents, (part) => isNode(part) && !isAlias(part) && !plainTags.includes(part.tag));

const hasReferences = (contents: Node): boolean =>
	anyIn(contents, (part) => isNode(part) && (isAlias(part) || part.anchor !== undefined || (isScalar(part) && part.value === '<<')));

/** Whether a value anywhere could be the kind of a Secret, or a text with one, whoever refers to it. */
const namesSecret = (contents: Node): boolean => anyIn(contents, (part) => isScalar(part) && (isSecretKind(part) || isSecretText(part)));

const isSecretKind = (node: unknown): boolean => isScalar(node) && typeof node.value === 'string' && secretKind.test(node.value.trim());

const isSecretText = ({ value }: Scalar): boolean => typeof value === 'string' && kindInText.test(value) && fieldInText.test(value);

/** Whether a Secret is in it, where nothing refers to anything. */
const holdsSecret = (node: Node): boolean =>
	anyIn(node, (part) =>
		isPair(part) ? isSecretKind(part.value) && (!isScalar(part.key) || isKind(nameOf(part.key))) : isScalar(part) && isSecretText(part),
	);

/** Whether there are fields in it that hold values, where it is a part of a Secret. */
const hasValues = (part: Node): boolean =>
	anyIn(part, (each) => isPair(each) && (!isScalar(each.key) || valueField.test(nameOf(each.key)) || lastApplied.test(nameOf(each.key))));

function contentStart({ range }: Node): number {
	if (range === undefined || range === null) throw new Doubt();
	return range[0];
}

/** The name of a key, as whoever reads it leniently would take it. */
const nameOf = (key: Scalar): string => String(key.value).replace(/^-+/, '').trim();

const isKind = (name: string): boolean => name.toLowerCase() === 'kind';

interface Place {
	/** Where that what stands here begins at the latest: behind the colon of its key, or its own first letter. */
	readonly from: number;
	/** Where the line of what follows it begins. */
	readonly end: number;
	/** Of the Secret that it is in. */
	readonly secret: number | undefined;
}

interface Entry {
	readonly name: string;
	readonly start: number;
	/** Behind its colon. */
	readonly from: number;
	readonly end: number;
	readonly value: Node | undefined;
}

class Finder {
	readonly ranges: SecretRange[] = [];
	#secrets = 0;
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	walk(node: Node, place: Place): void {
		if (isScalar(node)) {
			if (isSecretText(node)) this.#hide(place, 'text', '*');
		} else if (isCollection(node) && node.flow === true) {
			// What is written in braces is one value, with all that is around the Secret in it.
			if (holdsSecret(node) || (place.secret !== undefined && hasValues(node))) this.#hide(place, 'data', '*');
		} else if (isMap(node)) this.#walkMap(node, place);
		else if (isSeq(node)) {
			const items = node.items.map((item) => ({ item: item as Node, from: contentStart(item as Node) }));
			for (const [at, { item, from }] of items.entries()) {
				const next = items[at + 1];
				// Those of a SecretList do not say what they are.
				const secret = place.secret === undefined ? undefined : this.#secrets++;
				this.walk(item, { from, end: next === undefined ? place.end : this.#lineStart(next.from), secret });
			}
		} else throw new Doubt();
	}

	#walkMap(node: YAMLMap, place: Place): void {
		const entries = this.#entriesOf(node, place.end);
		const isSecret = entries.some(({ name, value }) => isKind(name) && isSecretKind(value));
		const secret = isSecret ? this.#secrets++ : place.secret;
		for (const entry of entries) {
			const { name, from, end, value } = entry;
			if (secret !== undefined && valueField.test(name)) this.#hideField(entry, secret);
			else if (secret !== undefined && lastApplied.test(name)) this.#hide({ from, end, secret }, 'annotations', name);
			else if (value !== undefined) this.walk(value, { from, end, secret });
		}
	}

	/** Entries of a mapping that is written in lines of its own. Throws Doubt where one is written in a way that is not known here. */
	#entriesOf(node: YAMLMap, end: number): readonly Entry[] {
		const keys = node.items.map(({ key, value }) => {
			if (!isScalar(key)) throw new Doubt();
			return { key, start: contentStart(key), value: value as Node | null };
		});
		return keys.map(({ key, start, value }, at): Entry => {
			const before = this.#text.slice(this.#lineStart(start), start);
			const written = /^[ \t]*:/.exec(this.#text.slice(key.range?.[1]));
			const keyEnd = key.range?.[1] ?? start;
			if (!/^[\s-]*$/.test(before) || written === null || this.#text.slice(start, keyEnd).includes('\n')) throw new Doubt();
			const next = keys[at + 1];
			const limit = next === undefined ? end : this.#lineStart(next.start);
			return { name: nameOf(key), start, from: keyEnd + written[0].length, end: limit, value: value ?? undefined };
		});
	}

	#hideField({ name, from, end, value }: Entry, secret: number): void {
		if (!isMap(value) || value.flow === true || value.tag !== undefined) {
			this.#hide({ from, end, secret }, name, '*');
			return;
		}
		const entries = this.#entriesOf(value, end);
		const first = entries[0];
		if (first === undefined) throw new Doubt();
		const comment = this.#text.slice(from, first.start).indexOf('#');
		if (comment >= 0) this.#hide({ from: from + comment, end: this.#lineStart(first.start), secret }, name, '#');
		for (const entry of entries) this.#hide({ from: entry.from, end: entry.end, secret }, name, entry.name);
	}

	#hide({ from, end, secret }: Place, field: string, key: string): void {
		if (this.#text.slice(from, end).trim() === '') return;
		this.ranges.push({ start: from, end, secret: secret ?? this.#secrets++, field, key });
	}

	#lineStart(at: number): number {
		return this.#text.lastIndexOf('\n', at - 1) + 1;
	}
}
