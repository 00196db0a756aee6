import type { ApiError } from '../base/api-error.ts';
import { isJsonObject, objectAt, textAt } from '../base/json-parts.ts';
import { withoutSecrets } from '../base/without-secrets.ts';

/** An HTTP answer that is not the one that was hoped for. */
export interface FailedAnswer {
	readonly status: number;
	/** '' when the server named none. */
	readonly contentType: string;
	readonly retryAfter?: string | undefined;
	readonly location?: string | undefined;
	/** As much of the body as is worth reading (64 KiB are plenty). */
	readonly body: string;
}

/** The fields of metav1.Status that decide anything (apimachinery pkg/apis/meta/v1/types.go). All of them may be missing. */
interface StatusBody {
	readonly message: string;
	readonly reason: string;
	readonly code: number;
	readonly continueToken: string | undefined;
	readonly retryAfterSeconds: number | undefined;
	readonly causes: readonly string[];
}

const MOST_OF_A_MESSAGE = 2000;

/** The words of somebody else: as long as can be read, and without what looks like a credential. */
const bounded = (message: string): string =>
	withoutSecrets(message.length > MOST_OF_A_MESSAGE ? `${message.slice(0, MOST_OF_A_MESSAGE).trimEnd()}…` : message);

/**
 * The Status in an ERROR frame or a body, by its content: a stalled etcd is answered with a Status without kind,
 * served as text/plain (recording etcd-stalled-get), so neither the content type nor `kind` is asked.
 */
function readStatus(value: unknown): StatusBody | undefined {
	if (!isJsonObject(value)) return undefined;
	const named = value.kind === 'Status' || value.status === 'Failure';
	if (!named || (typeof value.message !== 'string' && typeof value.code !== 'number')) return undefined;
	const details = objectAt(value, 'details');
	const causes = Array.isArray(details.causes) ? details.causes : [];
	const retryAfter = details.retryAfterSeconds;
	return {
		message: textAt(value, 'message'),
		reason: textAt(value, 'reason'),
		code: typeof value.code === 'number' ? value.code : 0,
		continueToken: textAt(value, 'metadata', 'continue') || undefined,
		retryAfterSeconds: typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : undefined,
		causes: causes.map((cause) => textAt(cause, 'reason')),
	};
}

function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		// Not JSON is one of the answers that are expected here: the caller goes on with the plain text.
		return undefined;
	}
}

/** The longest wait that a server may ask for: past it, asking once more costs less than not knowing. */
const LONGEST_RETRY_MS = 300_000;

const bearable = (ms: number): number => Math.min(Math.max(0, ms), LONGEST_RETRY_MS);

