import type { EventRow } from '../events.ts';
import { registryText } from './pod-symptoms.ts';
import { graceSeconds, oneLine, type Symptom } from './symptom.ts';
import { isOfItsEnd, refusalText } from './workload-symptoms.ts';

/** Controllers try again ever more seldom, at last every 17 minutes (client-go workqueue, ItemExponentialFailureRateLimiter). */
const retrySeconds = 1_200;

const mounting: ReadonlySet<string> = new Set([
	'FailedMount',
	'FailedAttachVolume',
	'FailedMapVolume',
	'FailedCreatePodSandBox',
	'FailedCreatePodContainer',
	'NetworkNotReady',
]);

/** What the controller of cron jobs says of a run that it did not begin (pkg/controller/cronjob, 1.36). */
const missing: ReadonlySet<string> = new Set([
	'MissSchedule',
	'TooManyMissedTimes',
	'UnparseableSchedule',
	'InvalidSchedule',
	'UnsupportedSchedule',
	'UnknownTimeZone',
]);

const provisioning: ReadonlySet<string> = new Set(['ProvisioningFailed', 'FailedBinding']);

/**
 * What the events of an object add to what it says itself: words from somebody who tried, and what no status has. `events`: warnings
 * about it, the newest first. The causes stay those of the object: events go after an hour, and what is wrong does not.
 */
export function withEvents(symptoms: readonly Symptom[], kind: string, events: readonly EventRow[]): readonly Symptom[] {
	if (events.length === 0) return symptoms;
	const told = symptoms.map((symptom) => explained(symptom, events));
	const more = onlyTold(kind, events, symptoms);
	return more === undefined ? told : [...told, more];
}

/** A probe of its container failed. The kubelet names it by its path in the pod, `spec.containers{app}`. */
const isProbeOf = ({ reason, subobject }: EventRow, { container }: Symptom): boolean =>
	reason === 'Unhealthy' && container !== undefined && (subobject === '' || subobject.endsWith(`{${container}}`));

function explained(symptom: Symptom, events: readonly EventRow[]): Symptom {
	const newest = (test: (event: EventRow) => boolean): EventRow | undefined => events.find(test);
	switch (symptom.cause) {
		case 'image': {
			// Of an image that it cannot have the pod says while it waits nothing but that it waits.
			if (/cannot pull .*: /.test(symptom.text)) return symptom;
			const failed = newest(({ reason, message }) => reason === 'Failed' && /pull/i.test(message));
			const why = registryText(/Failed to pull image "[^"]*": (.*)$/.exec(oneLine(failed?.message))?.[1] ?? '');
			return why === '' ? symptom : { ...symptom, text: `${symptom.text}: ${why}` };
		}
		case 'starting': {
			const event = newest(({ reason }) => mounting.has(reason));
			if (event === undefined) {
				const probe = newest((each) => isProbeOf(each, symptom) && each.message.startsWith('Startup'));
				return probe === undefined ? symptom : { ...symptom, text: `${symptom.lead ?? ''}${oneLine(probe.message)}` };
			}
			// What is not there does not come by itself; anything else may be a node that is not done yet.
			const grace = /not found|doesn't exist|does not exist/.test(event.message) ? 0 : graceSeconds;
			return { ...symptom, text: `${event.reason}: ${oneLine(event.message)}`, grace, version: event.reason };
		}
		case 'unready': {
			const event = newest((each) => isProbeOf(each, symptom) && !each.message.startsWith('Liveness'));
			return event === undefined ? symptom : { ...symptom, text: `${symptom.lead ?? ''}${oneLine(event.message)}` };
		}
		case 'crash': {
			const back = newest(({ reason }) => reason === 'BackOff');
			const since = back !== undefined && back.printedFirst > 0 ? Math.min(symptom.since, back.printedFirst) : symptom.since;
			const last = symptom.last ?? 0;
			const probe = newest(
				({ reason, message, lastSeen }) => reason === 'Unhealthy' && message.startsWith('Liveness') && lastSeen >= last - 180,
			);
			return probe === undefined || symptom.version === 'OOMKilled'
				? { ...symptom, since }
				: { ...symptom, since, text: `${oneLine(probe.message)}; ${symptom.text}` };
		}
		case 'unbound': {
			const event = newest(({ reason }) => provisioning.has(reason));
			if (event === undefined) return symptom;
			return { ...symptom, severity: 'failing', text: oneLine(event.message), version: event.reason };
		}
		default:
			return symptom;
	}
}

/** What an object does not say of itself. */
function onlyTold(kind: string, events: readonly EventRow[], symptoms: readonly Symptom[]): Symptom | undefined {
	if (kind === 'CronJob') {
		const event = events.find(({ reason }) => missing.has(reason));
		const done = symptoms.find(({ cause }) => cause === 'succeeded')?.last ?? 0;
		if (event === undefined || done >= event.lastSeen) return undefined;
		return { ...ofEvent(event), cause: 'missed', severity: 'failing', text: `${event.reason}: ${oneLine(event.message)}` };
	}
	const refusals = kind === 'Pod' ? [] : events.filter(({ reason, message }) => reason === 'FailedCreate' && !isOfItsEnd(message));
	const [newest] = refusals;
	if (newest === undefined || symptoms.some(({ cause }) => cause === 'create')) return undefined;
	const isDown = symptoms.some(({ cause, severity }) => cause === 'unavailable' && severity === 'critical');
	const severity = isDown ? 'critical' : 'failing';
	return { ...ofEvent(newest), since: firstOf(refusals), cause: 'create', severity, text: refusalText('', newest.message) };
}

const ofEvent = (event: EventRow): Pick<Symptom, 'since' | 'last' | 'grace' | 'until' | 'version'> => ({
	since: event.printedFirst || event.lastSeen,
	// That nobody has tried since does not mean that it would fail again.
	last: Math.floor(event.lastSeen),
	grace: 0,
	until: event.lastSeen + retrySeconds,
	version: event.reason,
});

/** Each try is told of another pod, and so in an event of its own. */
const firstOf = (events: readonly EventRow[]): number => Math.min(...events.map(({ printedFirst, lastSeen }) => printedFirst || lastSeen));

/** The webhook that did not answer somebody who made an object; undefined: the event is of nothing of the kind. */
export function failedWebhook(event: EventRow): string | undefined {
	return /failed calling webhook "([^"]+)"/.exec(event.message)?.[1];
}

/** Of a webhook that does not answer; its configuration has no status. */
export function webhookSymptom(events: readonly EventRow[]): Symptom | undefined {
	const [event] = events;
	if (event === undefined) return undefined;
	const why = /failed calling webhook "[^"]+": (.*)$/.exec(oneLine(event.message))?.[1] ?? oneLine(event.message);
	return {
		...ofEvent(event),
		since: firstOf(events),
		cause: 'webhook',
		severity: 'critical',
		text: `it does not answer, and nothing that it guards can be made: ${why}`,
	};
}
