import type { Scope } from '../kube/types.ts';

/** A kind by its group, as references have it. The version is that of the reference, where it has one. */
export interface KindName {
	readonly group: string;
	readonly kind: string;
	readonly version?: string;
}

export const core = (kind: string): KindName => ({ group: '', kind });
export const apps = (kind: string): KindName => ({ group: 'apps', kind });
export const inGroup = (group: string, kind: string): KindName => ({ group, kind });

/** `apps/v1` → its group and version. */
export function kindOf(apiVersion: string, kind: string): KindName {
	const slash = apiVersion.indexOf('/');
	return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

export const isSameKind = (a: KindName, b: KindName): boolean => a.group === b.group && a.kind === b.kind;

/** Whom the object belongs to; what belongs to it or is reached through it; what it only has to do with. */
export type Side = 'above' | 'below' | 'beside';

/** Which objects of the kind are meant. */
export type Meant =
	/** This one; with a uid no other of its name. Optional: nothing is wrong when it is not there. */
	| { readonly by: 'name'; readonly name: string; readonly uid?: string; readonly optional?: true }
	| { readonly by: 'names'; readonly names: readonly string[] }
	/** Those that say that the object owns them. */
	| { readonly by: 'owner'; readonly labels?: string }
	/** Those that the server finds by its selectors; without any all there are. */
	| { readonly by: 'selectors'; readonly labels?: string; readonly fields?: string }
	/** `data-db-0`: one of these and a number. */
	| { readonly by: 'ordinal'; readonly prefixes: readonly string[]; readonly labels?: string }
	/** Those that name the object in a link of their own. */
	| { readonly by: 'mention' }
	/** Those whose selector takes the object by its labels. */
	| { readonly by: 'their selector' }
	/** All of them, and too many to be read for this: a view shows them. */
	| { readonly by: 'place' };

/** What an object has to do with objects of one kind: what to read of them, and which of what was read are meant. */
export interface Link {
	readonly side: Side;
	/** Stands between the object and the others: `owned by`, `mounts`. */
	readonly words: string;
	readonly kind: KindName;
	/** Undefined: all namespaces. Of a kind that is in none it says nothing. */
	readonly namespace: string | undefined;
	readonly meant: Meant;
	/** Only those that are nowhere else in the tree. */
	readonly rest?: true;
	/** Said where there are none of them. */
	readonly whenNone?: string;
}

/** What is asked of the server for a link. */
export function scopeOfLink({ namespace, meant }: Link): Scope {
	const place = namespace === undefined || namespace === '' ? {} : { namespace };
	switch (meant.by) {
		case 'name':
			return { ...place, fieldSelector: `metadata.name=${meant.name}` };
		case 'owner':
		case 'ordinal':
			return meant.labels === undefined || meant.labels === '' ? place : { ...place, labelSelector: meant.labels };
		case 'selectors':
			return {
				...place,
				...(meant.labels === undefined || meant.labels === '' ? {} : { labelSelector: meant.labels }),
				...(meant.fields === undefined || meant.fields === '' ? {} : { fieldSelector: meant.fields }),
			};
		case 'names':
		case 'mention':
		case 'their selector':
		case 'place':
			return place;
	}
}

type Ends = readonly [side: Side, words: string, kind: KindName, namespace: string | undefined];

/** A link to one object by its name; none where the name is ''. */
export const toName = (
	[side, words, kind, namespace]: Ends,
	name: string,
	more: { uid?: string; optional?: true } = {},
): readonly Link[] => (name === '' ? [] : [{ side, words, kind, namespace, meant: { by: 'name', name, ...more } }]);

export const toMeant = ([side, words, kind, namespace]: Ends, meant: Meant): Link => ({ side, words, kind, namespace, meant });

/** Each object once: the first link to it stays, and it may be missing only if every link allows it. */
export function withoutRepeats(links: readonly Link[]): readonly Link[] {
	const kept = new Map<string, Link>();
	for (const link of links) {
		const { meant, kind, namespace } = link;
		const key = meant.by === 'name' ? `${kind.group}/${kind.kind}/${namespace}/${meant.name}` : `${kept.size}`;
		const before = kept.get(key);
		if (before === undefined) kept.set(key, link);
		else if (before.meant.by === 'name' && meant.by === 'name' && before.meant.optional && !meant.optional) {
			const { optional: _, ...required } = before.meant;
			kept.set(key, { ...before, meant: required });
		}
	}
	return [...kept.values()];
}
