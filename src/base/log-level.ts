/** How bad what a line of a log says is. */
export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

/** Words that programs write for their levels: syslog, zap, logrus, log4j, pino, Python, .NET. */
const levels: ReadonlyMap<string, LogLevel> = new Map(
	(
		[
			[
				'error',
				[
					'emerg',
					'emergency',
					'alert',
					'crit',
					'critical',
					'err',
					'error',
					'eror',
					'fatal',
					'fail',
					'panic',
					'severe',
					'dpanic',
					'erro',
					'fata',
					'pani',
				],
			],
			['warning', ['warn', 'warning', 'wrn']],
			['info', ['info', 'information', 'inf', 'notice']],
			['debug', ['debug', 'dbg', 'dbug', 'debu', 'trace', 'trce', 'trac', 'verbose', 'fine', 'finer', 'finest']],
		] as const
	).flatMap(([level, words]) => words.map((word): [string, LogLevel] => [word, level])),
);

/** pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
const numbered = (level: number): LogLevel => (level >= 50 ? 'error' : level >= 40 ? 'warning' : level >= 30 ? 'info' : 'debug');

/** The level that a field says; undefined: it is none. */
export function levelOf(value: unknown): LogLevel | undefined {
	if (typeof value === 'number') return value >= 10 && value <= 60 ? numbered(value) : undefined;
	return typeof value === 'string' ? levels.get(value.toLowerCase()) : undefined;
}

/** klog: a letter, month and day, a time (k8s.io/klog, formatHeader). */
const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
const klogLevels: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warning', E: 'error', F: 'error' };
/** logfmt and friends: `level=warn`, `lvl=eror`, `severity: "ERROR"`. */
const named = /(?:^|[\s{,"])(?:(?:log\.)?level|lvl|severity|levelname|loglevel)"?\s?[=:]\s?"?([A-Za-z]+|\d+)/i;
/** A word by itself near the beginning, in capitals, in brackets or before a colon: `[error]`, `[core:error]`, `ERROR`, `ERRO[0004]`, `warning:`. */
const word = /(?:^|[\s[(<|*:])([A-Za-z]{3,9})(?=[\]>):|*\s[]|$)/g;
/** Where such a word is looked for: behind it begins what the line says. */
const beginning = 60;
const isLoud = (found: string, after: string): boolean => found === found.toUpperCase() || after === ']' || after === ':' || after === '|';

/** The level of a line, read from it; undefined: it says none. The line has no escape sequences any more. */
export function lineLevel(text: string): LogLevel | undefined {
	const letter = klog.exec(text)?.[1];
	if (letter !== undefined) return klogLevels[letter];
	const value = named.exec(text.length > 2_000 ? text.slice(0, 2_000) : text)?.[1];
	if (value !== undefined) {
		const level = levelOf(/^\d+$/.test(value) ? Number(value) : value);
		if (level !== undefined) return level;
	}
	for (const found of text.slice(0, beginning).matchAll(word)) {
		const [whole, said = ''] = found;
		const level = levels.get(said.toLowerCase());
		if (level !== undefined && isLoud(said, text[found.index + whole.length] ?? '')) return level;
	}
	return undefined;
}
