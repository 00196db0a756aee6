import type { KubeObject } from '../kube/types.ts';
import { compareFields, type FieldSet, fromFieldsV1, toFieldsV1, union, without } from './field-set.ts';
import { listOf, sameJson } from './json-value.ts';
import { typeOfResource } from './kind-schema.ts';
import { apiVersionOf, type Resource } from './resources.ts';

export interface ManagedEntry {
	readonly manager?: string;
	readonly operation: 'Apply' | 'Update';
	readonly apiVersion: string;
	readonly time?: string;
	readonly fieldsType: 'FieldsV1';
	readonly fieldsV1: object;
	readonly subresource?: string;
}

/** Who writes, as managedFields has it. */
export interface Writer {
	readonly manager: string;
	readonly operation: 'Apply' | 'Update';
	readonly subresource: string;
	/** RFC 3339. */
	readonly now: string;
}

export const managedEntries = (object: KubeObject | undefined): readonly ManagedEntry[] =>
	listOf(object?.metadata['managedFields']) as readonly ManagedEntry[];

export const isBy = (entry: ManagedEntry, writer: Writer, apiVersion: string): boolean =>
	entry.manager === writer.manager &&
	entry.operation === writer.operation &&
	(entry.subresource ?? '') === writer.subresource &&
	// One who applies is the same manager under every version.
	(writer.operation === 'Apply' || entry.apiVersion === apiVersion);

const entryOf = (writer: Writer, apiVersion: string, fields: FieldSet): ManagedEntry => ({
	manager: writer.manager,
	operation: writer.operation,
	apiVersion,
	time: writer.now,
	fieldsType: 'FieldsV1',
	fieldsV1: toFieldsV1(fields),
	...(writer.subresource === '' ? {} : { subresource: writer.subresource }),
});

const sortKey = (entry: ManagedEntry): string =>
	[entry.operation, entry.time ?? '', entry.manager, entry.apiVersion, entry.subresource].join('\u001f');

/** Entries with what they own now: those that own nothing go, those that own what they did keep their time. */
export const withEntries = (
	object: KubeObject,
	entries: readonly { readonly entry: ManagedEntry; readonly fields: FieldSet }[],
): KubeObject => {
	const kept = entries
		.filter(({ fields }) => fields.size > 0)
		.map(({ entry, fields }) => {
			const fieldsV1 = toFieldsV1(fields);
			return sameJson(fieldsV1, entry.fieldsV1) ? entry : { ...entry, fieldsV1 };
		})
		.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
	const { managedFields: _old, ...metadata } = object.metadata;
	return { ...object, metadata: { ...metadata, ...(kept.length === 0 ? {} : { managedFields: kept }) } as KubeObject['metadata'] };
};

/** The entries of everyone but the writer, without what was changed or removed under them; and the writer's own. */
export const sortOut = (object: KubeObject | undefined, writer: Writer, apiVersion: string) => {
	const entries = managedEntries(object).map((entry) => ({ entry, fields: fromFieldsV1(entry.fieldsV1) }));
	return {
		mine: entries.find(({ entry }) => isBy(entry, writer, apiVersion)),
		others: entries.filter(({ entry }) => !isBy(entry, writer, apiVersion)),
	};
};

/** The writer's entry with a new set: under a new time only when the set is another. */
export const ownEntry = (mine: { readonly entry: ManagedEntry } | undefined, writer: Writer, apiVersion: string, fields: FieldSet) => {
	const made = entryOf(writer, apiVersion, fields);
	const entry = mine !== undefined && sameJson(mine.entry.fieldsV1, made.fieldsV1) ? mine.entry : made;
	return { entry, fields };
};

/**
 * Field ownership after a create, update or patch: the writer owns what it changed, whoever owned it before does not any more
 * (structured-merge-diff merge/update.go). Of a new object everything is changed that an empty one does not have.
 */
export const trackUpdate = (resource: Resource, before: KubeObject | undefined, after: KubeObject, writer: Writer): KubeObject => {
	const apiVersion = apiVersionOf(resource.gvr);
	const compared = compareFields(before ?? { metadata: {}, ...resource.empty }, after, typeOfResource(resource));
	const { mine, others } = sortOut(before, writer, apiVersion);
	const lost = union(compared.changed, compared.removed);
	const remaining = others.map(({ entry, fields }) => ({ entry, fields: without(fields, lost) }));
	const own = without(union(mine?.fields ?? new Set(), compared.changed), compared.removed);
	return withEntries(after, [...remaining, ownEntry(mine, writer, apiVersion, own)]);
};
