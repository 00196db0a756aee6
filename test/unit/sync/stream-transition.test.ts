import { describe, expect, it } from 'vitest';
import { newStream, type Signal, type Stream, type StreamState } from '../../../src/sync/stream-state.ts';
import { transition } from '../../../src/sync/stream-transition.ts';
import { calmContext, NOW } from '../../support/sync-arbitraries.ts';
import { kinds, watching } from '../../support/watching-stream.ts';

describe('a first list', () => {
	it('asks for a screenful, then for pages of 500, into the store itself', () => {
		const settings = { ...calmContext.settings, firstPage: 24 };
		const first = transition(newStream, { kind: 'start' }, { ...calmContext, settings });
		expect(first.effects).toEqual([{ kind: 'list', purpose: 'list', into: 'store', limit: 24 }]);
		const second = transition(first.stream, { kind: 'page', version: '10', token: 't', tookMs: 5 }, { ...calmContext, settings });
		expect(second.effects).toEqual([{ kind: 'list', purpose: 'list', into: 'store', token: 't', limit: 500 }]);
		expect(second.stream.rows).toBe('partial');
	});

	it('is followed by a watch from the version of its pages', () => {
		const first = transition(newStream, { kind: 'start' }, calmContext);
		const done = transition(first.stream, { kind: 'page', version: '10', tookMs: 5 }, calmContext);
		expect(kinds(done)).toEqual(['publish', 'watch']);
		expect(done.stream).toMatchObject({ version: '10', rows: 'complete', state: { kind: 'connecting' } });
	});

	it('starts again once when its token expires, then asks for all at once, never publishing a part', () => {
		const expired: Signal = { kind: 'list-failed', error: { kind: 'expired', message: 'too old', continueToken: 'inconsistent' } };
		const first = transition(newStream, { kind: 'start' }, calmContext);
		const paged = transition(first.stream, { kind: 'page', version: '10', token: 't', tookMs: 5 }, calmContext);
		const again = transition(paged.stream, expired, calmContext);
		expect(again.effects).toEqual([{ kind: 'discard-list' }, { kind: 'list', purpose: 'list', into: 'replacement', limit: 500 }]);
		const pagedAgain = transition(again.stream, { kind: 'page', version: '11', token: 'u', tookMs: 5 }, calmContext);
		const whole = transition(pagedAgain.stream, expired, calmContext);
		expect(whole.effects).toEqual([{ kind: 'discard-list' }, { kind: 'list', purpose: 'list', into: 'replacement' }]);
		expect(kinds(transition(whole.stream, { kind: 'page', version: '12', tookMs: 5 }, calmContext))).toEqual(['publish', 'watch']);
	});
});

describe('a failed try', () => {
	it('is remembered until one succeeds', () => {
		const error = { kind: 'network', code: 'ETIMEDOUT', message: 'timed out' } as const;
		const first = transition(newStream, { kind: 'start' }, calmContext);
		const failed = transition(first.stream, { kind: 'list-failed', error }, calmContext);
		const again = transition(failed.stream, { kind: 'tick' }, { ...calmContext, now: NOW + 60_000 });
		expect(again.stream).toMatchObject({ state: { kind: 'listing' }, lastError: error });
		expect(transition(again.stream, { kind: 'page', version: '1', tookMs: 1 }, calmContext).stream.lastError).toBeUndefined();
	});
});

