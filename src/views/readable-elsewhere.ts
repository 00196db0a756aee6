import type { ReadableNamespaces } from '../sync/readable-namespaces.ts';
import type { OpenContext } from './app-services.ts';
import type { DomainPane } from './domain-pane.ts';
import { defaultNamespace } from './screen-facts.ts';

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** `data` of `pods data`: what was typed after a view is mostly a namespace, and trying another word costs one refusal. */
const namespacesOf = (lines: readonly string[]): readonly string[] =>
	lines.map((line) => line.trim().split(/\s+/)[1] ?? '').filter((word) => DNS_LABEL.test(word));

/**
 * Who may not read all namespaces is told which may be read: no API says so, they are tried. Tried first are the context's own, the
 * favourites and what was typed, here and in runs before. Undefined: the pane is not about namespaces.
 */
export function readableElsewhere(place: {
	readonly pane: DomainPane;
	readonly context: OpenContext;
	readonly favourites: readonly string[];
	/** Lines of the command bar, the newest first. */
	readonly recent: () => readonly string[];
}): ReadableNamespaces | undefined {
	const { pane, context, favourites, recent } = place;
	const { domain, scope } = pane.feed;
	const shown = domain.reads.filter(({ role, resource }) => resource.namespaced && (role === 'rows' || domain.lines !== undefined));
	if (domain.scope === 'cluster' || scope.namespace !== undefined || shown.length === 0) return undefined;
	const known = [defaultNamespace(context), ...favourites, ...namespacesOf(recent())];
	return context.engine.readableNamespaces(
		shown.map(({ resource }) => resource),
		[...new Set(known)],
	);
}
