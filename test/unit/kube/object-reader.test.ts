import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { uniteMasks } from '../../../src/base/unite-masks.ts';
import { compileMask, project } from '../../../src/kube/compiled-mask.ts';
import { INCOMPLETE, MaskedJson } from '../../../src/kube/masked-json.ts';
import { compileObjectMask, ListReader } from '../../../src/kube/object-reader.ts';
import type { KubeObject, Mask } from '../../../src/kube/types.ts';

// No key with a backslash: after such a key JSON.parse of Node 26 misreads escaped ones ({"\\":1}, then {"\u0061":1} has the
// key "\\"), so that it is no oracle there.
const KEYS = ['a', 'b', 'metadata', 'name', 'status', 'é', '日本', '"', '__proto__', ''];
const anyKey = fc.string({ maxLength: 4 }).filter((key) => !key.includes('\\'));
const maskArbitrary: fc.Arbitrary<Mask> = fc.letrec<{ mask: Mask }>((tie) => ({
	mask: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom<Mask>(true, 'sizes', 'base64-sizes'),
		tie('mask').map((inner): Mask => [inner]),
		fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('mask')), { maxLength: 4 }).map((entries): Mask => Object.fromEntries(entries)),
	),
})).mask;

const valueArbitrary: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc.constantFrom<unknown>(null, true, false, 0, -0, 1, -1, 123_456_789, 1_234_567_890, 0.5, 1e21, -1e-7),
		fc.string({ unit: 'binary', maxLength: 12 }),
		fc.constantFrom('', 'plain', 'é', '日本', '\u{1f600}', '"}],', '\\', 'tab\t', ' ', '\u2028'),
		fc.array(tie('value'), { maxLength: 4 }),
		fc
			.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), anyKey), tie('value')), { maxLength: 5 })
			.map((entries) => Object.fromEntries(entries)),
	),
})).value;

const SPACES = ['', '', '', ' ', '\n', '\t ', '\r\n'];

