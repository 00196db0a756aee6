import type { ProcessFigures } from './process-look.ts';
import { keepsRising, risesBeyond, risesThroughout, type Sample, type Trend, trendOf } from './trend.ts';

/** One look at everything while nothing happens. */
export interface CheckRecord {
	readonly number: number;
	/** ms since the beginning. */
	readonly at: number;
	readonly view: string;
	readonly rows: number;
	/** From the end of all faults until the screen and the twins had the server's rows, and said that they are live. */
	readonly tookMs: number;
	/** What was not right until then, one of it; '' where all was right at once. */
	readonly last: string;
	readonly faults: readonly { readonly name: string; readonly forMs: number }[];
	/** Watches and logs that the server has open for the program. */
	readonly streams: number;
	/** undefined: the program is gone. */
	readonly figures: ProcessFigures | undefined;
	/** In words; what went wrong in the round before counts, too. */
	readonly failures: readonly string[];
}

export interface SoakRecord {
	readonly seed: number;
	readonly ms: number;
	readonly checks: readonly CheckRecord[];
	readonly failures: readonly string[];
	/** Of the cluster. */
	readonly changes: number;
	/** The furthest that anything was behind the server while it said that it is live, ms. */
	readonly mostBehindMs: number;
}

/** Of each kind of memory, by least squares. */
const budgetPerHour = 2e6;
/** Until then what is bounded fills: rows of views that were left are kept for ten minutes, and the last 2 000 lines of the journal. */
const warmUpMs = 15 * 60_000;
/** What is measured for less than that says nothing about an hour: it is told, and not judged. */
const leastJudgedMs = 10 * 60_000;
/** Those that the walk goes to, each with a connection of its own. */
const contexts = 4;
/**
 * Beside its streams a program keeps connections for short calls: six that wait in each context, four lists and a pulse under way. A
 * stream has a second one while the first is silent, which the server may have forgotten.
 */
const mostSockets = (streams: number): number => 2 * streams + 6 * contexts + 5;

