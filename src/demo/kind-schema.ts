import { kindSchemaText } from './kind-schema-text.ts';
import { apiVersionOf, type Resource } from './resources.ts';

/** The type of a value in a built-in object, with what merging, applying and validating need to know of it. */
export type ValueType =
	| { readonly is: 'scalar'; readonly name: ScalarName; readonly values?: readonly string[] }
	| StructType
	| { readonly is: 'map'; readonly values: ValueType; readonly atomic: boolean }
	| ListType;

export interface StructType {
	readonly is: 'struct';
	readonly name: string;
	readonly atomic: boolean;
	/** Of a part of a custom kind, which only its definition has; absent: those of the built-in struct of this name. */
	readonly fields?: ReadonlyMap<string, StructField>;
	/** It keeps fields that it does not know. */
	readonly open?: boolean;
}

export interface ListType {
	readonly is: 'list';
	readonly items: ValueType;
	/** What an entry is known by in field ownership; absent: the list is owned as a whole. `set`: by its value. */
	readonly keys?: readonly string[] | 'set';
	/** A strategic merge patch merges it: by this field, or by value where it is ''. Absent: it replaces the list. */
	readonly mergeKey?: string;
}

export type ScalarName =
	| 'string'
	| 'byte'
	| 'boolean'
	| 'int32'
	| 'int64'
	| 'double'
	| 'number'
	| 'time'
	| 'microtime'
	| 'quantity'
	| 'intorstring'
	| 'object';

export interface StructField {
	readonly type: ValueType;
	readonly required: boolean;
	/** A strategic merge patch may name the fields that stay. */
	readonly retainKeys: boolean;
}

export interface Struct {
	readonly name: string;
	readonly fields: ReadonlyMap<string, StructField>;
}

const structs = new Map<string, Struct>();
const atomicStructs = new Set<string>();

/**
 * One line a struct: its name, `!` when it is owned as a whole, and its fields as `name:type`; `*` after a name is required. `[T]` is
 * a list, then `@a+b` its keys (`@` alone: a set), `^k` its merge key (`^` alone: by value), `=` retainKeys. `{T}` is a map,
 * `"a|b"` a string of these, anything with a dot a struct.
 */
const readText = (): void => {
	const lines = kindSchemaText.split('\n').map((line) => line.split(' '));
	for (const [name = ''] of lines) if (name.endsWith('!')) atomicStructs.add(name.slice(0, -1));
	for (const [head = '', ...parts] of lines) {
		const fields = parts.map((part): [string, StructField] => {
			const colon = part.indexOf(':');
			const name = part.slice(0, colon);
			const text = part.slice(colon + 1);
			const retainKeys = text.endsWith('=');
			return [name.replace('*', ''), { type: typeOf(retainKeys ? text.slice(0, -1) : text), required: name.endsWith('*'), retainKeys }];
		});
		const name = head.replace('!', '');
		structs.set(name, { name, fields: new Map(fields) });
	}
};

/** Types of the schema of a definition that may be any JSON. */
const anyJson: ReadonlySet<string> = new Set(
	['JSON', 'JSONSchemaPropsOrArray', 'JSONSchemaPropsOrBool', 'JSONSchemaPropsOrStringArray'].map((name) => `apiextensions.v1.${name}`),
);

const typeOf = (text: string): ValueType => {
	if (text.startsWith('[')) {
		const end = text.lastIndexOf(']');
		const [, keys, merge] = /^(?:@([^^]*))?(?:\^(.*))?$/.exec(text.slice(end + 1)) ?? [];
		return {
			is: 'list',
			items: typeOf(text.slice(1, end)),
			...(keys === undefined ? {} : { keys: keys === '' ? 'set' : keys.split('+') }),
			...(merge === undefined ? {} : { mergeKey: merge }),
		};
	}
	if (text.startsWith('{')) return { is: 'map', values: typeOf(text.slice(1, text.lastIndexOf('}'))), atomic: text.endsWith('!') };
	if (text.startsWith('"')) return { is: 'scalar', name: 'string', values: text.slice(1, -1).split('|') };
	if (!text.includes('.')) return { is: 'scalar', name: text as ScalarName };
	const name = text.replace('!', '');
	if (anyJson.has(name)) return { is: 'scalar', name: 'object' };
	return { is: 'struct', name, atomic: text.endsWith('!') || atomicStructs.has(name) };
};

/** Throws for a name that the schema text does not have, which only a programming error gives. */
export const structNamed = (name: string): Struct => {
	// Read when the first write comes: a demo that is only looked at never needs it.
	if (structs.size === 0) readText();
	const found = structs.get(name);
	if (found === undefined) throw new Error(`the schema has no type ${name}`);
	return found;
};

/** `apps/v1 Deployment` is `apps.v1.Deployment`; a group's first word is its name in the schema. */
export const structNameOf = (apiVersion: string, kind: string): string => {
	const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
	return `${group?.split('.')[0]}.${version}.${kind}`;
};

const structOf = (resource: Resource): Struct => structNamed(structNameOf(apiVersionOf(resource.gvr), resource.kind));

export const typeOfResource = (resource: Resource): ValueType =>
	resource.custom?.type ?? { is: 'struct', name: structOf(resource).name, atomic: false };

export const fieldsOfStruct = (type: StructType): ReadonlyMap<string, StructField> => type.fields ?? structNamed(type.name).fields;

/** The type of one field; undefined where the type has no such field. */
export const fieldType = (type: ValueType | undefined, name: string): ValueType | undefined => {
	if (type?.is === 'struct') return fieldsOfStruct(type).get(name)?.type;
	return type?.is === 'map' ? type.values : undefined;
};

/** Every struct that these lead to, in the order they are met. */
export const structsFrom = (names: readonly string[]): readonly Struct[] => {
	const found = new Map<string, Struct>();
	const visit = (type: ValueType): void => {
		if (type.is === 'list') visit(type.items);
		else if (type.is === 'map') visit(type.values);
		else if (type.is === 'struct' && !found.has(type.name)) {
			const struct = structNamed(type.name);
			found.set(type.name, struct);
			for (const field of struct.fields.values()) visit(field.type);
		}
	};
	for (const name of names) visit({ is: 'struct', name, atomic: false });
	return [...found.values()];
};
