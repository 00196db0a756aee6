import { describe, expect, it } from 'vitest';
import type { ApiErrorKind } from '../../../src/base/api-error.ts';
import { errorOfAnswer, errorOfFrame, errorOfSocket, isCertificateCode } from '../../../src/kube/api-errors.ts';
import { recording, recordingNames } from '../../support/recorded-server.ts';

const NOW = Date.parse('2026-11-22T01:00:00Z');

function errorOfRecording(name: string) {
	const { status, headers = {}, body, bodyBase64, chunks } = recording(name).response;
	const bytes =
		bodyBase64 === undefined ? Buffer.from(body ?? chunks?.map(({ data }) => data).join('') ?? '') : Buffer.from(bodyBase64, 'base64');
	const { 'content-type': contentType = '', 'retry-after': retryAfter } = headers;
	return errorOfAnswer({ status: status ?? 0, contentType, retryAfter, body: bytes.toString('utf8') }, NOW);
}

const BY_STATUS: Readonly<Record<number, ApiErrorKind>> = {
	400: 'bad-request',
	401: 'unauthorized',
	403: 'forbidden',
	404: 'not-found',
	405: 'unsupported',
	406: 'unsupported',
	409: 'bad-request',
	410: 'expired',
	415: 'unsupported',
	422: 'bad-request',
	429: 'throttled',
	500: 'server',
	503: 'server',
	504: 'server',
};

