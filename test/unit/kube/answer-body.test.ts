import type { IncomingMessage } from 'node:http';
import { get } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyOf } from '../../../src/kube/answer-body.ts';
import { type Handle, kubeServer } from '../../support/kube-server.ts';
import { connectTo, podsIn } from '../../support/test-connection.ts';

async function answerOf(handle: Handle): Promise<IncomingMessage> {
	const server = await kubeServer(handle);
	return await new Promise((resolve, reject) => {
		get(server.url, { agent: false }, resolve).on('error', reject);
	});
}

async function readAll(response: IncomingMessage) {
	const parts: Buffer[] = [];
	let heard = 0;
	let failure: unknown;
	try {
		for await (const chunks of bodyOf(response, (bytes) => (heard += bytes))) parts.push(...chunks);
	} catch (error) {
		failure = error;
	}
	return { body: Buffer.concat(parts), heard, failure };
}

/** Bytes that look random, so that zipping makes them no smaller. */
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => Math.imul(index * index, 0x9e3779b1) >>> 24));

it('a body comes whole, however it was cut, zipped or not', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(70_000), { maxLength: 8 }), fc.boolean(), async (lengths, zipped) => {
			const body = noise(lengths.reduce((sum, length) => sum + length, 0));
			const sent = zipped ? gzipSync(body) : body;
			const response = await answerOf((_, answer) => {
				if (zipped) answer.setHeader('content-encoding', 'gzip');
				const rest = lengths.values();
				const from = (start: number): void => {
					const { value: length, done } = rest.next();
					if (done === true) answer.end(sent.subarray(start));
					else {
						answer.write(sent.subarray(start, start + length));
						setImmediate(from, start + length);
					}
				};
				from(0);
			});
			const read = await readAll(response);
			expect(read.failure).toBeUndefined();
			expect(read.body.equals(body)).toBe(true);
			expect(read.heard).toBe(sent.length);
		}),
		{ numRuns: 25 },
	);
});

it('what came before a cut is handed over before the failure', async () => {
	const response = await answerOf((_, answer) => {
		answer.write('one', () => setImmediate(() => answer.destroy()));
	});
	expect(await readAll(response)).toMatchObject({ body: Buffer.from('one'), failure: { code: 'ECONNRESET' } });
});

it.each([
	['plain', undefined],
	['zipped', 'gzip'],
])('a %s body that nobody goes on reading lets go of its socket, and waits until then', async (_, encoding) => {
	const block = encoding === undefined ? noise(256 * 1024) : gzipSync(noise(256 * 1024));
	let written = 0;
	let closed: () => void = () => undefined;
	const gone = new Promise<void>((resolve) => {
		closed = resolve;
	});
	const response = await answerOf((request, answer) => {
		request.socket.once('close', closed);
		if (encoding !== undefined) answer.setHeader('content-encoding', encoding);
		const more = (error?: Error | null): void => {
			if (error) return;
			written += block.length;
			answer.write(block, more);
		};
		more();
	});
	for await (const chunks of bodyOf(response, () => undefined)) {
		expect(chunks.length).toBeGreaterThan(0);
		for (let before = -1; before < written; ) {
			before = written;
			for (let times = 0; times < 200; times += 1) await turn();
		}
		break;
	}
	await gone;
	// What the kernel holds for both ends, and what waits for the reader.
	expect(written).toBeLessThan(64 * 1024 * 1024);
});

it('an encoding that was not asked for is refused', async () => {
	const response = await answerOf((_, answer) => answer.setHeader('content-encoding', 'br').end('x'));
	expect((await readAll(response)).failure).toMatchObject({ error: { kind: 'protocol', message: expect.stringContaining('br') } });
});

it('a page is read in one slice a turn of the event loop, so that keys that are typed meanwhile are heard between two', async () => {
	const items = Array.from({ length: 4000 }, (_, index) => ({ metadata: { name: `pod-${index}` }, status: { message: 'x'.repeat(2000) } }));
	const page = JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: '1' }, items });
	const server = await kubeServer((_, answer) => answer.setHeader('content-type', 'application/json').end(page));
	let turns = 0;
	let counting = true;
	const count = (): void => {
		turns += 1;
		if (counting) setImmediate(count);
	};
	setImmediate(count);
	const slices: number[] = [];
	let names = 0;
	await connectTo(server.url)
		.listerWatcher(podsIn(undefined))
		.list({
			signal: new AbortController().signal,
			onObjects: (objects) => {
				names += objects.length;
				slices.push(turns);
			},
		});
	counting = false;
	expect(names).toBe(4000);
	expect(slices.length).toBeGreaterThan(5);
	expect(new Set(slices).size).toBe(slices.length);
});
