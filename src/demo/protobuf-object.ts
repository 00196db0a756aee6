import type { JsonObject } from '../base/json-parts.ts';
import { type ScalarName, structNamed, structNameOf, type ValueType } from './kind-schema.ts';
import { numberedFields } from './protobuf-fields.ts';
import { WireError, type WireField, wireFields } from './protobuf-wire.ts';

/** What stands before every body of the media type (apimachinery pkg/runtime/serializer/protobuf). */
const prefix = Buffer.from([0x6b, 0x38, 0x73, 0]);

export type ReadBody =
	| { readonly object: JsonObject }
	/** A kind that the server does not know. */
	| { readonly unknown: string };

/**
 * An object from a body of `application/vnd.kubernetes.protobuf` (k8s.io/apimachinery runtime.Unknown), as its JSON would be: fields
 * that Go's JSON leaves out at their zero value are left out. Throws WireError.
 */
export const readProtobuf = (body: Buffer): ReadBody => {
	if (!body.subarray(0, prefix.length).equals(prefix)) throw new WireError('provided data does not appear to be a protobuf message');
	const outer = [...wireFields(body.subarray(prefix.length))];
	const [apiVersion = '', kind = ''] = [1, 2].map((number) => textOf(lastOf([...wireFields(bytesOf(lastOf(outer, 1)))], number)));
	const struct = structNameOf(apiVersion, kind);
	if (numberedFields(struct) === undefined) return { unknown: `${apiVersion}, Kind=${kind}` };
	const object = messageOf(bytesOf(lastOf(outer, 2)), struct, struct);
	return { object: { kind, apiVersion, ...object } };
};

type Value = WireField['value'] | undefined;

const lastOf = (fields: readonly WireField[], number: number): Value => fields.findLast((field) => field.number === number)?.value;
const bytesOf = (value: Value): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0));
const textOf = (value: Value): string => bytesOf(value).toString('utf8');
const signed = (value: Value): number => (typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0);

/**
 * `on`: whose numbers are on the wire; `as`: whose fields they are in JSON, which differ where one is inlined in the other. No served kind holds itself, so the
 * types bound how deep it goes.
 */
const messageOf = (bytes: Buffer, on: string, as: string): JsonObject => {
	const numbers = numberedFields(on);
	const types = structNamed(as).fields;
	const object: Record<string, unknown> = {};
	for (const { number, value } of wireFields(bytes)) {
		const field = numbers?.get(number);
		// What a newer client knows and this server does not is dropped, as the server's own decoder does.
		if (field === undefined) continue;
		if (field.name === undefined) {
			Object.assign(object, messageOf(bytesOf(value), field.inlined ?? '', as));
			continue;
		}
		const type = types.get(field.name)?.type;
		if (type === undefined) continue;
		if (type.is === 'list') {
			const items = (object[field.name] ?? []) as unknown[];
			object[field.name] = [...items, ...itemsOf(value, type.items)];
		} else if (type.is === 'map') {
			const [key, read] = entryOf(bytesOf(value), type.values);
			object[field.name] = Object.fromEntries([...Object.entries((object[field.name] ?? {}) as JsonObject), [key, read]]);
		} else {
			const read = readValue(value, type);
			if (!(field.omitsZero && isZero(read))) object[field.name] = read;
		}
	}
	return object;
};

/** Numbers of a list may come packed in one field. */
const itemsOf = (value: Value, items: ValueType): readonly unknown[] => {
	if (items.is === 'scalar' && /^(int|boolean)/.test(items.name) && Buffer.isBuffer(value)) {
		return [...unpacked(value)].map((each) => readValue(each, items));
	}
	return [readValue(value, items)];
};

function* unpacked(bytes: Buffer): Generator<bigint> {
	let shift = 0n;
	let value = 0n;
	for (const byte of bytes) {
		value |= BigInt(byte & 0x7f) << shift;
		shift += 7n;
		if (byte >= 0x80) continue;
		yield BigInt.asUintN(64, value);
		[shift, value] = [0n, 0n];
	}
}

const entryOf = (bytes: Buffer, values: ValueType): readonly [string, unknown] => {
	const fields = [...wireFields(bytes)];
	return [textOf(lastOf(fields, 1)), readValue(lastOf(fields, 2), values)];
};

const readValue = (value: Value, type: ValueType): unknown => {
	switch (type.is) {
		case 'scalar':
			return scalarOf(value, type.name);
		case 'struct':
			return messageOf(bytesOf(value), type.name, type.name);
		// A list within a map or list is a message of its own, whose only field it is.
		case 'list':
			return [...wireFields(bytesOf(value))].flatMap((field) => itemsOf(field.value, type.items));
		case 'map':
			return Object.fromEntries([...wireFields(bytesOf(value))].map((field) => entryOf(bytesOf(field.value), type.values)));
	}
};

const scalarOf = (value: Value, name: ScalarName): unknown => {
	switch (name) {
		case 'string':
			return textOf(value);
		case 'byte':
			return bytesOf(value).toString('base64');
		case 'boolean':
			return typeof value === 'bigint' && value !== 0n;
		case 'int32':
		case 'int64':
			return signed(value);
		case 'double':
		case 'number': {
			const bits = Buffer.alloc(8);
			bits.writeBigUInt64LE(typeof value === 'bigint' ? value : 0n);
			return bits.readDoubleLE();
		}
		case 'time':
		case 'microtime':
			return momentOf(bytesOf(value), name === 'time' ? 0 : 6);
		case 'quantity':
			return textOf(lastOf([...wireFields(bytesOf(value))], 1));
		case 'intorstring': {
			const fields = [...wireFields(bytesOf(value))];
			return signed(lastOf(fields, 1)) === 0 ? signed(lastOf(fields, 2)) : textOf(lastOf(fields, 3));
		}
		case 'object':
			return jsonOf(textOf(lastOf([...wireFields(bytesOf(value))], 1)));
	}
};

/** RFC 3339 with so many digits of a second; null where no moment is told. */
const momentOf = (bytes: Buffer, digits: number): string | null => {
	const fields = [...wireFields(bytes)];
	if (fields.length === 0) return null;
	const date = new Date(signed(lastOf(fields, 1)) * 1000);
	if (Number.isNaN(date.getTime())) throw new WireError('a time is out of range');
	const fraction =
		digits === 0
			? ''
			: `.${String(signed(lastOf(fields, 2)))
					.padStart(9, '0')
					.slice(0, digits)}`;
	return date.toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
};

const jsonOf = (text: string): unknown => {
	try {
		return text === '' ? null : (JSON.parse(text) as unknown);
	} catch {
		throw new WireError('an embedded object is no JSON');
	}
};

const isZero = (value: unknown): boolean =>
	value === '' ||
	value === 0 ||
	value === false ||
	value === null ||
	(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
