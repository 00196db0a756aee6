import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { isJsonObject } from '../base/json-parts.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { readBounded } from './read-bounded.ts';

/** One entry of a kubeconfig, with the file that it came from: relative paths in it are relative to that. */
export interface Entry {
	readonly name: string;
	readonly file: string;
	/** 1-based, where the entry begins. */
	readonly line: number;
	readonly value: Readonly<Record<string, unknown>>;
}

export interface KubeconfigFile {
	readonly currentContext: string | undefined;
	readonly clusters: ReadonlyMap<string, Entry>;
	readonly users: ReadonlyMap<string, Entry>;
	readonly contexts: ReadonlyMap<string, Entry>;
}

/** Far more than thousands of clusters with all their certificates take. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads one file. undefined: it does not exist. Throws SentenceError (2), with file and line, when it cannot be read or is malformed. */
export function readKubeconfigFile(file: string): KubeconfigFile | undefined {
	let text: string;
	try {
		text = readBounded(file, MOST_BYTES);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EFBIG') throw new SentenceError(`${file} is larger than any kubeconfig; name another file with --kubeconfig.`, 2);
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
		if (code === 'EISDIR') throw new SentenceError(`The kubeconfig ${file} is a directory; name a file in it.`, 2);
		throw new SentenceError(`The kubeconfig ${file} cannot be read (${code ?? 'unknown error'}); check its permissions.`, 2);
	}
	return parseKubeconfig(text, file);
}

/** Throws SentenceError (2) with file and line. Its message never holds a line of the file, which may be a token. */
function parseKubeconfig(text: string, file: string): KubeconfigFile {
	const lines = new LineCounter();
	// Like kubectl's reader: of a key that stands twice the last counts, and `<<` merges. What the library would warn of, it would
	// write over the screen.
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true, logLevel: 'error' });
	const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
	const [broken] = document.errors;
	if (broken !== undefined) {
		throw malformed(file, lineAt(broken.pos[0]), `it is no valid YAML (${broken.code.toLowerCase().replaceAll('_', ' ')})`);
	}
	const root = document.contents;
	if (root === null || (isScalar(root) && root.value === null)) return empty();
	if (!isMap(root)) throw malformed(file, lineAt(root.range?.[0]), 'it is no mapping with clusters, users and contexts');
	const fail = (node: unknown, what: string): SentenceError => malformed(file, lineAt((node as Node | null)?.range?.[0]), what);
	const current: unknown = root.get('current-context');
	if (current !== undefined && current !== null && typeof current !== 'string')
		throw fail(root.get('current-context', true), 'current-context is no text');
	return {
		currentContext: typeof current === 'string' && current !== '' ? current : undefined,
		clusters: entries(document, root, 'clusters', 'cluster', file, lineAt, fail),
		users: entries(document, root, 'users', 'user', file, lineAt, fail),
		contexts: entries(document, root, 'contexts', 'context', file, lineAt, fail),
	};
}

const empty = (): KubeconfigFile => ({ currentContext: undefined, clusters: new Map(), users: new Map(), contexts: new Map() });

function malformed(file: string, line: number, what: string): SentenceError {
	return new SentenceError(
		`The kubeconfig ${file} is malformed at line ${line}: ${what}; correct it, or name another file with --kubeconfig.`,
		2,
	);
}

type Fail = (node: unknown, what: string) => SentenceError;

function entries(
	document: Document,
	root: YAMLMap,
	list: string,
	field: string,
	file: string,
	lineAt: (offset: number | undefined) => number,
	fail: Fail,
): ReadonlyMap<string, Entry> {
	// What an anchor stands for may be used anywhere, as kubectl does.
	const meant = (node: unknown): unknown => (isAlias(node) ? (node.resolve(document) ?? node) : node);
	const node = meant(root.get(list, true));
	const found = new Map<string, Entry>();
	if (node === undefined || node === null || (isScalar(node) && node.value === null)) return found;
	if (!isSeq(node)) throw fail(node, `${list} is no list`);
	for (const entry of node.items) {
		const item = meant(entry);
		if (!isMap(item)) throw fail(entry, `an entry of ${list} is no mapping`);
		const name: unknown = item.get('name');
		if (typeof name !== 'string' || name === '') throw fail(item, `an entry of ${list} has no name`);
		const inner = meant(item.get(field, true));
		const absent = inner === undefined || inner === null || (isScalar(inner) && inner.value === null);
		if (!absent && !isMap(inner)) throw fail(inner, `${field} of ${name} is no mapping`);
		// The first of a name wins, within a file and over all files.
		if (found.has(name)) continue;
		const value = absent ? {} : plain(inner as YAMLMap, document, () => fail(inner, `${field} of ${name} has aliases without end`));
		found.set(name, { name, file, line: lineAt(item.range?.[0]), value });
	}
	return found;
}

