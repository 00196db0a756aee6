import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { causeInFull, missingRight, sentence, shortCause } from '../../../src/base/api-error-sentences.ts';

const about = { what: 'pods in namespace shop', server: 'https://10.0.0.1:6443', context: 'prod' };
const server = 'https://10.0.0.1:6443';

const network = (code: string, message = `${server}: whatever node said`): ApiError => ({ kind: 'network', code, message });

const cases: readonly (readonly [error: ApiError, short: string, sentence: RegExp])[] = [
	[
		{ kind: 'forbidden', message: 'm', verb: 'list', resource: 'pods', scope: 'the whole cluster' },
		'403 forbidden',
		/^Cannot read pods in namespace shop \(context prod\): you may not list pods in the whole cluster \(403\); ask .* right to list pods in the whole cluster, or read one namespace with -n\.$/,
	],
	[
		{ kind: 'forbidden', message: 'm', verb: 'watch', resource: 'pods', scope: 'namespace shop' },
		'403 forbidden',
		/you may not watch pods in namespace shop \(403\); ask .* right to watch pods in namespace shop\.$/,
	],
	[
		{ kind: 'forbidden', message: 'm', verb: 'list', resource: 'pods', scope: 'namespace shop', as: 'jane' },
		'403 forbidden',
		/: jane, as whom you act, may not list pods in namespace shop \(403\); ask .* the right to list pods in namespace shop for jane\.$/,
	],
	[
		{ kind: 'forbidden', message: 'm', verb: 'impersonate', resource: 'users', scope: 'the whole cluster', as: 'jane' },
		'403 forbidden',
		/: you may not act as jane \(403: impersonate users\); ask .*or act as yourself/,
	],
	[{ kind: 'forbidden', message: 'no', as: 'jane' }, '403 forbidden', /forbids it to jane, as whom you act \(403: no\); ask/],
	[{ kind: 'forbidden', message: 'exceeded quota: tiny' }, '403 forbidden', /forbids it \(403: exceeded quota: tiny\); ask/],
	[{ kind: 'forbidden', message: 'm', verb: 'list', resource: 'pods' }, '403 forbidden', /you may not list pods \(403\); ask/],
	[
		{ kind: 'unauthorized', message: 'Unauthorized' },
		'401 unauthorized',
		/does not accept these credentials \(Unauthorized\); log in again/,
	],
	[{ kind: 'unauthorized', message: 'Unauthorized', command: 'aws sso login' }, '401 unauthorized', /; run: aws sso login\.$/],
	[
		{ kind: 'unauthorized', message: 'the credential plugin aws was not found', next: 'install it', isUnasked: true },
		'the credential plugin aws was not found',
		/\(context prod\): the credential plugin aws was not found; install it\.$/,
	],
	[
		{ kind: 'unauthorized', message: 'the credential plugin aws failed (exit code 1)', command: 'aws', isUnasked: true },
		'the credential plugin aws failed (exit code 1)',
		/\(context prod\): the credential plugin aws failed \(exit code 1\); run: aws\.$/,
	],
	[{ kind: 'expired', message: 'too old resource version' }, '410 Expired', /too old \(410 Expired\); list again/],
	[{ kind: 'not-found', message: 'page not found.' }, '404 not found', /no such thing \(404: page not found\); check its name/],
	[{ kind: 'throttled', message: 'too many', retryAfterMs: 4200 }, '429 too many requests', /\(429: too many\); try again in 5s\.$/],
	[
		{ kind: 'too-new', message: 'Too large', retryAfterMs: 1000 },
		'504 version not reached yet',
		/not reached the version .*; try again in 1s\.$/,
	],
	[{ kind: 'unsupported', message: 'm', status: 405 }, '405 method not allowed', /HTTP 405: m/],
	[{ kind: 'unsupported', message: 'm', status: 499 }, '499 unsupported', /HTTP 499: m/],
	[
		{ kind: 'bad-request', message: 'unable to parse', status: 400 },
		'400 bad request',
		/refuses the request \(HTTP 400: unable to parse\); correct/,
	],
	[
		{ kind: 'bad-request', message: 'Client sent an HTTP request to an HTTPS server.', status: 400 },
		'the server speaks https, not http',
		/speaks https, and was asked with http; write https:\/\/ in the kubeconfig's server\.$/,
	],
	[{ kind: 'bad-request', message: 'm', status: 499 }, '499 bad request', /HTTP 499/],
	[{ kind: 'server', message: 'etcd', status: 500 }, '500 internal error', /failed \(HTTP 500: etcd\); try again, and look/],
	[{ kind: 'server', message: 'm', status: 503, retryAfterMs: 5000 }, '503 unavailable', /HTTP 503: m\); try again in 5s\.$/],
	[{ kind: 'server', message: 'm', status: 599 }, '599 server error', /HTTP 599/],
	[network('ECONNREFUSED'), 'connection refused', /: https:\/\/10\.0\.0\.1:6443: connection refused; check that the server is up/],
	[network('ETIMEDOUT'), 'timed out', /timed out; check the network/],
	[network('ESOCKETTIMEDOUT'), 'timed out', /timed out; try again, or with a longer --request-timeout/],
	[network('ENOTFOUND'), 'no such host', /no such host; check the server address/],
	[network('CERT_HAS_EXPIRED'), 'certificate expired', /certificate expired; have the server's certificate renewed/],
	[network('SELF_SIGNED_CERT_IN_CHAIN'), 'unknown CA', /unknown CA; set certificate-authority/],
	[network('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unknown CA', /unknown CA; set certificate-authority/],
	[
		network('ERR_TLS_CERT_ALTNAME_INVALID', `${server}: the server's certificate is for a.example, not for 10.0.0.1`),
		'certificate for another name',
		/: https:\/\/10\.0\.0\.1:6443: the server's certificate is for a\.example, not for 10\.0\.0\.1; use the name/,
	],
	[network('ERR_SSL_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'client certificate wanted', /client certificate wanted; renew/],
	[network('EWEIRD', `${server}: something odd`), `${server}: something odd`, /\(context prod\): something odd; check the network/],
	[
		{ kind: 'protocol', message: 'the server answered with a web page' },
		'the server answered with a web page',
		/answered with a web page; check the server address .* login page/,
	],
	[{ kind: 'aborted', message: 'aborted' }, 'cancelled', /it was cancelled/],
];

test.each(cases)('%j is said in short and in a sentence', (error, short, full) => {
	expect(shortCause(error)).toBe(short);
	expect(sentence(error, about)).toMatch(full);
});

test('a cause in full has the words of a server that failed, where it gave any', () => {
	const failed = (message: string): string => causeInFull({ kind: 'server', status: 500, message });
	expect(failed('no preferred addresses found; known addresses: []')).toBe(
		'500 internal error: no preferred addresses found; known addresses: []',
	);
	expect(failed('HTTP 500')).toBe('500 internal error');
	expect(failed('a\u001b[2Jb')).not.toContain('\u001b');
	expect(causeInFull(network('ECONNREFUSED'))).toBe('connection refused');
});

const anyError: fc.Arbitrary<ApiError> = fc
	.tuple(fc.constantFrom(...cases.map(([error]) => error)), fc.string({ unit: 'binary', maxLength: 3000 }))
	.map(([error, message]) => ({ ...error, message }));

test('what no namespace holds is not looked for in one', () => {
	const error = { kind: 'forbidden', message: 'm', verb: 'list', resource: 'nodes', scope: 'the whole cluster' } as const;
	expect(sentence(error, { what: 'nodes', namespaced: false })).toBe(
		'Cannot read nodes: you may not list nodes in the whole cluster (403); ' +
			'ask the administrator of the cluster for the right to list nodes in the whole cluster.',
	);
});

describe('whatever the server says', () => {
	test('it stays one line of safe text that ends in one full stop', () => {
		fc.assert(
			fc.property(anyError, (error) => {
				for (const text of [sentence(error, about), sentence(error, { what: 'pods' }), shortCause(error)]) {
					expect(/[\p{Cc}\p{Cs}]/u.test(text)).toBe(false);
					expect(text.length).toBeLessThan(900);
				}
				expect(sentence(error, about)).toMatch(/[^.]\.$/);
			}),
		);
	});

	test('the short form fits into a status line', () => {
		fc.assert(
			fc.property(anyError, (error) => {
				expect(shortCause(error).length).toBeLessThanOrEqual(60);
			}),
		);
	});

	test('an empty message still names a cause', () => {
		for (const [error] of cases) {
			expect(shortCause({ ...error, message: ' ' })).not.toBe('');
			expect(sentence({ ...error, message: ' ' }, about)).not.toMatch(/: ;|: \)|\(\)/);
		}
	});
});

describe('the right that is missing', () => {
	const refused = { kind: 'forbidden', message: 'no' } as const;

	test.each([
		['in the whole cluster', { ...refused, verb: 'list', resource: 'pods', scope: 'the whole cluster' }, 'list pods in the whole cluster'],
		['in a namespace', { ...refused, verb: 'get', resource: 'pods/log', scope: 'namespace shop' }, 'get pods/log in namespace shop'],
		['without a scope', { ...refused, verb: 'watch', resource: 'nodes' }, 'watch nodes'],
		['that is not named', refused, '403 forbidden'],
		[
			'with control characters',
			{ ...refused, verb: 'list', resource: 'p\u001b[2Jods', scope: 'namespace a\u202eb' },
			'list p^[[2Jods in namespace a<U+202E>b',
		],
	] as const)('%s is told in words that a pane has room for', (_, error, words) => {
		expect(missingRight(error)).toBe(words);
	});
});
