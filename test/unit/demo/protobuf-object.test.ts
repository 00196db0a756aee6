import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { structNamed, structNameOf, structsFrom } from '../../../src/demo/kind-schema.ts';
import { numberedFields } from '../../../src/demo/protobuf-fields.ts';
import { readProtobuf } from '../../../src/demo/protobuf-object.ts';
import { WireError } from '../../../src/demo/protobuf-wire.ts';
import { apiVersionOf, resources } from '../../../src/demo/resources.ts';

interface Creation {
	readonly command: string;
	/** Base64, as kubectl 1.32.4 sent it. */
	readonly body: string;
	/** What the same command prints with --dry-run=client -o json. */
	readonly object: unknown;
}

const creations = JSON.parse(
	readFileSync(new URL('../../fixtures/protobuf/kubectl-creates.json', import.meta.url), 'utf8'),
) as readonly Creation[];

/** Without nulls and empty objects, which JSON of Go has for structs that hold nothing. */
const filled = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(filled);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, filled(each)]);
	return Object.fromEntries(
		entries.filter(([, each]) => each !== null && !(typeof each === 'object' && !Array.isArray(each) && Object.keys(each).length === 0)),
	);
};

describe('a protobuf body', () => {
	it.each(creations.map(({ command, ...creation }) => [command, creation] as const))(
		'of %s is the object that it prints as JSON',
		(_, { body, object }) => {
			const read = readProtobuf(Buffer.from(body, 'base64'));
			expect('object' in read ? filled(read.object) : read).toEqual(filled(object));
		},
	);

	it('keeps a zero that was meant: no replicas are not the usual one', () => {
		const deployment = creations.find(({ command }) => command.includes('--replicas=0'))?.body ?? '';
		const read = readProtobuf(Buffer.from(deployment, 'base64'));
		expect(read).toMatchObject({ object: { spec: { replicas: 0 } } });
		expect(JSON.stringify(read)).not.toContain('minReadySeconds');
	});

	it('that was cut or changed anywhere is read or refused, and nothing else happens', () => {
		const bodies = creations.map(({ body }) => Buffer.from(body, 'base64'));
		const hurt = fc.record({
			body: fc.constantFrom(...bodies),
			at: fc.nat(),
			byte: fc.integer({ min: 0, max: 255 }),
			cut: fc.boolean(),
		});
		fc.assert(
			fc.property(hurt, ({ body, at, byte, cut }) => {
				const changed = Buffer.from(body);
				changed[at % changed.length] = byte;
				try {
					readProtobuf(cut ? changed.subarray(0, at % changed.length) : changed);
				} catch (error) {
					expect(error).toBeInstanceOf(WireError);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('of a kind that is not served says which it is', () => {
		const type = Buffer.concat([Buffer.of(0x0a, 2), Buffer.from('v9'), Buffer.of(0x12, 5), Buffer.from('Thing')]);
		const body = Buffer.concat([Buffer.from('k8s\0'), Buffer.of(0x0a, type.length), type]);
		expect(readProtobuf(body)).toEqual({ unknown: 'v9, Kind=Thing' });
		expect(() => readProtobuf(Buffer.from('{"kind":"Pod"}'))).toThrow('does not appear to be a protobuf message');
	});
});

describe('the numbers of fields', () => {
	const inJson = (struct: string): readonly string[] =>
		[...(numberedFields(struct)?.values() ?? [])].flatMap(({ name, inlined }) => (name === undefined ? inJson(inlined ?? '') : [name]));

	it('are there for every field of every kind that can be sent, and for no other', () => {
		// Definitions are no kind of kubectl's own, which sends them as JSON.
		const sent = resources.filter(({ gvr, verbs }) => verbs.includes('create') && gvr.group !== 'apiextensions.k8s.io');
		const kinds = sent.map(({ gvr, kind }) => structNameOf(apiVersionOf(gvr), kind));
		for (const { name } of structsFrom(kinds)) {
			const known = [...structNamed(name).fields.keys()].filter(
				(field) => (field !== 'kind' && field !== 'apiVersion') || !kinds.includes(name),
			);
			expect([name, [...inJson(name)].sort((a, b) => (a < b ? -1 : 1))]).toEqual([name, known.sort((a, b) => (a < b ? -1 : 1))]);
		}
	});
});
