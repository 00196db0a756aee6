import { readFileSync } from 'node:fs';
import { compileMask, project } from '../../src/kube/compiled-mask.ts';
import type { KubeObject, Mask } from '../../src/kube/types.ts';

/** The Lists and Tables of a real API server (kube-apiserver 1.36.3) under test/fixtures/objects. */

interface Table {
	readonly columnDefinitions: readonly { readonly name: string; readonly type: string; readonly priority: number }[];
	readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: { readonly metadata: { readonly name: string } } }[];
}

const known = new Map<string, unknown>();

/** Read once for all tests, none of which may change it. */
function read(file: string): unknown {
	if (!known.has(file))
		known.set(
			file,
			JSON.parse(readFileSync(new URL(`../fixtures/objects/${file}`, import.meta.url), 'utf8'), (_, value) => Object.freeze(value)),
		);
	return known.get(file);
}

export const recordedObjects = (resource: string): readonly KubeObject[] =>
	(read(`${resource}.list.json`) as { readonly items: readonly KubeObject[] }).items;

export const recordedTable = (resource: string): Table => read(`${resource}.table.json`) as Table;

/** When the server printed the Table, epoch ms; its Date header would have held the whole second of it. */
export const tablePrintedAt = (resource: string): number =>
	Date.parse((read('index.json') as Readonly<Record<string, { readonly tablePrintedAt: string }>>)[resource]?.tablePrintedAt ?? '');

const identity = {
	metadata: { name: true, namespace: true, uid: true, resourceVersion: true, creationTimestamp: true, deletionTimestamp: true },
} as const satisfies Mask;

/** What is left of an object when only a resource's mask, and what is always read, came over the wire. */
export function masked(object: KubeObject, mask: Mask): KubeObject {
	const own = keep(object, mask) as KubeObject;
	const always = keep(object, identity) as KubeObject;
	return { ...own, metadata: { ...own.metadata, ...always.metadata } };
}

function keep(value: unknown, mask: Mask): unknown {
	if (mask === true || value === null || typeof value !== 'object') return value;
	if (typeof mask === 'string') return project(value, compileMask(mask));
	if (Array.isArray(value)) {
		const element = Array.isArray(mask) ? (mask as readonly [Mask])[0] : true;
		return value.map((item) => keep(item, element));
	}
	const kept: Record<string, unknown> = {};
	for (const [key, inner] of Object.entries(mask)) {
		const found = (value as Record<string, unknown>)[key];
		if (found !== undefined) kept[key] = keep(found, inner as Mask);
	}
	return kept;
}
