import { failure, StatusError } from './status.ts';

/** The query of a log request (PodLogOptions). */
export interface LogOptions {
	/** '' when not named. */
	readonly container: string;
	readonly follow: boolean;
	readonly previous: boolean;
	readonly timestamps: boolean;
	/** Epoch milliseconds, whole seconds. */
	readonly since: number | undefined;
	readonly tailLines: number | undefined;
	readonly limitBytes: number | undefined;
}

interface Complaint {
	readonly reason: 'FieldValueInvalid' | 'FieldValueForbidden';
	readonly message: string;
	/** '[]' where no field is at fault. */
	readonly field: string;
}

const badQuery = (message: string): StatusError => new StatusError(failure(400, 'BadRequest', message));

const integer = (query: URLSearchParams, name: string): number | undefined => {
	const text = query.get(name) ?? '';
	if (text === '') return undefined;
	if (!/^[+-]?\d+$/.test(text)) throw badQuery(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	return Number.parseInt(text, 10);
};

const flag = (query: URLSearchParams, name: string): boolean => {
	const text = query.get(name);
	return text !== null && !['', '0', 'f', 'false', 'False', 'FALSE'].includes(text);
};

const time = (query: URLSearchParams, name: string): number | undefined => {
	const text = query.get(name) ?? '';
	if (text === '') return undefined;
	const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(at))
		throw badQuery(`parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`);
	// On the way to the kubelet a time loses its fraction (registry/core/pod/strategy.go LogLocation).
	return Math.floor(at / 1000) * 1000;
};

const invalid = (value: number, field: string, why: string): Complaint => ({
	reason: 'FieldValueInvalid',
	message: `Invalid value: ${value}: ${why}`,
	field,
});

/** Reads and validates (pkg/apis/core/validation ValidatePodLogOptions). Throws a StatusError 400 or 422 in the server's words. */
export const parseLogOptions = (query: URLSearchParams, pod: string, now: number): LogOptions => {
	const tailLines = integer(query, 'tailLines');
	const limitBytes = integer(query, 'limitBytes');
	const sinceSeconds = integer(query, 'sinceSeconds');
	const sinceTime = time(query, 'sinceTime');
	const complaints: Complaint[] = [];
	if (tailLines !== undefined && tailLines < 0) complaints.push(invalid(tailLines, 'tailLines', 'must be greater than or equal to 0'));
	if (limitBytes !== undefined && limitBytes < 1) complaints.push(invalid(limitBytes, 'limitBytes', 'must be greater than 0'));
	if (sinceSeconds !== undefined && sinceTime !== undefined)
		complaints.push({
			reason: 'FieldValueForbidden',
			message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
			field: '[]',
		});
	else if (sinceSeconds !== undefined && sinceSeconds < 1) complaints.push(invalid(sinceSeconds, 'sinceSeconds', 'must be greater than 0'));
	if (complaints.length > 0) {
		const texts = complaints.map(({ field, message }) => `${field}: ${message}`);
		throw new StatusError(
			failure(422, 'Invalid', `PodLogOptions "${pod}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`, {
				name: pod,
				kind: 'PodLogOptions',
				causes: complaints,
			}),
		);
	}
	return {
		container: query.get('container') ?? '',
		follow: flag(query, 'follow'),
		previous: flag(query, 'previous'),
		timestamps: flag(query, 'timestamps'),
		since: sinceTime ?? (sinceSeconds === undefined ? undefined : now - sinceSeconds * 1000),
		tailLines,
		limitBytes,
	};
};
