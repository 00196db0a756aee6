import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import type { WatchEvent } from '../../../src/kube/types.ts';
import { compileEventMask, WatchFrames } from '../../../src/kube/watch-frames.ts';
import { damage, damagedBy, jsonText } from '../../support/json-arbitrary.ts';
import { runs } from '../../support/property-runs.ts';

interface Read {
	readonly events: readonly WatchEvent[];
	readonly fault: ApiError | undefined;
}

const longest = 4096;

function readAll(bytes: Buffer, cuts: readonly number[]): Read {
	const frames = new WatchFrames(compileEventMask({ status: true, spec: { a: true } }), longest);
	const events: WatchEvent[] = [];
	let fault: ApiError | undefined;
	let from = 0;
	for (const cut of [...cuts.map((share) => share % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
		// A socket's buffer is used again: nothing of a chunk may be looked at later.
		const chunk = Buffer.from(bytes.subarray(from, cut));
		const read = frames.read(chunk);
		from = cut;
		events.push(...read.events);
		fault ??= read.fault?.error;
	}
	return { events, fault: fault ?? frames.end()?.error };
}

const types = fc.constantFrom('ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR', 'added', 'constructor', '__proto__', '');
const line = fc.tuple(types, jsonText, jsonText, fc.nat({ max: 3 })).map(([type, some, other, shape]) => {
	const metadata = `{"name":"n","uid":"u","resourceVersion":"7","annotations":{"a":${other}}}`;
	const objects = [`{"metadata":${metadata},"status":${some}}`, `{"kind":"Status","code":410,"message":${other}}`, some, 'null'];
	return `{"type":"${type}","object":${objects[shape]}}`;
});
const stream = fc
	.array(
		fc.tuple(
			fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: jsonText.map((text) => text.replaceAll('\n', ' ')) }),
			fc.constantFrom('\n', '\n', '\r\n', '\n\n'),
		),
		{ maxLength: 6 },
	)
	.map((lines) => Buffer.from(lines.flat().join('')));

describe('the bytes of a watch', () => {
	it('are the same frames however they are cut, whatever they are', () => {
		const any = fc.oneof(
			fc.tuple(stream, fc.array(damage, { maxLength: 3 })).map(([bytes, damages]) => damagedBy(bytes, damages)),
			fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
		);
		fc.assert(
			fc.property(any, fc.array(fc.nat(), { maxLength: 30 }), (bytes, cuts) => {
				expect(readAll(bytes, cuts)).toEqual(readAll(bytes, []));
			}),
			{ numRuns: runs(500) },
		);
	});

	it('are events only where each line is JSON with a type that watches have, up to the first that is not', () => {
		fc.assert(
			fc.property(stream, fc.array(damage, { maxLength: 2 }), (sent, damages) => {
				const bytes = damagedBy(sent, damages);
				const { events, fault } = readAll(bytes, []);
				const lines = bytes.toString('utf8').split('\n');
				const whole = lines.slice(0, -1).filter((text) => text.trim() !== '');
				expect(events.length).toBeLessThanOrEqual(whole.length);
				for (const event of events) expect(['added', 'modified', 'deleted', 'bookmark']).toContain(event.type);
				if (fault === undefined) expect(events.length).toBe(whole.length);
			}),
			{ numRuns: runs(400) },
		);
	});

	it('with a type that JavaScript knows and watches do not are no event', () => {
		for (const type of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
			const read = readAll(Buffer.from(`{"type":"${type}","object":{"metadata":{"name":"n"}}}\n`), []);
			expect(read).toMatchObject({ events: [], fault: { kind: 'protocol' } });
		}
	});

	it('are no event past the longest line, be it cut or in one piece', () => {
		const padded = (length: number): Buffer => Buffer.from(`{"type":"ADDED","object":{"metadata":{"name":"${'x'.repeat(length)}"}}}\n`);
		for (const cuts of [[], [100], [100, 2000, 4000]]) {
			expect(readAll(padded(3000), cuts).events.length).toBe(1);
			expect(readAll(padded(5000), cuts)).toMatchObject({ events: [], fault: { kind: 'protocol' } });
		}
	});
});
