import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeContinue, encodeContinue } from '../../../src/demo/continue-token.ts';
import { StatusError } from '../../../src/demo/status.ts';

describe('a continue token', () => {
	test('is byte for byte the one of a real server', () => {
		expect(encodeContinue({ version: 2235, start: 'lab-2\0' }, true)).toBe(
			'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MjIzNSwic3RhcnQiOiIvbGFiLTJcdTAwMDAifQ',
		);
	});

	test('comes back as it was, with or without the leading slash', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1 }), fc.stringMatching(/^[a-z][a-z0-9./-]{0,30}$/), fc.boolean(), (version, key, slash) => {
				const token = { version, start: `${key}\0` };
				expect(decodeContinue(encodeContinue(token, slash))).toEqual(token);
			}),
		);
	});

	test('that is none is 400, whatever it is', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				try {
					decodeContinue(text);
				} catch (error) {
					expect(error).toBeInstanceOf(StatusError);
					expect((error as StatusError).body).toMatchObject({ code: 400, reason: 'BadRequest' });
					expect((error as StatusError).body.message).toMatch(/^invalid continue token: continue key is not valid: /);
				}
			}),
		);
		const of = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		expect(() => decodeContinue(of({ v: 'meta.k8s.io/v2', rv: 1, start: 'a' }))).toThrow(/does not recognize this encoded version/);
		expect(() => decodeContinue(of({ v: 'meta.k8s.io/v1', rv: 0, start: 'a' }))).toThrow(/incorrect encoded start resourceVersion/);
		expect(() => decodeContinue(of({ v: 'meta.k8s.io/v1', rv: 1, start: '' }))).toThrow(/encoded start key empty/);
	});
});
