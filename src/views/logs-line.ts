import { selectorOf } from '../base/selector-syntax.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { parseDuration } from '../config/duration.ts';
import { namedPods } from '../domains/named-pods.ts';
import { makeFilter } from '../filter/filter.ts';
import type { LogContainers, LogRequest, LogTarget } from '../sessions/types.ts';

/** The log that somebody asks for. */
export interface LogWish {
	/** Absent: that of the row under the cursor. */
	readonly target?: LogTarget;
	/** Absent: the one that is open, or that of the row that is meant. */
	readonly namespace?: string;
	readonly containers: LogContainers;
	readonly previous: boolean;
	/** How much of what is there already. */
	readonly range: Pick<LogRequest, 'tailLines' | 'sinceSeconds'>;
}

/** Lines that are read of each container to begin with: a few screens. */
export const usualTail = 500;

/** What a key asks for: all that the row under the cursor has. */
export const usualWish = (previous: boolean): LogWish => ({ containers: 'all', previous, range: { tailLines: usualTail } });

type Flag = 'namespace' | 'selector' | 'container' | 'since' | 'tail' | 'previous' | 'all' | 'follow';

const flags: Readonly<Record<string, Flag>> = {
	'-n': 'namespace',
	'--namespace': 'namespace',
	'-l': 'selector',
	'--selector': 'selector',
	'-c': 'container',
	'--container': 'container',
	'--since': 'since',
	'--tail': 'tail',
	'-p': 'previous',
	'--previous': 'previous',
	'--all-containers': 'all',
	'-f': 'follow',
	'--follow': 'follow',
};

/** Flags of `:logs` for completion, and what they are. */
export const logsFlags: readonly (readonly [flag: string, what: string])[] = [
	['-n', 'a namespace'],
	['-l', 'the pods that these labels select'],
	['-c', 'one container by its name'],
	['-p', 'what ran before the last restart'],
	['--since', 'only what is younger, as 5m'],
	['--tail', 'so many lines of each container; -1 is all'],
];

const example: Readonly<Partial<Record<Flag, string>>> = {
	namespace: 'cart-1 -n shop',
	selector: '-l app=cart',
	container: 'cart-1 -c proxy',
	since: 'cart-1 --since 5m',
	tail: 'cart-1 --tail 100',
};

const usage = (sentence: string): SentenceError => new SentenceError(sentence, 2);

/** What the words after `:logs` ask for, with kubectl's flags, or why they cannot be read. */
export function logsWish(words: readonly string[]): LogWish | { readonly why: string } {
	try {
		return read(words);
	} catch (error) {
		if (error instanceof SentenceError) return { why: error.message };
		throw error;
	}
}

function read(words: readonly string[]): LogWish {
	let target: LogTarget | undefined;
	let namespace: string | undefined;
	let containers: LogContainers = 'all';
	let previous = false;
	let tail: number | undefined;
	let since: number | undefined;
	const aim = (other: LogTarget, word: string): void => {
		if (target !== undefined) throw usage(`"${word}" is one thing too many to read; :logs deploy/cart or :logs -l app=cart is enough.`);
		target = other;
	};
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		const equals = word.startsWith('--') ? word.indexOf('=') : -1;
		const flag = flags[equals < 0 ? word : word.slice(0, equals)];
		if (flag === undefined) {
			if (word.startsWith('-')) throw usage(`:logs has no "${word}"; it knows ${logsFlags.map(([name]) => name).join(', ')}.`);
			aim(namedPods(word), word);
			continue;
		}
		const wanted = example[flag];
		if (wanted === undefined) {
			previous ||= flag === 'previous';
			if (flag === 'all') containers = 'all';
			continue;
		}
		const typed = equals < 0 ? words.slice(at + 1) : [word.slice(equals + 1), ...words.slice(at + 1)];
		const [value, taken] = flag === 'selector' ? selectorOf(typed) : [typed[0], 1];
		at += equals < 0 ? taken : taken - 1;
		if (value === undefined || value === '') throw usage(`"${word}" says nothing without a value, as in :logs ${wanted}.`);
		if (flag === 'namespace') namespace = value;
		else if (flag === 'selector') aim({ kind: 'selector', labelSelector: labels(value) }, word);
		else if (flag === 'container') containers = { name: value };
		else if (flag === 'since') since = Math.max(1, Math.ceil(parseDuration(value, '--since') / 1000));
		else tail = count(value);
	}
	if (target === undefined && namespace !== undefined)
		throw usage(`-n ${namespace} alone names no log; name a pod too, as in :logs cart-1 -n ${namespace}.`);
	return {
		...(target === undefined ? {} : { target }),
		...(namespace === undefined ? {} : { namespace }),
		containers,
		previous,
		range: {
			...(tail === undefined && since === undefined ? { tailLines: usualTail } : {}),
			...(tail === undefined || tail < 0 ? {} : { tailLines: tail }),
			...(since === undefined ? {} : { sinceSeconds: since }),
		},
	};
}

/** Read as a filter reads it, quotes and all. */
function labels(typed: string): string {
	const { filter, fault } = makeFilter(`-l ${typed}`, []);
	const selector = filter?.selectors.labelSelector;
	if (selector === undefined) throw usage(fault?.sentence ?? `"${typed}" selects nothing; write it as in :logs -l app=cart.`);
	return selector;
}

function count(typed: string): number {
	if (/^(-1|\d{1,9})$/.test(typed)) return Number(typed);
	throw usage(`--tail: "${typed}" is no number of lines; write digits, or -1 for all.`);
}