/** Writes JSON as some server might: white space anywhere, characters escaped that need not be. */
function write(value: unknown, pick: (most: number) => number): string {
	const space = (): string => SPACES[pick(SPACES.length)] ?? '';
	const text = (some: string): string => {
		const plain = JSON.stringify(some);
		if (pick(4) > 0) return plain;
		return `"${[...Array(some.length).keys()].map((at) => `\\u${some.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
	};
	if (typeof value === 'string') return text(value);
	if (Array.isArray(value)) return `[${space()}${value.map((element) => write(element, pick) + space()).join(`,${space()}`)}]`;
	if (typeof value === 'object' && value !== null) {
		const fields = Object.entries(value).map(([key, inner]) => `${text(key)}${space()}:${space()}${write(inner, pick)}${space()}`);
		return `{${space()}${fields.join(`,${space()}`)}}`;
	}
	return JSON.stringify(value);
}

const picker = (seeds: readonly number[]): ((most: number) => number) => {
	let at = 0;
	return (most) => (seeds[at++ % seeds.length] ?? 0) % most;
};

const seeds = fc.array(fc.nat({ max: 997 }), { minLength: 1, maxLength: 20 });

function readList(body: Buffer, mask: Mask, cuts: readonly number[] = [], outOfTime: () => boolean = () => false) {
	const reader = new ListReader(compileObjectMask(mask));
	const objects: KubeObject[] = [];
	let from = 0;
	for (const cut of [...cuts.map((share) => share % (body.length + 1)).sort((a, b) => a - b), body.length]) {
		if (cut > from) reader.feed(body.subarray(from, cut));
		from = cut;
		while (reader.drain(objects, outOfTime) === 'busy');
	}
	while (reader.drain(objects, outOfTime, true) === 'busy');
	return { objects, head: reader.end() };
}

const failure = (run: () => unknown): unknown => {
	try {
		return run();
	} catch (error) {
		return error instanceof ApiFailure ? error.error.kind : error;
	}
};

describe('the masked reader', () => {
	it('reads of any JSON what JSON.parse and a projection would', () => {
		fc.assert(
			fc.property(valueArbitrary, maskArbitrary, seeds, (value, mask, some) => {
				const json = write(value, picker(some));
				const compiled = compileMask(mask);
				const reader = new MaskedJson();
				reader.reset(Buffer.from(`${json} `), 0);
				expect(reader.value(compiled)).toEqual(project(JSON.parse(json), compiled));
				expect(reader.atEnd()).toBe(true);
			}),
			{ numRuns: 1500 },
		);
	});

	it('says that the JSON goes on wherever it is cut, and reads no value out of a part', () => {
		fc.assert(
			fc.property(valueArbitrary, maskArbitrary, fc.nat(), (value, mask, share) => {
				const bytes = Buffer.from(JSON.stringify([value]));
				const reader = new MaskedJson();
				reader.reset(bytes.subarray(0, share % bytes.length), 0);
				expect(() => reader.value(compileMask(mask))).toThrow(INCOMPLETE);
			}),
			{ numRuns: 500 },
		);
	});

	it('reads a deeply nested document without running out of stack', () => {
		const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
		const reader = new MaskedJson();
		reader.reset(Buffer.from(`{"skipped":${deep},"a":1}`), 0);
		expect(reader.value(compileMask({ a: true }))).toEqual({ a: 1 });
	});

	it('refuses broken JSON in what it reads', () => {
		for (const broken of [
			'{"a" 1}',
			'{"a":tru}',
			'{"a":01}',
			'{"a":1 "b":2}',
			'{a:1}',
			'{"a":}',
			'{"a":[1 2]}',
			'{"a":-}',
			'{"a":"\\x"}',
		]) {
			const reader = new MaskedJson();
			reader.reset(Buffer.from(`${broken} `), 0);
			expect(() => reader.value(compileMask({ a: [true] })), broken).toThrow();
		}
	});
});

describe('united masks', () => {
	it('read everything that either of them reads', () => {
		fc.assert(
			fc.property(valueArbitrary, maskArbitrary, maskArbitrary, (value, a, b) => {
				const united = project(value, compileMask(uniteMasks(a, b)));
				// What a mask reads of the union's reading is what it reads of the whole.
				for (const mask of [a, b]) expect(project(united, compileMask(mask))).toEqual(project(value, compileMask(mask)));
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the list reader', () => {
	const item = (index: number, extra: unknown): unknown => ({
		metadata: {
			name: `n-${index}`,
			namespace: 'é',
			uid: `u-${index}`,
			resourceVersion: `${index}`,
			managedFields: [{ big: extra }],
			labels: { a: 'b' },
		},
		spec: { a: extra, b: [extra] },
	});

	it('reads any list, however its bytes are cut, paused and spaced, with its metadata before or after the items', () => {
		fc.assert(
			fc.property(
				fc.array(valueArbitrary, { maxLength: 8 }),
				maskArbitrary,
				seeds,
				fc.array(fc.nat(), { maxLength: 6 }),
				fc.boolean(),
				(extras, mask, some, cuts, metadataLast) => {
					const items = extras.map((extra, index) => item(index, extra));
					const metadata = { resourceVersion: '12', continue: 'tok', remainingItemCount: 7 };
					const list = metadataLast ? { kind: 'PodList', items, metadata } : { metadata, apiVersion: 'v1', items, kind: 'PodList' };
					const pick = picker(some);
					const json = write(list, pick);
					const { objects, head } = readList(Buffer.from(` ${json}\n`), { spec: mask }, cuts, () => pick(3) === 0);
					const compiled = compileObjectMask({ spec: mask });
					const parsed = JSON.parse(json) as { readonly items: readonly unknown[] };
					expect(objects).toEqual(parsed.items.map((element) => project(element, compiled)));
					expect(head).toEqual({ resourceVersion: '12', continueToken: 'tok', remaining: 7 });
				},
			),
			{ numRuns: 400 },
		);
	});

	it('reads a page of many chunks and objects larger than all that came before', () => {
		const big = 'x'.repeat(300_000);
		const items = [item(0, big), item(1, 'small'), item(2, big)];
		const body = Buffer.from(JSON.stringify({ metadata: { resourceVersion: '5' }, items }));
		const cuts = [...Array(200).keys()].map((at) => at * 3001);
		const { objects } = readList(body, { spec: { a: true } }, cuts);
		expect(objects.map((object) => [object.metadata.name, (object.spec as { readonly a: string }).a.length])).toEqual([
			['n-0', 300_000],
			['n-1', 5],
			['n-2', 300_000],
		]);
	});

	it('reads an empty list, written as [] or as null', () => {
		for (const items of ['[]', 'null']) {
			const { objects, head } = readList(Buffer.from(`{"kind":"PodList","items":${items},"metadata":{"resourceVersion":"9"}}`), true);
			expect(objects).toEqual([]);
			expect(head).toEqual({ resourceVersion: '9' });
		}
	});

	it('takes a list cut anywhere for an error, never for a shorter list', () => {
		const body = Buffer.from(JSON.stringify({ metadata: { resourceVersion: '5' }, items: [item(0, 1), item(1, 2)] }));
		for (let length = 0; length < body.length; length += 1) {
			expect(failure(() => readList(body.subarray(0, length), true))).toBe('protocol');
		}
	});

	it('takes what is no list for a protocol error', () => {
		for (const body of [
			'<!doctype html>',
			'[]',
			'{}',
			'{"kind":"Status","metadata":{}}',
			'{"items":{}}',
			'{"items":[1]}',
			'{"items":[{}]}',
			'{"items":[]}x',
		]) {
			expect(
				failure(() => readList(Buffer.from(body), true)),
				body,
			).toBe('protocol');
		}
	});

	it('tells objects of metrics.k8s.io, which have neither uid nor version, apart by their names', () => {
		const { objects, head } = readList(Buffer.from('{"items":[{"metadata":{"name":"n"},"usage":{"cpu":"1n"}}],"metadata":{}}'), {
			usage: true,
		});
		expect(objects).toEqual([{ metadata: { name: 'n', uid: 'n', resourceVersion: '' }, usage: { cpu: '1n' } }]);
		expect(head).toEqual({ resourceVersion: '' });
	});
});
