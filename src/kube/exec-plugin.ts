import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { isJsonObject, objectAt } from '../base/json-parts.ts';
import { safeText } from '../base/safe-text.ts';
import { withoutKnownSecrets, withoutSecrets } from '../base/without-secrets.ts';
import { keyPairFault } from './key-pair.ts';
import type { LoginWait } from './types.ts';

/** The `exec` of a user, as client.authentication.k8s.io describes it (client-go tools/clientcmd/api/types.go, ExecConfig). */
export interface ExecSpec {
	readonly apiVersion: string;
	/** A name on the PATH, or an absolute path. */
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly installHint: string | undefined;
	readonly interactiveMode: 'Never' | 'IfAvailable' | 'Always';
	/** spec.cluster of KUBERNETES_EXEC_INFO, when the plugin is to be told. */
	readonly cluster: Readonly<Record<string, unknown>> | undefined;
}

export interface ExecCredential {
	readonly token: string | undefined;
	/** PEM. */
	readonly clientCertificate: Buffer | undefined;
	/** PEM. */
	readonly clientKey: Buffer | undefined;
	/** Epoch ms; undefined: until the server refuses it. */
	readonly expiresAt: number | undefined;
}

const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
export const isExecVersion = (apiVersion: string): boolean => EXEC_VERSIONS.includes(apiVersion);

const SILENT_MS = 60_000;
/** Once it has printed something, a person may be following it: a device code takes its time. */
const TALKING_MS = 300_000;
const MOST_OUTPUT = 1024 * 1024;
const MOST_WORDS = 8 * 1024;

const CORRECT_IT = 'correct the plugin, or its command and args in the kubeconfig';

/** Names of options and variables that hold what nobody else may read. */
const TELLING = /secret|password|passwd|token|key/i;

/** The end of what was printed, from the beginning of a line: half a token could not be told as one. */
function lastOf(words: string): string {
	if (words.length <= MOST_WORDS) return words;
	const rest = words.slice(-MOST_WORDS);
	return rest.slice(rest.indexOf('\n') + 1);
}

/** `aws eks get-token --cluster-name prod`; what an option with a telling name holds is left out. */
export function commandLine(spec: Pick<ExecSpec, 'command' | 'args'>): string {
	let hideNext = false;
	const shown = spec.args.map((argument) => {
		if (hideNext && !argument.startsWith('-')) {
			hideNext = false;
			return '…';
		}
		const secret = argument.startsWith('-') && TELLING.test(argument.split('=')[0] ?? '');
		const equals = argument.indexOf('=');
		hideNext = secret && equals < 0;
		return secret && equals >= 0 ? `${argument.slice(0, equals)}=…` : quoted(argument);
	});
	return safeText(withoutSecrets([quoted(spec.command), ...shown].join(' ')));
}

const quoted = (word: string): string => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** What a plugin printed for people: no control sequence of it reaches the screen, and nothing that looks like a credential. */
export const printable = (text: string): string =>
	withoutSecrets(stripVTControlCharacters(text))
		.split(/\r\n|[\r\n]/)
		.map((line) => safeText(line).trimEnd())
		.filter((line) => line !== '')
		.join('\n');

/** One run of a plugin. It has no terminal: its stdin is empty and its process group is its own. */
export class ExecRun {
	readonly credential: Promise<ExecCredential>;
	private readonly spec: ExecSpec;
	private readonly clock: Clock;
	private readonly since: number;
	private until: number;
	private words = '';
	private child: ChildProcess | undefined;
	private stopped: string | undefined;
	/** What the kubeconfig gives it under a telling name. */
	private readonly secrets: readonly string[];

	constructor(spec: ExecSpec, env: NodeJS.ProcessEnv, clock: Clock) {
		this.spec = spec;
		this.clock = clock;
		this.since = clock.now();
		this.until = this.since + SILENT_MS;
		this.secrets = Object.entries(spec.env).flatMap(([name, value]) => (TELLING.test(name) ? [value] : []));
		this.credential = this.run(env);
	}

	/** What it printed on stderr so far, safe for a terminal and without what looks like a credential. */
	output(): string {
		return printable(withoutKnownSecrets(stripVTControlCharacters(this.words), this.secrets));
	}

	waiting(): LoginWait {
		return { command: commandLine(this.spec), since: this.since, until: this.until };
	}

	/** Ends it and whatever it started. */
	stop(why: string): void {
		this.stopped ??= why;
		const pid = this.child?.pid;
		if (pid === undefined || this.child?.exitCode !== null) return;
		signalGroup(pid, 'SIGTERM');
		const { child } = this;
		this.clock.after(2000, () => {
			if (child.exitCode === null && child.signalCode === null) signalGroup(pid, 'SIGKILL');
		});
	}

