import { type LogLevel, levelOf } from './log-level.ts';

/** A structured line, read. */
export interface LogFields {
	readonly level: LogLevel | undefined;
	/** As the program wrote it: `warn`. */
	readonly levelWord: string;
	readonly message: string;
	/** Everything else, in its order, values in one line. Times are left out: every line has one of its own. */
	readonly rest: readonly (readonly [key: string, value: string])[];
}

/** The names that loggers have for these (zap, logrus, pino, bunyan, ECS, Serilog, Google Cloud). */
const levelKeys: ReadonlySet<string> = new Set(['level', 'lvl', 'severity', 'log.level', '@l', 'loglevel', 'levelname']);
const messageKeys: ReadonlySet<string> = new Set(['msg', 'message', '@m', '@mt', 'event', 'text']);
const timeKeys: ReadonlySet<string> = new Set(['time', 'ts', 'timestamp', '@timestamp', '@t', 'datetime', 'date']);

const inOneLine = (value: unknown): string => (typeof value === 'string' ? value : written(value));

/** What is read without limit is written by recursion before Node 25: of a value nested deeper than its stack only that there is one is told. */
function written(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch (error) {
		if (error instanceof RangeError) return '…';
		throw error;
	}
}

/** A line that is one JSON object, as its fields; undefined: it is none. */
export function jsonFields(text: string): LogFields | undefined {
	const trimmed = text.trim();
	if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
	let parsed: unknown;
	try {
		parsed = JSON.parse(trimmed);
	} catch {
		// Half a line, or none of JSON's: it is shown as it is.
		return undefined;
	}
	const entries = Object.entries(parsed as Record<string, unknown>);
	const levelEntry = entries.find(([key]) => levelKeys.has(key.toLowerCase()));
	const messageEntry = entries.find(([key, value]) => messageKeys.has(key.toLowerCase()) && typeof value === 'string');
	const rest = entries.filter((entry) => entry !== levelEntry && entry !== messageEntry && !timeKeys.has(entry[0].toLowerCase()));
	return {
		level: levelOf(levelEntry?.[1]),
		levelWord: levelEntry === undefined ? '' : inOneLine(levelEntry[1]),
		message: messageEntry === undefined ? '' : inOneLine(messageEntry[1]),
		rest: rest.map(([key, value]) => [key, inOneLine(value)]),
	};
}
