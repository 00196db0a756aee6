import type { ObjectHealth } from '../base/cell.ts';
import { type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import { type LabelSelector, takesLabels } from '../domains/label-selector.ts';
import { ObjectRow } from '../domains/object-row.ts';
import type { Intern, Row } from '../domains/types.ts';
import type { KubeObject, Mask } from '../kube/types.ts';
import { isSameKind, type KindName, kindOf, type Link, toName, withoutRepeats } from './link.ts';
import type { LinkRule } from './rule.ts';

/** What is read of every object that links lead to or come from. */
export const linkedMask = {
	metadata: { labels: true, ownerReferences: [{ apiVersion: true, kind: true, name: true, uid: true }] },
} as const satisfies Mask;

/** An object with what it has to do with others: what a tree of them is made of. */
export class LinkedRow extends ObjectRow {
	readonly group: string;
	readonly kind: string;
	/** The row that the view of its kind has of it; undefined: no view knows the kind. */
	readonly shown: Row | undefined;
	/** Uids of its owners. */
	readonly owners: readonly string[];
	readonly links: readonly Link[];
	readonly labels: ReadonlyMap<string, string>;
	readonly isIdle: boolean;
	/** The selectors by which it takes pods of its namespace: one, or none. */
	readonly selectors: readonly LabelSelector[];

	constructor(object: KubeObject, { group, kind }: KindName, rule: LinkRule, shown: Row | undefined, intern: Intern) {
		const { metadata } = object;
		super(metadata, shown?.health ?? conditionHealth(object), intern);
		this.group = intern(group);
		this.kind = intern(kind);
		this.shown = shown;
		const references = objectsAt(metadata, 'ownerReferences');
		this.owners = references.map((reference) => textAt(reference, 'uid'));
		this.links = withoutRepeats([
			...references.flatMap((reference) => ownerLink(reference, this.namespace)),
			...rule.links({ name: this.name, namespace: this.namespace, object }),
		]);
		this.labels = new Map(Object.entries(objectAt(metadata, 'labels')).map(([key, value]) => [intern(key), intern(String(value))]));
		this.isIdle = rule.isIdle?.(object) ?? false;
		const selector = rule.selector?.(object);
		this.selectors = selector === undefined ? [] : [selector];
	}
}

function ownerLink(reference: JsonObject, namespace: string): readonly Link[] {
	const kind = kindOf(textAt(reference, 'apiVersion'), textAt(reference, 'kind'));
	const uid = textAt(reference, 'uid');
	// An owner is in the namespace of what it owns, or in none (meta/v1 OwnerReference).
	return toName(['above', 'owned by', kind, namespace], textAt(reference, 'name'), uid === '' ? {} : { uid });
}

/** Of a kind that no view knows: what its condition Ready says, else Available; without one nothing is known to be wrong. */
function conditionHealth(object: KubeObject): ObjectHealth {
	if (object.metadata.deletionTimestamp !== undefined) return 'progressing';
	const conditions = objectsAt(object, 'status', 'conditions');
	for (const type of ['Ready', 'Available']) {
		const condition = conditions.find((each) => valueAt(each, 'type') === type);
		if (condition !== undefined) return healthOfStatus[textAt(condition, 'status')] ?? 'unknown';
	}
	return 'ok';
}

const healthOfStatus: Readonly<Record<string, ObjectHealth>> = { True: 'ok', False: 'failing', Unknown: 'warning' };

const ordinal = /^\d+$/;

/** Whether `row`, which was read for the link, is one of those that it means. */
export function isMeant({ meant, namespace }: Link, of: LinkedRow, row: LinkedRow): boolean {
	if (namespace !== undefined && row.namespace !== '' && row.namespace !== namespace) return false;
	switch (meant.by) {
		case 'name':
			return row.name === meant.name && (meant.uid === undefined || meant.uid === row.uid);
		case 'names':
			return meant.names.includes(row.name);
		case 'owner':
			return row.owners.includes(of.uid);
		case 'selectors':
			return true;
		case 'ordinal':
			return meant.prefixes.some((prefix) => row.name.startsWith(prefix) && ordinal.test(row.name.slice(prefix.length)));
		case 'mention':
			return row.links.some((link) => mentions(link, of));
		case 'their selector':
			return row.selectors.some((selector) => takesLabels(selector, of.labels));
		case 'place':
			return false;
	}
}

const mentions = ({ meant, kind, namespace }: Link, of: LinkedRow): boolean =>
	meant.by === 'name' && meant.name === of.name && isSameKind(kind, of) && (of.namespace === '' || of.namespace === namespace);
