import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { FAILURE_MS } from './exec-session.ts';
import { saveTokens } from './kubeconfig-tokens.ts';
import { IssuerError, type IssuerUser, refreshTokens } from './oidc-issuer.ts';

/** A user of the kubeconfig with `auth-provider: oidc`. Its tokens never reach an error. */
export interface OidcUser {
	readonly name: string;
	readonly file: string;
	/** File, line and name, for sentences. */
	readonly where: string;
	/** '' when there is none. */
	readonly idToken: string;
	readonly refreshToken: string | undefined;
	readonly issuer: string | undefined;
	readonly clientId: string | undefined;
	readonly clientSecret: string | undefined;
	/** PEM; absent: the system's CAs. */
	readonly ca: Buffer | undefined;
}

/** client-go calls an id-token expired so long before it is (plugin/pkg/client/auth/oidc, `expiryDelta`). */
const EARLY_MS = 10_000;

/** A token that is expired as soon as it comes shows that the clocks differ: whether it is valid, the API server then says. */
const HOLDS_AT_LEAST_MS = 60_000;

const SAID_FOR_MS = 60_000;

interface Renewed {
	/** The refresh-token of the kubeconfig that it came from. */
	readonly from: string;
	readonly idToken: string;
	readonly until: number;
	/** The one to use next: a provider may give a new one each time. */
	readonly refreshToken: string;
}

/** The id-token of a connection's user: the kubeconfig's while it is valid, then one that is renewed and kept until it expires. */
export class OidcSession {
	private readonly env: NodeJS.ProcessEnv;
	private readonly clock: Clock;
	private readonly closing: AbortSignal;
	private renewed: Renewed | undefined;
	private running: Promise<string> | undefined;
	private failed: { readonly failure: ApiFailure; readonly at: number } | undefined;
	private notSaved: { readonly words: string; readonly at: number } | undefined;

	constructor(env: NodeJS.ProcessEnv, clock: Clock, closing: AbortSignal) {
		this.env = env;
		this.clock = clock;
		this.closing = closing;
	}

	/** Throws ApiFailure `unauthorized` when there is no valid token and none is to be had. One renewal for all who ask. */
	async bearer(user: OidcUser): Promise<string> {
		const now = this.clock.now();
		if (expiryOf(user.idToken) > now + EARLY_MS) return user.idToken;
		const { renewed, failed } = this;
		const isOurs = renewed !== undefined && (renewed.from === user.refreshToken || renewed.refreshToken === user.refreshToken);
		if (isOurs && renewed.until > now) return renewed.idToken;
		if (failed !== undefined && now - failed.at < FAILURE_MS) throw failed.failure;
		this.running ??= this.renew(user, isOurs ? renewed.refreshToken : user.refreshToken).finally(() => {
			this.running = undefined;
		});
		return await this.running;
	}

	/** The API server refused the token: it is renewed before its time. The kubeconfig's own wins if that has a newer one. */
	refused(): void {
		if (this.renewed !== undefined) this.renewed = { ...this.renewed, until: 0 };
		this.failed = undefined;
	}

	/** Somebody asks by hand, and may have logged in. */
	forgetFailure(): void {
		this.failed = undefined;
	}

	/** For a minute: that the kubeconfig still holds a refresh-token that was used up, and why; else ''. */
	unsaved(): string {
		return this.notSaved !== undefined && this.clock.now() - this.notSaved.at < SAID_FOR_MS ? this.notSaved.words : '';
	}

	private async renew(user: OidcUser, refreshToken: string | undefined): Promise<string> {
		try {
			const asking = issuerUserOf(user, refreshToken);
			const { env, clock, closing } = this;
			const tokens = await refreshTokens(asking, { env, clock, signal: closing });
			const next = tokens.refreshToken ?? asking.refreshToken;
			const until = Math.max(expiryOf(tokens.idToken) - EARLY_MS, clock.now() + HOLDS_AT_LEAST_MS);
			this.renewed = { from: user.refreshToken ?? '', idToken: tokens.idToken, until, refreshToken: next };
			this.failed = undefined;
			if (next !== asking.refreshToken) await this.save(user, asking.refreshToken, tokens.idToken, next);
			return tokens.idToken;
		} catch (error) {
			if (!(error instanceof IssuerError)) throw error;
			const failure = new ApiFailure({ kind: 'unauthorized', message: `${expiredWords(user)}, and ${error.message}`, isUnasked: true });
			this.failed = { failure, at: this.clock.now() };
			throw failure;
		}
	}

	/**
	 * A provider that gives a new refresh-token has made the old one worthless (Dex does by default). kubectl writes the new one
	 * into the kubeconfig; if we did not, whoever leaves kyacht could not log in with either program.
	 */
	private async save(user: OidcUser, known: string, idToken: string, refreshToken: string): Promise<void> {
		const { name, file } = user;
		const why = await saveTokens({ name, file, known }, { idToken, refreshToken });
		const words = `the OIDC tokens of ${user.where} were renewed and could not be saved there (${why}); log in again for kubectl`;
		this.notSaved = why === undefined ? undefined : { words, at: this.clock.now() };
	}
}

function issuerUserOf(user: OidcUser, refreshToken: string | undefined): IssuerUser {
	const { issuer, clientId, clientSecret, ca } = user;
	if (refreshToken === undefined) throw new IssuerError('there is no refresh-token to renew it with');
	if (issuer === undefined) throw new IssuerError('the kubeconfig names no idp-issuer-url to renew it at');
	if (clientId === undefined) throw new IssuerError('the kubeconfig names no client-id to renew it with');
	return { issuer, clientId, clientSecret, ca, refreshToken };
}

function expiredWords(user: OidcUser): string {
	if (user.idToken === '') return `there is no OIDC id-token for ${user.where}`;
	const expiresAt = expiryOf(user.idToken);
	const when = expiresAt === 0 ? 'cannot be read' : `expired at ${new Date(expiresAt).toISOString().slice(0, 19)}Z`;
	return `the OIDC id-token of ${user.where} ${when}`;
}

/** The latest time that a Date can hold, ms. */
const LAST_DATE = 8_640_000_000_000_000;

/** The `exp` of a JWT in epoch ms; 0 when it has none that can be read, so that it counts as expired. */
function expiryOf(token: string): number {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		const { exp } = Object(claims) as { readonly exp?: unknown };
		return typeof exp === 'number' && exp > 0 ? Math.min(exp * 1000, LAST_DATE) : 0;
	} catch {
		// A token that is no JWT cannot be shown to be valid.
		return 0;
	}
}
