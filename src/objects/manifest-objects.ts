import { CST } from 'yaml';
import type { Steps } from '../base/steps.ts';
import { manifestDocuments } from './manifest-documents.ts';
import { yamlTokens } from './yaml-tokens.ts';

export interface ManifestObject {
	readonly kind: string;
	readonly name: string;
}

export interface ManifestObjects {
	/** In the order of the manifest, those of a list one by one; what names no object is left out. */
	readonly objects: readonly ManifestObject[];
	/** Documents that were not read, because there is too much before them. */
	readonly unread: number;
}

/** In units of UTF-16: as much of a manifest is read for the names in it. */
const MOST_READ = 4 * 1024 * 1024;

type Token = CST.Token | null | undefined;

/** Reads no more than the tokens, because a document that is composed holds up everything else. */
export function* manifestObjects(manifest: string): Steps<ManifestObjects> {
	const objects: ManifestObject[] = [];
	let [read, unread] = [0, 0];
	for (const lines of yield* manifestDocuments(manifest)) {
		const text = lines.join('\n');
		read += text.length;
		if (read > MOST_READ) {
			unread += 1;
			continue;
		}
		for (const token of yield* yamlTokens(text)) if (token.type === 'document') objects.push(...objectsIn(token.value));
		yield;
	}
	return { objects, unread };
}

/** `kind`: that of what is in a list and does not say what it is. */
function objectsIn(token: Token, kind = ''): readonly ManifestObject[] {
	const own = textOf(fieldOf(token, 'kind')) || kind;
	const items = own.endsWith('List') ? fieldOf(token, 'items') : undefined;
	if (items !== undefined) return itemsOf(items).flatMap((item) => objectsIn(item, own.slice(0, -'List'.length)));
	const name = textOf(fieldOf(fieldOf(token, 'metadata'), 'name'));
	return own === '' || name === '' ? [] : [{ kind: own, name }];
}

function fieldOf(token: Token, name: string): Token {
	if (token?.type !== 'block-map' && token?.type !== 'flow-collection') return undefined;
	return token.items.find(({ key }) => textOf(key) === name)?.value;
}

const itemsOf = (token: Token): readonly Token[] =>
	token?.type === 'block-seq' || token?.type === 'flow-collection' ? token.items.map(({ value }) => value) : [];

/** In one line; '' where there is no text. */
const textOf = (token: Token): string => (CST.resolveAsScalar(token)?.value ?? '').replaceAll(/\s+/g, ' ').trim();
