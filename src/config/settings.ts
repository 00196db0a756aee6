import { SentenceError } from '../base/sentence-error.ts';
import { parseInterval } from './duration.ts';

export const logLevels = ['off', 'error', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export const compressions = ['auto', 'on', 'off'] as const;
export type Compression = (typeof compressions)[number];

export const themes = ['auto', 'dark', 'light'] as const;
export type ThemeChoice = (typeof themes)[number];

/** What can be set in the config file, by environment and by flag; the later of these wins. */
export interface Settings {
	/** How often metrics.k8s.io is asked. */
	readonly metricsIntervalMs: number;
	/** How often lists are read while a watch cannot be had; absent: what each resource declares. */
	readonly pollIntervalMs?: number;
	/** How long a watch may be silent before its server is asked whether it is there. */
	readonly watchdogMs: number;
	/** Whether answers are asked for gzipped; auto: not on loopback. */
	readonly compress: Compression;
	readonly logLevel: LogLevel;
	/** The ground that colours are made for; auto: what the terminal says it has. */
	readonly theme: ThemeChoice;
}

export const defaults: Settings = { metricsIntervalMs: 5_000, watchdogMs: 75_000, compress: 'auto', logLevel: 'off', theme: 'auto' };

interface Setting {
	/** Its key in the file, and its flag in kebab-case. */
	readonly key: string;
	readonly env: string;
	/** Throws SentenceError (2) that begins with `what`. */
	readonly read: (text: string, what: string) => Partial<Settings>;
}

/** One table for the file and the environment. The flags are in cli/options.ts and read by the same functions. */
export const settings: readonly Setting[] = [
	{
		key: 'metricsInterval',
		env: 'KYACHT_METRICS_INTERVAL',
		read: (text, what) => ({ metricsIntervalMs: parseInterval(text, what, 1_000) }),
	},
	{ key: 'pollInterval', env: 'KYACHT_POLL_INTERVAL', read: (text, what) => ({ pollIntervalMs: parseInterval(text, what, 1_000) }) },
	{ key: 'watchdog', env: 'KYACHT_WATCHDOG', read: (text, what) => ({ watchdogMs: parseInterval(text, what, 1_000) }) },
	{ key: 'compress', env: 'KYACHT_COMPRESS', read: (text, what) => ({ compress: oneOf(text, compressions, what) }) },
	{ key: 'logLevel', env: 'KYACHT_LOG_LEVEL', read: (text, what) => ({ logLevel: oneOf(text, logLevels, what) }) },
	{ key: 'theme', env: 'KYACHT_THEME', read: (text, what) => ({ theme: oneOf(text, themes, what) }) },
];

export function oneOf<T extends string>(text: string, choices: readonly T[], what: string): T {
	const found = choices.find((choice) => choice === text);
	if (found === undefined) throw new SentenceError(`${what}: "${text}" is none of ${choices.join(', ')}; give one of these.`, 2);
	return found;
}

/** The environment's part. An empty variable counts as unset. */
export function settingsFromEnv(env: NodeJS.ProcessEnv): Partial<Settings> {
	return Object.assign(
		{},
		...settings.map(({ env: name, read }) => (env[name] === undefined || env[name] === '' ? {} : read(env[name], name))),
	);
}
