import type { ApiError } from '../base/api-error.ts';
import type { LoginWait } from './types.ts';

/** What makes a request authentic. Never logged, never part of an error. */
export interface Credentials {
	readonly headers: Readonly<Record<string, string | string[]>>;
	/** PEM. */
	readonly clientCertificate?: Buffer;
	/** PEM. */
	readonly clientKey?: Buffer;
}

/** What a connection is made to, as the kubeconfig says now. */
export interface Endpoint {
	readonly server: URL;
	/** PEM; absent: the system's CAs. */
	readonly ca: Buffer | undefined;
	readonly insecure: boolean;
	readonly serverName: string | undefined;
	readonly proxyUrl: string | undefined;
}

export interface Access {
	readonly endpoint: Endpoint;
	readonly credentials: Credentials;
}

/** Where a transport gets its access from. */
export interface AccessSource {
	/** The access as it is known, resolved where it must be (a plugin runs at the first call). Throws ApiFailure `unauthorized`, `aborted`. */
	access(signal: AbortSignal | undefined): Promise<Access>;
	/**
	 * The server refused `rejected`: reads the kubeconfig and its files anew and runs the plugin again, once for all who ask.
	 * undefined: there is nothing else to try.
	 */
	renew(rejected: Access, signal: AbortSignal | undefined): Promise<Access | undefined>;
	/** The server took what it was shown. */
	accepted(): void;
	/** Somebody asks by hand: what failed a moment ago is tried again. */
	forgetRefusals(): void;
	/** The server's certificate was not trusted: its CA may have changed, so the kubeconfig is read again before the next request. */
	distrust(): void;
	/** A refusal, with what to run to log in again where that is known, or with why nothing was shown to the server. */
	explain(error: Extract<ApiError, { kind: 'unauthorized' }>): ApiError;
	/** The plugin that is waited for; undefined: none runs. */
	waiting(): LoginWait | undefined;
	/** What a plugin printed while it runs, else what is wrong with files that have changed; '' otherwise. */
	output(): string;
	close(): void;
}

const sameBytes = (a: Buffer | undefined, b: Buffer | undefined): boolean => a === b || (a !== undefined && b !== undefined && a.equals(b));

/** Whether sockets of the one can serve the other: what TLS and the way there depend on. */
export const sameRoute = (a: Access, b: Access): boolean =>
	a === b ||
	(a.endpoint.server.href === b.endpoint.server.href &&
		a.endpoint.insecure === b.endpoint.insecure &&
		a.endpoint.serverName === b.endpoint.serverName &&
		a.endpoint.proxyUrl === b.endpoint.proxyUrl &&
		sameBytes(a.endpoint.ca, b.endpoint.ca) &&
		sameBytes(a.credentials.clientCertificate, b.credentials.clientCertificate) &&
		sameBytes(a.credentials.clientKey, b.credentials.clientKey));

/** Whether a server that refused the one has no reason to accept the other. */
export const sameAccess = (a: Access, b: Access): boolean =>
	sameRoute(a, b) && JSON.stringify(a.credentials.headers) === JSON.stringify(b.credentials.headers);
