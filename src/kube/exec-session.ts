import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { type ExecCredential, ExecRun, type ExecSpec } from './exec-plugin.ts';
import type { LoginWait } from './types.ts';

/**
 * Everybody who asks meanwhile shares a failure, so that a plugin, which may open a browser, is run no more often than a stream
 * without credentials asks again (30 s), whatever else asks the server something.
 */
export const FAILURE_MS = 25_000;

/** A credential whose time has run out when it comes, by a clock that is wrong, is used all the same: its plugin does not run for each request. */
const HOLDS_AT_LEAST_MS = 10_000;

/** The credential that a plugin gave a connection's user: kept until it expires, one run for all who ask. */
export class ExecSession {
	private readonly env: NodeJS.ProcessEnv;
	private readonly clock: Clock;
	private readonly closing: AbortSignal;
	private run: ExecRun | undefined;
	private given: { readonly credential: ExecCredential; readonly by: string } | undefined;
	private failed: { readonly error: unknown; readonly by: string; readonly at: number } | undefined;

	constructor(env: NodeJS.ProcessEnv, clock: Clock, closing: AbortSignal) {
		this.env = env;
		this.clock = clock;
		this.closing = closing;
		closing.addEventListener('abort', () => this.run?.stop('was ended with the connection'), { once: true });
	}

	/** Throws ApiFailure `unauthorized` when the plugin gives none. */
	async credential(spec: ExecSpec): Promise<ExecCredential> {
		const by = JSON.stringify(spec);
		const now = this.clock.now();
		const { given, failed } = this;
		if (given?.by === by && (given.credential.expiresAt === undefined || given.credential.expiresAt > now)) return given.credential;
		if (failed?.by === by && now - failed.at < FAILURE_MS) throw failed.error;
		if (this.closing.aborted) throw new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });
		return await (this.run ?? this.start(spec, by)).credential;
	}

	/** The API server refused what it gave. */
	refused(): void {
		this.given = undefined;
		this.failed = undefined;
	}

	/** Somebody asks by hand, and may have logged in. */
	forgetFailure(): void {
		this.failed = undefined;
	}

	/** Nobody waits for it any more: it is ended, and who asks next runs it anew. */
	abandon(): void {
		const { run } = this;
		this.run = undefined;
		run?.stop('was ended, as nobody waited for it any more');
	}

	waiting(): LoginWait | undefined {
		return this.run?.waiting();
	}

	output(): string {
		return this.run?.output() ?? '';
	}

	private start(spec: ExecSpec, by: string): ExecRun {
		const run = new ExecRun(spec, this.env, this.clock);
		this.run = run;
		run.credential.then(
			(credential) => {
				const { expiresAt } = credential;
				const until = expiresAt === undefined ? undefined : Math.max(expiresAt, this.clock.now() + HOLDS_AT_LEAST_MS);
				this.given = { credential: { ...credential, expiresAt: until }, by };
				this.failed = undefined;
				if (this.run === run) this.run = undefined;
			},
			(error: unknown) => {
				// What was abandoned has not failed.
				if (this.run !== run) return;
				this.failed = { error, by, at: this.clock.now() };
				this.run = undefined;
			},
		);
		return run;
	}
}
