import { request } from 'node:https';
import type { Clock } from '../base/clock.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { type Agent, agentFor } from './agents.ts';
import { errorOfSocket } from './api-errors.ts';

/** Who asks an OIDC provider for new tokens. */
export interface IssuerUser {
	/** The `idp-issuer-url` of the kubeconfig. */
	readonly issuer: string;
	readonly clientId: string;
	/** undefined: a public client. */
	readonly clientSecret: string | undefined;
	readonly ca: Buffer | undefined;
	readonly refreshToken: string;
}

interface Tokens {
	readonly idToken: string;
	/** Absent: the old one goes on. */
	readonly refreshToken: string | undefined;
}

interface Surroundings {
	readonly env: NodeJS.ProcessEnv;
	readonly clock: Clock;
	readonly signal: AbortSignal;
}

/** Why there are no new tokens, as the end of a sentence. It holds the provider's error code at most, never its words: they may quote a token. */
export class IssuerError extends Error {}

const DEADLINE_MS = 30_000;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * New tokens for a refresh-token: the provider's discovery document (OpenID Connect Discovery 1.0), then its token endpoint
 * (RFC 6749, section 6; OpenID Connect Core 1.0, section 12). Throws IssuerError.
 */
export async function refreshTokens(user: IssuerUser, around: Surroundings): Promise<Tokens> {
	const document = await ask(`${user.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`, user, around);
	if (document.status !== 200) throw new IssuerError(`${originOf(user.issuer)} answers its discovery with HTTP ${document.status}`);
	const { token_endpoint: endpoint, token_endpoint_auth_methods_supported: methods } = document.fields;
	if (typeof endpoint !== 'string') throw new IssuerError(`${originOf(user.issuer)} names no token endpoint in its discovery`);
	const answer = await ask(endpoint, user, around, grant(user, methods));
	if (answer.status !== 200) throw new IssuerError(refusal(originOf(endpoint), answer));
	const { id_token: idToken, refresh_token: refreshToken } = answer.fields;
	if (typeof idToken !== 'string' || idToken === '') {
		throw new IssuerError(`${originOf(endpoint)} renewed the login without an id_token; log in again with the scope openid`);
	}
	return { idToken, refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined };
}

interface Form {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The refresh grant. A secret goes into the Authorization header unless the provider takes it only in the form. */
function grant(user: IssuerUser, methods: unknown): Form {
	const { clientId, clientSecret, refreshToken } = user;
	const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	// A discovery that names no method means client_secret_basic.
	const basic = !Array.isArray(methods) || methods.includes('client_secret_basic') || !methods.includes('client_secret_post');
	if (clientSecret !== undefined && basic) {
		const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
		return { headers: { ...headers, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, body: form.toString() };
	}
	form.set('client_id', clientId);
	if (clientSecret !== undefined) form.set('client_secret', clientSecret);
	return { headers, body: form.toString() };
}

/** RFC 6749, section 2.3.1: both are form-encoded before they are joined. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

interface Answer {
	readonly status: number;
	/** Of its JSON object; empty when it is none. */
	readonly fields: Readonly<Record<string, unknown>>;
}

function refusal(origin: string, { status, fields }: Answer): string {
	const { error } = fields;
	if (error === 'invalid_grant') return `${origin} refuses to renew it (invalid_grant): the refresh-token has expired or was used already`;
	if (error === 'invalid_client') return `${origin} refuses to renew it (invalid_client): check client-id and client-secret`;
	const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : `HTTP ${status}`;
	return `${origin} refuses to renew it (${code})`;
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'the OIDC provider');

/** One request to the provider: by TLS only, since what is sent is as good as the user, and never to where it redirects. */
async function ask(address: string, user: IssuerUser, around: Surroundings, form?: Form): Promise<Answer> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url?.protocol !== 'https:') throw new IssuerError('the address of its OIDC provider (idp-issuer-url) is no https URL');
	const { env, clock, signal } = around;
	const endpoint = { server: url, ca: user.ca, insecure: false, serverName: undefined, proxyUrl: undefined };
	const agent = issuerAgent(() => agentFor({ endpoint, env, clock }, false));
	const late = new AbortController();
	const cancel = clock.after(DEADLINE_MS, () => late.abort());
	try {
		return await send(url, agent, AbortSignal.any([signal, late.signal]), form);
	} catch (error) {
		if (error instanceof IssuerError) throw error;
		if (late.signal.aborted) throw new IssuerError(`${url.origin} does not answer within ${DEADLINE_MS / 1000} s to renew it`);
		throw new IssuerError(`it cannot be renewed at ${errorOfSocket(error, url.origin).message}`);
	} finally {
		cancel();
		agent.destroy();
	}
}

/** The environment's proxy for the provider may be another than the cluster's, and no proxy at all. */
function issuerAgent(make: () => Agent): Agent {
	try {
		return make();
	} catch (error) {
		if (error instanceof SentenceError) throw new IssuerError(`it cannot be renewed: ${error.message.replace(/\.$/, '')}`);
		throw error;
	}
}

function send(url: URL, agent: Agent, signal: AbortSignal, form: Form | undefined): Promise<Answer> {
	const headers = { accept: 'application/json', ...form?.headers };
	return new Promise((resolve, reject) => {
		const call = request(url, { method: form === undefined ? 'GET' : 'POST', headers, agent, signal }, (response) => {
			const parts: Buffer[] = [];
			let length = 0;
			response.on('data', (chunk: Buffer) => {
				parts.push(chunk);
				length += chunk.length;
				if (length > LONGEST_ANSWER) response.destroy(new IssuerError(`${url.origin} answers with more than ${LONGEST_ANSWER} bytes`));
			});
			response.on('error', reject);
			response.on('end', () => resolve({ status: response.statusCode ?? 0, fields: fieldsOf(Buffer.concat(parts).toString('utf8')) }));
		});
		call.on('error', reject);
		call.end(form?.body);
	});
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
	try {
		return Object(JSON.parse(body)) as Readonly<Record<string, unknown>>;
	} catch {
		// Not JSON has no fields: the caller misses what it looks for, and says so.
		return {};
	}
}
