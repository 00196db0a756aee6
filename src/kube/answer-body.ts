import type { IncomingMessage } from 'node:http';
import { finished, pipeline, type Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { ApiFailure } from '../base/api-error.ts';

/**
 * A body, read no faster than it is asked for: each time all that one turn of the event loop brought. A Go server's page of 5 MB
 * comes in 1500 chunks of 3.5 KB; a promise or two for each of them cost as much as a tenth of the reading.
 */
export type Body = AsyncIterable<readonly Buffer[]>;

/** So much may wait to be read; then the socket does. */
const MOST_WAITING = 256 * 1024;

/** What is unzipped at once by another thread: each handing over costs this one some 50 µs. */
const UNZIPPED_AT_ONCE = 256 * 1024;

type Heard = (bytes: number) => void;

/** The body of a response, decoded; `heard` counts bytes as they were on the wire. Throws when it is cut short. */
export async function* bodyOf(response: IncomingMessage, heard: Heard): AsyncGenerator<readonly Buffer[]> {
	const encoding = response.headers['content-encoding'];
	try {
		if (encoding === undefined || encoding === 'identity') yield* turnsOf(response, heard);
		else if (encoding === 'gzip' || encoding === 'x-gzip') yield* unzipped(turnsOf(response, heard));
		else throw new ApiFailure({ kind: 'protocol', message: `the server encodes its answer as ${encoding}, which was not asked for` });
		if (!response.complete) throw Object.assign(new Error('the answer was cut'), { code: 'ECONNRESET' });
	} finally {
		// Of an answer that was read to its end the socket is kept.
		response.destroy();
	}
}

/** What the pipeline fails with is thrown by the reading of its end. */
const unzipped = (turns: Body): Body => turnsOf(pipeline(joined(turns), createGunzip({ chunkSize: UNZIPPED_AT_ONCE }), () => undefined));

async function* joined(turns: Body): AsyncGenerator<Buffer> {
	for await (const chunks of turns) yield Buffer.concat(chunks);
}

/** Whoever stops asking before the end closes the stream. */
async function* turnsOf(source: Readable, heard?: Heard): AsyncGenerator<readonly Buffer[]> {
	let waiting: Buffer[] = [];
	let length = 0;
	let end: { readonly error: Error | null | undefined } | undefined;
	let wake: () => void = () => undefined;
	source.on('data', (chunk: Buffer) => {
		waiting.push(chunk);
		length += chunk.length;
		heard?.(chunk.length);
		if (length >= MOST_WAITING) source.pause();
		wake();
	});
	const forget = finished(source, { writable: false }, (error) => {
		end = { error };
		wake();
	});
	try {
		for (;;) {
			if (length === 0 && end === undefined) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			// The rest of what this turn brings; whoever reads for its whole budget lets others have theirs.
			await turn();
			if (length > 0) {
				const chunks = waiting;
				waiting = [];
				length = 0;
				source.resume();
				yield chunks;
			} else if (end !== undefined) {
				if (end.error) throw end.error;
				return;
			}
		}
	} finally {
		forget();
		source.destroy();
	}
}
