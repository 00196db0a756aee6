import type { CellContext, PastUsage, Row, Usage } from '../../src/domains/types.ts';

/** What cells may know, said by hand. What is not said is not known, and says so. */
export function cellContext(known: {
	readonly now?: number;
	readonly usage?: Usage | string | ((key: string) => Usage | string);
	readonly history?: PastUsage;
	readonly namespaceUsage?: Usage | string;
	/** Tallies by name, then by key; a string says why a tally is not known. */
	/** What rows were asked for, by the lookup's name and the row's name; a string says why it is not known. */
	readonly lookups?: Readonly<Record<string, ReadonlyMap<string, object> | string>>;
	readonly tallies?: Readonly<Record<string, ReadonlyMap<string, unknown> | string>>;
}): CellContext {
	const { usage = 'no sample yet', namespaceUsage = 'no sample yet', tallies = {}, lookups = {} } = known;
	return {
		now: known.now ?? Date.parse('2026-11-22T01:25:20Z'),
		usage: (key) => (typeof usage === 'function' ? usage(key) : usage),
		history: () => known.history,
		namespaceUsage: () => namespaceUsage,
		usageOf: (keys) => sumOf(Array.from(keys, (key) => (typeof usage === 'function' ? usage(key) : usage))),
		lookup<T extends object>(name: string, row: Row): T | string {
			const answers = lookups[name] ?? 'not read';
			return typeof answers === 'string' ? answers : ((answers.get(row.name) as T | undefined) ?? 'not read');
		},
		tally<T>(name: string, key: string): T | undefined | string {
			const tally = tallies[name];
			if (tally === undefined) return 'not read';
			return typeof tally === 'string' ? tally : (tally.get(key) as T | undefined);
		},
	};
}

/** The sum of those that there are; why there are none, where there are none. */
function sumOf(usages: readonly (Usage | string)[]): Usage | string {
	const known = usages.filter((usage) => typeof usage !== 'string');
	const [first] = known;
	if (first === undefined) return usages.find((usage) => typeof usage === 'string') ?? 'no sample yet';
	const cpuMilli = known.reduce((sum, usage) => sum + usage.cpuMilli, 0);
	const memoryMiB = known.reduce((sum, usage) => sum + usage.memoryMiB, 0);
	return { ...first, cpuMilli, memoryMiB };
}
