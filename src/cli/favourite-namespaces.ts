import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isJsonObject } from '../base/json-parts.ts';
import { isNamespaceName } from '../base/namespace-name.ts';
import type { FavouriteNamespaces } from '../views/app-services.ts';

/** A file longer than this is none of ours. */
const mostBytes = 256 * 1024;
/** Contexts that are remembered; of more, those that were kept last. */
const mostContexts = 200;
const mostNames = 9;

const codeOf = (error: unknown): string =>
	error instanceof SyntaxError ? 'it holds something else' : ((error as NodeJS.ErrnoException).code ?? 'unknown');

type Kept = ReadonlyMap<string, readonly string[]>;

/**
 * The namespaces of the digits, by context, in a file that only its owner may read: `{"prod-eu":["shop","bank"]}`. Each
 * change reads it anew, because several programs may keep theirs in it, and puts a whole file in its place. A file that is not
 * there is an empty one; one that cannot be read or written is left as it is, and told of once.
 */
export function favouriteNamespacesIn(path: string): FavouriteNamespaces {
	let trouble: string | undefined;
	let told = false;
	const cannot = (doing: string, error: unknown): void => {
		trouble ??= `The namespaces of the digits cannot be ${doing} ${path} (${codeOf(error)}); they are forgotten at the end.`;
	};
	const tell = (): string | undefined => {
		if (told || trouble === undefined) return undefined;
		told = true;
		return trouble;
	};
	const all = (): Kept | undefined => {
		try {
			return keptIn(path);
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return new Map();
			cannot('read from', error);
			return undefined;
		}
	};
	return {
		read: (context) => all()?.get(context) ?? [],
		keep(context, names) {
			if (trouble !== undefined) return tell();
			const kept = all();
			if (kept === undefined) return tell();
			const others = [...kept].filter(([name]) => name !== context).slice(1 - mostContexts);
			try {
				replace(path, new Map([...others, [context, names]]));
			} catch (error) {
				cannot('kept in', error);
			}
			return tell();
		},
	};
}

/** Throws SyntaxError where the file holds anything but lists of names by context. */
function keptIn(path: string): Kept {
	if (statSync(path).size > mostBytes) throw new SyntaxError(`${path} is too long`);
	const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
	if (!isJsonObject(found)) throw new SyntaxError(`${path} holds no object`);
	return new Map(Object.entries(found).map(([context, names]) => [context, namesIn(names)]));
}

/** Whoever else wrote into the file: what is no name of a namespace is none of ours. */
const namesIn = (found: unknown): readonly string[] =>
	Array.isArray(found) ? [...new Set(found.filter(isNamespaceName))].slice(0, mostNames) : [];

function replace(path: string, kept: Kept): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const beside = `${path}.${process.pid}`;
	// Renamed into its place, so that whoever reads meanwhile finds the old names or the new ones.
	writeFileSync(beside, `${JSON.stringify(Object.fromEntries(kept), null, '\t')}\n`, { mode: 0o600 });
	renameSync(beside, path);
}
