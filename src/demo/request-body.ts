import type { IncomingMessage } from 'node:http';
import { badRequest, failure, StatusError } from './status.ts';

const bodyLimit = 3 * 1024 * 1024;

/** The body as it came. Throws a StatusError 413. */
export const readText = async (request: IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += (chunk as Buffer).length;
		if (length > bodyLimit) throw new StatusError(failure(413, 'RequestEntityTooLarge', 'limit is 3145728'));
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks).toString('utf8');
};

/** Parsed JSON, or undefined for no body. Throws a StatusError 400, 413 or 415. */
export const readBody = async (request: IncomingMessage): Promise<unknown> => {
	const text = await readText(request);
	if (text === '') return undefined;
	const type = String(request.headers['content-type'] ?? 'application/json').split(';')[0] ?? '';
	if (!type.endsWith('json'))
		throw new StatusError(
			failure(
				415,
				'UnsupportedMediaType',
				'the body of the request was in an unknown format - accepted media types include: application/json',
			),
		);
	try {
		return JSON.parse(text);
	} catch {
		throw badRequest('the body of the request was not valid JSON');
	}
};
