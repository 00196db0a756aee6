import { expect } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from './demo-server.ts';
import { FakeClock } from './fake-clock.ts';
import { bodyOf, type Recording, recording } from './recorded-http.ts';
import { type Answer, ask } from './wire.ts';

/** One recorded exchange asked of the demo server: what must be there before, and what its answer may have of its own. */
export interface Replay {
	/** Makes the objects that the real server had; by default an empty cluster is asked. */
	readonly given?: (server: DemoServer) => void | Promise<void>;
	/** Paths (`metadata/uid`) of the body whose values the server makes up, each with the reason: only their types are compared. */
	readonly differs?: Readonly<Record<string, string>>;
	/** What holds of the world afterwards. */
	readonly afterwards?: (server: DemoServer) => void | Promise<void>;
}

export type Replays = Readonly<Record<string, Replay>>;

/** The users of the recordings by the tokens of the demo's. */
export const recordedTokens: Readonly<Record<string, string>> = {
	admin: 'admin-token',
	shopper: 'shop-token',
	viewer: 'viewer-token',
	nowatch: 'nowatch-token',
	'unknown token': 'nobodys-token',
};

const comparedHeaders = ['content-type', 'cache-control', 'retry-after', 'warning', 'x-content-type-options'];

/** The body goes out as it was recorded, whether or not it is JSON. */
const askRecorded = (server: DemoServer, { request }: Recording): Promise<Answer> => {
	const token = recordedTokens[request.user];
	return ask(server.url, {
		path: request.path,
		method: request.method,
		...(token === undefined ? {} : { token }),
		headers: { 'user-agent': 'kyacht-recorder/1.0', ...request.headers },
		...(request.body === undefined ? {} : { text: request.body }),
	});
};

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** The same value with the types alone where the paths lead. */
const blanked = (value: unknown, paths: readonly string[]): unknown => {
	if (paths.includes('')) return `(${typeOf(value)})`;
	if (typeof value !== 'object' || value === null || paths.length === 0) return value;
	const below = (key: string): string[] =>
		paths.flatMap((path) => {
			const [first, ...rest] = path.split('/');
			return first === key || first === '*' ? [rest.join('/')] : [];
		});
	if (Array.isArray(value)) return value.map((entry, index) => blanked(entry, below(String(index))));
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, blanked(entry, below(key))]));
};

/**
 * Asks the demo server what a real one was asked, at the recorded time, and compares status, headers and the whole body: keys,
 * types, values, words. Paths in `differs` are written `metadata/uid`; `*` stands for any one key or index.
 */
export const replayed = async (name: string, replay: Replay): Promise<void> => {
	const recorded = recording(name);
	const clock = new FakeClock(Date.parse(recorded.response.headers.date ?? ''));
	const server = await demoServer({ populated: false, clock });
	await replay.given?.(server);
	const answer = await askRecorded(server, recorded);
	const heads = (headers: Readonly<Record<string, unknown>>) => comparedHeaders.map((header) => [header, headers[header]]);
	const paths = Object.keys(replay.differs ?? {});
	const text = bodyOf(recorded);
	const isJson = text.startsWith('{');
	expect({
		status: answer.status,
		headers: heads(answer.headers),
		body: isJson ? blanked(answer.json, paths) : answer.text,
	}).toEqual({
		status: recorded.response.status,
		headers: heads(recorded.response.headers),
		body: isJson ? blanked(JSON.parse(text), paths) : text,
	});
	await replay.afterwards?.(server);
};
