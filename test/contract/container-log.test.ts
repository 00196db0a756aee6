import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import type { Connection, ContainerLog } from '../../src/kube/connection.ts';
import type { RequestEntry } from '../../src/kube/types.ts';
import { type Handle, kubeServer } from '../support/kube-server.ts';
import { recording } from '../support/recorded-server.ts';
import { connectTo } from '../support/test-connection.ts';

const of = (more: Partial<ContainerLog> = {}): ContainerLog => ({ namespace: 'lab', pod: 'logs', container: 'app', ...more });

async function read(connection: Connection, log = of(), signal = new AbortController().signal) {
	const parts: Buffer[] = [];
	const end = await connection.log({ log, streamId: 'logs', signal, onBytes: (chunks) => void parts.push(...chunks) });
	return { end, text: Buffer.concat(parts).toString() };
}

const failure = (work: Promise<unknown>) =>
	work.then(
		() => expect.unreachable('it did not fail'),
		(error: unknown) => (error instanceof ApiFailure ? error.error : expect.unreachable(String(error))),
	);

/** As the recorded server answered. */
const recorded =
	(name: string): Handle =>
	(_, response) => {
		const { status, headers, body, chunks } = recording(name).response;
		const { 'content-length': __, 'transfer-encoding': ___, ...rest } = headers ?? {};
		response.writeHead(status ?? 500, rest);
		for (const { data } of chunks ?? []) response.write(data);
		response.end(body);
	};

describe('the log of a container, over the wire', () => {
	it('is asked for with what was asked and nothing else, as plain text, unzipped', async () => {
		const server = await kubeServer((_, response) => response.end('x\n'));
		const connection = connectTo(server.url, { compress: 'on' });
		await read(connection);
		await read(
			connection,
			of({ follow: true, previous: true, timestamps: true, sinceTime: '2026-11-22T01:00:00Z', tailLines: 0, limitBytes: 7 }),
		);
		await read(connection, of({ pod: 'a/../b', sinceSeconds: 5, follow: false }));
		expect(server.heard.map(({ path }) => path)).toEqual([
			'/api/v1/namespaces/lab/pods/logs/log?container=app',
			'/api/v1/namespaces/lab/pods/logs/log?container=app&follow=true&previous=true&timestamps=true&sinceTime=2026-11-22T01%3A00%3A00Z&tailLines=0&limitBytes=7',
			'/api/v1/namespaces/lab/pods/a%2F..%2Fb/log?container=app&sinceSeconds=5',
		]);
		expect(server.heard[0]?.headers['accept-encoding']).toBe('identity');
		expect(new Set(server.heard.map(({ socket }) => socket)).size, 'each on a socket of its own').toBe(3);
	});

	it('comes byte for byte, in chunks that end anywhere, to its clean end', async () => {
		const server = await kubeServer(recorded('log-follow'));
		const { chunks } = recording('log-follow').response;
		expect(await read(connectTo(server.url))).toEqual({ end: 'ended', text: chunks?.map(({ data }) => data).join('') });
	});

	it('of a pod that is on no node is told apart from an empty one', async () => {
		const server = await kubeServer(recorded('log-unscheduled-204'));
		expect(await read(connectTo(server.url))).toEqual({ end: 'unscheduled', text: '' });
	});

	it.each([
		[
			'log-waiting-creating-400',
			{ kind: 'bad-request', status: 400, message: expect.stringContaining('is waiting to start: ContainerCreating') },
		],
		['log-previous-none-400', { kind: 'bad-request', message: expect.stringContaining('previous terminated container') }],
		['log-wrong-container-400', { kind: 'bad-request', message: 'container nope is not valid for pod logs' }],
		['log-notfound-404', { kind: 'not-found' }],
		['log-forbidden-403', { kind: 'forbidden', verb: 'get', resource: 'pods/log', scope: 'namespace lab' }],
		['log-kubelet-unreachable-500', { kind: 'server', status: 500, message: expect.stringContaining('connection refused') }],
	])('fails as the server says it: %s', async (name, error) => {
		const server = await kubeServer(recorded(name));
		expect(await failure(read(connectTo(server.url)))).toMatchObject(error);
	});

	it('never takes a login page for a log', async () => {
		const server = await kubeServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'));
		expect(await failure(read(connectTo(server.url)))).toMatchObject({ kind: 'protocol' });
	});

	it('that is cut is a failure, after what came was handed over', async () => {
		const server = await kubeServer((_, response) => {
			response.write('one\ntw', () => response.destroy());
		});
		const parts: string[] = [];
		const connection = connectTo(server.url);
		const signal = new AbortController().signal;
		const onBytes = (chunks: readonly Buffer[]) => void parts.push(String(Buffer.concat(chunks)));
		expect(await failure(connection.log({ log: of(), streamId: 'logs', signal, onBytes }))).toMatchObject({
			kind: 'network',
			code: 'ECONNRESET',
		});
		expect(parts.join('')).toBe('one\ntw');
	});

	it('is told when it ended, with its bytes, for the journal, and as aborted when it was given up', async () => {
		const server = await kubeServer((_, response) => void response.write('one\n'));
		const connection = connectTo(server.url);
		const told: RequestEntry[] = [];
		connection.onRequest((entry) => told.push(entry));
		const abort = new AbortController();
		const onBytes = () => abort.abort();
		expect(await failure(connection.log({ log: of(), streamId: 'logs shop', signal: abort.signal, onBytes }))).toMatchObject({
			kind: 'aborted',
		});
		expect(told).toMatchObject([{ verb: 'log', streamId: 'logs shop', status: 200, bytes: 4, error: { kind: 'aborted' } }]);
	});

	it('waits in the socket while its reader is behind', async () => {
		const all = 64 * 1024 * 1024;
		let sent = 0;
		const chunk = Buffer.alloc(64 * 1024, 'x');
		const pump = (response: ServerResponse): void => {
			while (sent < all) {
				sent += chunk.length;
				if (response.write(chunk)) continue;
				response.once('drain', () => pump(response));
				return;
			}
			response.end();
		};
		const server = await kubeServer((_, response) => pump(response));
		/** Until nothing moves any more: the buffers on the way are full. */
		const standstill = async () => {
			for (let before = -1; before !== sent; ) {
				before = sent;
				for (let turns = 0; turns < 200; turns += 1) await turn();
			}
		};
		let received = 0;
		let sentMeanwhile = 0;
		const onBytes = async (chunks: readonly Buffer[]) => {
			if (received === 0) {
				await standstill();
				sentMeanwhile = sent;
			}
			for (const { length } of chunks) received += length;
		};
		const signal = new AbortController().signal;
		expect(await connectTo(server.url).log({ log: of(), streamId: 'logs', signal, onBytes })).toBe('ended');
		expect(received).toBe(all);
		expect(sentMeanwhile).toBeLessThan(32 * 1024 * 1024);
	});
});
