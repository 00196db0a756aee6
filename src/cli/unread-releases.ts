import { safeText } from '../base/safe-text.ts';
import type { DomainFeed } from '../sync/types.ts';

/**
 * A sentence for each cause for which packed releases could not be read, once all rows were looked up; none of what is no release.
 * `told`: what was said before, which grows.
 */
export function unreadReleases(feed: DomainFeed, told = new Set<string>()): readonly string[] {
	const [lookup] = feed.domain.releaseOf === undefined ? [] : (feed.domain.lookups ?? []);
	if (lookup === undefined) return [];
	const context = feed.context();
	const names = new Map<string, string[]>();
	for (const row of feed.rows.values()) {
		const why = context.lookup(lookup.name, row);
		const key = `${row.uid} ${row.resourceVersion} ${why}`;
		if (typeof why !== 'string' || told.has(key)) continue;
		told.add(key);
		const known = names.get(why) ?? [];
		known.push(`${row.namespace}/${row.name}`);
		names.set(why, known);
	}
	return Array.from(names, ([why, of]) => {
		const more = of.length === 1 ? '' : ` and ${of.length - 1} more`;
		return `What is packed in ${safeText(of[0] ?? '')}${more} is not known: ${safeText(why)}.`;
	});
}
