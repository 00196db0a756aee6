import type { ApiError } from '../base/api-error.ts';
import { isUntrusted } from '../kube/api-errors.ts';
import type { Unanswered } from '../kube/connection.ts';

/** A request without an answer for this long, while nothing else is heard either, means that the server hangs. */
export const HANG_MS = 10_000;
/** A pulse must be answered within this. */
export const PULSE_DEADLINE_MS = 5_000;
/** While the server cannot be reached it is dialled this often; after a minute, less often. */
const DIAL_MS = 1_000;
const SLOW_DIAL_MS = 5_000;
const DIAL_FAST_FOR_MS = 60_000;

/** What is known about the way to one API server. Times are epoch ms. */
export interface Contact {
	/** The last answer, event or page from the server on any connection. */
	readonly heardAt: number;
	/** The last request that failed without an HTTP answer. */
	readonly failedAt: number | undefined;
	/** An answer broke off then, and nobody was told since that the server is there all the same. */
	readonly cutAt: number | undefined;
	/** When the last request was sent that had an HTTP answer. */
	readonly answeredAt: number;
	/** When the last LIST was sent that was answered to its end. */
	readonly listedAt: number;
	/** New requests do not get through. */
	readonly trouble: { readonly error: ApiError; readonly since: number } | undefined;
	readonly pulseSentAt: number | undefined;
	readonly lastPulseAt: number;
}

export const noContact = (now: number): Contact => ({
	heardAt: now,
	failedAt: undefined,
	cutAt: undefined,
	answeredAt: now,
	listedAt: Number.NEGATIVE_INFINITY,
	trouble: undefined,
	pulseSentAt: undefined,
	lastPulseAt: now,
});

export const heard = (contact: Contact, at: number): Contact => (at > contact.heardAt ? { ...contact, heardAt: at } : contact);

/** An HTTP answer came at `at` to a request that was sent at `sentAt`. */
export const answered = (contact: Contact, at: number, sentAt: number): Contact => ({
	...heard(contact, at),
	answeredAt: Math.max(contact.answeredAt, sentAt),
	trouble: undefined,
});

/** A LIST that was sent at `sentAt` has brought what it was asked for. */
export const listed = (contact: Contact, sentAt: number): Contact =>
	sentAt > contact.listedAt ? { ...contact, listedAt: sentAt } : contact;

/** An answer broke off in the middle. */
export const cut = (contact: Contact, at: number): Contact => ({ ...contact, failedAt: at, cutAt: contact.cutAt ?? at });

/** So long after a cut streams wait as they like, so that a server which cuts every watch at once is not asked without end. */
const AFTER_CUT_MS = 5_000;

/**
 * Some connections were cut, and the server answers what was asked since: then nobody has to sit out a wait that has grown to half
 * a minute because of other cuts before.
 */
export const outlivedCut = ({ cutAt, answeredAt, trouble }: Contact, now: number): boolean =>
	cutAt !== undefined && trouble === undefined && answeredAt >= cutAt && now - cutAt >= AFTER_CUT_MS;

export const failed = (contact: Contact, at: number, error: ApiError): Contact => ({
	...contact,
	failedAt: at,
	trouble: { error, since: contact.trouble?.since ?? at },
});

/**
 * Whether a small request is due. An idle watch says nothing when its server freezes or stops taking connections, and
 * metrics, which ask every few seconds, are not everybody's to read. So where nothing was heard for the length of a
 * metrics tick, one tiny request takes the tick's place; where something is heard, none is sent. While the server
 * cannot be reached, the same request finds out when it is back.
 */
export function pulseIsDue(contact: Contact, now: number, quietMs: number): boolean {
	if (contact.pulseSentAt !== undefined) return false;
	if (contact.trouble === undefined) return now - Math.max(contact.heardAt, contact.lastPulseAt) >= quietMs;
	const { error, since } = contact.trouble;
	const mayHeal = error.kind !== 'network' || !isUntrusted(error.code);
	const every = mayHeal && now - since < DIAL_FAST_FOR_MS ? DIAL_MS : SLOW_DIAL_MS;
	return now - contact.lastPulseAt >= every;
}

const mayBeHeldBack: ReadonlySet<Unanswered['verb']> = new Set(['metrics', 'watch', 'log']);

/**
 * The server hangs: a short request has waited too long, and no LIST was answered that was sent after it; where one was, it is
 * that request alone that was lost, with its connection. Or the pulse, which costs a server nothing, was not answered
 * in time and nothing else was heard either. Metrics and logs come from servers behind the server, and a proxy may hold
 * back the headers of a watch: those count only while nothing at all is heard.
 */
export function hangs(contact: Contact, now: number, unanswered: readonly Unanswered[]): boolean {
	const silentSince = (sentAt: number) => contact.heardAt <= sentAt;
	if (contact.pulseSentAt !== undefined && now - contact.pulseSentAt >= PULSE_DEADLINE_MS && silentSince(contact.pulseSentAt)) return true;
	return unanswered.some(({ verb, waitedMs }) => {
		const sentAt = now - waitedMs;
		return waitedMs >= HANG_MS && (mayBeHeldBack.has(verb) ? silentSince(sentAt) : contact.listedAt <= sentAt);
	});
}
