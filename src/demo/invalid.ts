import { sortedJson } from '../base/json-parts.ts';
import { type Resource, resourceName } from './resources.ts';
import { failure, StatusError } from './status.ts';

/** One complaint about a field (apimachinery pkg/util/validation/field/errors.go). */
export interface Cause {
	readonly reason: string;
	readonly message: string;
	readonly field: string;
}

const joined = (head: string, detail: string): string => (detail === '' ? head : `${head}: ${detail}`);

export const required = (field: string, detail = ''): Cause => ({
	reason: 'FieldValueRequired',
	message: joined('Required value', detail),
	field,
});

/** `value` is printed as JSON; undefined is null. */
export const invalidValue = (field: string, value: unknown, detail: string): Cause => ({
	reason: 'FieldValueInvalid',
	message: joined(`Invalid value: ${sortedJson(value ?? null)}`, detail),
	field,
});

export const unsupported = (field: string, value: unknown, supported: readonly string[]): Cause => ({
	reason: 'FieldValueNotSupported',
	message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((entry) => JSON.stringify(entry)).join(', ')}`,
	field,
});

export const duplicate = (field: string, value: unknown): Cause => ({
	reason: 'FieldValueDuplicate',
	message: `Duplicate value: ${JSON.stringify(value)}`,
	field,
});

export const forbiddenValue = (field: string, detail: string): Cause => ({
	reason: 'FieldValueForbidden',
	message: joined('Forbidden', detail),
	field,
});

export const immutable = (field: string, value: unknown): Cause => invalidValue(field, value, 'field is immutable');

/** 422 with one cause for each complaint. `kind` is empty where the server does not know whose fields they are. */
export const invalid = (kind: { readonly group: string; readonly kind: string }, name: string, causes: readonly Cause[]): StatusError => {
	const texts = causes.map(({ field, message }) => `${field}: ${message}`);
	const subject = resourceName({ group: kind.group, resource: kind.kind });
	return new StatusError(
		failure(422, 'Invalid', `${subject} ${JSON.stringify(name)} is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`, {
			...(name === '' ? {} : { name }),
			...(kind.group === '' ? {} : { group: kind.group }),
			...(kind.kind === '' ? {} : { kind: kind.kind }),
			causes,
		}),
	);
};

export const invalidObject = (resource: Resource, name: string, causes: readonly Cause[]): StatusError =>
	invalid({ group: resource.gvr.group, kind: resource.kind }, name, causes);