	private async run(env: NodeJS.ProcessEnv): Promise<ExecCredential> {
		const { spec } = this;
		if (spec.interactiveMode === 'Always')
			throw this.failure(
				'needs a terminal of its own (interactiveMode: Always), which kyacht does not give it',
				'log in outside, and start kyacht with what that gives: another context or user, or a token with --token',
			);
		const info = {
			kind: 'ExecCredential',
			apiVersion: spec.apiVersion,
			spec: { ...(spec.cluster === undefined ? {} : { cluster: spec.cluster }), interactive: false },
		};
		const stdout = await this.finish({ ...env, ...spec.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) });
		const credential = this.parse(stdout);
		// Some print to stderr, too, what they give.
		this.words = withoutKnownSecrets(this.words, credential.token === undefined ? [] : [credential.token]);
		return credential;
	}

	private finish(env: NodeJS.ProcessEnv): Promise<string> {
		return new Promise((resolve, reject) => {
			const child = this.start(env);
			this.child = child;
			// Whoever leaves does not wait for one that ignores SIGTERM, and leaves nobody behind either.
			const killAtExit = (): void => {
				if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
			};
			process.once('exit', killAtExit);
			child.once('exit', () => process.removeListener('exit', killAtExit));
			child.once('error', () => process.removeListener('exit', killAtExit));
			let stdout = '';
			let cancel = this.clock.after(SILENT_MS, () => this.stop(`did not finish within ${SILENT_MS / 1000}s`));
			child.stdout.setEncoding('utf8').on('data', (text: string) => {
				stdout += text;
				if (stdout.length > MOST_OUTPUT) this.stop('printed more than a credential');
			});
			child.stderr.setEncoding('utf8').on('data', (text: string) => {
				if (this.words === '') {
					cancel();
					this.until = this.clock.now() + TALKING_MS;
					cancel = this.clock.after(TALKING_MS, () => this.stop(`did not finish within ${TALKING_MS / 60_000}min`));
				}
				this.words = lastOf(this.words + text);
			});
			child.on('error', (error: NodeJS.ErrnoException) => {
				cancel();
				reject(error.code === 'ENOENT' ? this.missing() : this.unstartable(error));
			});
			child.on('close', (code, signal) => {
				cancel();
				if (this.stopped !== undefined) reject(this.failure(this.stopped));
				else if (code !== 0) reject(this.failure(`failed (${code === null ? `signal ${signal ?? ''}` : `exit code ${code}`})`));
				else resolve(stdout);
			});
		});
	}

	private start(env: NodeJS.ProcessEnv) {
		try {
			return spawn(this.spec.command, this.spec.args, {
				env,
				stdio: ['ignore', 'pipe', 'pipe'],
				// A session of its own: it cannot open our terminal behind our back, and its children end with it.
				detached: process.platform !== 'win32',
				windowsHide: true,
			});
		} catch (error) {
			// What no system takes (a NUL, arguments without end) is thrown at once.
			throw this.unstartable(error as NodeJS.ErrnoException);
		}
	}

	private parse(stdout: string): ExecCredential {
		let parsed: unknown;
		try {
			parsed = JSON.parse(stdout);
		} catch {
			// What it printed may hold half a token: nothing of it is repeated.
			throw this.failure(stdout.trim() === '' ? 'printed nothing on stdout' : 'printed something that is no ExecCredential', CORRECT_IT);
		}
		if (!isJsonObject(parsed) || parsed.kind !== 'ExecCredential')
			throw this.failure('printed something that is no ExecCredential', CORRECT_IT);
		if (parsed.apiVersion !== this.spec.apiVersion) {
			throw this.failure(
				`answered in another version than ${this.spec.apiVersion}, which the kubeconfig asks for`,
				'set the apiVersion of its exec in the kubeconfig to the one that it answers in',
			);
		}
		const status = objectAt(parsed, 'status');
		const text = (field: string): string | undefined => {
			const value = status[field];
			return typeof value === 'string' && value !== '' ? value : undefined;
		};
		const token = text('token');
		const certificate = text('clientCertificateData');
		const key = text('clientKeyData');
		if ((certificate === undefined) !== (key === undefined))
			throw this.failure('gave a client certificate without its key, or a key alone', CORRECT_IT);
		if (token === undefined && certificate === undefined) throw this.failure('gave neither a token nor a client certificate', CORRECT_IT);
		const pair = [certificate, key].map((pem) => (pem === undefined ? undefined : Buffer.from(pem)));
		const fault = keyPairFault(pair[0], pair[1]);
		if (fault !== undefined) throw this.failure(`gave a client certificate that cannot be used: ${fault}`, CORRECT_IT);
		const expiry = Date.parse(text('expirationTimestamp') ?? '');
		return {
			token,
			clientCertificate: pair[0],
			clientKey: pair[1],
			expiresAt: Number.isNaN(expiry) ? undefined : expiry,
		};
	}

	private missing(): ApiFailure {
		const { installHint } = this.spec;
		const hint = installHint === undefined ? '' : printable(installHint).replaceAll('\n', ' ').slice(0, 600);
		return this.failure(
			`was not found${hint === '' ? '' : `: ${hint}`}`,
			'install it where the PATH finds it, or correct its command in the kubeconfig',
		);
	}

	private unstartable({ code }: NodeJS.ErrnoException): ApiFailure {
		return this.failure(
			`could not be started (${code ?? 'unknown error'})`,
			'make it a program that you may run, or correct the kubeconfig',
		);
	}

	/** `next` is what to do where running the plugin by hand, which shows what it wants, does not mend it. */
	private failure(what: string, next?: string): ApiFailure {
		const said = this.output().split('\n').slice(-5).join(' ').slice(-600);
		const message = `the credential plugin ${safeText(this.spec.command)} ${what}${said === '' ? '' : `: ${said}`}`;
		const step = next === undefined ? { command: commandLine(this.spec) } : { next };
		return new ApiFailure({ kind: 'unauthorized', message, isUnasked: true, ...step });
	}
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch (error) {
		// It ended between the look and the signal: that is what was wanted.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
