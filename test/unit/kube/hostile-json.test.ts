import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { type CompiledMask, compileMask, project } from '../../../src/kube/compiled-mask.ts';
import { BadJson, INCOMPLETE, MaskedJson } from '../../../src/kube/masked-json.ts';
import { compileObjectMask, ListReader } from '../../../src/kube/object-reader.ts';
import type { KubeObject, Mask } from '../../../src/kube/types.ts';
import { damage, damagedBy, jsonText } from '../../support/json-arbitrary.ts';
import { runs } from '../../support/property-runs.ts';

const mask: fc.Arbitrary<Mask> = fc.letrec<{ mask: Mask }>((tie) => ({
	mask: fc.oneof(
		{ maxDepth: 4 },
		fc.constant<Mask>(true),
		tie('mask').map((inner): Mask => [inner]),
		fc
			.array(fc.tuple(fc.constantFrom('a', 'name', 'metadata', 'status', '__proto__', 'constructor', ''), tie('mask')), { maxLength: 4 })
			.map((entries): Mask => Object.fromEntries(entries)),
	),
})).mask;

/** What came of the bytes: a value, or that they are none. Anything else that is thrown is a crash. */
function readMasked(bytes: Buffer, compiled: CompiledMask | null): { readonly value: unknown } | 'refused' {
	const reader = new MaskedJson();
	// Read alone a number might go on: what follows it ends it.
	reader.reset(Buffer.concat([bytes, Buffer.from('\n')]), 0);
	try {
		const value = reader.value(compiled);
		return reader.atEnd() ? { value } : 'refused';
	} catch (error) {
		if (error !== INCOMPLETE && !(error instanceof BadJson)) throw error;
		return 'refused';
	}
}

function parsed(bytes: Buffer): { readonly value: unknown } | 'refused' {
	try {
		return { value: JSON.parse(bytes.toString('utf8')) };
	} catch {
		return 'refused';
	}
}

describe('bytes that no API server sends', () => {
	it('are read as JSON.parse reads them where it can: doubled keys, escaped ones, __proto__, numbers of any size, deep nesting', () => {
		fc.assert(
			fc.property(jsonText, mask, (text, some) => {
				const compiled = compileMask(some);
				expect(readMasked(Buffer.from(text), compiled)).toEqual({ value: project(JSON.parse(text), compiled) });
			}),
			{ numRuns: runs(500) },
		);
	});

	it('are refused where JSON.parse refuses them, when all of them is read', () => {
		fc.assert(
			fc.property(jsonText, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) => {
				const bytes = damagedBy(Buffer.from(text), damages);
				expect(readMasked(bytes, null)).toEqual(parsed(bytes));
			}),
			{ numRuns: runs(700) },
		);
	});

	it('are refused or read as JSON.parse would wherever both can read them, when a part is stepped over', () => {
		fc.assert(
			fc.property(jsonText, mask, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, some, damages) => {
				const bytes = damagedBy(Buffer.from(text), damages);
				const compiled = compileMask(some);
				const expected = parsed(bytes);
				const read = readMasked(bytes, compiled);
				if (expected !== 'refused') expect(read).toEqual({ value: project(expected.value, compiled) });
			}),
			{ numRuns: runs(700) },
		);
	});
});

const item = fc
	.tuple(fc.constantFrom('n', 'é', '\u202e'), jsonText, jsonText)
	.map(([name, some, other]) => `{"kind":${some},"metadata":{"name":${JSON.stringify(name)},"labels":${other}}}`);
const listText = fc
	.tuple(fc.array(fc.oneof({ weight: 5, arbitrary: item }, { weight: 1, arbitrary: jsonText }), { maxLength: 4 }), jsonText, fc.boolean())
	.map(([items, other, isBefore]) => {
		const parts = [`"metadata":{"resourceVersion":"7","continue":"c","other":${other}}`, `"items":[${items.join(',')}]`];
		return `{"apiVersion":${other},${(isBefore ? parts : parts.toReversed()).join(',')}}`;
	});

interface ReadList {
	readonly objects: readonly KubeObject[];
	readonly head: unknown;
}

