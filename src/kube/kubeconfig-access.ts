import { readFile } from 'node:fs/promises';
import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { type Access, type AccessSource, type Credentials, sameAccess } from './credentials.ts';
import { commandLine } from './exec-plugin.ts';
import { ExecSession, FAILURE_MS } from './exec-session.ts';
import { headerValues } from './header-values.ts';
import { OidcSession } from './oidc-session.ts';
import { isLoopback } from './proxy.ts';
import { SourceFiles } from './source-files.ts';
import type { Target } from './target.ts';
import type { LoginWait } from './types.ts';

/** Token files are rotated by others (the kubelet after 48 min): read again this often. */
const TOKEN_FILE_MS = 10_000;

/** Requests that are refused one after another share a renewal; after one that was of no use, the next is as far off as after a failure. */
const RENEW_AT_MOST_EVERY_MS = 5_000;

/** A plugin that nobody waits for any more, as when its context was left, is ended after so long. */
const ABANDONED_MS = 10_000;

/** What is wrong with the files is said for this long. */
const SAID_FOR_MS = 60_000;

const unauthorized = (message: string): ApiFailure => new ApiFailure({ kind: 'unauthorized', message, isUnasked: true } satisfies ApiError);

/** The access that a kubeconfig's context gives, kept fresh. */
export class KubeconfigAccess implements AccessSource {
	private target: Target;
	private readonly reload: () => Target;
	private readonly clock: Clock;
	private current: Access | undefined;
	private fileToken: { readonly token: string; readonly readAt: number } | undefined;
	private notice: { readonly words: string; readonly at: number } | undefined;
	private renewing: Promise<Access | undefined> | undefined;
	private renewedAt = Number.NEGATIVE_INFINITY;
	private renewalHelped: boolean = true;
	private distrusted: boolean = false;
	private readonly closing = new AbortController();
	/** Everybody who asked for access and has not got it. */
	private readonly waiters = new Set<object>();
	private readonly oidc: OidcSession;
	private readonly exec: ExecSession;
	private readonly files: SourceFiles;

