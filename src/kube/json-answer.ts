import { ApiFailure } from '../base/api-error.ts';
import { isJsonObject, type JsonObject } from '../base/json-parts.ts';

/** The JSON object that the answer to a path holds. Throws ApiFailure `protocol` where it holds none. */
export function jsonAnswer(body: Buffer, path: string): JsonObject {
	const document = jsonObjectIn(body);
	if (document !== undefined) return document;
	throw new ApiFailure({ kind: 'protocol', message: `the server's answer to ${path} is no JSON object` });
}

/** The JSON object that some bytes are; undefined: they are something else. */
export function jsonObjectIn(body: Buffer): JsonObject | undefined {
	try {
		const document: unknown = JSON.parse(body.toString('utf8'));
		return isJsonObject(document) ? document : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
