import fc from 'fast-check';

/**
 * JSON as text, not as values: what a grammar allows and no serializer writes. No key with a backslash: after such a key JSON.parse of
 * Node 26 misreads escaped ones, so that it is no oracle there.
 */
const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n  ');

const strings = fc.constantFrom(
	...['', 'a', 'é', '日本', '\u{1f600}', '\u2028', '\u202e', '\ufeff', '}],', ' ', 'x'.repeat(40)].map((text) => JSON.stringify(text)),
	...['"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\/\\b\\f\\n\\r\\t\\"\\\\"', '"\\u0041"', '"\\u00e9\\u202E"'],
);

const numbers = fc.constantFrom(
	...['0', '-0', '1', '-1', '10', '999999999', '1234567890', '123456789012345678901234567890', '0.5', '-0.0', '1e3', '1E+3', '1e-7'],
	...['1e400', '-1e400', '1e-400', '0e0', '4.9e-324', '9007199254740993', '0.1000000000000000055511151231257827'],
);

const keys = fc.constantFrom(
	...['a', 'b', 'metadata', 'name', 'uid', 'status', 'é', '', '__proto__', 'constructor', 'toString'].map((key) => JSON.stringify(key)),
	...['"\\u0061"', '"\\u005f_proto__"', '"n\\u0061me"', '"\\ud800"', '"a\\u0000"'],
);

export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => {
	const padded = fc.tuple(space, tie('value'), space).map((parts) => parts.join(''));
	const field = fc.tuple(space, keys, space, padded).map(([before, key, after, value]) => `${before}${key}${after}:${value}`);
	const deep = fc
		.tuple(fc.integer({ min: 1, max: 100 }), fc.boolean())
		.map(([depth, isList]) => (isList ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`));
	return {
		value: fc.oneof(
			{ maxDepth: 5, withCrossShrink: true },
			{ weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false') },
			{ weight: 3, arbitrary: strings },
			{ weight: 3, arbitrary: numbers },
			{ weight: 1, arbitrary: deep },
			{ weight: 4, arbitrary: fc.array(padded, { maxLength: 4 }).map((elements) => `[${elements.join(',')}]`) },
			// A key may stand twice: the last one counts.
			{ weight: 6, arbitrary: fc.array(field, { maxLength: 6 }).map((fields) => `{${fields.join(',')}}`) },
		),
	};
}).value;

/** One way in which bytes are not what was sent. */
export interface Damage {
	readonly how: 'set' | 'insert' | 'drop' | 'double' | 'cut';
	/** Modulo their length: where. */
	readonly share: number;
	readonly byte: number;
	/** Of what is dropped or doubled. */
	readonly length: number;
}

const telling = [0x00, 0x0a, 0x1b, 0x20, 0x22, 0x2c, 0x30, 0x3a, 0x5b, 0x5c, 0x5d, 0x74, 0x7b, 0x7d, 0x80, 0xbf, 0xc0, 0xe2, 0xed, 0xff];

export const damage: fc.Arbitrary<Damage> = fc.record({
	how: fc.constantFrom('set', 'insert', 'drop', 'double', 'cut'),
	share: fc.nat(),
	byte: fc.oneof(fc.constantFrom(...telling), fc.integer({ min: 0, max: 255 })),
	length: fc.integer({ min: 1, max: 12 }),
});

function damaged(bytes: Buffer, { how, share, byte, length }: Damage): Buffer {
	const at = share % (bytes.length + 1);
	const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
	switch (how) {
		case 'set':
			return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
		case 'insert':
			return Buffer.concat([before, Buffer.of(byte), after]);
		case 'drop':
			return Buffer.concat([before, after.subarray(length)]);
		case 'double':
			return Buffer.concat([before, after.subarray(0, length), after]);
		case 'cut':
			return Buffer.concat([before]);
	}
}

/** The bytes, as broken as these say, one after another. */
export const damagedBy = (sent: Buffer, damages: readonly Damage[]): Buffer => damages.reduce(damaged, sent);
