import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/** What a test asks of a server over a real socket, without any client in between that would tidy up the answer. */
export interface Asking {
	readonly path: string;
	readonly method?: string;
	readonly token?: string;
	readonly headers?: Readonly<Record<string, string | string[]>>;
	readonly body?: unknown;
	/** A body that is sent as it is, in place of `body`. */
	readonly text?: string;
}

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly bytes: Buffer;
	readonly text: string;
	/** Parsed body; undefined when it is no JSON. */
	readonly json: unknown;
}

const send = (url: string, asking: Asking): Promise<IncomingMessage> =>
	new Promise((resolve, reject) => {
		const body = asking.text ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body));
		const call = request(new URL(asking.path, url), {
			method: asking.method ?? 'GET',
			agent: false,
			headers: {
				...(asking.token === undefined ? {} : { authorization: `Bearer ${asking.token}` }),
				...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
				...asking.headers,
			},
		});
		call.once('response', resolve);
		call.once('error', reject);
		call.end(body);
	});

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
};

/** Rejects with Node's error when there is no answer, or when it breaks off. */
export const ask = async (url: string, asking: Asking): Promise<Answer> => {
	const response = await send(url, asking);
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	const bytes = Buffer.concat(chunks);
	const text = bytes.toString('utf8');
	return { status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: parsed(text) };
};

export interface WireEvent {
	readonly type: string;
	// biome-ignore lint/suspicious/noExplicitAny: whatever the server sent, looked at by the test
	readonly object: any;
}

export interface WireStream {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	/** What has come so far, as it came. */
	text(): string;
	/** Events so far, complete lines only. */
	events(): readonly WireEvent[];
	/** Resolves when that many events are there. */
	atLeast(count: number): Promise<readonly WireEvent[]>;
	/** `clean` at a proper end of the body, else the code of the error. */
	readonly ended: Promise<string>;
	close(): void;
}

/** Opens a stream and returns at its headers. */
export const openStream = async (url: string, asking: Asking): Promise<WireStream> => {
	const response = await send(url, asking);
	let text = '';
	let over: string | undefined;
	response.setEncoding('utf8');
	response.on('data', (chunk: string) => {
		text += chunk;
	});
	const ended = new Promise<string>((resolve) => {
		const end = (how: string): void => {
			over ??= how;
			resolve(over);
		};
		response.once('end', () => end('clean'));
		response.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
		response.once('close', () => end('closed'));
	});
	const events = () =>
		text
			.split('\n')
			.slice(0, -1)
			.map((line) => JSON.parse(line) as WireEvent);
	return {
		status: response.statusCode ?? 0,
		headers: response.headers,
		text: () => text,
		events,
		async atLeast(count) {
			await until(
				() => events().length >= count || over !== undefined,
				() => `${events().length} of ${count} events:\n${text}`,
			);
			return events();
		},
		ended,
		close: () => response.destroy(),
	};
};

/** Far longer than any event of a test takes. */
const DEADLINE_MS = 25_000;

/**
 * Gives sockets their turn until a condition holds: the wait for an event that has no promise of its own. Rejects at the deadline
 * with the condition as it is written, and what `seen` tells.
 */
export const until = async (holds: () => boolean, seen: () => string = () => ''): Promise<void> => {
	const began = performance.now();
	for (let turns = 0; !holds(); turns += 1) {
		// What does not come within so many turns comes from another process, which needs the CPU.
		await (turns < 200 ? turn() : pause(2));
		if (performance.now() - began > DEADLINE_MS) throw new Error([`Waited in vain for: ${holds}`, seen()].join('\n').trim());
	}
};