/** Seconds, or a date (RFC 9110 10.2.3), which is on the clock of the server. */
function retryAfterMs(header: string | undefined, serverNow: number): number | undefined {
	if (header === undefined || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (!Number.isNaN(seconds)) return bearable(seconds * 1000);
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : bearable(date - serverNow);
}

// `pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "lab"` (apiserver
// pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage).
const FORBIDDEN = /cannot (\S+) resource "([^"]*)" in API group "([^"]*)" (?:in the namespace "([^"]*)"|at the cluster scope)/;

function forbidden(message: string): ApiError {
	const found = FORBIDDEN.exec(message);
	if (found === null) return { kind: 'forbidden', message };
	const [, verb = '', named = '', group = '', namespace] = found;
	const [resource = '', subresource] = named.split('/', 2);
	const qualified = (group === '' ? resource : `${resource}.${group}`) + (subresource === undefined ? '' : `/${subresource}`);
	return {
		kind: 'forbidden',
		message,
		verb,
		resource: qualified,
		scope: namespace === undefined ? 'the whole cluster' : `namespace ${namespace}`,
	};
}

/** Who acts as somebody else is refused what that one may not do. `as` is what the header Impersonate-User has, UTF-8 in bytes. */
export const refusedAs = (error: ApiError, as: string | readonly string[] | undefined): ApiError =>
	error.kind === 'forbidden' && typeof as === 'string' ? { ...error, as: Buffer.from(as, 'latin1').toString('utf8') } : error;

function byCode(code: number, status: StatusBody, waitMs: number | undefined): ApiError {
	const message = status.message || `HTTP ${code}`;
	if (code === 410 || status.reason === 'Expired' || status.reason === 'Gone') {
		return { kind: 'expired', message, ...(status.continueToken === undefined ? {} : { continueToken: status.continueToken }) };
	}
	if (status.causes.includes('ResourceVersionTooLarge') || (code === 504 && /too large resource version/i.test(message))) {
		return { kind: 'too-new', message, retryAfterMs: waitMs ?? 1000 };
	}
	switch (code) {
		case 401:
			return { kind: 'unauthorized', message };
		case 403:
			return forbidden(message);
		case 404:
			return { kind: 'not-found', message };
		case 405:
		case 406:
		case 415:
			return { kind: 'unsupported', message, status: code };
		case 429:
			return { kind: 'throttled', message, retryAfterMs: waitMs ?? 1000 };
		default:
	}
	if (code >= 400 && code < 500) return { kind: 'bad-request', message, status: code };
	return { kind: 'server', message, status: code, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}

/** The object of a watch's ERROR frame. */
export function errorOfFrame(object: unknown): ApiError {
	const status = readStatus(object);
	if (status === undefined) return { kind: 'protocol', message: 'the watch ended with an ERROR that carries no Status' };
	const waitMs = status.retryAfterSeconds === undefined ? undefined : bearable(status.retryAfterSeconds * 1000);
	return byCode(status.code === 0 ? 500 : status.code, { ...status, message: bounded(status.message) }, waitMs);
}

const looksLikeHtml = (contentType: string, body: string): boolean =>
	/\bhtml\b/i.test(contentType) || /^\s*<(?:!doctype html|html|head|body)/i.test(body);

const htmlTitle = (body: string): string => {
	const title = /<title[^>]*>([^<]{1,120})/i.exec(body)?.[1]?.trim();
	return title === undefined || title === '' ? '' : ` titled “${bounded(title)}”`;
};

/** The words of a plain-text answer: of the long list of /readyz only the checks that failed. */
function plainMessage(status: number, contentType: string, body: string): string {
	if (/protobuf|octet-stream/i.test(contentType)) return `HTTP ${status}`;
	const lines = body.split('\n').map((line) => line.trim());
	const failed = lines.filter((line) => line.startsWith('[-]'));
	const words = failed.length > 0 ? failed.join(', ') : (lines.find((line) => line !== '') ?? '');
	return words === '' ? `HTTP ${status}` : bounded(words);
}

/** What an answer with an error status means, judged by its content before its content type. `serverNow` in epoch ms dates a Retry-After. */
export function errorOfAnswer(answer: FailedAnswer, serverNow: number): ApiError {
	const { status, contentType, body } = answer;
	const parsed = readStatus(parseJson(body));
	const header = retryAfterMs(answer.retryAfter, serverNow);
	if (parsed !== undefined) {
		const fromBody = parsed.retryAfterSeconds === undefined ? undefined : bearable(parsed.retryAfterSeconds * 1000);
		return byCode(status, { ...parsed, message: bounded(parsed.message) }, header ?? fromBody);
	}
	const html = looksLikeHtml(contentType, body);
	if (status < 400 || (html && (status === 403 || status === 404))) return foreignAnswer(answer);
	const message = html
		? `HTTP ${status} with a web page${htmlTitle(body)}, probably from a proxy`
		: plainMessage(status, contentType, body);
	const bare = { message, reason: '', code: status, continueToken: undefined, retryAfterSeconds: undefined, causes: [] };
	return byCode(status, bare, header);
}

/** An answer that no API server gives: a login page with status 200, a redirect, a web page with 404. */
export function foreignAnswer(answer: FailedAnswer): ApiError {
	const { status, contentType, body, location } = answer;
	if (status >= 300 && status < 400) {
		return {
			kind: 'protocol',
			message: `the server redirects (HTTP ${status})${location === undefined ? '' : ` to ${originOf(location)}`}`,
		};
	}
	if (looksLikeHtml(contentType, body)) {
		const page = `a web page${htmlTitle(body)} (HTTP ${status})`;
		return {
			kind: 'protocol',
			message: `the server answered with ${page}, not with the Kubernetes API; it may be a login page or a proxy`,
		};
	}
	return {
		kind: 'protocol',
		message: `the server answered with ${contentType || 'no content type'} (HTTP ${status}), not with the Kubernetes API`,
	};
}

/** A redirect may carry a ticket in its query: only where it leads is told. */
function originOf(location: string): string {
	if (!URL.canParse(location)) return 'another path';
	return new URL(location).origin;
}

/** Whether a 2xx answer claims to be what was asked for. A missing content type is given the benefit of the doubt: the reader decides. */
export const isJson = (contentType: string): boolean => contentType === '' || /\bjson\b/i.test(contentType);

// Node's and OpenSSL's codes, with what a person needs to hear.
const NETWORK: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'the connection was reset',
	ECONNABORTED: 'the connection was cut',
	EPIPE: 'the connection was cut',
	ETIMEDOUT: 'the connection timed out',
	EHOSTUNREACH: 'no route to the host',
	ENETUNREACH: 'the network is unreachable',
	ENETDOWN: 'the network is down',
	ENOTFOUND: 'no such host',
	EAI_AGAIN: 'the host name could not be looked up',
	CERT_HAS_EXPIRED: "the server's certificate has expired",
	CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
	CERT_REVOKED: "the server's certificate was revoked",
	DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed and not trusted",
	SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate comes from an unknown CA",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate comes from an unknown CA",
	UNABLE_TO_GET_ISSUER_CERT: "the server's certificate comes from an unknown CA",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate comes from an unknown CA",
	CERT_SIGNATURE_FAILURE: "the server's certificate is not signed by the CA that is trusted",
	ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name",
	ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS on this port',
	ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server does not speak TLS on this port',
	ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server wants a client certificate',
	ERR_SSL_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server wants a client certificate',
	ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "the server does not trust our certificate's CA",
	ERR_SSL_SSL_TLSV1_ALERT_UNKNOWN_CA: "the server does not trust our certificate's CA",
};

/**
 * A handshake that fails while we write is EPROTO in Node, with OpenSSL's words in its message
 * (`…:SSL routines:tls_validate_record_header:wrong version number:…`); while we read it has the code made of the same words.
 */
function opensslCode(message: string): string | undefined {
	const reason = /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1];
	return reason === undefined ? undefined : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}

