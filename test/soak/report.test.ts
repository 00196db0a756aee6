import { describe, expect, it } from 'vitest';
import type { ProcessFigures } from './process-look.ts';
import { type CheckRecord, checkLine, judgeFigures, type SoakRecord, summary } from './report.ts';

const figures: ProcessFigures = {
	heapBytes: 20e6,
	externalBytes: 8e6,
	rssBytes: 120e6,
	timers: 12,
	abortSignals: 9,
	resources: { TTYWrap: 3 },
	listeners: 42,
	connections: ['GET /api/v1/pods?watch=1', 'no request (open)'],
	warnings: [],
	descriptors: 30,
	openSockets: 5,
};

const check = (number: number, over: Partial<CheckRecord> = {}): CheckRecord => ({
	number,
	at: number * 10_000,
	view: 'pods',
	rows: 84,
	tookMs: 700,
	last: '',
	faults: [{ name: 'watches reset', forMs: 0 }],
	streams: 2,
	figures,
	failures: [],
	...over,
});

/** Half an hour of checks; `of` makes the figures of each. */
const halfHour = (of: (number: number) => Partial<ProcessFigures> = () => ({})): SoakRecord => ({
	seed: 7,
	ms: 30 * 60_000,
	checks: Array.from({ length: 180 }, (_, at) => check(at + 1, { figures: { ...figures, ...of(at + 1) } })),
	failures: [],
	changes: 18_000,
	mostBehindMs: 400,
});

describe('the summary', () => {
	it('ends with one line that says it all', () => {
		const { text, passed } = summary(halfHour());
		expect(passed).toBe(true);
		expect(text.split('\n').at(-1)).toBe(
			'soak passed: 30.0 min, 180 checks, 180 faults, 0 differences, heap 0.0 ± 0.0 MB/h, RSS 0.0 ± 0.0 MB/h, seed 7',
		);
	});

	it('fails where rows differed once, and counts those checks', () => {
		const record = halfHour();
		const failed = {
			...record,
			checks: [...record.checks, check(181, { failures: ['round 181: a row is not there'] })],
			failures: ['round 181'],
		};
		expect(summary(failed).text).toMatch(/soak FAILED: .* 1 differences,/);
		expect(summary(failed).passed).toBe(false);
	});

	it('of a run without a check is no success', () => {
		expect(summary({ ...halfHour(), checks: [] }).passed).toBe(false);
	});

	it('says of each fault how often it was, and the longest until all was right, alone too', () => {
		const two = [
			{ name: 'proxy gone', forMs: 2_000 },
			{ name: 'watches reset', forMs: 0 },
		];
		const { text } = summary({ ...halfHour(), checks: [check(1), check(2, { tookMs: 9_000, faults: two })] });
		expect(text).toMatch(/^proxy gone +1 +9\.0 s +–$/m);
		expect(text).toMatch(/^watches reset +2 +9\.0 s +0\.7 s$/m);
	});
});

describe('memory', () => {
	it('that rises by ten megabytes an hour fails, in noise of half a megabyte', () => {
		const leaking = halfHour((number) => ({ heapBytes: 20e6 + number * 28_000 + (number % 7) * 80_000 }));
		expect(judgeFigures(leaking.checks, leaking.ms).failures).toEqual([expect.stringMatching(/^heap after garbage collection rises by/)]);
	});

	it('of the process fails where it goes on rising, and not for a step', () => {
		const step = halfHour((number) => ({ rssBytes: 130e6 + (number < 135 ? 0 : 3.4e6) }));
		expect(judgeFigures(step.checks, step.ms).failures).toEqual([]);
		const leaking = halfHour((number) => ({ rssBytes: 130e6 + number * 28_000 + (number % 7) * 80_000 }));
		expect(judgeFigures(leaking.checks, leaking.ms).failures).toEqual([expect.stringMatching(/^memory beside both rises by/)]);
	});

	it('is not judged by a short run, nor by what it does while it warms up', () => {
		const short = { ...halfHour((number) => ({ heapBytes: 20e6 + number * 1e6 })), ms: 5 * 60_000 };
		const checks = short.checks.slice(0, 30);
		expect(judgeFigures(checks, short.ms).failures).toEqual([]);
		expect(judgeFigures(checks, short.ms).words[0]).toContain('too short to judge');
		const warming = halfHour((number) => ({ heapBytes: 20e6 + Math.min(number, 90) * 1e6 }));
		expect(judgeFigures(warming.checks, warming.ms).failures).toEqual([]);
	});
});

describe('what is counted', () => {
	it('fails where it only rises', () => {
		const leaking = halfHour((number) => ({ timers: 12 + Math.floor(number / 10) }));
		expect(judgeFigures(leaking.checks, leaking.ms).failures).toEqual([expect.stringMatching(/^timers only rise: /)]);
	});

	it('fails where more sockets are open than there is use for', () => {
		const open = halfHour((number) => ({ openSockets: number === 90 ? 40 : 5 }));
		expect(judgeFigures(open.checks, open.ms).failures).toEqual([
			'40 sockets are open at 15:00, and the server has 2 streams: GET /api/v1/pods?watch=1, no request (open)',
		]);
	});
});

describe('the line of a check', () => {
	it('says when, what was compared, how long it took, and what had been done', () => {
		expect(checkLine(check(3, { faults: [{ name: 'network slow', forMs: 2_340 }] }))).toBe(
			'  0:30    3  equal  pods 84  after 0.7 s  heap 20.0  rss 120.0  5 sockets for 2 streams  12 timers  | network slow 2.3 s',
		);
	});

	it('says what a long wait was for, and what failed', () => {
		const lines = checkLine(check(3, { tookMs: 8_000, last: 'the list is not shown', failures: ['round 3: the screen is blank'] })).split(
			'\n',
		);
		expect(lines.slice(1)).toEqual(['        waited for: the list is not shown', '        round 3: the screen is blank']);
	});
});
