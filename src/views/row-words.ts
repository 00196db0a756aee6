import type { Domain } from '../domains/types.ts';

/** Between the words of a kind: `CronJob`, `APIService`. */
const wordsOfKind = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/** The plural of a kind in words, from the name of its resource: `cron jobs`, `network policies`, `API services`. */
export function kindWords(kind: string, plural: string): string {
	let rest = plural;
	const words: string[] = [];
	const parts = kind.split(wordsOfKind);
	for (const part of parts.slice(0, -1)) {
		if (!rest.startsWith(part.toLowerCase())) return plural;
		rest = rest.slice(part.length);
		words.push(part === part.toUpperCase() ? part : part.toLowerCase());
	}
	// The objects of `pods` may be called otherwise than pods (PodMetrics): what is left is then no word of the kind.
	return rest.startsWith((parts.at(-1) ?? '').toLowerCase().slice(0, 2)) ? [...words, rest].join(' ') : plural;
}

/** What a sentence calls the rows of a view, always a plural: `pods`, `cron jobs`; of several kinds `config objects`, `workloads`. */
export function rowWords({ name, called, reads }: Pick<Domain, 'name' | 'called' | 'reads'>): string {
	if (called !== undefined) return called;
	const kinds = new Map(reads.filter(({ role }) => role === 'rows').map(({ resource }) => [resource.kind, resource.gvr.resource]));
	const [only] = kinds;
	if (only !== undefined && kinds.size === 1) return kindWords(...only);
	return name.endsWith('s') ? name : `${name} objects`;
}
