import type { Compression, LogLevel, ThemeChoice } from '../config/settings.ts';

export const outputs = ['table', 'wide', 'json', 'jsonl', 'csv', 'name'] as const;
export type Output = (typeof outputs)[number];

/** How the first rows come: by a paged list, or on the watch itself (KEP-3157). */
export const initials = ['list', 'stream'] as const;
export type Initial = (typeof initials)[number];

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What the flags say. Absent means not given: the config file, the environment and the kubeconfig then decide. */
export interface Options {
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly cluster?: string;
	readonly user?: string;
	readonly server?: string;
	readonly token?: string;
	readonly as?: string;
	readonly asGroup?: readonly string[];
	readonly asUid?: string;
	readonly asUserExtra?: readonly string[];
	readonly username?: string;
	readonly password?: string;
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	readonly certificateAuthority?: string;
	readonly tlsServerName?: string;
	/** Milliseconds; 0: no limit. */
	readonly requestTimeout?: number;
	readonly insecureSkipTlsVerify?: boolean;
	readonly compress?: Compression;
	readonly namespace?: string;
	readonly allNamespaces?: boolean;
	readonly selector?: string;
	readonly fieldSelector?: string;
	readonly filter?: string;
	readonly output?: Output;
	readonly watch?: boolean;
	/** False with --no-headers. */
	readonly headers: boolean;
	readonly sortBy?: string;
	readonly metricsInterval?: number;
	readonly pollInterval?: number;
	readonly watchdog?: number;
	readonly initial?: Initial;
	readonly readOnly?: boolean;
	readonly journal?: string;
	readonly logLevel?: LogLevel;
	readonly theme?: ThemeChoice;
	/** False with --no-color. */
	readonly color: boolean;
	readonly demo?: boolean;
}

/** Of `kyacht demo` alone. */
export interface DemoFlags {
	readonly size?: number;
	readonly churn?: number;
	readonly logRate?: number;
	readonly scenario?: string;
	readonly seed?: number;
	readonly port?: number;
	readonly serve?: boolean;
}
