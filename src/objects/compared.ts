import { counted } from '../base/counted.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { isSecret, lastApplied, secretFields } from './secret-mask.ts';
import { yamlOf } from './yaml-of.ts';

/** Of metadata: what the server gives to every object anew, or counts. */
const noisyMetadata: ReadonlySet<string> = new Set([
	'managedFields',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'selfLink',
]);

/** Annotations that kubectl and the controllers of Kubernetes write by themselves. */
const noisyAnnotations: ReadonlySet<string> = new Set([
	lastApplied,
	'deployment.kubernetes.io/revision',
	'deployment.kubernetes.io/desired-replicas',
	'deployment.kubernetes.io/max-replicas',
	'deprecated.daemonset.template.generation',
	'control-plane.alpha.kubernetes.io/leader',
	'autoscaling.alpha.kubernetes.io/conditions',
	'autoscaling.alpha.kubernetes.io/current-metrics',
	'endpoints.kubernetes.io/last-change-trigger-time',
	'pv.kubernetes.io/bind-completed',
	'pv.kubernetes.io/bound-by-controller',
	'pv.kubernetes.io/provisioned-by',
	'volume.beta.kubernetes.io/storage-provisioner',
	'volume.kubernetes.io/storage-provisioner',
	'volume.kubernetes.io/selected-node',
]);

const without = (object: JsonObject, noise: ReadonlySet<string>): JsonObject =>
	Object.fromEntries(Object.entries(object).filter(([key]) => !noise.has(key)));

/** An object without what differs between any two of them and says nothing: status, identity, counters, what tools write of themselves. */
export function withoutNoise(object: KubeObject): JsonObject {
	const { status: _, ...kept } = object;
	const { annotations, ownerReferences, ...metadata } = without(object.metadata, noisyMetadata);
	const ownAnnotations = isJsonObject(annotations) ? without(annotations, noisyAnnotations) : {};
	return {
		...kept,
		metadata: {
			...metadata,
			...(Object.keys(ownAnnotations).length === 0 ? {} : { annotations: ownAnnotations }),
			...(Array.isArray(ownerReferences)
				? { ownerReferences: ownerReferences.map((one) => (isJsonObject(one) ? without(one, new Set(['uid'])) : one)) }
				: {}),
		},
	};
}

/** What `kubectl apply` was given last; undefined: it was not applied so. Throws SyntaxError where the annotation is no JSON object. */
export function lastAppliedOf(object: KubeObject): KubeObject | undefined {
	const text = textAt(object, 'metadata', 'annotations', lastApplied);
	if (text === '') return undefined;
	const applied: unknown = JSON.parse(text);
	if (!isJsonObject(applied)) throw new SyntaxError('it is no JSON object');
	const { name, namespace, uid, resourceVersion } = object.metadata;
	// Which object it is of is not left to what stands in it.
	const metadata = { ...objectAt(applied, 'metadata'), name, uid, resourceVersion, ...(namespace === undefined ? {} : { namespace }) };
	return { ...applied, metadata };
}

/** Fields by which items of a list are known, as the server merges them (x-kubernetes-patch-merge-key of core/v1 and apps/v1). */
const itemKeys = ['name', 'mountPath', 'containerPort', 'port', 'key', 'ip', 'type', 'topologyKey'];

/** Of what is there only what was applied: the rest are defaults, or the doing of others. Items of a list that were not applied stay. */
export function onlyApplied(live: unknown, applied: unknown): unknown {
	if (isJsonObject(live) && isJsonObject(applied))
		return Object.fromEntries(
			Object.entries(live)
				.filter(([key]) => Object.hasOwn(applied, key))
				.map(([key, value]) => [key, onlyApplied(value, applied[key])]),
		);
	if (!Array.isArray(live) || !Array.isArray(applied)) return live;
	return live.map((item, at) => {
		const match = isJsonObject(item) ? appliedItem(item, applied) : applied[at];
		return match === undefined ? item : onlyApplied(item, match);
	});
}

function appliedItem(item: JsonObject, applied: readonly unknown[]): unknown {
	for (const key of itemKeys) {
		if (item[key] === undefined) continue;
		return applied.find((each) => isJsonObject(each) && each[key] === item[key]);
	}
	return undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** Both are Secrets' values, decoded, by key: what `stringData` says is `data` as soon as a server has it. */
function secretValues(object: KubeObject): ReadonlyMap<string, Buffer> {
	const values = new Map<string, Buffer>();
	for (const field of secretFields) {
		for (const [key, value] of Object.entries(objectAt(object, field))) {
			if (typeof value === 'string') values.set(key, Buffer.from(value, field === 'data' ? 'base64' : 'utf8'));
		}
	}
	return values;
}

function maskedData(own: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer> | undefined, which: string): Values {
	return Object.fromEntries(
		[...own].map(([key, value]) => {
			const there = other?.get(key);
			const isOther = there !== undefined && !there.equals(value);
			return [key, `<masked, ${counted(value.length, 'byte')}${isOther ? `, ${which}` : ''}>`];
		}),
	);
}

/** The two with no value of a Secret in them; where a key has other values on both sides, the lines say so and differ. */
function masked(left: KubeObject, right: KubeObject): readonly [KubeObject, KubeObject] {
	const [ofLeft, ofRight] = [left, right].map((object) => (isSecret(object) ? secretValues(object) : undefined));
	const mask = (
		object: KubeObject,
		own: ReadonlyMap<string, Buffer> | undefined,
		other: ReadonlyMap<string, Buffer> | undefined,
		which: string,
	): KubeObject => {
		if (own === undefined) return object;
		const { stringData: _, data: __, ...kept } = object;
		const annotations = objectAt(object.metadata, 'annotations');
		return {
			...(kept as KubeObject),
			metadata: {
				...object.metadata,
				...(Object.hasOwn(annotations, lastApplied) ? { annotations: { ...annotations, [lastApplied]: '<masked>' } } : {}),
			},
			...(own.size === 0 ? {} : { data: maskedData(own, other, which) }),
		};
	};
	return [mask(left, ofLeft, ofRight, 'one value'), mask(right, ofRight, ofLeft, 'another value')];
}

export interface Comparison {
	/** Lines of YAML. */
	readonly left: readonly string[];
	readonly right: readonly string[];
}

export interface CompareLook {
	/** Status, identity and all else that is noise is compared too. */
	readonly noise: boolean;
}

const linesOf = (object: unknown): readonly string[] => yamlOf(object).split('\n');

/** The YAML of both, without noise unless that is asked for, and never with a value of a Secret. */
export function compareObjects(left: KubeObject, right: KubeObject, { noise }: CompareLook): Comparison {
	const [ofLeft, ofRight] = masked(left, right);
	return { left: linesOf(noise ? ofLeft : withoutNoise(ofLeft)), right: linesOf(noise ? ofRight : withoutNoise(ofRight)) };
}

/** What was applied, and what is there of it; with noise all that is there. Undefined: it was never applied. Throws SyntaxError as `lastAppliedOf`. */
export function compareWithApplied(live: KubeObject, { noise }: CompareLook): Comparison | undefined {
	const applied = lastAppliedOf(live);
	if (applied === undefined) return undefined;
	const [ofApplied, ofLive] = masked(applied, live);
	const clean = withoutNoise(ofApplied);
	return { left: linesOf(clean), right: linesOf(noise ? ofLive : onlyApplied(withoutNoise(ofLive), clean)) };
}
