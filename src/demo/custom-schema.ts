import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import { type Cause, invalidValue, required, unsupported } from './invalid.ts';
import { fieldsOf, listOf } from './json-value.ts';
import type { StructField, ValueType } from './kind-schema.ts';

const anything: ValueType = { is: 'scalar', name: 'object' };

const scalarTypes: Readonly<Record<string, ValueType>> = {
	string: { is: 'scalar', name: 'string' },
	boolean: { is: 'scalar', name: 'boolean' },
	integer: { is: 'scalar', name: 'int64' },
	number: { is: 'scalar', name: 'number' },
};

const keepsUnknown = (schema: JsonObject): boolean => schema['x-kubernetes-preserve-unknown-fields'] === true;

const listType = (schema: JsonObject, name: string): ValueType => {
	const items = typeOfSchema(schema['items'], `${name}[]`);
	const kind = schema['x-kubernetes-list-type'];
	if (kind === 'set') return { is: 'list', items, keys: 'set' };
	const keys = listOf(schema['x-kubernetes-list-map-keys']).map(String);
	return kind === 'map' && keys.length > 0 ? { is: 'list', items, keys } : { is: 'list', items };
};

const structFields = (schema: JsonObject, name: string): ReadonlyMap<string, StructField> => {
	const needed = listOf(schema['required']);
	return new Map(
		Object.entries(fieldsOf(schema['properties'])).map(([key, inner]) => [
			key,
			{ type: typeOfSchema(inner, `${name}.${key}`), required: needed.includes(key), retainKeys: false },
		]),
	);
};

/** What field ownership and the dropping of unknown fields need to know of a part of a custom object. */
const typeOfSchema = (given: unknown, name: string): ValueType => {
	const schema = fieldsOf(given);
	const { type } = schema;
	if (schema['x-kubernetes-int-or-string'] === true) return { is: 'scalar', name: 'intorstring' };
	if (type === 'array') return listType(schema, name);
	if (typeof type === 'string' && type !== 'object') return scalarTypes[type] ?? anything;
	const atomic = schema['x-kubernetes-map-type'] === 'atomic';
	if (isJsonObject(schema['additionalProperties']))
		return { is: 'map', values: typeOfSchema(schema['additionalProperties'], `${name}{}`), atomic };
	if (keepsUnknown(schema) || schema['additionalProperties'] === true) return { is: 'map', values: anything, atomic };
	return { is: 'struct', name, atomic, fields: structFields(schema, name) };
};

const plainField = (type: ValueType): StructField => ({ type, required: false, retainKeys: false });

/** A custom kind as a type: what its schema has, beside what every object has. */
export const customType = (kind: string, schema: JsonObject): ValueType => {
	const common: readonly (readonly [string, StructField])[] = [
		['apiVersion', plainField({ is: 'scalar', name: 'string' })],
		['kind', plainField({ is: 'scalar', name: 'string' })],
		['metadata', plainField({ is: 'struct', name: 'meta.v1.ObjectMeta', atomic: false })],
	];
	if (keepsUnknown(schema)) {
		const own = ['spec', 'status', 'data'].map((key) => [key, plainField({ is: 'map', values: anything, atomic: false })] as const);
		return { is: 'struct', name: kind, atomic: false, fields: new Map([...own, ...structFields(schema, kind), ...common]), open: true };
	}
	return { is: 'struct', name: kind, atomic: false, fields: new Map([...structFields(schema, kind), ...common]) };
};

const jsonType = (value: unknown): string => {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return value === null ? 'null' : typeof value;
};

const fitsType = (value: unknown, type: string): boolean => jsonType(value) === type || (type === 'number' && typeof value === 'number');

const boundCauses = (value: number, schema: JsonObject, path: string): Cause[] => {
	const { minimum, maximum } = schema;
	const causes: Cause[] = [];
	if (typeof minimum === 'number' && value < minimum)
		causes.push(invalidValue(path, value, `${path} in body should be greater than or equal to ${minimum}`));
	if (typeof maximum === 'number' && value > maximum)
		causes.push(invalidValue(path, value, `${path} in body should be less than or equal to ${maximum}`));
	return causes;
};

const textCauses = (value: string, schema: JsonObject, path: string): Cause[] => {
	const { pattern, minLength, maxLength } = schema;
	const causes: Cause[] = [];
	if (typeof minLength === 'number' && value.length < minLength)
		causes.push(invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`));
	if (typeof maxLength === 'number' && value.length > maxLength)
		causes.push(invalidValue(path, value, `${path} in body should be at most ${maxLength} chars long`));
	if (typeof pattern === 'string' && !new RegExp(pattern).test(value))
		causes.push(invalidValue(path, value, `${path} in body should match '${pattern}'`));
	return causes;
};

/** What is wrong with a value by its schema, in the server's words (apiextensions pkg/apiserver/validation). */
export const schemaCauses = (value: unknown, given: unknown, path: string): Cause[] => {
	const schema = fieldsOf(given);
	const type = schema['type'];
	if (value === undefined || (value === null && schema['nullable'] === true)) return [];
	if (typeof type === 'string' && schema['x-kubernetes-int-or-string'] !== true && !fitsType(value, type))
		return [invalidValue(path, value, `${path} in body must be of type ${type}: ${JSON.stringify(jsonType(value))}`)];
	const allowed = listOf(schema['enum']);
	if (allowed.length > 0 && !allowed.includes(value)) return [unsupported(path, value, allowed.map(String))];
	if (typeof value === 'number') return boundCauses(value, schema, path);
	if (typeof value === 'string') return textCauses(value, schema, path);
	if (Array.isArray(value)) return value.flatMap((entry, index) => schemaCauses(entry, schema['items'], `${path}[${index}]`));
	if (!isJsonObject(value)) return [];
	const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
	const properties = fieldsOf(schema['properties']);
	const missing = listOf(schema['required']).map(String);
	return [
		...missing.filter((key) => value[key] === undefined).map((key) => required(below(key))),
		...Object.entries(value).flatMap(([key, entry]) => schemaCauses(entry, properties[key] ?? schema['additionalProperties'], below(key))),
	];
};

/** The value with the defaults of its schema where a field is not there, at any depth. */
export const withSchemaDefaults = (value: unknown, given: unknown): unknown => {
	const schema = fieldsOf(given);
	if (Array.isArray(value)) return value.map((entry: unknown) => withSchemaDefaults(entry, schema['items']));
	if (!isJsonObject(value)) return value;
	const filled: Record<string, unknown> = { ...value };
	for (const [key, inner] of Object.entries(fieldsOf(schema['properties']))) {
		const preset = fieldsOf(inner)['default'];
		if (filled[key] === undefined && preset !== undefined) filled[key] = preset;
		if (filled[key] !== undefined) filled[key] = withSchemaDefaults(filled[key], inner);
	}
	return filled;
};
