import { readFileSync } from 'node:fs';

/** Requests by verb that a --journal says were sent between two moments, epoch ms. A watch is written when it ends. */
export function requestsBetween(journal: string, from: number, to: number): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const line of readFileSync(journal, 'utf8').split('\n')) {
		if (line === '') continue;
		const { type, at, verb } = JSON.parse(line) as { type: string; at: number; verb?: string };
		if (type === 'request' && verb !== undefined && at >= from && at < to) counts.set(verb, (counts.get(verb) ?? 0) + 1);
	}
	return counts;
}
