import type { IncomingMessage } from 'node:http';
import type { AskedRequest } from './faults.ts';
import { readProtobuf } from './protobuf-object.ts';
import { WireError } from './protobuf-wire.ts';
import { badRequest, failure, StatusError } from './status.ts';

const bodyLimit = 3 * 1024 * 1024;

const protobufType = 'application/vnd.kubernetes.protobuf';

/** What kubectl sends where it is not told otherwise: its own kinds as protobuf (docs/adr/0017). */
const objectTypes = ['application/json', 'application/yaml', protobufType];

export const mediaTypeOf = ({ headers }: Pick<AskedRequest, 'headers'>): string =>
	String(headers['content-type'] ?? 'application/json')
		.split(';')[0]
		?.trim() ?? '';

/** Of a body that no decoder is there for. */
export const unknownFormat = (): StatusError =>
	new StatusError(
		failure(
			415,
			'UnsupportedMediaType',
			`the body of the request was in an unknown format - accepted media types include: ${objectTypes.join(', ')}`,
		),
	);

/** The body as it came. Throws a StatusError 413. */
const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		length += (chunk as Buffer).length;
		if (length > bodyLimit) throw new StatusError(failure(413, 'RequestEntityTooLarge', 'limit is 3145728'));
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks);
};

/** The object of a protobuf body as JSON. Throws a StatusError 400. */
const jsonOfProtobuf = (bytes: Buffer): string => {
	try {
		const read = readProtobuf(bytes);
		if ('object' in read) return JSON.stringify(read.object);
		throw badRequest(`no kind is registered for the type ${read.unknown} in the schema of the demo cluster`);
	} catch (error) {
		if (!(error instanceof WireError)) throw error;
		throw badRequest(`the object provided is unrecognized: ${error.message}`);
	}
};

export interface TextBody {
	readonly text: string;
	/** The request as if the text had been its body. */
	readonly info: AskedRequest;
}

/** The body as text; one of protobuf as the JSON of the same object. Throws a StatusError 400 or 413. */
export const readText = async (request: IncomingMessage, info: AskedRequest): Promise<TextBody> => {
	const bytes = await readBytes(request);
	if (bytes.length === 0 || mediaTypeOf(request) !== protobufType) return { text: bytes.toString('utf8'), info };
	return { text: jsonOfProtobuf(bytes), info: { ...info, headers: { ...info.headers, 'content-type': 'application/json' } } };
};

/** What a review asks, or undefined for no body. Throws a StatusError 400, 413 or 415. */
export const readBody = async (request: IncomingMessage, info: AskedRequest): Promise<unknown> => {
	const { text, info: told } = await readText(request, info);
	if (text === '') return undefined;
	if (!mediaTypeOf(told).endsWith('json')) throw unknownFormat();
	try {
		return JSON.parse(text);
	} catch {
		throw badRequest('the body of the request was not valid JSON');
	}
};