describe('an answer with an error status', () => {
	const failed = recordingNames().filter((name) => (recording(name).response.status ?? 0) >= 400);

	it.each(failed)('is told apart as recorded: %s', (name) => {
		const error = errorOfRecording(name);
		expect(error.kind).toBe(name === 'list-future-rv-504' ? 'too-new' : BY_STATUS[recording(name).response.status ?? 0]);
		expect(error.message).not.toBe('');
		expect(error.message).not.toMatch(/^[{<]/);
	});

	it('there are recordings of every kind of refusal', () => {
		expect(failed.length).toBeGreaterThan(70);
	});

	it('names verb, resource and scope of what is forbidden', () => {
		expect(errorOfRecording('forbidden-list-cluster-403')).toMatchObject({ verb: 'list', resource: 'pods', scope: 'the whole cluster' });
		expect(errorOfRecording('nowatch-watch-403')).toMatchObject({ verb: 'watch', resource: 'pods', scope: 'namespace lab' });
		expect(errorOfRecording('forbidden-nonexistent-resource-403')).toMatchObject({ resource: 'things.nope.example.com' });
		expect(errorOfRecording('scale-patch-forbidden-403')).toMatchObject({ verb: 'patch', resource: 'statefulsets.apps/scale' });
		// A quota refuses with 403, too, and names no verb.
		expect(errorOfRecording('quota-exceeded-403')).toEqual({ kind: 'forbidden', message: expect.stringContaining('exceeded quota') });
	});

	it('gives the token that an expired list can go on with', () => {
		expect(errorOfRecording('list-continue-expired-410-events')).toMatchObject({
			kind: 'expired',
			continueToken: expect.stringMatching(/^eyJ/),
		});
		expect(errorOfRecording('list-exact-after-compaction-events')).not.toHaveProperty('continueToken');
	});

	it('says how long to wait: Retry-After in seconds or as a date, the Status, else one second', () => {
		expect(errorOfRecording('too-many-requests-429')).toMatchObject({ kind: 'throttled', retryAfterMs: 1000 });
		expect(errorOfRecording('evict-blocked-unobserved-429')).toMatchObject({ retryAfterMs: 10_000 });
		expect(errorOfRecording('apiserver-start-crd-503')).toMatchObject({ kind: 'server', status: 503, retryAfterMs: 5000 });
		expect(errorOfRecording('list-future-rv-504')).toMatchObject({ kind: 'too-new', retryAfterMs: 1000 });
		const answer = { status: 429, contentType: 'text/plain', body: 'slow down' };
		expect(errorOfAnswer(answer, NOW)).toMatchObject({ retryAfterMs: 1000 });
		expect(errorOfAnswer({ ...answer, retryAfter: 'Sun, 22 Nov 2026 01:00:07 GMT' }, NOW)).toMatchObject({ retryAfterMs: 7000 });
		expect(errorOfAnswer({ ...answer, retryAfter: 'soon' }, NOW)).toMatchObject({ retryAfterMs: 1000 });
		// What would be waited for in vain, and what is past.
		for (const absurd of ['999999999', '1e300', 'Infinity', 'Sun, 22 Nov 2099 01:00:07 GMT'])
			expect(errorOfAnswer({ ...answer, retryAfter: absurd }, NOW)).toMatchObject({ retryAfterMs: 300_000 });
		for (const past of ['-5', '0', 'Sun, 22 Nov 1999 01:00:07 GMT'])
			expect(errorOfAnswer({ ...answer, retryAfter: past }, NOW)).toMatchObject({ retryAfterMs: 0 });
	});

	it('recognises a Status without kind that is served as text, as a stalled etcd causes it', () => {
		expect(errorOfRecording('etcd-stalled-get')).toEqual({
			kind: 'server',
			status: 504,
			message: 'Timeout: request did not complete within the allotted timeout',
		});
	});

	it('says of a health check only what failed', () => {
		expect(errorOfRecording('etcd-stalled-readyz').message).toBe(
			'[-]etcd failed: reason withheld, [-]etcd-readiness failed: reason withheld',
		);
	});

	it('repeats nothing of a body that is no text', () => {
		expect(errorOfRecording('not-acceptable-406').message).toBe('HTTP 406');
	});

	it('takes the web page of a load balancer for the failure that it is, and one that stands for the API for a protocol error', () => {
		const page = { contentType: 'text/html', body: '<html><head><title>502 Bad Gateway</title></head></html>' };
		expect(errorOfAnswer({ status: 502, ...page }, NOW)).toMatchObject({ kind: 'server', status: 502 });
		expect(errorOfAnswer({ status: 401, ...page }, NOW).kind).toBe('unauthorized');
		for (const status of [403, 404]) expect(errorOfAnswer({ status, ...page }, NOW).kind).toBe('protocol');
		expect(errorOfAnswer({ status: 404, contentType: '', body: '<!DOCTYPE html><p>' }, NOW).kind).toBe('protocol');
	});

	it('names where a redirect leads without its query', () => {
		const error = errorOfAnswer({ status: 302, contentType: '', body: '', location: 'https://sso.example.com/login?ticket=secret' }, NOW);
		expect(error).toEqual({ kind: 'protocol', message: 'the server redirects (HTTP 302) to https://sso.example.com' });
	});

	it('keeps a message bounded', () => {
		const body = JSON.stringify({ kind: 'Status', status: 'Failure', message: 'x'.repeat(100_000), code: 422 });
		expect(errorOfAnswer({ status: 422, contentType: 'application/json', body }, NOW).message.length).toBeLessThan(2100);
	});
});

describe('the ERROR frame of a watch', () => {
	const frameOf = (name: string): unknown => {
		const { body, chunks } = recording(name).response;
		const text = body ?? chunks?.map(({ data }) => data).join('');
		const line = text?.split('\n').find((one) => one.includes('"ERROR"')) ?? '{}';
		return (JSON.parse(line) as { readonly object?: unknown }).object;
	};

	it('is told apart as a status is', () => {
		expect(errorOfFrame(frameOf('watch-after-restart-410'))).toEqual({ kind: 'expired', message: 'too old resource version: 2689 (2694)' });
		expect(errorOfFrame(frameOf('watch-after-compaction-events')).kind).toBe('expired');
		expect(errorOfFrame(frameOf('watchlist-future-rv'))).toMatchObject({ kind: 'too-new' });
		expect(errorOfFrame({ kind: 'Status', message: 'old', reason: 'Gone' }).kind).toBe('expired');
		expect(errorOfFrame({ kind: 'Status', message: 'boom', code: 500, reason: 'InternalError' })).toMatchObject({
			kind: 'server',
			status: 500,
		});
	});

	it('without a Status is a protocol error', () => {
		for (const object of [undefined, null, 'x', [], {}, { kind: 'Pod' }]) expect(errorOfFrame(object).kind).toBe('protocol');
	});
});

describe('no answer', () => {
	const server = 'https://10.0.0.1:6443';
	const failure = (code: string, message = 'boom'): Error => Object.assign(new Error(message), { code });

	it('is a network error with the system’s code and plain words', () => {
		expect(errorOfSocket(failure('ECONNREFUSED'), server)).toEqual({
			kind: 'network',
			code: 'ECONNREFUSED',
			message: `${server}: connection refused`,
		});
		expect(errorOfSocket(failure('CERT_HAS_EXPIRED'), server).message).toContain("the server's certificate has expired");
		expect(errorOfSocket(failure('SELF_SIGNED_CERT_IN_CHAIN'), server).message).toContain('unknown CA');
		expect(errorOfSocket(new Error('strange\nsecond line'), server)).toEqual({
			kind: 'network',
			code: 'UNKNOWN',
			message: `${server}: strange`,
		});
	});

	it.each([
		['DNS:a.example, IP Address:127.0.0.1', 'a.example, 127.0.0.1'],
		['DNS:a, DNS:b, DNS:c, DNS:d, DNS:e, DNS:f, DNS:g', 'a, b, c, d, e and 2 more'],
		[undefined, 'no name and no address'],
	])('of a certificate for %s says for which names it is, and for which not', (subjectaltname, names) => {
		const mismatch = failure('ERR_TLS_CERT_ALTNAME_INVALID', "IP: 10.0.0.1 is not in the cert's list: ");
		expect(errorOfSocket(Object.assign(mismatch, { host: '10.0.0.1', cert: { subjectaltname } }), server).message).toBe(
			`${server}: the server's certificate is for ${names}, not for 10.0.0.1`,
		);
	});

	it('of a host with several addresses has the code of the first', () => {
		expect(errorOfSocket(new AggregateError([failure('ECONNREFUSED'), failure('EHOSTUNREACH')]), server)).toMatchObject({
			code: 'ECONNREFUSED',
		});
	});

	it('that is no HTTP is a protocol error', () => {
		expect(errorOfSocket(failure('HPE_INVALID_CONSTANT'), server).kind).toBe('protocol');
	});

	it('tells certificates, which no retry mends, from the rest', () => {
		for (const code of [
			'CERT_HAS_EXPIRED',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'ERR_TLS_CERT_ALTNAME_INVALID',
		]) {
			expect(isCertificateCode(code), code).toBe(true);
		}
		for (const code of ['ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND']) expect(isCertificateCode(code), code).toBe(false);
	});
});
