import { describe, expect, it } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { answered, type Contact, cut, failed, hangs, heard, listed, noContact, outlivedCut, pulseIsDue } from '../../../src/sync/pulse.ts';

const quiet = 5_000;
const down: ApiError = { kind: 'network', code: 'ECONNREFUSED', message: 'refused' };
const untrusted: ApiError = { kind: 'network', code: 'CERT_HAS_EXPIRED', message: 'expired' };
const dueAfter = (contact: Contact, waits: readonly number[]) => waits.map((wait) => pulseIsDue(contact, wait, quiet));

describe('a pulse', () => {
	it('is due when nothing was heard for the length of a tick, and not while something is', () => {
		expect(dueAfter(noContact(0), [4_999, 5_000])).toEqual([false, true]);
		expect(dueAfter(heard(noContact(0), 3_000), [5_000, 7_999, 8_000])).toEqual([false, false, true]);
		expect(heard(heard(noContact(0), 3_000), 2_000).heardAt).toBe(3_000);
	});

	it('is not sent twice at once', () => {
		expect(pulseIsDue({ ...noContact(0), pulseSentAt: 1 }, 60_000, quiet)).toBe(false);
	});

	it('dials every second for a minute while the server cannot be reached, then every five', () => {
		const gone = failed(noContact(0), 0, down);
		expect(dueAfter(gone, [999, 1_000])).toEqual([false, true]);
		expect(dueAfter({ ...gone, lastPulseAt: 70_000 }, [74_999, 75_000])).toEqual([false, true]);
		expect(answered(gone, 1_000, 990).trouble).toBeUndefined();
	});

	it('does not hurry where a certificate is at fault', () => {
		expect(dueAfter(failed(noContact(0), 0, untrusted), [4_999, 5_000])).toEqual([false, true]);
	});

	it('keeps the moment at which the trouble began', () => {
		expect(failed(failed(noContact(0), 10, down), 20, down).trouble?.since).toBe(10);
	});
});

describe('a connection that was cut', () => {
	const wasCut = cut(noContact(0), 10_000);

	it('is outlived five seconds later, where the server has answered what was asked since', () => {
		const answers = answered(wasCut, 10_020, 10_000);
		expect([14_999, 15_000].map((now) => outlivedCut(answers, now))).toEqual([false, true]);
		expect(outlivedCut(wasCut, 60_000)).toBe(false);
		expect(outlivedCut(answered(wasCut, 10_020, 9_999), 60_000)).toBe(false);
		expect(outlivedCut(failed(answers, 11_000, down), 60_000)).toBe(false);
	});

	it('counts from the first of several, so that it is outlived however many follow', () => {
		expect(cut(wasCut, 14_000)).toMatchObject({ cutAt: 10_000, failedAt: 14_000 });
	});
});

describe('a server hangs', () => {
	const contact = noContact(0);

	it('when a short request waits ten seconds, whatever else it answers', () => {
		expect(hangs(heard(contact, 9_900), 10_000, [{ verb: 'list', waitedMs: 10_000 }])).toBe(true);
		expect(hangs(contact, 9_999, [{ verb: 'list', waitedMs: 9_999 }])).toBe(false);
	});

	it('but not where a list was answered that was sent after it: that request alone was lost', () => {
		const waiting = [{ verb: 'list', waitedMs: 12_000 }] as const;
		expect(hangs(listed(contact, 2_999), 15_000, waiting)).toBe(true);
		expect(hangs(listed(contact, 3_001), 15_000, waiting)).toBe(false);
		expect(hangs(listed(listed(contact, 3_001), 2_000), 15_000, waiting)).toBe(false);
	});

	it('when metrics or the headers of a watch wait so long, only while nothing else is heard', () => {
		for (const verb of ['metrics', 'watch'] as const) {
			expect(hangs(contact, 10_000, [{ verb, waitedMs: 10_000 }])).toBe(true);
			expect(hangs(heard(contact, 5_000), 10_000, [{ verb, waitedMs: 10_000 }])).toBe(false);
		}
	});

	it('when its pulse is not answered for five seconds and nothing else is heard', () => {
		const asked = { ...contact, pulseSentAt: 1_000 };
		expect(hangs(asked, 5_999, [])).toBe(false);
		expect(hangs(asked, 6_000, [])).toBe(true);
		expect(hangs(heard(asked, 4_000), 6_000, [])).toBe(false);
	});
});