describe('a watch', () => {
	it('that ends cleanly is opened again at once from the last version, without a list', () => {
		const step = transition(watching({ lastDeliveryAt: NOW - 1 }), { kind: 'watch-ended' }, calmContext);
		expect(kinds(step)).toEqual(['watch']);
		expect(step.stream.state).toEqual({ kind: 'connecting', since: NOW, proven: true });
	});

	it('that ends at once twice running is polled instead', () => {
		const short = watching({ headersAt: NOW - 200 });
		const once = transition(short, { kind: 'watch-ended' }, calmContext);
		expect(once.stream.state).toMatchObject({ kind: 'backing-off', resume: { to: 'watch' } });
		const twice = transition({ ...short, poorWatches: once.stream.poorWatches }, { kind: 'watch-ended' }, calmContext);
		expect(twice.stream.state).toMatchObject({ kind: 'polling', why: 'watch failing' });
	});

	it('that is too old keeps its rows and lists again', () => {
		const step = transition(watching(), { kind: 'watch-failed', error: { kind: 'expired', message: 'too old' } }, calmContext);
		expect(step.effects).toContainEqual({ kind: 'list', purpose: 'list', into: 'replacement', limit: 500 });
		expect(step.stream.rows).toBe('complete');
		expect(step.entry?.relist).toBe(true);
	});

	it('that is too old for the fourth time in a minute waits first', () => {
		const looping = { ...watching(), relistedAt: [NOW - 50_000, NOW - 20_000, NOW - 1_000] };
		const step = transition(looping, { kind: 'watch-failed', error: { kind: 'expired', message: 'too old' } }, calmContext);
		expect(step.stream.state).toMatchObject({ kind: 'backing-off', loop: true, resume: { to: 'list', again: 'expired' } });
		expect(kinds(step)).not.toContain('list');
	});

	it('that is cut resumes from the last version, without a list', () => {
		const cut = transition(
			watching(),
			{ kind: 'watch-failed', error: { kind: 'network', code: 'ECONNRESET', message: 'reset' } },
			calmContext,
		);
		expect(cut.stream.state).toMatchObject({ kind: 'backing-off', resume: { to: 'watch' } });
		const state = cut.stream.state;
		const until = state.kind === 'backing-off' ? state.until : Number.NaN;
		expect(until - NOW).toBe(1_200);
		expect(kinds(transition(cut.stream, { kind: 'tick' }, { ...calmContext, now: until }))).toEqual(['watch']);
	});

	it('that breaks twice running lists again', () => {
		const broken: Signal = { kind: 'watch-failed', error: { kind: 'protocol', message: 'half a line' } };
		const once = transition(watching(), broken, calmContext);
		expect(once.stream.state).toMatchObject({ kind: 'backing-off', resume: { to: 'watch' } });
		const twice = transition({ ...watching(), brokenAnswers: once.stream.brokenAnswers }, broken, calmContext);
		expect(twice.stream.state).toMatchObject({ kind: 'listing', again: 'broken' });
	});

	it('whose server fails inside it three times running lists again', () => {
		const failing: Signal = { kind: 'watch-failed', error: { kind: 'server', status: 500, message: 'etcd' } };
		expect(transition({ ...watching(), serverErrors: 1 }, failing, calmContext).stream.state.kind).toBe('backing-off');
		expect(transition({ ...watching(), serverErrors: 2 }, failing, calmContext).stream.state).toMatchObject({
			kind: 'listing',
			again: 'broken',
		});
	});

	it('waits as long as a throttling server asks, and by chance a little longer', () => {
		const step = transition(
			watching(),
			{ kind: 'watch-failed', error: { kind: 'throttled', message: '429', retryAfterMs: 17_000 } },
			calmContext,
		);
		expect(step.stream.state).toMatchObject({ kind: 'backing-off', until: NOW + 17_400 });
	});

	it('whose certificate is not trusted asks again only every half minute: somebody has to mend a file first', () => {
		const step = transition(
			watching(),
			{ kind: 'watch-failed', error: { kind: 'network', code: 'CERT_HAS_EXPIRED', message: 'expired' } },
			calmContext,
		);
		expect(step.stream.state).toMatchObject({ kind: 'backing-off', until: NOW + 30_400 });
	});

	it('without headers for five seconds is polled beside, and tried again from each list', () => {
		const connecting: Stream = { ...watching(), state: { kind: 'connecting', since: NOW - 5_000, proven: false } };
		const polling = transition(connecting, { kind: 'tick' }, calmContext);
		expect(polling.stream.state).toMatchObject({ kind: 'polling', why: 'watch failing', watch: 'opening' });
		const listed = transition(polling.stream, { kind: 'page', version: '20', tookMs: 5 }, calmContext);
		expect(kinds(listed)).toEqual(['publish', 'watch']);
		const opened = transition(listed.stream, { kind: 'watch-opened' }, calmContext);
		const proved = transition(opened.stream, { kind: 'delivered', version: '21' }, calmContext);
		expect(proved.stream.state.kind).toBe('watching');
	});
});

