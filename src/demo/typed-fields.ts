import { isJsonObject } from '../base/json-parts.ts';
import { fieldsOfStruct, type ScalarName, type ValueType } from './kind-schema.ts';

const goScalars: Readonly<Record<ScalarName, string>> = {
	string: 'string',
	byte: '[]uint8',
	boolean: 'bool',
	int32: 'int32',
	int64: 'int64',
	double: 'float64',
	number: 'float64',
	time: 'string',
	microtime: 'string',
	quantity: 'string',
	intorstring: 'string',
	object: 'map[string]interface {}',
};

const lastWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const goType = (type: ValueType): string => {
	switch (type.is) {
		case 'scalar':
			return goScalars[type.name];
		case 'list':
			return `[]${goType(type.items)}`;
		case 'map':
			return `map[string]${goType(type.values)}`;
		case 'struct':
			return type.name.split('.').slice(-2).join('.');
	}
};

const fits = (value: unknown, type: ValueType): boolean => {
	if (type.is === 'list') return Array.isArray(value);
	if (type.is !== 'scalar') return isJsonObject(value);
	switch (type.name) {
		case 'boolean':
			return typeof value === 'boolean';
		case 'int32':
		case 'int64':
			return Number.isInteger(value);
		case 'double':
		case 'number':
			return typeof value === 'number';
		case 'quantity':
		case 'intorstring':
			return typeof value === 'string' || typeof value === 'number';
		case 'object':
			return true;
		default:
			return typeof value === 'string';
	}
};

const jsonKind = (value: unknown): string => {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`;
	return typeof value === 'boolean' ? 'bool' : typeof value;
};

const quantityText = /^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

export interface FieldFindings {
	/** Paths of fields that the kind does not have, in the order of the document. */
	readonly unknown: readonly string[];
	/** What Go's decoder says of the first value of a wrong type. */
	readonly wrongType: string | undefined;
}

/** Holds a value against the fields of its type, as a server's decoder does. Paths are `spec.containers[0].image`. */
export const checkFields = (value: unknown, type: ValueType): FieldFindings => {
	const unknown: string[] = [];
	let wrongType: string | undefined;
	const check = (inner: unknown, at: ValueType, path: string, plain: string, holder: string): void => {
		if (inner === null || inner === undefined) return;
		if (!fits(inner, at)) {
			wrongType ??= `json: cannot unmarshal ${jsonKind(inner)} into Go struct field ${holder}.${plain} of type ${goType(at)}`;
			return;
		}
		if (at.is === 'scalar' && at.name === 'quantity' && !quantityText.test(String(inner)))
			wrongType ??= "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
		if (at.is === 'list')
			for (const [index, entry] of (inner as readonly unknown[]).entries()) check(entry, at.items, `${path}[${index}]`, plain, holder);
		if (at.is === 'map') for (const [key, entry] of Object.entries(inner)) check(entry, at.values, `${path}.${key}`, plain, holder);
		if (at.is !== 'struct') return;
		const fields = fieldsOfStruct(at);
		for (const [key, entry] of Object.entries(inner)) {
			const below = path === '' ? key : `${path}.${key}`;
			const field = fields.get(key);
			if (field !== undefined) check(entry, field.type, below, plain === '' ? key : `${plain}.${key}`, lastWord(at.name));
			else if (at.open !== true) unknown.push(below);
		}
	};
	check(value, type, '', '', '');
	return { unknown, wrongType };
};

/** The value without the fields that its type does not have. */
export const withoutUnknown = (value: unknown, type: ValueType): unknown => {
	if (Array.isArray(value)) return type.is === 'list' ? value.map((entry) => withoutUnknown(entry, type.items)) : value;
	if (!isJsonObject(value) || type.is === 'scalar' || type.is === 'list') return value;
	if (type.is === 'map') return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutUnknown(entry, type.values)]));
	const fields = fieldsOfStruct(type);
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, entry]) => {
			const field = fields.get(key);
			if (field !== undefined) return [[key, withoutUnknown(entry, field.type)]];
			return type.open === true ? [[key, entry]] : [];
		}),
	);
};
