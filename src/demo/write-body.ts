import { parse } from 'yaml';
import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { AskedRequest } from './faults.ts';
import { fieldsOf } from './json-value.ts';
import { structNameOf, typeOfResource, type ValueType } from './kind-schema.ts';
import { mediaTypeOf, unknownFormat } from './request-body.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { badRequest, failure, StatusError } from './status.ts';
import { checkFields, withoutUnknown } from './typed-fields.ts';
import type { WriteOptions } from './write-options.ts';

/** A request's body as it came: text, whatever it holds. */
export type BodyText = string;

/** Where Go's decoder gives up, in its words, as far as a few characters tell. */
export const syntaxComplaint = (text: string): string => {
	const start = text.trimStart();
	if (start === '') return 'unexpected end of JSON input';
	const [first = '', ...rest] = start;
	const next = rest.join('').trimStart()[0];
	if (first === '{' && next !== undefined && next !== '"' && next !== '}')
		return `invalid character '${next}' looking for beginning of object key string`;
	return /^["{[\dtfn-]/.test(first) ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`;
};

const unrecognized = (kind: string, text: string): StatusError =>
	badRequest(
		`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${syntaxComplaint(text)} (${text === '' ? '<empty>' : text.slice(0, 64)})`,
	);

const parsedBody = (text: BodyText, type: string, kind: string): JsonObject => {
	try {
		const value: unknown = type === 'application/yaml' ? parse(text) : JSON.parse(text);
		if (isJsonObject(value)) return value;
	} catch (error) {
		if (!(error instanceof Error)) throw error;
	}
	throw unrecognized(kind, text);
};

export interface Decoded {
	readonly object: JsonObject;
	/** Sentences for Warning headers. */
	readonly warnings: readonly string[];
}

const isCustom = (type: ValueType): boolean => type.is === 'struct' && type.fields !== undefined;

/** Unknown fields by the request's choice: refused, warned of, or dropped without a word; never kept. */
export const strictly = (
	value: JsonObject,
	type: ValueType,
	validation: WriteOptions['validation'],
	refuse: (complaint: string) => StatusError,
): Decoded => {
	const { unknown, wrongType } = checkFields(value, type);
	// A custom kind is decoded as it comes, and then held against its schema.
	if (wrongType !== undefined && !isCustom(type)) throw refuse(wrongType);
	const complaints = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
	if (complaints.length > 0 && validation === 'Strict') throw refuse(`strict decoding error: ${complaints.join(', ')}`);
	return {
		object: unknown.length === 0 ? value : (withoutUnknown(value, type) as JsonObject),
		warnings: validation === 'Warn' ? complaints : [],
	};
};

interface Expected {
	readonly apiVersion: string;
	readonly kind: string;
	/** Absent: the built-in kind's. */
	readonly type?: ValueType;
}

const builtInType = ({ apiVersion, kind }: Expected): ValueType => ({ is: 'struct', name: structNameOf(apiVersion, kind), atomic: false });

/** An object of a kind from a POST or PUT. Throws a StatusError 400 or 415 in the server's words. */
export const decodeObject = (
	text: BodyText,
	info: AskedRequest,
	expected: Expected,
	options: Pick<WriteOptions, 'validation'>,
): Decoded => {
	const type = mediaTypeOf(info);
	if (type !== 'application/json' && type !== 'application/yaml') throw unknownFormat();
	const value = parsedBody(text, type, expected.kind);
	const kind = String(value['kind'] ?? expected.kind);
	const version = String(value['apiVersion'] ?? expected.apiVersion);
	const short = version.slice(version.indexOf('/') + 1);
	if (kind !== expected.kind || version !== expected.apiVersion)
		throw badRequest(
			`${kind} in version ${JSON.stringify(short)} cannot be handled as a ${expected.kind}: converting (${short}.${kind}) to (${structNameOf(expected.apiVersion, '').split('.')[0]}.${expected.kind}): unknown conversion`,
		);
	return strictly(value, expected.type ?? builtInType(expected), options.validation, (complaint) =>
		badRequest(`${kind} in version ${JSON.stringify(short)} cannot be handled as a ${kind}: ${complaint}`),
	);
};

export const kindOf = (resource: Resource): Expected => ({
	apiVersion: apiVersionOf(resource.gvr),
	kind: resource.kind,
	type: typeOfResource(resource),
});

/** DeleteOptions, or undefined where there is no body. */
export const decodeDeleteOptions = (text: BodyText, info: AskedRequest): JsonObject | undefined => {
	if (text === '') return undefined;
	const type = mediaTypeOf(info);
	if (type !== 'application/json' && type !== 'application/yaml') throw unknownFormat();
	return fieldsOf(parsedBody(text, type, 'DeleteOptions'));
};

export const patchTypes = [
	'application/json-patch+json',
	'application/merge-patch+json',
	'application/apply-patch+yaml',
	'application/strategic-merge-patch+json',
] as const;

export type PatchType = (typeof patchTypes)[number];

/** Throws a StatusError 415 for what is no patch. */
export const patchTypeOf = (info: AskedRequest): PatchType => {
	const type = mediaTypeOf(info);
	const found = patchTypes.find((known) => known === type);
	if (found === undefined) throw new StatusError(failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {}));
	return found;
};

/** Throws a StatusError 400 where the text is no JSON, or no YAML for a configuration that is applied. */
export const decodePatch = (text: BodyText, type: PatchType): unknown => {
	if (type === 'application/apply-patch+yaml') {
		try {
			return parse(text) as unknown;
		} catch (error) {
			const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
			throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${why}`);
		}
	}
	try {
		return JSON.parse(text) as unknown;
	} catch {
		const prefix = type === 'application/strategic-merge-patch+json' ? '' : 'error decoding patch: ';
		throw badRequest(`${prefix}${syntaxComplaint(text)}`);
	}
};
