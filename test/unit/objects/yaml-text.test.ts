import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { plainOf } from '../../../src/base/text-line.ts';
import { yamlOf, yamlOptions } from '../../../src/objects/yaml-of.ts';
import { yamlLines } from '../../../src/objects/yaml-text.ts';
import { hostileText } from '../../support/hostile-text.ts';

const words = fc.constantFrom(
	...[
		'a',
		'yes',
		'No',
		'x:1',
		'a: b',
		'b:',
		'c-',
		' d',
		'e ',
		'null',
		'1e3',
		'0x1',
		'1:30',
		'2026-01-01',
		'=',
		'- a',
		'? b',
		'/p',
		"it's",
		'~',
		'-0',
		'.5',
		'é',
	],
);
const texts = fc.oneof(
	hostileText(20),
	words,
	fc.array(words, { maxLength: 4 }).map((each) => each.join(' ')),
	fc.array(words, { maxLength: 3 }).map((each) => each.join('\n')),
);
const keys = fc.oneof(hostileText(6), words, fc.constantFrom('f:metadata', 'a b', 'k: v'));
const { value: node } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		fc.oneof(texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(keys, tie('value'), { maxKeys: 3, noNullPrototype: true }),
	),
}));
const values = fc.dictionary(keys, node, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

describe('YAML of an object', () => {
	it('reads as the object again, whatever is in it', () => {
		fc.assert(
			fc.property(values, (value) => {
				expect(parse(yamlOf(value), { version: '1.1' })).toEqual(value);
			}),
		);
	});

	it('is to the letter what the library writes', () => {
		fc.assert(
			fc.property(values, (value) => {
				expect(yamlOf(value)).toBe(stringify(value, yamlOptions).replace(/\n$/, ''));
			}),
			{ numRuns: 400 },
		);
	});

	it('is told apart into parts without a character lost', () => {
		fc.assert(
			fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
				const yaml = yamlOf(value);
				const set = yaml.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
				expect(yamlLines(yaml, indent).map(plainOf)).toEqual(set);
			}),
		);
	});

	it('tells keys from values, and what is in a block of text from both', () => {
		const lines = yamlLines(yamlOf({ args: ['a: b', 1, true, null, {}], 'f:x': { b: 'text: of\n  two: lines\n' }, z: 'on' }));
		expect(
			lines.map(({ spans }) => spans.filter(({ text }) => text.trim() !== '').map(({ text, role }) => `${role} ${text.trim()}`)),
		).toEqual([
			['key args', 'quiet :'],
			['quiet -', 'string "a: b"'],
			['quiet -', 'number 1'],
			['quiet -', 'literal true'],
			['quiet -', 'literal null'],
			['quiet -', 'quiet {}'],
			['key f:x', 'quiet :'],
			['key b', 'quiet :', 'quiet |'],
			['string text: of'],
			['string two: lines'],
			['key z', 'quiet :', 'string "on"'],
		]);
	});
});
