import { readConfigFile } from '../config/config-file.ts';
import { defaults, type Settings, settingsFromEnv } from '../config/settings.ts';
import type { Options } from './options.ts';

/** Flags beat the environment, which beats the file, which beats the defaults. Throws SentenceError (2). */
export function settingsOf(options: Options, env: NodeJS.ProcessEnv, configPath: string): Settings {
	const { metricsInterval, pollInterval, watchdog, compress, logLevel, theme } = options;
	return {
		...defaults,
		...readConfigFile(configPath),
		...settingsFromEnv(env),
		...(metricsInterval === undefined ? {} : { metricsIntervalMs: metricsInterval }),
		...(pollInterval === undefined ? {} : { pollIntervalMs: pollInterval }),
		...(watchdog === undefined ? {} : { watchdogMs: watchdog }),
		...(compress === undefined ? {} : { compress }),
		...(logLevel === undefined ? {} : { logLevel }),
		...(theme === undefined ? {} : { theme }),
	};
}
