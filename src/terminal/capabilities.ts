/** What the terminal can show, told from the environment: nothing is asked of the terminal itself. */
export interface Capabilities {
	/** As chalk's levels: 0 none, 1 sixteen colours, 2 256, 3 true colour. */
	readonly colourLevel: 0 | 1 | 2 | 3;
	/** Glyphs outside ASCII may be written. */
	readonly unicode: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** NO_COLOR of any non-empty value wins over everything (https://no-color.org); FORCE_COLOR follows chalk's convention. */
export function colourLevel(env: Environment): 0 | 1 | 2 | 3 {
	if ((env.NO_COLOR ?? '') !== '') return 0;
	switch (env.FORCE_COLOR) {
		case undefined:
			break;
		case '0':
		case 'false':
			return 0;
		case '2':
			return 2;
		case '3':
			return 3;
		default:
			return 1;
	}
	const terminal = env.TERM ?? '';
	if (terminal === 'dumb') return 0;
	if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 3;
	return /256color/.test(terminal) ? 2 : 1;
}

/** UTF-8 by the first of LC_ALL, LC_CTYPE and LANG that is set (POSIX order); the Linux console's fonts lack most glyphs. */
export function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
	const terminal = env.TERM ?? '';
	if (terminal === 'dumb' || terminal === 'linux') return false;
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
	// macOS and Windows terminals are UTF-8 whether or not the session carries a locale.
	if (locale === undefined) return platform === 'darwin' || platform === 'win32';
	return /utf-?8/i.test(locale);
}

export const capabilities = (env: Environment, platform: NodeJS.Platform): Capabilities => ({
	colourLevel: colourLevel(env),
	unicode: showsUnicode(env, platform),
});
