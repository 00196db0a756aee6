import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Paths {
	/** The config file, there or not. */
	readonly config: string;
	/** State and logs. */
	readonly state: string;
	/** Written when --log-level asks for it. */
	readonly log: string;
}

/** Where kyacht keeps its files, by the XDG base directory specification: an empty or relative variable counts as unset. */
export function pathsOf(env: NodeJS.ProcessEnv): Paths {
	const home = env.HOME !== undefined && env.HOME !== '' ? env.HOME : homedir();
	const under = (variable: string | undefined, fallback: string) =>
		join(variable?.startsWith('/') === true ? variable : join(home, fallback), 'kyacht');
	const state = under(env.XDG_STATE_HOME, join('.local', 'state'));
	return { config: join(under(env.XDG_CONFIG_HOME, '.config'), 'config.yaml'), state, log: join(state, 'kyacht.log') };
}
