import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { CannedAnswer } from './faults.ts';
import type { StatusBody } from './status.ts';

/** Bodies up to this size are never compressed (apiserver responsewriters/writers.go defaultGzipThresholdBytes). */
const gzipThreshold = 128 * 1024;
const pieceSize = 64 * 1024;

export type Headers = Readonly<Record<string, string>>;

const commonHeaders: Headers = { 'cache-control': 'no-cache, private' };

export const sendHead = (response: ServerResponse, status: number, headers: Headers, now: number): void => {
	response.sendDate = false;
	response.writeHead(status, { ...commonHeaders, ...headers, date: new Date(now).toUTCString() });
};

export const sendText = (response: ServerResponse, status: number, text: string, now: number, headers: Headers = {}): void => {
	sendHead(
		response,
		status,
		{
			'content-type': 'text/plain; charset=utf-8',
			...(status >= 400 ? { 'x-content-type-options': 'nosniff' } : {}),
			'content-length': String(Buffer.byteLength(text)),
			...headers,
		},
		now,
	);
	response.end(text);
};

export const sendJson = (response: ServerResponse, status: number, text: string, now: number, headers: Headers = {}): void => {
	sendHead(response, status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), ...headers }, now);
	response.end(text);
};

export const sendStatus = (response: ServerResponse, body: StatusBody, now: number, byAuthorizer = false): void => {
	const retryAfter = body.details?.retryAfterSeconds;
	sendJson(response, body.code, `${JSON.stringify(body)}\n`, now, {
		...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
		...(byAuthorizer ? { 'x-content-type-options': 'nosniff' } : {}),
	});
};

export const sendCanned = (response: ServerResponse, answer: CannedAnswer, now: number): void => {
	const text = typeof answer.body === 'object' ? `${JSON.stringify(answer.body)}\n` : (answer.body ?? '');
	const headers: Record<string, string> = {
		'content-type': typeof answer.body === 'object' ? 'application/json' : 'text/plain; charset=utf-8',
		'content-length': String(Buffer.byteLength(text)),
	};
	for (const [name, value] of Object.entries(answer.headers ?? {})) headers[name.toLowerCase()] = value;
	sendHead(response, answer.status, headers, now);
	response.end(text);
};

/** Joins many small pieces to few larger ones. */
function* inPieces(parts: Iterable<string>): Generator<string> {
	let piece = '';
	for (const part of parts) {
		piece += part;
		if (piece.length >= pieceSize) {
			yield piece;
			piece = '';
		}
	}
	if (piece !== '') yield piece;
}

/** Resolves when the reader has caught up, or is gone. */
const drained = (response: ServerResponse): Promise<void> =>
	new Promise((resolve) => {
		const done = (): void => {
			response.off('drain', done);
			response.off('close', done);
			resolve();
		};
		response.once('drain', done);
		response.once('close', done);
	});

/** Sends a body that is made while it is sent, compressed when it is long and the client takes gzip. Resolves at its end. */
export const sendBody = async (request: IncomingMessage, response: ServerResponse, parts: Iterable<string>, now: number): Promise<void> => {
	const pieces = inPieces(parts);
	const head: string[] = [];
	let length = 0;
	let whole = false;
	while (length <= gzipThreshold) {
		const next = pieces.next();
		if (next.done === true) {
			whole = true;
			break;
		}
		head.push(next.value);
		length += next.value.length;
	}
	if (whole && length < 2048) {
		sendJson(response, 200, head.join(''), now);
		return;
	}
	const compress = !whole && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
	sendHead(
		response,
		200,
		{ 'content-type': 'application/json', ...(compress ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}) },
		now,
	);
	function* everything() {
		yield* head;
		yield* pieces;
	}
	if (compress) {
		const zip = createGzip({ level: 1 });
		await new Promise<void>((resolve) => pipeline(Readable.from(everything()), zip, response, () => resolve()));
		return;
	}
	for (const piece of everything()) {
		if (response.destroyed) return;
		if (!response.write(piece)) await drained(response);
	}
	response.end();
};
