import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../src/kube/connect.ts';
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { emptyList, type Handle, json, kubeServer, pemPath } from '../../support/kube-server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { apiErrorOf, listPods } from '../../support/test-connection.ts';

const SECRET = 'c1ient:s€cret';
const HOUR = 3_600_000;

/** An id-token that is valid until then; `name` tells them apart. */
const idToken = (name: string, expiresAt: number): string =>
	['h', JSON.stringify({ sub: name, exp: expiresAt / 1000 }), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.');

interface Grant {
	readonly form: Readonly<Record<string, string>>;
	readonly authorization: string | undefined;
}

interface IssuerOptions {
	/** What its discovery adds or takes away. */
	readonly discovery?: Readonly<Record<string, unknown>>;
	/** What the token endpoint answers. */
	readonly token: (grant: Grant, count: number) => { readonly status: number; readonly body: unknown };
}

/** An OIDC provider over TLS: a discovery document under a path, and a token endpoint. */
async function oidcIssuer(options: IssuerOptions, certificate: 'server' | 'expired' = 'server') {
	const grants: Grant[] = [];
	let discoveries = 0;
	const handle: Handle = (request, response) => {
		if (request.url === '/dex/.well-known/openid-configuration') {
			discoveries += 1;
			json(response, 200, { issuer: `${server.url}/dex`, token_endpoint: `${server.url}/dex/token`, ...options.discovery });
			return;
		}
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (chunk: string) => {
			body += chunk;
		});
		request.on('end', () => {
			const grant = { form: Object.fromEntries(new URLSearchParams(body)), authorization: request.headers.authorization };
			grants.push(grant);
			const { status, body: answer } = options.token(grant, grants.length);
			json(response, status, answer);
		});
	};
	const server = await kubeServer(handle, certificate);
	return { url: `${server.url}/dex`, origin: server.url, grants, discoveries: () => discoveries };
}

interface User {
	readonly 'id-token'?: string;
	readonly 'refresh-token'?: string;
	readonly 'client-id'?: string;
	readonly 'client-secret'?: string;
	readonly 'idp-issuer-url'?: string;
	readonly 'idp-certificate-authority'?: string;
	readonly 'idp-certificate-authority-data'?: string;
}

/** A connection of a user with these fields to an API server that remembers whose tokens came. */
async function loggedIn(clock: FakeClock, user: User, handle: Handle = emptyList) {
	const api = await kubeServer(handle);
	const directory = temporaryDirectory();
	const file = join(directory, 'config');
	const fields = Object.entries(user).map(([key, value]) => `\n        ${key}: ${value} # kept`);
	writeFileSync(
		file,
		`clusters: [{name: c, cluster: {server: "${api.url}"}}]
users:
- name: u
  user:
    auth-provider:
      name: oidc
      config:${fields.length === 0 ? ' {}' : fields.join('')}
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`,
	);
	const connection = connect(loadKubeconfig({ env: {}, home: directory, kubeconfig: file }), undefined, { version: '9.9.9', clock });
	onTestFinished(() => connection.close());
	return { connection, file, bearers: () => api.heard.map(({ headers }) => headers.authorization?.replace('Bearer ', '')) };
}

const expired = (clock: FakeClock, issuer: string): User => ({
	'id-token': idToken('old', clock.now() - 1000),
	'refresh-token': 'refresh-1',
	'client-id': 'kubernetes',
	'idp-issuer-url': issuer,
	'idp-certificate-authority': pemPath('ca.crt'),
});

