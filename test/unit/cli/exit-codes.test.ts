import { expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';

const network = (code: string) => ({ kind: 'network', code, message: 'm' }) as const;

it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'])(
	'%s is a server that cannot be reached',
	(code) => {
		expect(exitCodeOf(network(code))).toBe(4);
	},
);

it('an answer that takes longer than was allowed is a failure, as one of the server is', () => {
	expect(exitCodeOf(network('ESOCKETTIMEDOUT'))).toBe(1);
	expect(exitCodeOf({ kind: 'server', status: 504, message: 'm' })).toBe(1);
});

it.each([
	['forbidden', 3],
	['unauthorized', 3],
	['protocol', 1],
	['not-found', 1],
] as const)('%s is %i', (kind, code) => {
	expect(exitCodeOf({ kind, message: 'm' })).toBe(code);
});

it('a request that the server does not understand is bad usage where a selector was typed', () => {
	const error = { kind: 'bad-request', status: 400, message: 'm' } as const;
	expect(exitCodeOf(error)).toBe(1);
	expect(exitCodeOf(error, { labelSelector: 'a' })).toBe(2);
	expect(exitCodeOf(error, { fieldSelector: 'a=b' })).toBe(2);
});