/** In pieces of any size, with pauses. */
function readList(body: Buffer, compiled: CompiledMask | null, cuts: readonly number[], longest?: number): ReadList | 'refused' {
	const reader = new ListReader(compiled, { longest });
	const objects: KubeObject[] = [];
	let from = 0;
	let steps = 0;
	const outOfTime = (): boolean => ++steps % 3 === 0;
	try {
		for (const cut of [...cuts.map((share) => share % (body.length + 1)).sort((a, b) => a - b), body.length]) {
			reader.feed(body.subarray(from, cut));
			from = cut;
			while (reader.drain(objects, outOfTime) === 'busy');
		}
		while (reader.drain(objects, outOfTime, true) === 'busy');
		return { objects, head: reader.end() };
	} catch (error) {
		if (!(error instanceof ApiFailure) || error.error.kind !== 'protocol') throw error;
		return 'refused';
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What JSON.parse makes of a list, where it is one whose objects all have names. */
function parsedList(body: Buffer, compiled: CompiledMask | null): ReadList | 'refused' {
	const whole = parsed(body);
	if (whole === 'refused' || !isRecord(whole.value) || Array.isArray(whole.value)) return 'refused';
	const { items, metadata } = whole.value;
	if (!Array.isArray(items) && items !== null) return 'refused';
	const objects = (items ?? []).map((one: unknown) => project(one, compiled)) as readonly unknown[];
	const named = objects.every((one) => isRecord(one) && isRecord(one.metadata) && typeof one.metadata.name === 'string');
	if (!named) return 'refused';
	const known = isRecord(metadata) ? metadata : {};
	return {
		objects: objects.map((one) => {
			const object = one as KubeObject;
			const text = (value: unknown): string => (typeof value === 'string' ? value : '');
			const { name, namespace, uid, resourceVersion } = object.metadata as Record<string, unknown>;
			// What tells objects apart that have no uid.
			const id = text(uid) || (typeof namespace === 'string' ? `${namespace}/${text(name)}` : text(name));
			return { ...object, metadata: { ...object.metadata, uid: id, resourceVersion: text(resourceVersion) } };
		}),
		head: {
			resourceVersion: typeof known.resourceVersion === 'string' ? known.resourceVersion : '',
			...(typeof known.continue === 'string' && known.continue !== '' ? { continueToken: known.continue } : {}),
			...(typeof known.remainingItemCount === 'number' ? { remaining: known.remainingItemCount } : {}),
		},
	};
}

describe('a list of bytes that no API server sends', () => {
	it('is the list that JSON.parse reads, or a protocol error, however it is cut', () => {
		fc.assert(
			fc.property(listText, fc.array(damage, { maxLength: 2 }), fc.array(fc.nat(), { maxLength: 6 }), (text, damages, cuts) => {
				const body = damagedBy(Buffer.from(text), damages);
				const expected = parsedList(body, null);
				// Of two lists in one it takes neither, where JSON.parse takes the last.
				if (/"items".*"items"/s.test(body.toString('latin1'))) return;
				expect(readList(body, compileObjectMask(true), cuts)).toEqual(expected);
			}),
			{ numRuns: runs(400) },
		);
	});

	it('is refused or read as JSON.parse reads it where objects are stepped over in part', () => {
		fc.assert(
			fc.property(listText, mask, fc.array(damage, { maxLength: 2 }), fc.array(fc.nat(), { maxLength: 6 }), (text, some, damages, cuts) => {
				const body = damagedBy(Buffer.from(text), damages);
				const compiled = compileObjectMask({ metadata: some === true ? {} : some, kind: some });
				const expected = parsedList(body, compiled);
				const read = readList(body, compiled, cuts);
				if (read === 'refused') expect(parsed(body) === 'refused' ? 'refused' : expected).toBe('refused');
				else if (expected !== 'refused') expect(read).toEqual(expected);
			}),
			{ numRuns: runs(400) },
		);
	});

	it('is refused when it has items twice: what the second one holds is not added to the first', () => {
		const one = '{"metadata":{"name":"n"}}';
		for (const items of [`"items":[${one}],"items":[${one}]`, `"items":null,"items":[${one}]`, `"items":[${one}],"items":null`])
			expect(readList(Buffer.from(`{"metadata":{},${items}}`), null, [])).toBe('refused');
	});

	it('is refused when an object of it does not end: it is not kept without end', () => {
		const endless = Buffer.from(`{"items":[{"metadata":{"name":"${'x'.repeat(2_000_000)}`);
		const cuts = Array.from({ length: 100 }, (_, at) => at * 20_000);
		expect(readList(endless, null, cuts, 500_000)).toBe('refused');
	});
});
