import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../../src/kube/types.ts';
import { compileEventMask, WatchFrames } from '../../../src/kube/watch-frames.ts';
import { recording } from '../../support/recorded-server.ts';

const mask = compileEventMask({ spec: { nodeName: true }, status: { phase: true } });

function readAll(text: string | Buffer, cuts: readonly number[] = [], longest?: number) {
	const bytes = Buffer.from(text);
	const frames = new WatchFrames(mask, longest);
	const events: WatchEvent[] = [];
	let fault: unknown;
	let from = 0;
	for (const cut of [...cuts.map((share) => share % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
		const read = frames.read(bytes.subarray(from, cut));
		from = cut;
		events.push(...read.events);
		fault ??= read.fault?.error;
	}
	return { events, fault: fault ?? frames.end()?.error };
}

const line = (type: string, version: string, extra: Record<string, unknown> = {}): string =>
	`${JSON.stringify({ type, object: { metadata: { name: 'n', uid: 'u', resourceVersion: version }, ...extra } })}\n`;

const textOf = (name: string): string =>
	recording(name)
		.response.chunks?.map(({ data }) => data)
		.join('') ?? '';

describe('the frames of a watch', () => {
	it.each([
		'watch-pods-add-modify-delete',
		'watch-selector',
		'watch-bookmark-130s',
		'watchlist',
		'namespace-deletion-pods',
		'watch-events-130s',
	])('are read as recorded, however they are cut: %s', (name) => {
		const text = textOf(name);
		const types: Readonly<Record<string, string>> = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted', BOOKMARK: 'bookmark' };
		const expected = text
			.trimEnd()
			.split('\n')
			.map((one) => JSON.parse(one) as { type: string; object: { metadata: { uid?: string; resourceVersion: string } } })
			.map(({ type, object }) => [types[type], object.metadata.uid, object.metadata.resourceVersion]);
		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
				const { events, fault } = readAll(text, cuts);
				expect(fault).toBeUndefined();
				const got = events.map((event) =>
					event.type === 'bookmark'
						? [event.type, undefined, event.resourceVersion]
						: [event.type, event.object.metadata.uid, event.object.metadata.resourceVersion],
				);
				expect(got).toEqual(expected);
			}),
			{ numRuns: 15 },
		);
	});

	it('hold only what the mask asks for', () => {
		const { events } = readAll(line('ADDED', '7', { spec: { nodeName: 'é', containers: [] }, status: { phase: 'Running', podIP: '1' } }));
		const metadata = { name: 'n', uid: 'u', resourceVersion: '7' };
		expect(events).toEqual([{ type: 'added', object: { metadata, spec: { nodeName: 'é' }, status: { phase: 'Running' } } }]);
	});

	it('tell the mark that ends a streamed list', () => {
		const marks = readAll(textOf('watchlist')).events.filter((event) => event.type === 'bookmark' && event.initialEventsEnd);
		expect(marks.length).toBe(1);
	});

	it('end with what an ERROR frame says, the events before it delivered and nothing after it', () => {
		const error = textOf('watch-after-restart-410');
		const { events, fault } = readAll(line('ADDED', '1') + error + line('ADDED', '2'));
		expect(events.length).toBe(1);
		expect(fault).toMatchObject({ kind: 'expired' });
	});

	it('end at a broken line: nothing behind it is delivered, not even from later chunks', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(
					'{"type":"ADDED"\n',
					'x\n',
					'<html>\n',
					'{}\n',
					'[1]\n',
					'{"type":"NEW","object":{}}\n',
					'{"type":"ADDED","object":{}}\n',
					'{"type":"BOOKMARK","object":{}}\n',
					`${line('ADDED', '9').trimEnd()}x\n`,
				),
				fc.array(fc.nat(), { maxLength: 5 }),
				(broken, cuts) => {
					const { events, fault } = readAll(line('ADDED', '1') + broken + line('ADDED', '2'), cuts);
					expect(events.map((event) => (event.type === 'bookmark' ? '' : event.object.metadata.resourceVersion))).toEqual(['1']);
					expect(fault).toMatchObject({ kind: 'protocol' });
				},
			),
		);
	});

	it('never deliver the half of a line that a cut stream ends with', () => {
		const whole = line('ADDED', '1');
		for (let length = 1; length < whole.length; length += 1) {
			const { events, fault } = readAll(whole.slice(0, length));
			expect(events).toEqual([]);
			expect(fault).toMatchObject({ kind: 'protocol' });
		}
	});

	it('are not kept without end: a line longer than the cap is a fault', () => {
		expect(readAll(line('ADDED', '1', { pad: 'x'.repeat(5000) }), [1000, 4500], 4096).fault).toMatchObject({ kind: 'protocol' });
		expect(readAll(line('ADDED', '1', { pad: 'x'.repeat(2000) }), [1000], 4096).fault).toBeUndefined();
	});

	it('may have empty lines between them', () => {
		expect(readAll(`\n${line('ADDED', '1')}\r\n`).events.length).toBe(1);
	});
});
