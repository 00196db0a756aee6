const separator = /^---(?:\s|$)/;

/** The documents of a manifest, each as its lines; the line that begins one is its first. */
export function manifestDocuments(manifest: string): readonly (readonly string[])[] {
	const documents: string[][] = [[]];
	for (const line of manifest.replace(/\n$/, '').split('\n')) {
		if (separator.test(line) && documents.at(-1)?.length !== 0) documents.push([]);
		documents.at(-1)?.push(line);
	}
	return documents;
}

/** The objects of a manifest, in its order; a document that names none is left out. */
export function manifestObjects(manifest: string): readonly { readonly kind: string; readonly name: string }[] {
	return manifestDocuments(manifest).flatMap((lines) => {
		const kind = lines.flatMap((line) => /^kind:\s*["']?([\w.-]+)/.exec(line)?.[1] ?? [])[0];
		const name = nameIn(lines);
		return kind === undefined || name === undefined ? [] : [{ kind, name }];
	});
}

const indentOf = (line: string): number => /^[\s-]*/.exec(line)?.[0].length ?? 0;

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