describe('a 403', () => {
	const refused = { kind: 'forbidden', message: 'pods is forbidden', verb: 'list', resource: 'pods', scope: 'the whole cluster' } as const;
	const listing: Stream = { ...newStream, state: { kind: 'listing', list: { pages: 0, restarts: 0, into: 'store' } } };

	it('settles at once on a stream that was never served, while nothing failed for a minute', () => {
		const step = transition(listing, { kind: 'list-failed', error: refused }, calmContext);
		expect(step.stream.state).toMatchObject({ kind: 'denied', recheckAt: NOW + 300_000 });
	});

	it('is asked again for a minute after a transport failure: the server may be starting', () => {
		const context = { ...calmContext, transportFailedAt: NOW - 2_000 };
		const soon = transition(listing, { kind: 'list-failed', error: refused }, context);
		expect(soon.stream.state.kind).toBe('backing-off');
		const later = transition({ ...listing, refusedSince: NOW - 60_000 }, { kind: 'list-failed', error: refused }, context);
		expect(later.stream.state.kind).toBe('denied');
	});

	it('keeps the rows of a stream that was served, and settles after a minute', () => {
		const again: Stream = {
			...watching(),
			state: { kind: 'listing', again: 'expired', list: { pages: 0, restarts: 0, into: 'replacement' } },
		};
		expect(transition(again, { kind: 'list-failed', error: refused }, calmContext).stream).toMatchObject({
			rows: 'complete',
			state: { kind: 'backing-off' },
		});
		const settled = transition({ ...again, refusedSince: NOW - 61_000 }, { kind: 'list-failed', error: refused }, calmContext);
		expect(settled.stream).toMatchObject({ rows: 'complete', state: { kind: 'denied' } });
	});

	it('on the watch alone is polled, once it is settled', () => {
		const connecting: Stream = { ...watching(), watchServed: false, state: { kind: 'connecting', since: NOW - 10, proven: false } };
		const step = transition(connecting, { kind: 'watch-failed', error: { ...refused, verb: 'watch' } }, calmContext);
		expect(step.stream.state).toMatchObject({ kind: 'polling', why: 'watch forbidden', nextWatchAt: NOW + 300_000 });
	});

	it('on a watch that was polled beside because its headers were late is not settled at once either', () => {
		const polling: StreamState = { kind: 'polling', why: 'watch failing', watch: 'opening', nextPollAt: NOW, nextWatchAt: NOW };
		const late: Stream = { ...watching(), state: polling };
		const watchRefused = { kind: 'watch-failed', error: { ...refused, verb: 'watch' } } as const;
		expect(transition(late, watchRefused, calmContext).stream).toMatchObject({
			state: { kind: 'backing-off', resume: { to: 'watch' } },
			refusedSince: NOW,
		});
		const settled = transition({ ...late, refusedSince: NOW - 61_000 }, watchRefused, calmContext);
		expect(settled.stream.state).toMatchObject({ kind: 'polling', why: 'watch forbidden' });
	});

	it('of a probe asks for a watch beside the open one, which tells whether that right is left', () => {
		const step = transition(
			watching({ probe: { stage: 'asked', sentAt: NOW - 10 } }),
			{ kind: 'probe-failed', error: refused },
			calmContext,
		);
		expect(kinds(step)).toEqual(['catch-up']);
		expect(kinds(transition(step.stream, { kind: 'caught-up', missed: false }, calmContext))).toEqual(['second-watch']);
		expect(transition(step.stream, { kind: 'second-failed', error: refused }, calmContext).stream.state).toMatchObject({
			kind: 'backing-off',
			resume: { to: 'watch' },
		});
	});

	it('is asked again by hand, by time, and with new credentials', () => {
		const denied: Stream = { ...newStream, state: { kind: 'denied', recheckAt: NOW, error: refused } };
		for (const kind of ['refresh', 'tick', 'credentials-renewed'] as const) {
			expect(transition(denied, { kind }, calmContext).stream.state.kind).toBe('listing');
		}
	});
});

