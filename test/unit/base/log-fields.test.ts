import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFields } from '../../../src/base/log-fields.ts';
import { hostileText } from '../../support/hostile-text.ts';

describe('a line of JSON', () => {
	test.each([
		['zap', '{"level":"info","ts":1763773200.1,"msg":"started","port":8080}', ['info', 'info', 'started', [['port', '8080']]]],
		['pino', '{"level":40,"time":1763773200000,"msg":"retrying","try":2}', ['warning', '40', 'retrying', [['try', '2']]]],
		['Google Cloud', '{"severity":"ERROR","message":"out","timestamp":"x"}', ['error', 'ERROR', 'out', []]],
		['Serilog', '{"@t":"x","@mt":"Hello {Name}","@l":"Warning","Name":"a"}', ['warning', 'Warning', 'Hello {Name}', [['Name', 'a']]]],
		['ECS', '{"@timestamp":"x","log.level":"warn","message":"slow"}', ['warning', 'warn', 'slow', []]],
		[
			'no logger at all',
			'{"a":{"b":[1,2]},"c":null}',
			[
				undefined,
				'',
				'',
				[
					['a', '{"b":[1,2]}'],
					['c', 'null'],
				],
			],
		],
	] as const)('of %s is its level, its message and the rest in its order', (_, line, [level, levelWord, message, rest]) => {
		expect(jsonFields(line)).toEqual({ level, levelWord, message, rest });
	});

	test('keeps a message that is no text, and a second one, among its fields', () => {
		expect(jsonFields('{"msg":{"a":1},"message":"b","text":"c"}')).toEqual({
			level: undefined,
			levelWord: '',
			message: 'b',
			rest: [
				['msg', '{"a":1}'],
				['text', 'c'],
			],
		});
	});

	test.each(['', '{', '{"a":1', '[1]', 'null', '{}x', '"a"', 'plain {"a":1}'])('%j is none', (line) => {
		expect(jsonFields(line)).toBeUndefined();
	});

	test('that nests deeper than a program can follow is left as it is', () => {
		const depth = 100_000;
		const line = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
		expect(() => jsonFields(line)).not.toThrow();
	});

	test('any text is read without an exception, and of any object every field is there', () => {
		fc.assert(fc.property(hostileText(), (text) => void jsonFields(text)));
		const key = fc.string({ minLength: 1 }).map((name) => `k_${name}`);
		fc.assert(
			fc.property(fc.dictionary(key, fc.jsonValue()), (fields) => {
				const read = jsonFields(JSON.stringify(fields));
				const expected = Object.entries(JSON.parse(JSON.stringify(fields)) as Record<string, unknown>);
				expect(read?.rest).toEqual(expected.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
			}),
		);
	});
});
