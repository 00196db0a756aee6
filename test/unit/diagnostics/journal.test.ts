import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Rate } from '../../../src/base/rate.ts';
import { Journal } from '../../../src/diagnostics/journal.ts';
import { openJournalFile } from '../../../src/diagnostics/journal-file.ts';
import { Ring } from '../../../src/diagnostics/ring.ts';
import type { RequestEntry } from '../../../src/kube/types.ts';
import type { TransitionEntry } from '../../../src/sync/types.ts';

const directory = mkdtempSync(join(tmpdir(), 'kyacht-journal-'));
afterAll(() => rmSync(directory, { recursive: true }));

const transition = (at: number, more: Partial<TransitionEntry> = {}): TransitionEntry => ({
	at,
	streamId: 'demo pods',
	from: 'listing',
	to: 'watching',
	cause: 'the list is complete',
	did: 'watch',
	level: 'healthy',
	reason: 'synchronized',
	relist: false,
	...more,
});
const request = (at: number, more: Partial<RequestEntry> = {}): RequestEntry => ({
	at,
	verb: 'list',
	method: 'GET',
	path: '/api/v1/pods?limit=50',
	status: 200,
	tookMs: 5,
	bytes: 100,
	...more,
});

describe('the journal', () => {
	it('keeps the newest, oldest first, whatever its size', () => {
		fc.assert(
			fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 10 }), (entries, capacity) => {
				const ring = new Ring<number>(capacity);
				for (const entry of entries) ring.push(entry);
				expect(ring.values()).toEqual(entries.slice(-capacity));
			}),
		);
	});

	it('is bounded', () => {
		const journal = new Journal();
		for (let at = 0; at < 5_000; at++) {
			journal.transition(transition(at));
			journal.request(request(at));
		}
		expect(journal.transitions()).toHaveLength(2_000);
		expect(journal.transitions().at(-1)?.at).toBe(4_999);
		expect(journal.requests()).toHaveLength(500);
	});

	it('tells one stream apart', () => {
		const journal = new Journal();
		journal.transition(transition(1));
		journal.transition(transition(2, { streamId: 'demo nodes' }));
		journal.request(request(3, { streamId: 'demo nodes' }));
		expect(journal.transitions('demo nodes').map(({ at }) => at)).toEqual([2]);
		expect(journal.requests('demo nodes')).toHaveLength(1);
		expect(journal.requests('demo pods')).toHaveLength(0);
	});
});

describe('the journal file', () => {
	const linesOf = (path: string) =>
		readFileSync(path, 'utf8')
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);

	it('holds every transition and request as a JSON line, without continue tokens, for its owner alone', () => {
		const path = join(directory, 'sub', 'j.jsonl');
		const file = openJournalFile({ path, detail: 'debug', makesDirectory: true, onError: () => undefined });
		file.observer.transition?.(transition(0));
		file.observer.request?.(request(1, { path: '/api/v1/pods?limit=500&continue=abc&labelSelector=x' }));
		file.close();
		expect(linesOf(path)).toMatchObject([
			{ type: 'transition', time: '1970-01-01T00:00:00.000Z', cause: 'the list is complete' },
			{ type: 'request', path: '/api/v1/pods?limit=500&continue=…&labelSelector=x' },
		]);
		expect(statSync(path).mode & 0o077).toBe(0);
	});

	it('is appended to', () => {
		const path = join(directory, 'again.jsonl');
		for (const at of [1, 2]) {
			const file = openJournalFile({ path, detail: 'debug', onError: () => undefined });
			file.observer.transition?.(transition(at));
			file.close();
		}
		expect(linesOf(path).map(({ at }) => at)).toEqual([1, 2]);
	});

	it('holds less when less is asked for', () => {
		const error = { kind: 'network', code: 'ECONNREFUSED', message: 'refused' } as const;
		const written = (detail: 'error' | 'info') => {
			const path = join(directory, `${detail}.jsonl`);
			const file = openJournalFile({ path, detail, onError: () => undefined });
			file.observer.transition?.(transition(1));
			file.observer.transition?.(transition(2, { error }));
			file.observer.request?.(request(3));
			file.observer.request?.(request(4, { error, status: 0 }));
			file.observer.request?.(request(5, { error: { kind: 'aborted', message: 'left' } }));
			file.close();
			return linesOf(path).map(({ at }) => at);
		};
		expect(written('info')).toEqual([1, 2, 4]);
		expect(written('error')).toEqual([2, 4]);
	});

	it('gives way to a new one when it is full', () => {
		const path = join(directory, 'full.log');
		const file = openJournalFile({ path, detail: 'debug', rotateAtBytes: 500, onError: () => undefined });
		for (let at = 0; at < 10; at++) file.observer.transition?.(transition(at));
		file.close();
		expect(statSync(path).size).toBeLessThan(1_000);
		expect(linesOf(path).at(-1)?.at).toBe(9);
		expect(linesOf(`${path}.1`).length).toBeGreaterThan(0);
	});

	it('says in a sentence that it cannot be opened', () => {
		expect(() => openJournalFile({ path: directory, detail: 'debug', onError: () => undefined })).toThrow(
			`The journal ${directory} cannot be opened (EISDIR)`,
		);
	});

	it('says once that it can no longer be written, and goes on', () => {
		const said: string[] = [];
		const file = openJournalFile({ path: '/dev/full', detail: 'debug', onError: (sentence) => said.push(sentence) });
		file.observer.transition?.(transition(1));
		file.observer.transition?.(transition(2));
		expect(said).toEqual([expect.stringContaining('/dev/full cannot be written any more (ENOSPC)')]);
	});
});

describe('a rate', () => {
	it('counts the last 60 s and forgets what is older', () => {
		const rate = new Rate();
		rate.add(0, 30);
		rate.add(30_000, 30);
		expect(rate.total(59_000)).toBe(60);
		expect(rate.total(61_000)).toBe(30);
		expect(rate.perSecond(61_000)).toBe(0.5);
		expect(rate.total(200_000)).toBe(0);
	});

	it('is taken over less when it began later', () => {
		const rate = new Rate();
		rate.add(1_000_000, 10);
		expect(rate.perSecond(1_000_000)).toBe(10);
		expect(rate.perSecond(1_009_000)).toBe(1);
	});

	it('survives a clock that is set back', () => {
		const rate = new Rate();
		rate.add(100_000, 5);
		expect(rate.total(10_000)).toBe(0);
		rate.add(10_000, 2);
		expect(rate.total(11_000)).toBe(2);
	});
});
