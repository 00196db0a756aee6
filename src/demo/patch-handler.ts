import { byCodeUnits } from '../base/by-code-units.ts';
import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import type { AskedRequest } from './faults.ts';
import { invalid, invalidValue } from './invalid.ts';
import { jsonPatch } from './json-patch.ts';
import { fieldsOf, listOf } from './json-value.ts';
import { typeOfResource } from './kind-schema.ts';
import { trackUpdate, type Writer } from './managed-fields.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { serverSideApply } from './server-side-apply.ts';
import { badRequest, failure, StatusError } from './status.ts';
import { storeChange } from './stored-change.ts';
import { strategicMerge } from './strategic-merge.ts';
import { checkFields } from './typed-fields.ts';
import { mergePatch, type World } from './world.ts';
import { type BodyText, decodePatch, type PatchType, strictly } from './write-body.ts';
import type { WriteOptions } from './write-options.ts';

export interface Patched {
	readonly object: KubeObject;
	readonly warnings: readonly string[];
}

/** As Go prints a map: keys in order, no quotes. */
const goPrint = (value: unknown): string => {
	if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
	if (!isJsonObject(value)) return value === null ? '<nil>' : String(value);
	const entries = Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b));
	return `map[${entries.map(([key, entry]) => `${key}:${goPrint(entry)}`).join(' ')}]`;
};

/** The patched document as the server's message shows it: its own fields in order, what they hold as it was. */
const inTopOrder = (value: JsonObject): string =>
	JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b))));

const unusable = (shown: string, complaint: string): StatusError =>
	invalid({ group: '', kind: '' }, '', [invalidValue('patch', shown, complaint)]);

const applyPatch = (
	type: Exclude<PatchType, 'application/apply-patch+yaml'>,
	resource: Resource,
	document: JsonObject,
	patch: unknown,
): JsonObject => {
	const noObject = badRequest(
		`error decoding patch: json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`,
	);
	switch (type) {
		case 'application/json-patch+json':
			return fieldsOf(jsonPatch(document, patch));
		case 'application/merge-patch+json':
			if (!isJsonObject(patch)) throw noObject;
			return fieldsOf(mergePatch(document, patch));
		case 'application/strategic-merge-patch+json':
			if (!isJsonObject(patch)) throw noObject;
			return fieldsOf(strategicMerge(document, patch, typeOfResource(resource)));
	}
};

export interface PatchRequest {
	readonly world: World;
	readonly resource: Resource;
	readonly info: AskedRequest;
	readonly object: KubeObject;
	readonly text: BodyText;
	readonly type: PatchType;
	readonly options: WriteOptions;
	readonly writer: Writer;
}

/** What a schema of a definition does not tell is how lists are merged. */
const noStrategy = (): StatusError =>
	new StatusError(
		failure(
			415,
			'UnsupportedMediaType',
			'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
		),
	);

/** The object under a patch of any type but apply. Throws a StatusError 400, 409 or 422. */
export const patchObject = ({ world, resource, info, object, text, type, options, writer }: PatchRequest): Patched => {
	if (type === 'application/apply-patch+yaml') throw badRequest('an applied configuration is no patch of this kind');
	if (resource.custom !== undefined && type === 'application/strategic-merge-patch+json') throw noStrategy();
	const patch = decodePatch(text, type);
	const document = { kind: resource.kind, apiVersion: apiVersionOf(resource.gvr), ...object };
	const patched = applyPatch(type, resource, document, patch);
	const isStrategic = type === 'application/strategic-merge-patch+json';
	const { object: wanted, warnings } = strictly(patched, typeOfResource(resource), options.validation, (complaint) =>
		unusable(
			isStrategic ? goPrint(patch) : inTopOrder(patched),
			isStrategic ? complaint.replace(/^json: .* of type /, 'unrecognized type: ') : complaint,
		),
	);
	const changed = storeChange({
		world,
		resource,
		before: object,
		wanted,
		subresource: info.subresource,
		dryRun: options.dryRun,
		track: (after) => trackUpdate(resource, object, after, writer),
	});
	return { object: changed, warnings };
};

/** What the typed applier says of a configuration that does not fit its schema, which reaches the client as a 500. */
const untyped = (resource: Resource, { name, namespace }: JsonObject, complaint: string): StatusError =>
	new StatusError(
		failure(
			500,
			undefined,
			`failed to create typed patch object (${String(namespace ?? '')}/${String(name)}; ${apiVersionOf(resource.gvr)}, Kind=${resource.kind}): ${complaint}`,
		),
	);

const goNumbers = /of type (int32|int64|float64)$/;

/** A configuration to apply. Throws a StatusError 400 or 500 for one that cannot be. */
export const decodeApplied = (resource: Resource, text: BodyText, name: string): JsonObject => {
	const value = decodePatch(text, 'application/apply-patch+yaml');
	const applied = fieldsOf(value);
	const metadata = fieldsOf(applied['metadata']);
	const apiVersion = apiVersionOf(resource.gvr);
	if (applied['apiVersion'] !== apiVersion || applied['kind'] !== resource.kind) {
		const [group, version] = String(applied['apiVersion'] ?? '/').split('/');
		throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(applied['kind'] ?? '')}`);
	}
	if (metadata['name'] !== undefined && metadata['name'] !== name)
		throw badRequest(`the name of the object (${String(metadata['name'])}) does not match the name on the URL (${name})`);
	if (listOf(metadata['managedFields']).length > 0) throw badRequest('metadata.managedFields must be nil');
	const { unknown, wrongType } = checkFields(applied, typeOfResource(resource));
	if (unknown.length > 0) throw untyped(resource, metadata, `.${unknown[0]}: field not declared in schema`);
	if (wrongType !== undefined) {
		const [, kind = '', path = ''] = /unmarshal (\S+) into Go struct field [^.]+\.(\S+) /.exec(wrongType) ?? [];
		const expected = goNumbers.test(wrongType) ? 'numeric (int or float)' : (/of type (\S+)$/.exec(wrongType)?.[1] ?? 'another type');
		throw untyped(resource, metadata, `.${path}: expected ${expected}, got ${kind}`);
	}
	return applied;
};

/** Lays a configuration over an object that is there. Throws a StatusError 409 or 422. */
export const applyTo = ({ world, resource, object, text, options, writer }: PatchRequest): Patched => {
	const applied = decodeApplied(resource, text, object.metadata.name);
	const { merged, track } = serverSideApply(resource, object, applied, writer, options.force);
	const changed = storeChange({ world, resource, before: object, wanted: merged, subresource: '', dryRun: options.dryRun, track });
	return { object: changed, warnings: [] };
};
