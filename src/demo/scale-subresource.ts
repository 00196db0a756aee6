import type { KubeObject } from '../kube/types.ts';
import type { AskedRequest } from './faults.ts';
import { invalid, invalidValue } from './invalid.ts';
import { jsonPatch } from './json-patch.ts';
import { fieldsOf, valueAt, withValueAt } from './json-value.ts';
import { trackUpdate, type Writer } from './managed-fields.ts';
import type { Resource } from './resources.ts';
import { methodNotAllowed } from './status.ts';
import { storeChange } from './stored-change.ts';
import { mergePatch, type World } from './world.ts';
import { type BodyText, decodeObject, decodePatch, patchTypeOf } from './write-body.ts';
import type { WriteOptions } from './write-options.ts';

export const isScalable = (resource: Resource): boolean => ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(resource.kind);

const operators: Readonly<Record<string, string>> = { In: 'in', NotIn: 'notin' };

/** A LabelSelector as text (apimachinery pkg/apis/meta/v1/helpers.go). */
export const selectorText = (selector: unknown): string => {
	const labels = Object.entries(fieldsOf(valueAt(selector, 'matchLabels'))).map(([key, value]) => `${key}=${String(value)}`);
	const expressions = (valueAt(selector, 'matchExpressions') as readonly unknown[] | undefined) ?? [];
	const texts = expressions.map((entry) => {
		const { key, operator, values } = fieldsOf(entry);
		const word = operators[String(operator)];
		if (word !== undefined) return `${String(key)} ${word} (${(values as readonly string[]).join(',')})`;
		return operator === 'DoesNotExist' ? `!${String(key)}` : String(key);
	});
	return [...labels.sort(), ...texts].join(',');
};

export const scaleOf = (object: KubeObject) => {
	const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
	const selector = selectorText(valueAt(object, 'spec.selector'));
	return {
		kind: 'Scale',
		apiVersion: 'autoscaling/v1',
		metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
		spec: { replicas: valueAt(object, 'spec.replicas') },
		status: { replicas: valueAt(object, 'status.replicas') ?? 0, ...(selector === '' ? {} : { selector }) },
	};
};

const scaleKind = { apiVersion: 'autoscaling/v1', kind: 'Scale' };

/** PUT or PATCH of the scale. Throws a StatusError 400, 409, 415 or 422. */
export const changeScale = (input: {
	readonly world: World;
	readonly resource: Resource;
	readonly info: AskedRequest;
	readonly object: KubeObject;
	readonly text: BodyText;
	readonly options: WriteOptions;
	readonly writer: Writer;
}): KubeObject => {
	const { world, resource, info, object, text, options, writer } = input;
	let wanted: unknown;
	if (info.verb === 'update') wanted = decodeObject(text, info, scaleKind, options).object;
	else {
		const type = patchTypeOf(info);
		if (type === 'application/apply-patch+yaml') throw methodNotAllowed();
		const patch = decodePatch(text, type);
		wanted = type === 'application/json-patch+json' ? jsonPatch(scaleOf(object), patch) : mergePatch(scaleOf(object), patch);
	}
	const replicas = valueAt(wanted, 'spec.replicas') ?? 0;
	const { name } = object.metadata;
	if (typeof replicas !== 'number' || replicas < 0)
		throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
			invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
		]);
	const resourceVersion = valueAt(wanted, 'metadata.resourceVersion');
	const scaled = withValueAt(object, 'spec.replicas', replicas);
	return storeChange({
		world,
		resource,
		before: object,
		wanted:
			typeof resourceVersion === 'string' && resourceVersion !== ''
				? withValueAt(scaled, 'metadata.resourceVersion', resourceVersion)
				: scaled,
		subresource: '',
		dryRun: options.dryRun,
		track: (after) => trackUpdate(resource, object, after, writer),
	});
};