	/** `reload` reads the kubeconfig anew and resolves the same context; it throws SentenceError. */
	constructor(target: Target, reload: () => Target, env: NodeJS.ProcessEnv, clock: Clock) {
		this.target = target;
		this.reload = reload;
		this.clock = clock;
		this.oidc = new OidcSession(env, clock, this.closing.signal);
		this.exec = new ExecSession(env, clock, this.closing.signal);
		this.files = new SourceFiles(target.files, clock);
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

	accepted(): void {
		this.renewalHelped = true;
	}

	forgetRefusals(): void {
		this.renewedAt = Number.NEGATIVE_INFINITY;
		this.exec.forgetFailure();
		this.oidc.forgetFailure();
	}

	distrust(): void {
		this.distrusted = true;
	}

	explain(error: Extract<ApiError, { kind: 'unauthorized' }>): ApiError {
		const { auth, endpoint } = this.target;
		if (isWithheld(this.target) && hasProof(auth)) {
			const message = `no login is sent to ${endpoint.server.origin}, as whoever is on the way could read it; give the cluster an https:// server`;
			return { ...error, message };
		}
		return auth.exec === undefined || error.command !== undefined ? error : { ...error, command: commandLine(auth.exec) };
	}

	waiting(): LoginWait | undefined {
		return this.exec.waiting();
	}

	output(): string {
		return this.exec.output() || this.oidc.unsaved() || this.noticed();
	}

	close(): void {
		this.closing.abort();
	}

	private noticed(): string {
		return this.notice !== undefined && this.clock.now() - this.notice.at < SAID_FOR_MS ? this.notice.words : '';
	}

	private async renewOnce(rejected: Access): Promise<Access | undefined> {
		const now = this.clock.now();
		if (now - this.renewedAt < (this.renewalHelped ? RENEW_AT_MOST_EVERY_MS : FAILURE_MS)) return undefined;
		this.renewedAt = now;
		this.renewalHelped = false;
		this.readAgain();
		this.fileToken = undefined;
		this.exec.refused();
		this.oidc.refused();
		const next = await this.resolve();
		return next === rejected ? undefined : next;
	}

	/** Throws ApiFailure when the kubeconfig does not lead to this server any more. */
	private readAgain(): void {
		try {
			this.adopt(this.reload());
		} catch (error) {
			if (error instanceof SentenceError) throw unauthorized(error.message);
			throw error;
		}
	}

	/** Somebody has written a file that credentials came from: what it says now counts, and what is wrong with it is told. */
	private lookAtFiles(): void {
		if (!this.files.haveChanged()) return;
		try {
			this.adopt(this.reload());
			this.notice = undefined;
		} catch (error) {
			if (!(error instanceof SentenceError)) throw error;
			this.notice = { words: `${error.message} Until then kyacht goes on with what it has read before.`, at: this.clock.now() };
		}
	}

	/** Rows of one server must not go on as those of another, so that only a new connection leads to that. */
	private adopt(target: Target): void {
		const now = this.target.endpoint.server;
		const { server } = target.endpoint;
		if (server.href !== now.href) {
			throw new SentenceError(
				`The kubeconfig has another server for the context "${target.context}" now (${server.origin} instead of ${now.origin}); start kyacht again to go there.`,
				2,
			);
		}
		if (target.auth.tokenFile !== this.target.auth.tokenFile) this.fileToken = undefined;
		this.target = target;
		this.files.wereRead(target.files);
	}

	private async resolve(): Promise<Access> {
		if (this.distrusted) {
			this.distrusted = false;
			this.readAgain();
		}
		this.lookAtFiles();
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
		// kubectl proves itself to nobody without TLS (clientcmd, `IsConfigTransportTLS`); this machine is an exception of ours.
		if (isWithheld(this.target)) return make({});
		if (auth.tokenFile !== undefined) return make(bearer(await this.tokenOf(auth.tokenFile, auth.token)));
		if (auth.token !== undefined) return make(bearer(auth.token));
		if (auth.basic !== undefined) return make({ authorization: `Basic ${auth.basic}` });
		if (auth.oidc !== undefined) return make(bearer(await this.oidc.bearer(auth.oidc)));
		if (auth.exec === undefined) return make({});
		const given = await this.exec.credential(auth.exec);
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

	/** Whoever waits can leave, also while a plugin hangs; the plugin goes on for the others, and a while for who comes back. */
	private unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
		const signals = signal === undefined ? [this.closing.signal] : [this.closing.signal, signal];
		const waiter = {};
		this.waiters.add(waiter);
		return new Promise((resolve, reject) => {
			const onAbort = (): void => {
				this.leave(waiter);
				reject(aborted());
			};
			for (const one of signals) {
				if (one.aborted) onAbort();
				one.addEventListener('abort', onAbort, { once: true });
			}
			work.then(resolve, reject).finally(() => {
				this.waiters.delete(waiter);
				for (const one of signals) one.removeEventListener('abort', onAbort);
			});
		});
	}

	private leave(waiter: object): void {
		if (!this.waiters.delete(waiter) || this.waiters.size > 0 || this.exec.waiting() === undefined) return;
		this.clock.after(ABANDONED_MS, () => {
			if (this.waiters.size === 0) this.exec.abandon();
		});
	}
}

const isWithheld = ({ endpoint: { server } }: Target): boolean => server.protocol === 'http:' && !isLoopback(server.hostname);

const hasProof = ({ token, tokenFile, basic, oidc, exec }: Target['auth']): boolean =>
	[token, tokenFile, basic, oidc, exec].some((proof) => proof !== undefined);

const aborted = (): ApiFailure => new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });

const certificatePair = (
	certificate: Buffer | undefined,
	key: Buffer | undefined,
): Pick<Credentials, 'clientCertificate' | 'clientKey'> => ({
	...(certificate === undefined ? {} : { clientCertificate: certificate }),
	...(key === undefined ? {} : { clientKey: key }),
});