describe('an OIDC user', () => {
	it('uses the id-token of the kubeconfig as long as it is valid, and asks no provider', async () => {
		const clock = new FakeClock();
		const valid = idToken('valid', clock.now() + HOUR);
		const { connection, bearers } = await loggedIn(clock, { 'id-token': valid, 'idp-issuer-url': 'https://127.0.0.1:1' });
		await listPods(connection);
		expect(bearers()).toEqual([valid]);
	});

	it('gets a new id-token once for all requests, and keeps it until it expires', async () => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer({
			token: (_, count) => ({
				status: 200,
				body: { access_token: 'a', token_type: 'bearer', expires_in: 60, id_token: idToken(`new-${count}`, clock.now() + HOUR) },
			}),
		});
		const { connection, file, bearers } = await loggedIn(clock, expired(clock, issuer.url));
		const before = readFileSync(file, 'utf8');
		const first = idToken('new-1', clock.now() + HOUR);
		await Promise.all([listPods(connection), listPods(connection), listPods(connection)]);
		// Far past the access token's expires_in, which says nothing of the id-token.
		await clock.advance(HOUR - 11_000);
		await listPods(connection);
		expect(bearers()).toEqual([first, first, first, first]);
		expect([issuer.grants.length, issuer.discoveries()]).toEqual([1, 1]);
		expect(issuer.grants[0]).toEqual({
			form: { grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'kubernetes' },
			authorization: undefined,
		});
		await clock.advance(2_000);
		await listPods(connection);
		await listPods(connection);
		expect(issuer.grants.length).toBe(2);
		// The refresh-token still holds: nothing is written.
		expect(readFileSync(file, 'utf8')).toBe(before);
	});

	it.each([
		['in the Authorization header', {}, true],
		['in the form where the provider takes it only there', { token_endpoint_auth_methods_supported: ['client_secret_post'] }, false],
	] as const)('sends its client-secret %s', async (_, discovery, header) => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer({
			discovery,
			token: () => ({ status: 200, body: { id_token: idToken('new', clock.now() + HOUR) } }),
		});
		const { connection } = await loggedIn(clock, { ...expired(clock, issuer.url), 'client-secret': `"${SECRET}"` });
		await listPods(connection);
		const [grant] = issuer.grants;
		const basic = `Basic ${Buffer.from('kubernetes:c1ient%3As%E2%82%ACcret').toString('base64')}`;
		expect(grant?.authorization).toBe(header ? basic : undefined);
		expect([grant?.form.client_id, grant?.form.client_secret]).toEqual(header ? [undefined, undefined] : ['kubernetes', SECRET]);
	});

	it('trusts the CA that stands in the kubeconfig as data', async () => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer({ token: () => ({ status: 200, body: { id_token: idToken('new', clock.now() + HOUR) } }) });
		const { 'idp-certificate-authority': path = '', ...rest } = expired(clock, issuer.url);
		const { connection } = await loggedIn(clock, { ...rest, 'idp-certificate-authority-data': readFileSync(path).toString('base64') });
		await listPods(connection);
		expect(issuer.grants.length).toBe(1);
	});

	it('gets another token when the API server refuses the renewed one', async () => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer({
			token: (_, count) => ({ status: 200, body: { id_token: idToken(`new-${count}`, clock.now() + HOUR) } }),
		});
		const good = `Bearer ${idToken('new-2', clock.now() + HOUR)}`;
		const { connection, bearers } = await loggedIn(clock, expired(clock, issuer.url), (request, response) => {
			if (request.headers.authorization === good) emptyList(request, response);
			else json(response, 401, { kind: 'Status', status: 'Failure', message: 'Unauthorized', code: 401 });
		});
		await listPods(connection);
		expect([bearers().length, issuer.grants.length]).toEqual([2, 2]);
	});

	it('is not renewed for each request by a provider whose clock is behind', async () => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer({ token: () => ({ status: 200, body: { id_token: idToken('late', clock.now() - HOUR) } }) });
		const { connection } = await loggedIn(clock, expired(clock, issuer.url));
		for (let times = 0; times < 5; times += 1) await listPods(connection);
		expect(issuer.grants.length).toBe(1);
		await clock.advance(60_000);
		await listPods(connection);
		expect(issuer.grants.length).toBe(2);
	});
});

describe('a refresh-token that is replaced when it is used', () => {
	const rotating = (clock: FakeClock) =>
		oidcIssuer({
			token: ({ form }, count) =>
				form.refresh_token === `refresh-${count}`
					? { status: 200, body: { id_token: idToken(`new-${count}`, clock.now() + HOUR), refresh_token: `refresh-${count + 1}` } }
					: { status: 400, body: { error: 'invalid_grant' } },
		});

	it('is replaced in the kubeconfig, too, where nothing else changes', async () => {
		const clock = new FakeClock();
		const issuer = await rotating(clock);
		const { connection, file } = await loggedIn(clock, expired(clock, issuer.url));
		const before = readFileSync(file, 'utf8');
		chmodSync(file, 0o640);
		await listPods(connection);
		const after = readFileSync(file, 'utf8');
		expect(after).toBe(
			before
				.replace('refresh-token: refresh-1', 'refresh-token: "refresh-2"')
				.replace(idToken('old', clock.now() - 1000), `"${idToken('new-1', clock.now() + HOUR)}"`),
		);
		expect([statSync(file).mode & 0o777, existsSync(`${file}.lock`), connection.credentialOutput()]).toEqual([0o640, false, '']);
		await clock.advance(HOUR);
		await listPods(connection);
		expect(issuer.grants.map(({ form }) => form.refresh_token)).toEqual(['refresh-1', 'refresh-2']);
	});

	it('is used from memory where the kubeconfig is locked by another program, and that is said', async () => {
		const clock = new FakeClock();
		const issuer = await rotating(clock);
		const { connection, file } = await loggedIn(clock, expired(clock, issuer.url));
		const before = readFileSync(file, 'utf8');
		writeFileSync(`${file}.lock`, '');
		await listPods(connection);
		expect(connection.credentialOutput()).toContain('could not be saved there');
		expect(connection.credentialOutput()).not.toMatch(/refresh-\d/);
		await clock.advance(HOUR);
		expect(connection.credentialOutput()).toBe('');
		await listPods(connection);
		expect(issuer.grants.map(({ form }) => form.refresh_token)).toEqual(['refresh-1', 'refresh-2']);
		expect([readFileSync(file, 'utf8'), existsSync(`${file}.lock`)]).toEqual([before, true]);
	});

	it('leaves a kubeconfig alone that somebody has logged in with meanwhile, and uses that login', async () => {
		const clock = new FakeClock();
		const fresh = idToken('fresh', clock.now() + 2 * HOUR);
		const issuer = await oidcIssuer({
			token: () => {
				writeFileSync(
					file,
					readFileSync(file, 'utf8')
						.replace('refresh-1', 'login-2')
						.replace(idToken('old', clock.now() - 1000), fresh),
				);
				return { status: 200, body: { id_token: idToken('new', clock.now() + HOUR), refresh_token: 'refresh-2' } };
			},
		});
		const { connection, file, bearers } = await loggedIn(clock, expired(clock, issuer.url), (request, response) => {
			if (request.headers.authorization === `Bearer ${fresh}`) emptyList(request, response);
			else json(response, 401, { kind: 'Status', status: 'Failure', message: 'Unauthorized', code: 401 });
		});
		await listPods(connection);
		expect(readFileSync(file, 'utf8')).toContain('login-2');
		expect(bearers().at(-1)).toBe(fresh);
	});
});

