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
	/** The server's certificate was not trusted: its CA may have changed, so the kubeconfig is read again before the next request. */
	distrust(): void;
	/** What to run to log in again, when it is known. */
	command(): string | undefined;
	/** What a plugin printed while it runs; '' when none does. */
	output(): string;
	close(): void;
}
