import { resourceName } from './resources.ts';

/** A Status body, in the field order of the server (apimachinery pkg/apis/meta/v1/types.go). */
export interface StatusBody {
	readonly kind: 'Status';
	readonly apiVersion: 'v1';
	readonly metadata: { readonly continue?: string };
	readonly status: 'Failure' | 'Success';
	readonly message?: string;
	readonly reason?: string;
	readonly details?: StatusDetails;
	readonly code: number;
}

export interface StatusDetails {
	readonly name?: string;
	readonly group?: string;
	readonly kind?: string;
	readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
	readonly retryAfterSeconds?: number;
}

/** Thrown while a request is looked at, and answered as a Status: whoever handles requests catches it, and only that. */
export class StatusError extends Error {
	readonly body: StatusBody;
	/** Refused before any handler saw it, which a header tells: a 403 of RBAC, but not one of admission. */
	readonly byAuthorizer: boolean;
	constructor(body: StatusBody, byAuthorizer = body.code === 403) {
		super(body.message ?? body.reason ?? '');
		this.name = 'StatusError';
		this.body = body;
		this.byAuthorizer = byAuthorizer;
	}
}

/** Answered with a text/plain body, as the server does where no API handles the path. */
export class TextError extends Error {
	readonly status: number;
	constructor(status: number, text: string) {
		super(text);
		this.name = 'TextError';
		this.status = status;
	}
}

export const failure = (code: number, reason: string | undefined, message: string, details?: StatusDetails): StatusBody => ({
	kind: 'Status',
	apiVersion: 'v1',
	metadata: {},
	status: 'Failure',
	message,
	...(reason === undefined ? {} : { reason }),
	...(details === undefined ? {} : { details }),
	code,
});

export const badRequest = (message: string): StatusError => new StatusError(failure(400, 'BadRequest', message));

export const unauthorized = (): StatusBody => failure(401, 'Unauthorized', 'Unauthorized');

export const notFoundPath = (): TextError => new TextError(404, '404 page not found\n');

/** The group version is served, but has no such resource. */
export const notFoundResource = (): StatusError =>
	new StatusError(failure(404, 'NotFound', 'the server could not find the requested resource', {}));

interface Named {
	readonly group: string;
	readonly resource: string;
}

const detailsOf = (named: Named, name?: string): StatusDetails => ({
	...(name === undefined ? {} : { name }),
	...(named.group === '' ? {} : { group: named.group }),
	kind: named.resource,
});

export const notFoundObject = (named: Named, name: string): StatusError =>
	new StatusError(failure(404, 'NotFound', `${resourceName(named)} "${name}" not found`, detailsOf(named, name)));

export const alreadyExists = (named: Named, name: string): StatusError =>
	new StatusError(failure(409, 'AlreadyExists', `${resourceName(named)} "${name}" already exists`, detailsOf(named, name)));

export const conflict = (named: Named, name: string, why: string): StatusError =>
	new StatusError(
		failure(409, 'Conflict', `Operation cannot be fulfilled on ${resourceName(named)} "${name}": ${why}`, detailsOf(named, name)),
	);

/** A resourceVersion in a write that is not the latest. */
export const modifiedMeanwhile = (named: Named, name: string): StatusError =>
	conflict(named, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const methodNotAllowed = (): StatusError =>
	new StatusError(failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}));

export interface Refusal {
	readonly user: string;
	readonly verb: string;
	readonly group: string;
	/** With its subresource: `pods/log`. */
	readonly resource: string;
	readonly namespace: string | undefined;
	readonly name: string | undefined;
}

/** apiserver pkg/endpoints/handlers/responsewriters/errors.go */
export const forbidden = (refusal: Refusal): StatusBody => {
	const plain = refusal.resource.split('/')[0] ?? refusal.resource;
	const named = { group: refusal.group, resource: plain };
	const subject = refusal.name === undefined ? resourceName(named) : `${resourceName(named)} "${refusal.name}"`;
	const scope = refusal.namespace === undefined ? 'at the cluster scope' : `in the namespace "${refusal.namespace}"`;
	return failure(
		403,
		'Forbidden',
		`${subject} is forbidden: User "${refusal.user}" cannot ${refusal.verb} resource "${refusal.resource}" in API group "${refusal.group}" ${scope}`,
		detailsOf(named, refusal.name),
	);
};

export const forbiddenPath = (user: string, method: string, path: string): StatusBody =>
	failure(403, 'Forbidden', `forbidden: User "${user}" cannot ${method.toLowerCase()} path "${path}"`, {});

/** A 422 over list options, with one cause for each complaint (apimachinery pkg/apis/meta/internalversion/validation). */
export const invalidListOptions = (
	complaints: readonly { readonly reason: string; readonly message: string; readonly field: string }[],
): StatusError => {
	const texts = complaints.map((complaint) => `${complaint.field}: ${complaint.message}`);
	const joined = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
	return new StatusError(
		failure(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${joined}`, {
			group: 'meta.k8s.io',
			kind: 'ListOptions',
			causes: complaints.map(({ reason, message, field }) => ({ reason, message, field })),
		}),
	);
};

export const expiredList = (): StatusError =>
	new StatusError(failure(410, 'Expired', 'The resourceVersion for the provided list is too old.'));

/** `token` continues at the latest version (apiserver pkg/storage/etcd3/errors.go). */
export const expiredContinue = (token: string): StatusError =>
	new StatusError({
		...failure(
			410,
			'Expired',
			'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
		),
		metadata: { continue: token },
	});

export const tooLargeVersion = (asked: string, current: string): StatusBody =>
	failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
		causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
		retryAfterSeconds: 1,
	});

/** The ERROR event of a watch from a version that history no longer holds. */
export const expiredWatch = (asked: string, oldest: string, uncached: boolean): StatusBody =>
	failure(
		410,
		'Expired',
		uncached ? 'The resourceVersion for the provided watch is too old.' : `too old resource version: ${asked} (${oldest})`,
	);
