import { fieldsOf } from './json-value.ts';
import { badRequest } from './status.ts';

export interface ContinueToken {
	/** The version of page 1; -1: continue at the latest, which is no consistent list. */
	readonly version: number;
	/** The first key that the next page may hold: `namespace/name\0`. */
	readonly start: string;
}

/**
 * Unpadded base64url of {"v":"meta.k8s.io/v1","rv":N,"start":"…"} (apiserver pkg/storage/continue.go). Resources with a watch cache
 * write the start with a leading slash, the others without one (measured on 1.36).
 */
export const encodeContinue = (token: ContinueToken, leadingSlash: boolean): string =>
	Buffer.from(
		JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.version, start: leadingSlash ? `/${token.start}` : token.start }).replaceAll(
			'\0',
			'\\u0000',
		),
	).toString('base64url');

const invalid = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);

/** Go's name of the first byte that is no JSON. */
const quoteByte = (text: string): string => {
	const code = text.charCodeAt(0);
	if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `'\\u${code.toString(16).padStart(4, '0')}'`;
	return `'${text.slice(0, 1)}'`;
};

/** Throws a StatusError 400 in the server's words. */
export const decodeContinue = (text: string): ContinueToken => {
	const raw = Buffer.from(text, 'base64url');
	if (raw.length === 0) throw invalid('unexpected end of JSON input');
	let value: unknown;
	try {
		value = JSON.parse(raw.toString('utf8'));
	} catch {
		throw invalid(`invalid character ${quoteByte(raw.toString('latin1'))} looking for beginning of value`);
	}
	const { v, rv, start } = fieldsOf(value);
	if (v !== 'meta.k8s.io/v1') throw invalid(`server does not recognize this encoded version ${JSON.stringify(v ?? '')}`);
	if (typeof rv !== 'number' || rv === 0) throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
	if (typeof start !== 'string' || start === '') throw invalid('encoded start key empty (version meta.k8s.io/v1)');
	return { version: rv, start: start.startsWith('/') ? start.slice(1) : start };
};
