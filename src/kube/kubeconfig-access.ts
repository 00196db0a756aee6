import { readFile } from 'node:fs/promises';
import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { type Access, type AccessSource, type Credentials, sameAccess } from './credentials.ts';
import { commandLine, type ExecCredential, ExecRun } from './exec-plugin.ts';
import { headerValues } from './header-values.ts';
import { OidcSession } from './oidc-session.ts';
import type { Target } from './target.ts';
import type { LoginWait } from './types.ts';

/** Token files are rotated by others (the kubelet after 48 min): read again this often. */
const TOKEN_FILE_MS = 10_000;

/** After credentials were renewed and refused all the same, streams that retry must not run the plugin every time. */
const RENEW_AT_MOST_EVERY_MS = 5_000;

/** A credential whose time has run out when it comes, by a clock that is wrong, is used all the same: its plugin does not run for each request. */
const EXEC_HOLDS_MS = 10_000;

const unauthorized = (message: string): ApiFailure => new ApiFailure({ kind: 'unauthorized', message } satisfies ApiError);

/** The access that a kubeconfig's context gives, kept fresh. */
export class KubeconfigAccess implements AccessSource {
	private target: Target;
	private readonly reload: () => Target;
	private readonly env: NodeJS.ProcessEnv;
	private readonly clock: Clock;
	private current: Access | undefined;
	private fileToken: { readonly token: string; readonly readAt: number } | undefined;
	private execCredential: ExecCredential | undefined;
	private run: ExecRun | undefined;
	private renewing: Promise<Access | undefined> | undefined;
	private renewedAt = Number.NEGATIVE_INFINITY;
	private distrusted: boolean = false;
	private readonly closing = new AbortController();
	private readonly oidc: OidcSession;

	/** `reload` reads the kubeconfig anew and resolves the same context; it throws SentenceError. */
	constructor(target: Target, reload: () => Target, env: NodeJS.ProcessEnv, clock: Clock) {
		this.target = target;
		this.reload = reload;
		this.env = env;
		this.clock = clock;
		this.oidc = new OidcSession(env, clock, this.closing.signal);
	}

	access(signal: AbortSignal | undefined): Promise<Access> {
		return this.unlessAborted(this.resolve(), signal);
	}

	renew(rejected: Access, signal: AbortSignal | undefined): Promise<Access | undefined> {
		// Somebody else's 401 has led to new credentials already.
		if (this.renewing === undefined && this.current !== undefined && this.current !== rejected) return this.access(signal);
		this.renewing ??= this.renewOnce(rejected).finally(() => {
			this.renewing = undefined;
		});
		return this.unlessAborted(this.renewing, signal);
	}

	distrust(): void {
		this.distrusted = true;
	}

	command(): string | undefined {
		const { exec } = this.target.auth;
		return exec === undefined ? undefined : commandLine(exec);
	}

	waiting(): LoginWait | undefined {
		return this.run?.waiting();
	}

	output(): string {
		return this.run?.output() ?? this.oidc.unsaved();
	}

	close(): void {
		this.closing.abort();
		this.run?.stop('was ended with the connection');
	}

	private async renewOnce(rejected: Access): Promise<Access | undefined> {
		const now = this.clock.now();
		if (now - this.renewedAt < RENEW_AT_MOST_EVERY_MS) return undefined;
		this.renewedAt = now;
		this.readAgain();
		this.fileToken = undefined;
		this.execCredential = undefined;
		this.oidc.refused();
		const next = await this.resolve();
		return next === rejected ? undefined : next;
	}

	private readAgain(): void {
		try {
			this.target = this.reload();
		} catch (error) {
			if (error instanceof SentenceError) throw unauthorized(error.message);
			throw error;
		}
	}

	private async resolve(): Promise<Access> {
		if (this.distrusted) {
			this.distrusted = false;
			this.readAgain();
		}
		const { endpoint } = this.target;
		const credentials = await this.credentials();
		// One object as long as nothing changes: who was refused can be told from who was not asked yet.
		const next = { endpoint, credentials };
		if (this.current === undefined || !sameAccess(this.current, next)) this.current = next;
		return this.current;
	}

	private async credentials(): Promise<Credentials> {
		const { auth } = this.target;
		const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
		const certificates = certificatePair(auth.clientCertificate, auth.clientKey);
		const make = (headers: Record<string, string>): Credentials => ({
			headers: headerValues({ ...headers, ...auth.impersonation }),
			...certificates,
		});
		if (auth.tokenFile !== undefined) return make(bearer(await this.tokenOf(auth.tokenFile, auth.token)));
		if (auth.token !== undefined) return make(bearer(auth.token));
		if (auth.basic !== undefined) return make({ authorization: `Basic ${auth.basic}` });
		if (auth.oidc !== undefined) return make(bearer(await this.oidc.bearer(auth.oidc)));
		if (auth.exec === undefined) return make({});
		const given = await this.execCredentials();
		const own = make(given.token === undefined ? {} : bearer(given.token));
		return given.clientCertificate === undefined ? own : { ...own, ...certificatePair(given.clientCertificate, given.clientKey) };
	}

	private async tokenOf(file: string, otherwise: string | undefined): Promise<string> {
		const now = this.clock.now();
		if (this.fileToken !== undefined && now - this.fileToken.readAt < TOKEN_FILE_MS) return this.fileToken.token;
		try {
			const token = (await readFile(file, 'utf8')).trim();
			if (token !== '') {
				this.fileToken = { token, readAt: now };
				return token;
			}
		} catch (error) {
			if (this.fileToken === undefined && otherwise === undefined) {
				throw unauthorized(`the token file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
			}
		}
		// While it is being rotated the file may be empty or missing for a moment: the last token still holds.
		const last = this.fileToken?.token ?? otherwise;
		if (last === undefined) throw unauthorized(`the token file ${file} is empty`);
		return last;
	}

	private async execCredentials(): Promise<ExecCredential> {
		const { exec } = this.target.auth;
		const known = this.execCredential;
		if (known !== undefined && (known.expiresAt === undefined || known.expiresAt > this.clock.now())) return known;
		if (exec === undefined || this.closing.signal.aborted) throw aborted();
		if (this.run === undefined) {
			const run = new ExecRun(exec, this.env, this.clock);
			this.run = run;
			const done = (): void => {
				if (this.run === run) this.run = undefined;
			};
			run.credential.then((credential) => {
				const { expiresAt } = credential;
				const until = expiresAt === undefined ? undefined : Math.max(expiresAt, this.clock.now() + EXEC_HOLDS_MS);
				this.execCredential = { ...credential, expiresAt: until };
				done();
			}, done);
		}
		return await this.run.credential;
	}

	/** Whoever waits can leave, also while a plugin hangs; the plugin goes on for the others. */
	private unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
		const signals = signal === undefined ? [this.closing.signal] : [this.closing.signal, signal];
		return new Promise((resolve, reject) => {
			const onAbort = (): void => reject(aborted());
			for (const one of signals) {
				if (one.aborted) onAbort();
				one.addEventListener('abort', onAbort, { once: true });
			}
			work.then(resolve, reject).finally(() => {
				for (const one of signals) one.removeEventListener('abort', onAbort);
			});
		});
	}
}

const aborted = (): ApiFailure => new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });

const certificatePair = (
	certificate: Buffer | undefined,
	key: Buffer | undefined,
): Pick<Credentials, 'clientCertificate' | 'clientKey'> => ({
	...(certificate === undefined ? {} : { clientCertificate: certificate }),
	...(key === undefined ? {} : { clientKey: key }),
});
