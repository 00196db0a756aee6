import { describe, expect, it } from 'vitest';
import type { Stream } from '../../../src/sync/stream-state.ts';
import { transition } from '../../../src/sync/stream-transition.ts';
import { calmContext, NOW } from '../../support/sync-arbitraries.ts';
import { kinds, watching } from '../../support/watching-stream.ts';

describe('a silent watch', () => {
	const silent = watching({ headersAt: NOW - 75_000 });

	it('is probed at the end of its window, then opened anew beside the old one, which is closed when the new one is open', () => {
		const probed = transition(silent, { kind: 'tick' }, calmContext);
		expect(kinds(probed)).toEqual(['probe']);
		const answered = transition(probed.stream, { kind: 'probe-answered', version: '10' }, calmContext);
		expect(answered.effects).toEqual([{ kind: 'second-watch', driftBelow: '10' }]);
		const opened = transition(answered.stream, { kind: 'second-opened' }, calmContext);
		expect(kinds(opened)).toEqual(['adopt-second']);
		expect(opened.stream.state).toEqual({ kind: 'watching', headersAt: NOW, reopened: true });
	});

	it('is asked what it missed where anything has happened, and opened anew every other time', () => {
		const checked = (stream: Stream) => {
			const probed = transition(stream, { kind: 'tick' }, calmContext);
			const answered = transition(probed.stream, { kind: 'probe-answered', version: '12' }, calmContext);
			expect(kinds(answered)).toEqual(['catch-up']);
			return answered.stream;
		};
		const whole = transition(checked(silent), { kind: 'caught-up', missed: false }, calmContext);
		expect(whole.effects).toEqual([{ kind: 'second-watch', driftBelow: '12' }]);
		const young = transition(
			checked(watching({ headersAt: NOW - 75_000, reopened: true })),
			{ kind: 'caught-up', missed: false },
			calmContext,
		);
		expect(young.stream.state).toEqual({ kind: 'watching', headersAt: NOW - 75_000, probedAt: NOW });
		const missed = transition(checked(silent), { kind: 'caught-up', missed: true }, calmContext);
		expect(missed.stream).toMatchObject({ state: { kind: 'listing', again: 'drift' }, deafWatches: 1 });
		const again = transition(checked({ ...silent, deafWatches: 1 }), { kind: 'caught-up', missed: true }, calmContext);
		expect(again.stream.state).toMatchObject({ kind: 'polling', why: 'watch failing', nextWatchAt: NOW + 300_000 });
	});

	it('beside which nobody answers a second one is proven by what it was asked, and doubted where it could not be', () => {
		const reopening = (proven: { readonly proven?: true }) =>
			watching({ headersAt: NOW - 80_000, probe: { stage: 'reopening', sentAt: NOW - 5_000, version: '12', ...proven } });
		expect(transition(reopening({ proven: true }), { kind: 'tick' }, calmContext).stream.state).toEqual({
			kind: 'watching',
			headersAt: NOW - 80_000,
		});
		expect(transition(reopening({}), { kind: 'tick' }, calmContext).stream.state).toMatchObject({ kind: 'polling', why: 'unproven' });
	});

	it('that tells of an older version has the server asked whether its own went back, at most once a minute', () => {
		const told = transition(watching(), { kind: 'delivered', version: '9' }, calmContext);
		expect(kinds(told)).toEqual(['probe']);
		expect(told.stream.version).toBe('9');
		const more = transition(told.stream, { kind: 'delivered', version: '8' }, calmContext);
		expect(more.effects).toEqual([]);
		expect(transition(more.stream, { kind: 'probe-answered', version: '9' }, calmContext).stream.state).toMatchObject({
			kind: 'listing',
			again: 'rewind',
		});
		expect(transition(more.stream, { kind: 'probe-answered', version: '11' }, calmContext)).toMatchObject({
			stream: { version: '10', state: { kind: 'watching', probedAt: NOW } },
			effects: [],
		});
		expect(transition(watching({ probedAt: NOW - 59_000 }), { kind: 'delivered', version: '9' }, calmContext).effects).toEqual([]);
	});

	it('is doubted when the probe is not answered for five seconds, and believed again when it delivers', () => {
		const unanswered = watching({ headersAt: NOW - 80_000, probe: { stage: 'asked', sentAt: NOW - 5_000 } });
		const doubted = transition(unanswered, { kind: 'tick' }, calmContext);
		expect(doubted.stream.state).toMatchObject({ kind: 'polling', why: 'unproven', watch: 'open' });
		const back = transition(doubted.stream, { kind: 'delivered', version: '11' }, calmContext);
		expect(back.stream.state.kind).toBe('watching');
		expect(kinds(back)).toEqual(['discard-list']);
	});

	it('of a server whose version went back lists again', () => {
		const probed = transition(silent, { kind: 'tick' }, calmContext);
		expect(transition(probed.stream, { kind: 'probe-answered', version: '9' }, calmContext).stream.state).toMatchObject({
			kind: 'listing',
			again: 'rewind',
		});
	});

	it('that missed an event which its successor brings is drift, and lists again', () => {
		expect(transition(silent, { kind: 'drifted' }, calmContext).stream.state).toMatchObject({ kind: 'listing', again: 'drift' });
	});

	it('is doubted at once when the server leaves another request unanswered', () => {
		expect(transition(watching(), { kind: 'hanging' }, calmContext).stream.state).toMatchObject({ kind: 'polling', why: 'unproven' });
	});
});
