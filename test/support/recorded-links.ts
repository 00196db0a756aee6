import { parseLabelSelector } from '../../src/demo/selectors.ts';
import type { ResourceSpec } from '../../src/domains/types.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { type KindName, type Link, scopeOfLink } from '../../src/relations/link.ts';
import { linkedKind } from '../../src/relations/linked-kinds.ts';
import type { LinkedRow } from '../../src/relations/linked-row.ts';
import type { Answer } from '../../src/relations/tree.ts';
import { masked, recordedObjects } from './recorded-objects.ts';

/** The recorded cluster, asked as a server is: by mask, namespace and selectors. */
export interface RecordedCluster {
	/** Throws for a kind that no rule knows, and for an object that was not recorded. */
	object(kind: KindName, name: string, namespace?: string): LinkedRow;
	ask(link: Link): Answer;
}

/** Kinds that no cluster of the recording had objects of. */
const unrecorded: ReadonlySet<string> = new Set(['replicationcontrollers']);

const same = (text: string): string => text;

/** `change` alters what is there of a resource. */
export function recordedCluster(
	change: (resource: string, objects: readonly KubeObject[]) => readonly KubeObject[] = (_, objects) => objects,
): RecordedCluster {
	const read = new Map<string, readonly KubeObject[]>();
	const objectsOf = (resource: string): readonly KubeObject[] => {
		const objects = read.get(resource) ?? change(resource, unrecorded.has(resource) ? [] : recordedObjects(resource));
		read.set(resource, objects);
		return objects;
	};
	const row = (spec: ResourceSpec<LinkedRow>, object: KubeObject): LinkedRow => spec.project(masked(object, spec.mask), same);
	const specOf = (kind: KindName): ResourceSpec<LinkedRow> => {
		const spec = linkedKind(kind)?.resource;
		if (spec === undefined) throw new Error(`no rule knows ${kind.group}/${kind.kind}`);
		return spec;
	};
	return {
		object(kind, name, namespace = '') {
			const spec = specOf(kind);
			const found = objectsOf(spec.gvr.resource).find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace);
			if (found === undefined) throw new Error(`no ${kind.kind} ${namespace}/${name} was recorded`);
			return row(spec, found);
		},
		ask(link) {
			if (linkedKind(link.kind) === undefined) return { state: 'unknown', why: 'not served' };
			const spec = specOf(link.kind);
			const { namespace, labelSelector = '', fieldSelector = '' } = scopeOfLink(link);
			const hasLabels = parseLabelSelector(labelSelector);
			const rows = objectsOf(spec.gvr.resource)
				.filter(({ metadata }) => !spec.namespaced || namespace === undefined || metadata.namespace === namespace)
				.filter((object) => hasLabels(object) && hasField(object, fieldSelector))
				.map((object) => row(spec, object));
			return { state: 'rows', rows, complete: true };
		},
	};
}

/** The two fields that links select by. */
function hasField(object: KubeObject, selector: string): boolean {
	if (selector === '') return true;
	const [field, value] = selector.split('=');
	if (field === 'metadata.name') return object.metadata.name === value;
	if (field === 'spec.nodeName') return (object.spec as { readonly nodeName?: string }).nodeName === value;
	throw new Error(`no link selects by ${field}`);
}