/** What takes longer is worth a word on what was waited for. */
const longMs = 5_000;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
const clock = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, '0')}`;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function checkLine({ number, at, view, rows, tookMs, last, faults, streams, figures, failures }: CheckRecord): string {
	const what = faults.map(({ name, forMs }) => (forMs === 0 ? name : `${name} ${seconds(forMs)}`)).join(', ');
	const inside =
		figures === undefined
			? 'the program is gone'
			: `heap ${megabytes(figures.heapBytes)}  rss ${megabytes(figures.rssBytes)}  ${figures.openSockets ?? '?'} sockets for ${streams} streams  ${figures.timers} timers`;
	const verdict = failures.length === 0 ? 'equal' : 'FAILED';
	const line = `${clock(at).padStart(6)}  ${String(number).padStart(3)}  ${verdict}  ${view} ${rows}  after ${seconds(tookMs)}  ${inside}  | ${what}`;
	const waited = tookMs < longMs ? [] : [`        waited for: ${last}`];
	return [line, ...waited, ...failures.map((failure) => `        ${failure}`)].join('\n');
}

interface Judged {
	readonly words: readonly string[];
	readonly failures: readonly string[];
	/** Of heap and RSS, for the last line. */
	readonly slopes: string;
}

const inMegabytes = ({ perHour, error }: Trend): string => `${megabytes(perHour)} ± ${megabytes(2 * error)} MB/h`;

/** Memory and what is counted, over the whole run. */
export function judgeFigures(checks: readonly CheckRecord[], ms: number): Judged {
	const from = Math.min(warmUpMs, ms / 2);
	const looked = checks.flatMap(({ at, figures, streams }) => (figures === undefined ? [] : [{ at, figures, streams }]));
	const warm = looked.filter(({ at }) => at >= from);
	const samples = (of: (figures: ProcessFigures) => number): readonly Sample[] =>
		warm.map(({ at, figures }) => ({ at, value: of(figures) }));
	const isLong = ms - from >= leastJudgedMs;
	const failures: string[] = [];
	const beyond = (samples: readonly Sample[], budget: number): boolean => risesBeyond(trendOf(samples), budget);
	const memory = [
		['heap after garbage collection', (figures: ProcessFigures) => figures.heapBytes, beyond],
		['memory outside the heap', (figures: ProcessFigures) => figures.externalBytes, beyond],
		// Pages that the allocators keep: each step of them is of a busy minute, and what the heap needs is judged above.
		[
			'memory beside both',
			({ rssBytes, heapBytes, externalBytes }: ProcessFigures) => rssBytes - heapBytes - externalBytes,
			risesThroughout,
		],
	] as const;
	const words: string[] = [];
	for (const [name, of, rises] of memory) {
		const trend = trendOf(samples(of));
		const last = looked.at(-1)?.figures;
		const slope = inMegabytes(trend);
		words.push(
			`${name}: ${last === undefined ? '–' : megabytes(of(last))} MB at the end, rising by ${slope} after ${clock(from)}${isLong ? '' : ' (too short to judge)'}`,
		);
		if (isLong && rises(samples(of), budgetPerHour))
			failures.push(`${name} rises by ${slope}; ${megabytes(budgetPerHour)} MB/h are allowed`);
	}
	const counts: readonly (readonly [string, (figures: ProcessFigures) => number])[] = [
		['timers', ({ timers }) => timers],
		['abort signals', ({ abortSignals }) => abortSignals],
		['listeners', ({ listeners }) => listeners],
		['what keeps the loop busy', ({ resources }) => Object.values(resources).reduce((sum, count) => sum + count, 0)],
		['file descriptors', ({ descriptors }) => descriptors ?? 0],
		['open sockets', ({ openSockets }) => openSockets ?? 0],
	];
	for (const [name, of] of counts) {
		const seen = warm.map(({ figures }) => of(figures));
		const [first, last] = [seen[0], seen.at(-1)];
		if (first === undefined || last === undefined) continue;
		words.push(`${name}: ${first} to ${last}, ${Math.min(...seen)} at least, ${Math.max(...seen)} at most`);
		if (keepsRising(seen)) failures.push(`${name} only rise: ${seen.join(' ')}`);
	}
	for (const { at, figures, streams } of looked) {
		const open = figures.openSockets ?? 0;
		if (open > mostSockets(streams))
			failures.push(`${open} sockets are open at ${clock(at)}, and the server has ${streams} streams: ${figures.connections.join(', ')}`);
	}
	const slopes = `heap ${inMegabytes(trendOf(samples(({ heapBytes }) => heapBytes)))}, RSS ${inMegabytes(trendOf(samples(({ rssBytes }) => rssBytes)))}`;
	return { words, failures, slopes };
}

/** By fault: how often, and the longest until everything was as the server has it. */
function faultLines(checks: readonly CheckRecord[]): readonly string[] {
	const faults = new Map<string, { times: number; longestMs: number; alone: number[] }>();
	for (const { faults: inRound, tookMs } of checks) {
		for (const { name } of inRound) {
			const known = faults.get(name) ?? { times: 0, longestMs: 0, alone: [] };
			known.times += 1;
			known.longestMs = Math.max(known.longestMs, tookMs);
			if (inRound.length === 1) known.alone.push(tookMs);
			faults.set(name, known);
		}
	}
	const width = Math.max(...[...faults.keys()].map((name) => name.length));
	return [...faults]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, { times, longestMs, alone }]) => {
			const own = alone.length === 0 ? '–' : seconds(Math.max(...alone));
			return `${name.padEnd(width)}  ${String(times).padStart(4)}  ${seconds(longestMs).padStart(8)}  ${own.padStart(8)}`;
		});
}

export interface Summary {
	readonly text: string;
	readonly passed: boolean;
}

/** The end of the report; its last line says it all. `why`: it ended before its time. */
export function summary(record: SoakRecord, why?: string): Summary {
	const { checks, ms, changes, mostBehindMs, seed } = record;
	const judged = judgeFigures(checks, ms);
	const failures = [...record.failures, ...judged.failures];
	const faults = checks.reduce((sum, check) => sum + check.faults.length, 0);
	const different = checks.filter((check) => check.failures.length > 0).length;
	const longest = Math.max(0, ...checks.map(({ tookMs }) => tookMs));
	const passed = failures.length === 0 && checks.length > 0;
	const last = `soak ${passed ? 'passed' : 'FAILED'}: ${(ms / 60_000).toFixed(1)} min, ${checks.length} checks, ${faults} faults, ${different} differences, ${judged.slopes}, seed ${seed}`;
	return {
		passed,
		text: [
			'',
			'fault: how often, the longest until the rows were the server’s again, and that where it was the only one',
			...faultLines(checks),
			'',
			`${changes} changes of the cluster; the longest until rows and light were right again: ${seconds(longest)}`,
			`the furthest that what said live was behind the server: ${seconds(mostBehindMs)}`,
			...judged.words,
			...judged.failures.map((failure) => `FAILED ${failure}`),
			...(why === undefined ? [] : [why]),
			last,
		].join('\n'),
	};
}