describe('other answers', () => {
	it('401 waits for a credential and resumes in place when there is one', () => {
		const lost = transition(watching(), { kind: 'watch-failed', error: { kind: 'unauthorized', message: 'Unauthorized' } }, calmContext);
		expect(lost.stream).toMatchObject({ rows: 'complete', state: { kind: 'needs-credentials' } });
		expect(kinds(transition(lost.stream, { kind: 'credentials-renewed' }, calmContext))).toEqual(['watch']);
	});

	it('404 empties the rows and is asked again every minute', () => {
		const again: Stream = {
			...watching(),
			state: { kind: 'listing', again: 'requested', list: { pages: 0, restarts: 0, into: 'replacement' } },
		};
		const gone = transition(again, { kind: 'list-failed', error: { kind: 'not-found', message: '404' } }, calmContext);
		expect(gone.stream).toMatchObject({ rows: 'none', state: { kind: 'absent', recheckAt: NOW + 60_000 } });
		expect(kinds(gone)).toContain('clear-rows');
	});

	it('404 right after an outage keeps the rows and asks again: a server that starts does not know its custom resources yet', () => {
		const again: Stream = {
			...watching(),
			state: { kind: 'listing', again: 'expired', list: { pages: 0, restarts: 0, into: 'replacement' } },
		};
		const step = transition(
			again,
			{ kind: 'list-failed', error: { kind: 'not-found', message: '404' } },
			{ ...calmContext, transportFailedAt: NOW - 1_000 },
		);
		expect(step.stream).toMatchObject({ rows: 'complete', state: { kind: 'backing-off' } });
	});

	it('405 on the watch is polled', () => {
		const step = transition(watching(), { kind: 'watch-failed', error: { kind: 'unsupported', status: 405, message: 'no' } }, calmContext);
		expect(step.stream.state).toMatchObject({ kind: 'polling', why: 'watch unsupported' });
	});

	it('a streamed first list that is refused or makes no progress becomes a list, and is not tried again', () => {
		const seeding: Stream = { ...newStream, state: { kind: 'seeding', lastProgressAt: NOW - 10_000 } };
		for (const signal of [
			{ kind: 'tick' },
			{ kind: 'watch-ended' },
			{ kind: 'watch-failed', error: { kind: 'bad-request', status: 422, message: 'sendInitialEvents' } },
		] as const) {
			const step = transition(seeding, signal, calmContext);
			expect(step.stream).toMatchObject({ noSeeding: true, state: { kind: 'listing' } });
		}
	});

	it('a question that is refused as such is asked again after five minutes or by hand, and not every few seconds', () => {
		const listing: Stream = { ...newStream, state: { kind: 'listing', list: { pages: 0, restarts: 0, into: 'store' } } };
		const error = { kind: 'bad-request', status: 400, message: 'field label not supported: foo' } as const;
		const refused = transition(listing, { kind: 'list-failed', error }, calmContext);
		expect(refused.stream.state).toMatchObject({ kind: 'backing-off', error });
		const { state } = refused.stream;
		expect(state.kind === 'backing-off' && state.until - calmContext.now).toBeGreaterThanOrEqual(300_000);
		expect(transition(refused.stream, { kind: 'refresh' }, calmContext).stream.state.kind).toBe('listing');
	});

	it('a refresh by hand lists beside the watch and keeps its version', () => {
		const asked = transition(watching(), { kind: 'refresh' }, calmContext);
		expect(asked.effects).toEqual([{ kind: 'list', purpose: 'list', into: 'replacement', limit: 500 }]);
		expect(kinds(transition(asked.stream, { kind: 'refresh' }, calmContext))).toEqual([]);
		const done = transition(asked.stream, { kind: 'page', version: '99', tookMs: 3 }, calmContext);
		expect(kinds(done)).toEqual(['publish']);
		expect(done.stream).toMatchObject({ version: '10', state: { kind: 'watching' } });
	});

	it('a refresh by hand gives up a poll that nobody answers, and lets be one that is asked for just now or brings pages', () => {
		const asked = (ago: number, pages: number): Stream => ({
			...watching(),
			state: {
				kind: 'polling',
				why: 'unproven',
				watch: 'open',
				nextPollAt: NOW - ago,
				nextWatchAt: Number.POSITIVE_INFINITY,
				list: { pages, restarts: 0, into: 'replacement' },
			},
		});
		const again = transition(asked(9_000, 0), { kind: 'refresh' }, calmContext);
		expect(kinds(again)).toEqual(['discard-list', 'list']);
		expect(again.stream.state).toMatchObject({ kind: 'polling', watch: 'open', nextPollAt: NOW, list: { pages: 0 } });
		expect(again.entry?.cause).toBe('asked for by hand');
		expect(kinds(transition(again.stream, { kind: 'refresh' }, calmContext))).toEqual([]);
		expect(kinds(transition(asked(9_000, 1), { kind: 'refresh' }, calmContext))).toEqual([]);
	});

	it('what somebody asks for has its cause in the journal', () => {
		const error = { kind: 'not-found', message: 'the server has no such kind' } as const;
		const absent: Stream = { ...newStream, state: { kind: 'absent', recheckAt: NOW, error } };
		expect(transition(absent, { kind: 'refresh' }, calmContext).entry?.cause).toBe('asked for by hand');
		const cause = 'its definition is there again';
		expect(transition(absent, { kind: 'refresh', cause }, calmContext).entry?.cause).toBe(cause);
		expect(transition(watching(), { kind: 'refresh', cause }, calmContext).entry?.cause).toBe(cause);
	});

	it('a machine that slept cuts its connections and resumes, spread over a moment', () => {
		const step = transition(watching(), { kind: 'woke' }, calmContext);
		expect(kinds(step)).toEqual(['close-watch']);
		expect(step.stream.state).toMatchObject({ kind: 'backing-off', until: NOW + 750, resume: { to: 'watch' } });
	});

	it('a server that can be reached again is asked again at once', () => {
		const refused: Stream = {
			...watching(),
			state: {
				kind: 'backing-off',
				until: NOW + 25_000,
				error: { kind: 'network', code: 'ECONNREFUSED', message: 'refused' },
				loop: false,
				resume: { to: 'watch' },
			},
		};
		const step = transition(refused, { kind: 'reachable' }, calmContext);
		expect(step.stream.state).toMatchObject({ kind: 'backing-off', until: NOW + 150 });
	});
});
