import type { ContainerRun } from './container-runs.ts';
import { logSchedule, mixed } from './log-schedule.ts';
import { type Ending, type LineFacts, type LogStyle, nanoStamp } from './log-style.ts';
import { consoleStyle, javaStyle, jsonStyle } from './log-styles-apps.ts';
import { accessStyle, kafkaStyle, klogStyle, logfmtStyle, postgresStyle, valkeyStyle } from './log-styles-parts.ts';
import { hashOf } from './random.ts';

/** What a pod's annotation `demo.kyacht.dev/log-rate` sets, and the server's own option for all of them. */
export const logRateAnnotation = 'demo.kyacht.dev/log-rate';

const byName: Readonly<Record<string, LogStyle>> = {
	catalog: javaStyle,
	etl: javaStyle,
	worker: consoleStyle,
	indexer: consoleStyle,
	'import-prices': consoleStyle,
	'send-mail': consoleStyle,
	gateway: { ...accessStyle, rate: 5 },
	proxy: accessStyle,
	web: accessStyle,
	postgres: postgresStyle,
	sessions: valkeyStyle,
	kafka: kafkaStyle,
};

/** The style of a container by its name, and of those that nobody planned by chance, always the same one. */
const styleOf = (namespace: string, container: string): LogStyle => {
	const known = byName[container];
	if (known !== undefined) return known;
	if (namespace === 'kube-system') return klogStyle;
	if (namespace === 'observability') return logfmtStyle;
	const styles = [jsonStyle, jsonStyle, javaStyle, consoleStyle] as const;
	return ['cart', 'checkout', 'ledger', 'fraud', 'promo', 'query'].includes(container)
		? jsonStyle
		: (styles[hashOf(container) % styles.length] ?? jsonStyle);
};

/** A log file is kept to about so many lines, or seconds at a high rate; the older ones were rotated away. */
const linesKept = 20_000;
const secondsKept = 60;

export interface LogSource {
	readonly seed: number;
	readonly namespace: string;
	readonly pod: string;
	readonly uid: string;
	readonly container: string;
	readonly run: ContainerRun;
	/** Lines a second instead of the style's own. */
	readonly rate?: number | undefined;
}

/** The log of one run of a container. Lines are numbered from 0 and made when they are asked for. */
export interface ContainerLog {
	/** How many lines there are at a time, epoch milliseconds. */
	countAt(nowMs: number): number;
	/** The first that is still kept at that count. */
	firstKept(count: number): number;
	/** Microseconds since the epoch. */
	timeOf(line: number): number;
	/** With its newline. */
	text(line: number, timestamps: boolean): string;
	/** The same run, ended. */
	endedAt(end: NonNullable<ContainerRun['end']>): ContainerLog;
	readonly ended: boolean;
}

const endingOf = ({ exitCode, reason }: NonNullable<ContainerRun['end']>): Ending => {
	if (reason === 'OOMKilled') return 'oom';
	return exitCode === 0 ? 'done' : exitCode === 143 ? 'stop' : 'error';
};

export const containerLog = (source: LogSource): ContainerLog => {
	const { run, namespace, pod, container } = source;
	const style = styleOf(namespace, container);
	const salt = hashOf(`${source.seed}/${source.namespace}/${pod}/${source.uid}/${container}/${run.restarts}`);
	const rate = source.rate ?? style.rate;
	const schedule = logSchedule({ startedAtMs: run.startedAt, startLines: style.start.length, blocks: style.blocks, rate, salt });
	const endUs = run.end === undefined ? Number.POSITIVE_INFINITY : run.end.at * 1000;
	const regular = run.end === undefined ? Number.POSITIVE_INFINITY : schedule.countAt(endUs);
	const ending = run.end === undefined ? [] : style.end(endingOf(run.end));
	const { blocks } = style;

	const timeOf = (line: number): number => (line < regular ? schedule.timeOf(line) : endUs + 1 + line - regular);
	const words = (line: number, timeUs: number): string => {
		const last = line >= regular;
		const { block, within } = last ? { block: line, within: 0 } : schedule.placeOf(line);
		const facts: LineFacts = {
			seq: `${run.restarts}.${line}`,
			at: timeUs / 1000,
			salt: mixed(salt, block),
			within,
			blockLength: block < 0 ? 1 : (blocks[block % blocks.length] ?? 1),
			app: container,
			namespace,
			pod,
		};
		const write = last ? ending[line - regular] : block < 0 ? style.start[line] : style.line;
		return (write ?? style.line)(facts);
	};
	return {
		countAt: (nowMs) => {
			const nowUs = nowMs * 1000;
			// The last words are there with the end itself, though their own times lie some microseconds after it.
			return nowUs >= endUs ? regular + ending.length : schedule.countAt(nowUs);
		},
		firstKept: (count) => {
			const kept = Math.max(linesKept, Math.ceil(rate * secondsKept));
			// A file is closed when it is full, and the one before it is no longer shown by then.
			return Math.max(0, (Math.floor(count / kept) - 1) * kept);
		},
		timeOf,
		text: (line, timestamps) => {
			const timeUs = timeOf(line);
			return timestamps ? `${nanoStamp(timeUs, salt)} ${words(line, timeUs)}\n` : `${words(line, timeUs)}\n`;
		},
		endedAt: (end) => containerLog({ ...source, run: { ...run, end } }),
		ended: run.end !== undefined,
	};
};

/** The number of the first line of which `reaches` holds, when it holds of all after it; `end` when of none. */
export const firstLine = (from: number, end: number, reaches: (line: number) => boolean): number => {
	let low = from;
	let high = end;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (reaches(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
};
