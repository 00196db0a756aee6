import type { ApiError } from './api-error.ts';

export type Refusal = Extract<ApiError, { kind: 'forbidden' }>;

/** `verb list`, `resource pods`, `scope namespace shop`, `as jane`: what was refused, whatever of it is known. */
export function refusedParts({ verb, resource, scope, as }: Partial<Refusal>): readonly string[] {
	const named = { verb, resource, scope, as };
	return Object.entries(named).flatMap(([what, value]) => (value === undefined ? [] : [`${what} ${value}`]));
}

/** More names than these are counted: which they are diagnostics tells one by one. */
const MOST_NAMED = 2;

/** `roles, rolebindings and 1 more` */
export function firstNames(names: readonly string[]): string {
	const rest = names.length - MOST_NAMED;
	return `${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Several refusals as one that names the first two resources and counts the others; what they do not share it does not say. */
export function refusedTogether(first: Refusal, ...others: readonly Refusal[]): Refusal {
	const { verb, resource, scope, ...rest } = first;
	const all = [first, ...others];
	const named = all.flatMap((refusal) => refusal.resource ?? []);
	if (others.length === 0 || verb === undefined || named.length < all.length) return first;
	return {
		...rest,
		...(all.every((refusal) => refusal.verb === verb) && { verb }),
		resource: firstNames(named),
		...(scope !== undefined && all.every((refusal) => refusal.scope === scope) && { scope }),
	};
}
