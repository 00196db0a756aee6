import { mixed } from './log-schedule.ts';

/** What a line is made from: the same facts make the same line. */
export interface LineFacts {
	/** `restarts.line`, which every line has as `seq=`, so that a reader can prove to have each one once. */
	readonly seq: string;
	/** Epoch milliseconds, with a fraction. */
	readonly at: number;
	/** Chooses words and numbers of a block. */
	readonly salt: number;
	/** Place in the block: 0 is its head, the others are the rest of a stack trace. */
	readonly within: number;
	/** 1 but for a stack trace. */
	readonly blockLength: number;
	readonly app: string;
	readonly namespace: string;
	readonly pod: string;
}

/** How a program writes its log. */
export interface LogStyle {
	/** Lines a second where nothing else is said. */
	readonly rate: number;
	/** See LogPace. */
	readonly blocks: readonly number[];
	/** What it says while it starts; `facts.within` is the index. */
	readonly start: readonly ((facts: LineFacts) => string)[];
	readonly line: (facts: LineFacts) => string;
	/** The last lines of a container that ended that way, without what precedes them. */
	readonly end: (ending: Ending) => readonly ((facts: LineFacts) => string)[];
}

/** `oom`: out of memory; `error`: a crash; `stop`: told to; `done`: exit code 0. */
export type Ending = 'oom' | 'error' | 'stop' | 'done';

/** The number-th choice that belongs to a block: from 0, exclusive of `below`. */
export const chosen = ({ salt }: LineFacts, number: number, below: number): number => mixed(salt, number) % below;

export const choice = <T>(facts: LineFacts, number: number, list: readonly T[]): T => list[chosen(facts, number, list.length)] as T;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

let lastSecond = Number.NaN;
let lastText = '';

/** `2026-11-22T03:00:00`; many lines of one second are written one after another. */
const second = (at: number): string => {
	const whole = Math.floor(at / 1000);
	if (whole !== lastSecond) {
		lastSecond = whole;
		lastText = new Date(whole * 1000).toISOString().slice(0, 19);
	}
	return lastText;
};

const fraction = (at: number, digits: 3 | 6): string => {
	const part = at - Math.floor(at / 1000) * 1000;
	return digits === 3 ? String(Math.floor(part)).padStart(3, '0') : String(Math.min(999_999, Math.round(part * 1000))).padStart(6, '0');
};

/** `2026-11-22T03:00:00.123Z` */
export const iso = (at: number): string => `${second(at)}.${fraction(at, 3)}Z`;
/** `2026-11-22 03:00:00.123`, or with another mark before the fraction. */
export const spaced = (at: number, mark = '.'): string => `${second(at).replace('T', ' ')}${mark}${fraction(at, 3)}`;
/** `1122 03:00:00.123456`, as klog has it. */
export const klogTime = (at: number): string =>
	`${second(at).slice(5, 7)}${second(at).slice(8, 10)} ${second(at).slice(11)}.${fraction(at, 6)}`;
/** `22 Nov 2026 03:00:00.123` */
export const dayFirst = (at: number): string => {
	const text = second(at);
	return `${text.slice(8, 10)} ${monthOf(text)} ${text.slice(0, 4)} ${text.slice(11)}.${fraction(at, 3)}`;
};
/** `22/Nov/2026:03:00:00 +0000`, of access logs. */
export const commonLogTime = (at: number): string => {
	const text = second(at);
	return `${text.slice(8, 10)}/${monthOf(text)}/${text.slice(0, 4)}:${text.slice(11)} +0000`;
};
const monthOf = (text: string): string => months[Number(text.slice(5, 7)) - 1] ?? '';

/** RFC 3339 with nine digits, as the kubelet puts it before a line. Takes microseconds; the last three digits belong to `salt`. */
export const nanoStamp = (us: number, salt: number): string => {
	const at = us / 1000;
	const micros = us - Math.floor(us / 1e6) * 1e6;
	return `${second(at)}.${String(micros).padStart(6, '0')}${String(mixed(salt, us) % 1000).padStart(3, '0')}Z`;
};

/** 0.6 % errors, 4 % warnings, 12 % debug. */
export const levelOf = (facts: LineFacts): 'debug' | 'info' | 'warn' | 'error' => {
	const part = chosen(facts, 99, 1000);
	return part < 6 ? 'error' : part < 46 ? 'warn' : part < 166 ? 'debug' : 'info';
};

export const seq = ({ seq: number }: LineFacts): string => `seq=${number}`;