/** What is in a mapping, as values. An anchor may hold itself, or be used ten times in one that is used ten times in another. */
function plain(map: YAMLMap, document: Document, endless: () => SentenceError): Record<string, unknown> {
	try {
		const value = map.toJS(document) as Record<string, unknown>;
		JSON.stringify(value);
		return value;
	} catch {
		// The library counts what aliases stand for and gives up; a circle is found by writing it down.
		throw endless();
	}
}

/** Over several files the first to name a cluster, a user, a context or the current context wins, whole entries at a time. */
export function mergeKubeconfigs(files: readonly KubeconfigFile[]): KubeconfigFile {
	const merge = (pick: (file: KubeconfigFile) => ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> => {
		const merged = new Map<string, Entry>();
		for (const file of files) for (const [name, entry] of pick(file)) if (!merged.has(name)) merged.set(name, entry);
		return merged;
	};
	return {
		currentContext: files.find((file) => file.currentContext !== undefined)?.currentContext,
		clusters: merge((file) => file.clusters),
		users: merge((file) => file.users),
		contexts: merge((file) => file.contexts),
	};
}

interface NamedBytes {
	readonly bytes: Buffer;
	/** undefined: they stand in the kubeconfig. */
	readonly file: string | undefined;
}

/** `what` names it: a flag, or file, line and field. Throws SentenceError (2). */
export function readNamed(what: string, file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
		throw new SentenceError(`${what} names ${file}, which cannot be read (${code}); correct the path or its permissions.`, 2);
	}
}

/** Reads the fields of an entry with the types that they must have; every fault names file, line and field. */
export class Fields {
	private readonly entry: Entry;
	private readonly value: Readonly<Record<string, unknown>>;
	private readonly prefix: string;

	constructor(entry: Entry, value: Readonly<Record<string, unknown>> = entry.value, prefix = '') {
		this.entry = entry;
		this.value = value;
		this.prefix = prefix;
	}

	/** `cluster prod in /home/me/.kube/config:12` without the kind. */
	get where(): string {
		return `${this.entry.file}:${this.entry.line} (${this.entry.name})`;
	}

	get name(): string {
		return this.entry.name;
	}

	get file(): string {
		return this.entry.file;
	}

	text(field: string): string | undefined {
		const value = this.value[field];
		if (value === undefined || value === null || value === '') return undefined;
		if (typeof value === 'string') return value;
		throw this.wrong(field, 'text (in quotes, if it is a number)');
	}

	flag(field: string): boolean {
		const value = this.value[field];
		if (value === undefined || value === null) return false;
		if (typeof value === 'boolean') return value;
		throw this.wrong(field, 'true or false');
	}

	texts(field: string): readonly string[] {
		const value = this.value[field];
		if (value === undefined || value === null) return [];
		if (Array.isArray(value) && value.every((element) => typeof element === 'string')) return value as string[];
		throw this.wrong(field, 'a list of texts');
	}

	/** A mapping inside the entry. */
	inner(field: string): Fields | undefined {
		const value = this.value[field];
		if (value === undefined || value === null) return undefined;
		if (isJsonObject(value)) return new Fields(this.entry, value, `${this.prefix}${field}.`);
		throw this.wrong(field, 'a mapping');
	}

	list(field: string): readonly Fields[] {
		const value = this.value[field];
		if (value === undefined || value === null) return [];
		if (Array.isArray(value) && value.every(isJsonObject)) {
			return value.map((element, index) => new Fields(this.entry, element, `${this.prefix}${field}[${index}].`));
		}
		throw this.wrong(field, 'a list of mappings');
	}

	raw(field: string): unknown {
		return this.value[field];
	}

	keys(): readonly string[] {
		return Object.keys(this.value);
	}

	/** A path, relative to the file that names it. */
	path(field: string): string | undefined {
		const value = this.text(field);
		return value === undefined ? undefined : resolve(dirname(this.entry.file), value);
	}

	/** The bytes of `FIELD-data`, else of the file that FIELD names, which is told then: the data wins (clientcmd). */
	source(field: string): NamedBytes | undefined {
		const data = this.text(`${field}-data`);
		if (data !== undefined) {
			if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) throw this.wrong(`${field}-data`, 'base64');
			return { bytes: Buffer.from(data, 'base64'), file: undefined };
		}
		const file = this.path(field);
		return file === undefined ? undefined : { bytes: readNamed(`${this.where}: ${field}`, file), file };
	}

	bytes(field: string): Buffer | undefined {
		return this.source(field)?.bytes;
	}

	wrong(field: string, wanted: string): SentenceError {
		return new SentenceError(`${this.where}: ${this.prefix}${field} must be ${wanted}; correct it in the kubeconfig.`, 2);
	}
}
