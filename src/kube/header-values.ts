import { ApiFailure } from '../base/api-error.ts';

type Headers = Readonly<Record<string, string | readonly string[]>>;

const control = /[^\t\x20-\x7e\x80-\u{10ffff}]/u;

/**
 * Headers as they go on the wire: a user's name may hold any letter, and its UTF-8 is what Go sends and takes. Throws ApiFailure
 * `unauthorized`, without the value, for what no header can hold: a token with a line break in it, for one.
 */
export function headerValues(headers: Headers): Record<string, string | string[]> {
	const onWire = (name: string, value: string): string => {
		if (control.test(value)) {
			const what = name === 'authorization' ? 'the token or password' : name;
			throw new ApiFailure({ kind: 'unauthorized', message: `${what} holds a control character, which no request can carry` });
		}
		return Buffer.from(value, 'utf8').toString('latin1');
	};
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			typeof value === 'string' ? onWire(name, value) : value.map((one) => onWire(name, one)),
		]),
	);
}
