import { Option } from 'commander';
import { SentenceError } from '../base/sentence-error.ts';
import { parseDuration } from '../config/duration.ts';

/** Of `kyacht logs` alone. */
export interface LogFlags {
	readonly container?: string;
	readonly allContainers?: boolean;
	readonly follow?: boolean;
	readonly previous?: boolean;
	/** Milliseconds. */
	readonly since?: number;
	readonly sinceTime?: string;
	/** -1: all. */
	readonly tail?: number;
	readonly timestamps?: boolean;
	/** Absent: where several pods are read. */
	readonly prefix?: boolean;
	/** 0: all. */
	readonly limitBytes?: number;
	/** What cannot be read is said, and is no failure. */
	readonly ignoreErrors?: boolean;
	readonly include?: RegExp;
	readonly exclude?: RegExp;
	readonly maxLogRequests?: number;
}

const usage = (sentence: string): SentenceError => new SentenceError(sentence, 2);

const whole = (flag: string, least: number) => (text: string) => {
	const number = Number(text);
	if (!/^-?\d{1,12}$/.test(text) || number < least)
		throw usage(`${flag}: "${text}" is no whole number of at least ${least}; write digits alone.`);
	return number;
};

const pattern = (flag: string) => (text: string) => {
	try {
		return new RegExp(text, 'u');
	} catch (error) {
		const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
		throw usage(`${flag}: "${text}" is no regular expression (${why}); write it as JavaScript does, like "error|warn".`);
	}
};

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

const moment = (text: string) => {
	if (rfc3339.test(text) && !Number.isNaN(Date.parse(text))) return text;
	throw usage(`--since-time: "${text}" is no time; write it like 2026-11-22T03:00:00Z.`);
};

/** In the order of the help. */
export const logFlags: readonly Option[] = [
	new Option('-c, --container <name>', 'this container; without it the default one of each pod'),
	new Option('--all-containers', 'all containers of each pod, init containers too'),
	new Option('-f, --follow', 'go on as lines come, until interrupted'),
	new Option('-p, --previous', 'of the run before the last restart'),
	new Option('--since <duration>', 'only lines younger than this').argParser((text) => parseDuration(text, '--since')),
	new Option('--since-time <time>', 'only lines after this time (RFC 3339)').argParser(moment),
	new Option('--tail <lines>', 'this many lines from the end of each log; -1 is all (all; with -l 10)').argParser(whole('--tail', -1)),
	new Option('--timestamps', 'with the time of each line'),
	new Option('--prefix', 'with pod and container before each line (where several pods are read)'),
	new Option('--no-prefix', 'never with pod and container'),
	new Option('--limit-bytes <bytes>', 'no more than this of each log').argParser(whole('--limit-bytes', 0)),
	new Option('--ignore-errors', 'what cannot be read is said, and is no failure'),
	new Option('--include <regex>', 'only lines that match').argParser(pattern('--include')),
	new Option('--exclude <regex>', 'only lines that do not match').argParser(pattern('--exclude')),
	new Option('--max-log-requests <count>', 'read no more containers at once (50)').argParser(whole('--max-log-requests', 1)),
];

/** kubectl also takes the container as the word after the pod. Throws SentenceError (2) where -c names one as well. */
export function withContainer(flags: LogFlags, container: string | undefined): LogFlags {
	if (container === undefined) return flags;
	if (flags.container !== undefined) throw usage(`-c ${flags.container} and ${container} are two containers; leave one out.`);
	return { ...flags, container };
}

/** Flags that are right alone and wrong together. Throws SentenceError (2). */
export function checkLogFlags(flags: LogFlags, target: string | undefined, selector: string | undefined): void {
	if (target === undefined && selector === undefined) throw usage('Whose logs? Name a pod, KIND/NAME, or give -l with a label selector.');
	if (target !== undefined && selector !== undefined) throw usage(`${target} and -l ${selector} exclude each other; leave one out.`);
	if (flags.since !== undefined && flags.sinceTime !== undefined)
		throw usage('--since and --since-time exclude each other; leave one out.');
	if (flags.container !== undefined && flags.allContainers === true)
		throw usage('-c and --all-containers exclude each other; leave one out.');
}
