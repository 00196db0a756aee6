import type { JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { fieldsOf, listOf, valueAt, withValueAt } from './json-value.ts';

const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

interface Condition {
	readonly type: string;
	readonly status: 'True' | 'False';
	readonly reason: string;
	readonly message: string;
	readonly lastTransitionTime: string;
}

/** What a condition of this type was before is replaced. */
const withConditions = (definition: KubeObject, conditions: readonly Condition[]): KubeObject => {
	const kept = listOf(valueAt(definition, 'status.conditions')).filter((entry) =>
		conditions.every(({ type }) => fieldsOf(entry)['type'] !== type),
	);
	return withValueAt(definition, 'status.conditions', [...kept, ...conditions]) as unknown as KubeObject;
};

const inUse = (names: JsonObject): ReadonlySet<unknown> =>
	new Set([names['plural'], names['singular'], ...listOf(names['shortNames'])].filter((name) => name !== undefined && name !== ''));

/** The last name that another definition of the group has: kinds among kinds, the others among each other (apiextensions pkg/controller/status/naming_controller.go). */
const takenName = (names: JsonObject, others: readonly JsonObject[]): readonly [reason: string, name: string] | undefined => {
	const used = new Set(others.flatMap((other) => [...inUse(other)]));
	const kinds = new Set(others.flatMap((other) => [other['kind'], other['listKind']]));
	const asked: readonly (readonly [string, unknown, ReadonlySet<unknown>])[] = [
		['PluralConflict', names['plural'], used],
		['SingularConflict', names['singular'], used],
		...listOf(names['shortNames']).map((name) => ['ShortNamesConflict', name, used] as const),
		['KindConflict', names['kind'], kinds],
		['ListKindConflict', names['listKind'], kinds],
	];
	const found = asked.findLast(([, name, taken]) => taken.has(name));
	return found === undefined ? undefined : [found[0], String(found[1])];
};

/** A definition as it is when its names were looked at: established, unless somebody else has them. */
export const settled = (definition: KubeObject, others: readonly KubeObject[], at: string): KubeObject => {
	const names = fieldsOf(valueAt(definition, 'spec.names'));
	const group = valueAt(definition, 'spec.group');
	const neighbours = others
		.filter((other) => other.metadata.name !== definition.metadata.name && valueAt(other, 'spec.group') === group)
		.map((other) => fieldsOf(valueAt(other, 'status.acceptedNames')));
	const taken = takenName(names, neighbours);
	const condition = (type: string, status: 'True' | 'False', reason: string, message: string): Condition => ({
		type,
		status,
		lastTransitionTime: at,
		reason,
		message,
	});
	if (taken !== undefined)
		return withConditions(definition, [
			condition('NamesAccepted', 'False', taken[0], `${JSON.stringify(taken[1])} is already in use`),
			condition('Established', 'False', 'NotAccepted', 'not all names are accepted'),
		]);
	return withValueAt(
		withConditions(definition, [
			condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'),
			condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'),
		]),
		'status.acceptedNames',
		names,
	) as unknown as KubeObject;
};

/** A definition that is to go: marked, with what has to be done first (apiextensions pkg/registry/customresourcedefinition/etcd.go). */
export const endingDefinition = (definition: KubeObject, at: string): KubeObject => {
	const finalizers = [...new Set([...listOf(definition.metadata['finalizers']), cleanup])];
	const marked = { ...definition, metadata: { ...definition.metadata, deletionTimestamp: at, finalizers } };
	return withConditions(marked, [
		{
			type: 'Terminating',
			status: 'True',
			lastTransitionTime: at,
			reason: 'InstanceDeletionPending',
			message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
		},
	]);
};
