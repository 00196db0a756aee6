import { gunzip } from 'node:zlib';
import { ApiFailure } from '../base/api-error.ts';
import { compileMask } from './compiled-mask.ts';
import type { Connection } from './connection.ts';
import { BadJson, INCOMPLETE, MaskedJson } from './masked-json.ts';
import { resourcePath } from './paths.ts';
import type { Gvr, Mask } from './types.ts';

/** The Secret or ConfigMap that holds one revision of a Helm release. */
export interface HelmRecord {
	readonly gvr: Gvr;
	readonly namespace: string;
	readonly name: string;
}

/** What is packed into 1 MiB of a Secret may unpack to a thousand times as much; of real releases the largest are a third of this. */
export const LONGEST_RELEASE = 32 * 1024 * 1024;

const record: Mask = { data: { release: true } };

/** What is wrong is said without a word of what was read: it may hold passwords. */
const undecodable = (why: string): ApiFailure =>
	new ApiFailure({ kind: 'protocol', message: `no Helm release can be read out of it: ${why}` });

/** Reads what `mask` asks for; INCOMPLETE and BadJson are told as what they are said of. */
function masked(bytes: Buffer, mask: Mask, what: string): unknown {
	const json = new MaskedJson();
	json.reset(bytes, 0);
	try {
		return json.value(compileMask(mask));
	} catch (error) {
		if (error === INCOMPLETE || error instanceof BadJson) throw undecodable(`${what} is broken JSON`);
		throw error;
	}
}

const unzip = (zipped: Buffer, longest: number): Promise<Buffer> =>
	new Promise((resolve, reject) => {
		gunzip(zipped, { maxOutputLength: longest }, (error, bytes) => {
			if (error === null) resolve(bytes);
			else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
				reject(undecodable(`it unpacks to more than ${longest / 1024 / 1024} MiB`));
			else reject(undecodable('what it holds is not gzipped, or damaged'));
		});
	});

const isZipped = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;

/**
 * What `mask` asks for of a release, out of the body of a GET of its record. Helm stores base64 of gzip of JSON, in a Secret once more
 * in base64 as all data of Secrets is; releases of its first versions are not zipped (helm/helm pkg/storage/driver/util.go). What the
 * mask leaves out is never a string of this program. Throws ApiFailure `protocol`.
 */
export async function readHelmRelease(body: Buffer, { resource }: Gvr, mask: Mask, longest = LONGEST_RELEASE): Promise<unknown> {
	const { data } = (masked(body, record, 'the record') ?? {}) as { readonly data?: { readonly release?: unknown } | null };
	const text = data?.release;
	if (typeof text !== 'string' || text === '') throw undecodable('it holds no release');
	const packed = resource === 'secrets' ? Buffer.from(text, 'base64').toString('latin1') : text;
	const bytes = Buffer.from(packed, 'base64');
	const release = isZipped(bytes) ? await unzip(bytes, longest) : bytes;
	const read = masked(release, mask, 'the release');
	if (typeof read !== 'object' || read === null) throw undecodable('it is no mapping');
	return read;
}

/** What `mask` asks for of the release that a record holds. Throws ApiFailure. */
export async function getHelmRelease(
	connection: Pick<Connection, 'get'>,
	{ gvr, namespace, name }: HelmRecord,
	mask: Mask,
	signal: AbortSignal,
): Promise<unknown> {
	const path = `${resourcePath(gvr, namespace)}/${encodeURIComponent(name)}`;
	const { body } = await connection.get({ path, verb: 'other', signal });
	return readHelmRelease(body, gvr, mask);
}