function codeOf(error: unknown): string {
	if (!isJsonObject(error) && !(error instanceof Error)) return '';
	const { code } = error as { readonly code?: unknown };
	if (code === 'EPROTO' && error instanceof Error) return opensslCode(error.message) ?? code;
	if (typeof code === 'string' && code !== '') return code;
	return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

/** Codes of certificates that no retry will change. */
export const isCertificateCode = (code: string): boolean => /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_SSL/.test(code);

/** A certificate that is expired, of another name or of an unknown authority, as Node names it: asking again does not mend it. */
export const isUntrusted = (code: string): boolean => !code.startsWith('ERR_SSL') && isCertificateCode(code);

const MOST_NAMES = 5;

/** Node's error of a certificate for another name has what was asked for in `host`, and the certificate in `cert` (tls.md). */
function otherName(error: unknown): string {
	const host = textAt(error, 'host');
	const said = textAt(error, 'cert', 'subjectaltname');
	const names = Array.from(said.matchAll(/(?:^|, )(?:DNS|IP Address):([^,\s]+)/g), ([, name = '']) => name);
	const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	const those = names.length === 0 ? 'no name and no address' : `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
	return `the server's certificate is for ${those}${host === '' ? '' : `, not for ${host}`}`;
}

/** Why there was no answer. `server` is `https://host:port`. */
export function errorOfSocket(error: unknown, server: string): ApiError {
	const code = codeOf(error);
	if (code.startsWith('HPE_')) return { kind: 'protocol', message: `${server} answered something that is not HTTP (${code})` };
	const raw = error instanceof Error ? error.message : '';
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		return { kind: 'network', code, message: `${server}: ${bounded(otherName(error))}` };
	}
	// What a proxy did is told by its own name.
	if (code === 'PROXY') return { kind: 'network', code, message: bounded(raw) };
	return { kind: 'network', code: code === '' ? 'UNKNOWN' : code, message: `${server}: ${networkWords(error)}` };
}

/** `connection refused`; of what has no words of ours, the system's. */
export function networkWords(error: unknown): string {
	const raw = error instanceof Error ? error.message : '';
	return NETWORK[codeOf(error)] ?? (raw === '' ? 'the connection failed' : bounded(raw.split('\n')[0] ?? raw));
}