describe('an OIDC login that cannot be renewed', () => {
	const status = (code: number, body: unknown): IssuerOptions => ({ token: () => ({ status: code, body }) });

	it.each([
		[
			'used up',
			status(400, { error: 'invalid_grant', error_description: 'token refresh-1 is bad' }),
			/\(invalid_grant\): the refresh-token/,
		],
		['of a wrong client', status(401, { error: 'invalid_client' }), /\(invalid_client\): check client-id and client-secret/],
		['refused in other words', status(400, { error: 'refresh-1 <b>' }), /refuses to renew it \(HTTP 400\)/],
		['answered without an id-token', status(200, { access_token: 'a' }), /without an id_token; log in again with the scope openid/],
		['answered with a web page', status(200, 'hello'), /without an id_token/],
		['without a token endpoint', { ...status(200, {}), discovery: { token_endpoint: undefined } }, /names no token endpoint/],
		['with a token endpoint without TLS', { ...status(200, {}), discovery: { token_endpoint: 'http://127.0.0.1:1/' } }, /is no https URL/],
	] as const)('because it is %s, says so without a token', async (_, options, words) => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer(options);
		const { connection, bearers } = await loggedIn(clock, { ...expired(clock, issuer.url), 'client-secret': 'sEcReT' });
		const error = await apiErrorOf(listPods(connection));
		expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(words) });
		expect(error.message).toMatch(/^the OIDC id-token of .*config:3 \(u\) expired at 2026-11-22T02:59:59Z, and /);
		expect(JSON.stringify(error)).not.toMatch(/refresh-1|sEcReT|eyJ/);
		// Another stream that asks at once shares the answer; later it is asked for again.
		await apiErrorOf(listPods(connection));
		expect(issuer.discoveries()).toBe(1);
		await clock.advance(25_000);
		await apiErrorOf(listPods(connection));
		expect([issuer.discoveries(), bearers().length]).toEqual([2, 0]);
	});

	it.each([
		['no refresh-token', { 'refresh-token': '' }, /there is no refresh-token to renew it with/],
		['no issuer', { 'idp-issuer-url': '' }, /names no idp-issuer-url/],
		['no client-id', { 'client-id': '' }, /names no client-id/],
		['an issuer without TLS', { 'idp-issuer-url': 'http://127.0.0.1:1' }, /is no https URL/],
		[
			'an issuer that is not there',
			{ 'idp-issuer-url': 'https://127.0.0.1:1' },
			/it cannot be renewed at https:\/\/127\.0\.0\.1:1: connection refused/,
		],
	] as const)('because there is %s, says so', async (_, fields, words) => {
		const clock = new FakeClock();
		const { connection } = await loggedIn(clock, { ...expired(clock, 'https://127.0.0.1:1'), ...fields });
		expect(await apiErrorOf(listPods(connection))).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(words) });
	});

	it('because the provider’s certificate cannot be trusted, sends it nothing', async () => {
		const clock = new FakeClock();
		const issuer = await oidcIssuer(status(200, {}), 'expired');
		const { connection } = await loggedIn(clock, expired(clock, issuer.url));
		expect((await apiErrorOf(listPods(connection))).message).toContain("the server's certificate has expired");
		expect([issuer.discoveries(), issuer.grants.length]).toEqual([0, 0]);
	});

	it('because the provider is silent, ends after 30 s', async () => {
		const clock = new FakeClock();
		let asked: () => void = () => undefined;
		const hears = new Promise<void>((resolve) => {
			asked = resolve;
		});
		const silent = await kubeServer(() => asked(), 'server');
		const { connection } = await loggedIn(clock, expired(clock, silent.url));
		const error = apiErrorOf(listPods(connection));
		await hears;
		await clock.advance(30_000);
		expect((await error).message).toContain('does not answer within 30 s');
	});

	it('because it has no id-token at all and nothing to get one with, says that', async () => {
		const { connection } = await loggedIn(new FakeClock(), {});
		expect((await apiErrorOf(listPods(connection))).message).toMatch(/^there is no OIDC id-token for .*, and there is no refresh-token/);
	});
});
