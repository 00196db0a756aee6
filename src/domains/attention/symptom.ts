import { textOf } from '../../base/cell.ts';

/** In the order of the alphabet, which is that of their weight. */
export type Severity =
	/** Nothing of it works, or others cannot go on. */
	| 'critical'
	/** A part of it does not work. */
	| 'failing'
	/** It works, and something stands in its way. */
	| 'warning';

/** What is wrong with one object, as far as the object itself tells: a row keeps these, and a healthy one none. */
export interface Symptom {
	/** With the object it is the identity of a finding, so it stays the same for as long as one and the same thing is wrong. */
	readonly cause: Cause;
	readonly severity: Severity;
	/** One line without times, the cause first. */
	readonly text: string;
	/** Epoch seconds; 0: not known. */
	readonly since: number;
	/** Seconds for which it may heal by itself before anybody is told. */
	readonly grace: number;
	/** Epoch seconds at which it is over if nothing new is heard; absent: the object will say so. */
	readonly until?: number;
	/** Epoch seconds at which it last happened. */
	readonly last?: number;
	readonly restarts?: number;
	readonly container?: string;
	/** `app: `, said before words that an event has of the container; absent: it is the only one. */
	readonly lead?: string;
	/** `Deployment/cart`, in its namespace: to whom it is told; absent: the object itself. */
	readonly group?: string;
	/** It explains what others say, and is no finding alone. */
	readonly explains?: boolean;
	/** What makes it another one to somebody who ignored it: its reason, what was rolled out. */
	readonly version: string;
}

export type Cause =
	| 'crash'
	| 'image'
	| 'config'
	| 'starting'
	| 'unready'
	| 'unscheduled'
	| 'ended'
	| 'lost'
	| 'deletion'
	| 'unavailable'
	| 'rollout'
	| 'create'
	| 'job'
	| 'succeeded'
	/** It is there and not done: what events say of it holds. */
	| 'going on'
	| 'missed'
	| 'not ready'
	| 'pressure'
	| 'network'
	| 'cordoned'
	| 'unbound'
	| 'volume'
	| 'resize'
	| 'scaling'
	| 'budget'
	| 'api'
	| 'webhook';

/** Of every object that is well. */
export const noSymptoms: readonly Symptom[] = [];

/** What heals by itself is told when it has not done so in five minutes. */
export const graceSeconds = 300;

/** What is said of it in a line: the first line of a text, its white space put together. */
export function oneLine(text: string | undefined): string {
	if (text === undefined) return '';
	const trimmed = textOf(text).trim();
	const end = trimmed.search(/[\r\n]/);
	return (end < 0 ? trimmed : trimmed.slice(0, end)).replaceAll(/\s+/g, ' ').trim();
}

/** `reason: message`, of which either may be missing. */
export const saying = (reason: string | undefined, message: string | undefined): string =>
	[reason ?? '', oneLine(message)].filter((text) => text !== '').join(': ');
