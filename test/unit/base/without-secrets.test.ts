import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutKnownSecrets, withoutSecrets } from '../../../src/base/without-secrets.ts';
import { runs } from '../../support/property-runs.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl-_x';

describe('what looks like a credential', () => {
	test.each([
		[`invalid token ${jwt}: expired`, 'invalid token …: expired'],
		['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0', '…'],
		[`x-${jwt}.rest and token.${jwt},`, 'x-….rest and token.…,'],
		['got k8s-aws-v1.aHR0cHM6Ly9zdHM_x-y back', 'got … back'],
		['Authorization: Bearer abc123.def-456', 'Authorization: Bearer …'],
		['authorization: basic dXNlcjpwYXNz', 'authorization: basic …'],
		['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest', '…\nrest'],
		['-----BEGIN PRIVATE KEY-----\nMIIE', '…'],
		['POST refresh_token=1//0gabcdef&grant=x', 'POST refresh_token=…&grant=x'],
		['{"id_token":"abcdefgh","x":1}', '{"id_token":"…","x":1}'],
		['password: hunter2hunter2', 'password: …'],
		['proxy http://jane:hunter2@proxy:3128 refused', 'proxy http://…@proxy:3128 refused'],
	])('is left out of %j', (text, expected) => {
		expect(withoutSecrets(text)).toBe(expected);
	});

	test.each([
		'connection refused',
		'pods is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "shop"',
		'https://127.0.0.1:6443: no such host',
		'the server has asked for the client to provide credentials (invalid bearer token)',
		'token expired',
		'To sign in, open https://microsoft.com/devicelogin and enter the code ABCD-1234 to authenticate.',
		'couldn’t get token: exit code 1',
		'The provide continue parameter is too old to display a consistent list result',
	])('is not %j', (text) => {
		expect(withoutSecrets(text)).toBe(text);
	});

	test('that is known is left out wherever it stands', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
				fc.pre(!'…'.includes(secret));
				expect(withoutKnownSecrets(`${before}${secret}${after}`, [secret]).includes(secret)).toBe(false);
			}),
			{ numRuns: runs(300) },
		);
	});

	test('is looked for in a time that grows with the text and not faster', () => {
		// A search that goes back and forth would not end here.
		for (const piece of ['a', 'eyJa.', 'token', 'bearer ', '://', 'a@', '-----BEGIN ', '"', 'x:', 'eyJ-', 'eyJ', 'eyJaaaaaaaa.'])
			expect(withoutSecrets(piece.repeat(100_000)).length).toBeGreaterThan(0);
	});
});
