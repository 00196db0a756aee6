import type { ApiError } from '../base/api-error.ts';
import { isOnlyRefused } from '../base/api-error-sentences.ts';
import { refusedParts } from '../base/refused-together.ts';
import { screenText } from '../base/safe-text.ts';
import type { ReadableNamespaces } from '../sync/readable-namespaces.ts';
import type { StreamStatus } from '../sync/types.ts';
import { type Line, type Span, span } from '../terminal/styled-line.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import { boundedLines, fittedLines } from './bounded-lines.ts';
import type { LetThrough } from './domain-pane.ts';
import { groups } from './grouped-digits.ts';
import { type LookedAt, nothingFound } from './looked-at.ts';
import type { PaneCondition } from './pane-condition.ts';
import { nextStep } from './stream-words.ts';
import { bold, dim } from './theme.ts';

export interface MessageFacts {
	/** As it is typed: `pods`. */
	readonly domain: string;
	/** What its rows are called: `pods`, `config objects`. */
	readonly called: string;
	readonly clusterScoped: boolean;
	/** Undefined: all namespaces. */
	readonly namespace: string | undefined;
	/** Whether it exists; undefined: not known. */
	readonly namespaceExists: boolean | undefined;
	/** Where the domain may be read instead of in all namespaces; undefined: that is not the question. */
	readonly readable: ReadableNamespaces | undefined;
	/** The namespace that `n` opens. */
	readonly contextNamespace: string;
	/** The context and its user, which credentials belong to. */
	readonly context: string;
	readonly user: string;
	/** The credentials are those of --token. */
	readonly isTokenGiven: boolean;
	readonly status: StreamStatus;
	/** What the pane would show too and may not read: `cronjobs: forbidden`. */
	readonly missing: readonly string[];
	/** What its rows are made of, where they are no objects; undefined: they are what was read. */
	readonly looked: LookedAt | undefined;
	/** Rows that somebody ignored; `ignoredOnly`: they alone are to be shown. */
	readonly ignored: number;
	readonly ignoredOnly: boolean;
	readonly filter: string;
	readonly faults: boolean;
	/** Rows that the filter and the choice of faults let through, each by itself. */
	readonly letThrough: () => LetThrough;
	/** What the server selects by; '' when it does not. */
	readonly selectors: string;
	/** Some of it was entered as a filter. */
	readonly isEntered: boolean;
	/** The filter came with the way from another object: esc leads back there. */
	readonly isFollowed: boolean;
	/** That what the rows would be of is not there; undefined: it is, or that is not known. */
	readonly notThere: string | undefined;
	readonly emptyHint: string | undefined;
	readonly now: number;
	/** Room for the message, in columns and lines. */
	readonly width: number;
	readonly height: number;
}

const key = (chord: string, does: string): readonly Span[] => [span(`<${chord}>`, bold), span(` ${does}  `)];

const place = ({ clusterScoped, namespace }: MessageFacts): string =>
	clusterScoped ? 'the cluster' : namespace === undefined ? 'all namespaces' : `namespace ${screenText(namespace)}`;

const MOST_NAMES = 12;

function namesOf(names: readonly string[]): string {
	const rest = names.length - MOST_NAMES;
	const shown = names.slice(0, MOST_NAMES).map((name) => screenText(name));
	return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** Findings are nothing that the server has: they are looked for. */
const reading = ({ looked }: MessageFacts): string => (looked === undefined ? 'read' : 'look for');

/** What is left to who may not read all namespaces, in words that go on as answers come. */
function readableWords({ readable, called, ...facts }: MessageFacts): readonly Line[] {
	if (readable === undefined) return [];
	const { readable: names, forbidden: refused, left } = readable;
	if (names.length > 0)
		return [
			[
				span(`You may ${reading({ readable, called, ...facts })} ${screenText(called)} in `),
				span(namesOf(names), bold),
				span(left === 0 ? '.' : ', looking for more.'),
			],
		];
	if (left > 0) return [[span(`Looking for namespaces that you may read: ${refused.size} of ${refused.size + left} tried.`, dim)]];
	if (refused.size === 0) return [];
	const all = refused.size === 1 ? 'The one namespace that is known' : `None of the ${refused.size} namespaces that are known`;
	return [[span(`${all} may ${refused.size === 1 ? 'not ' : ''}be read; another one may be named.`)]];
}

function forbidden(facts: MessageFacts): Line[] {
	const { status, domain, called, namespace, contextNamespace, clusterScoped, readable } = facts;
	const error = status.error?.kind === 'forbidden' ? status.error : undefined;
	// What is refused as well is not offered.
	const opens = readable?.forbidden.has(contextNamespace) === true ? readable.readable[0] : contextNamespace;
	const elsewhere = !clusterScoped && opens !== undefined && namespace !== opens;
	// Who may not be somebody else was not even asked what that one may read.
	const what =
		error?.verb === 'impersonate'
			? `act as ${screenText(error.as ?? 'somebody else')}`
			: `${reading(facts)} ${screenText(called)} in ${place(facts)}`;
	const asked = { verb: 'list', resource: domain, scope: place(facts) };
	return [
		[span(`Forbidden: you may not ${what}.`, { colour: 'red', bold: true })],
		...readableWords(facts),
		[span(screenText(refusedParts({ ...asked, ...error }).join(' · ')))],
		// What the server said is only worth a line where it says more than that.
		...(error?.verb !== undefined || status.detail === '' ? [] : [[span(screenText(status.detail), dim)]]),
		[],
		[
			...(elsewhere
				? opens === contextNamespace
					? key('n', `open namespace ${screenText(opens)}`)
					: key(`:${domain} ${screenText(opens)}`, 'open it')
				: []),
			...(clusterScoped ? [] : key(`:${domain} NAME`, 'another namespace')),
			...key('ctrl-r', 'ask again'),
		],
	];
}

type Unauthorized = Extract<ApiError, { kind: 'unauthorized' }>;

function loginStep({ command, next }: Unauthorized, { isTokenGiven }: MessageFacts, user: string): Line {
	if (next !== undefined) return [span(`${screenText(next.charAt(0).toUpperCase() + next.slice(1))}.`)];
	if (command !== undefined) return [span('Log in again with: '), span(screenText(command), bold)];
	return [
		span(
			isTokenGiven
				? 'Start again with another --token, or without it.'
				: `Put valid credentials of ${user} into the kubeconfig, or start with another --token.`,
		),
	];
}

/** Whose credentials are at fault and why, then what brings them back. */
function notLoggedIn(error: Unauthorized, facts: MessageFacts): readonly Line[] {
	const { called, width, height } = facts;
	const user = facts.user === '' ? 'this context' : `user ${screenText(facts.user)}`;
	const cause = isOnlyRefused(error)
		? `the server refuses the ${facts.isTokenGiven ? 'token of --token' : `credentials of ${user}`} in context ${screenText(facts.context)} (401)`
		: screenText(error.message)
				.trim()
				.replace(/[.\s]+$/, '');
	const step = loginStep(error, facts, user);
	const said: Line = [span(`No ${screenText(called)} yet: ${cause}.`, { colour: 'red', bold: true })];
	const todo = wrapLine(step, width);
	// What is wrong with the plugin itself may need another start: nothing is promised of it.
	const promise = error.next === undefined ? [span('kyacht goes on by itself once that is done; ')] : [];
	const after = wrapLine([...promise, span('<ctrl-r>', bold), span(' asks at once.')], width);
	const room = height - todo.length;
	return wrapLine(said, width).length + after.length <= room
		? [...wrapLine(said, width), ...todo, ...after]
		: [...boundedLines(wrapLine(said, width), width, Math.max(1, room)), ...todo];
}

/** The whole cause, with the address where there is one. */
const causeOf = ({ detail, reason, error }: StreamStatus): string => {
	// A 403 that is said here is not settled yet; its detail tells it as what it is.
	if (error !== undefined && error.kind !== 'forbidden' && error.message.trim() !== '')
		return screenText(error.message).replace(/[.\s]+$/, '');
	return screenText(detail === '' ? reason : detail);
};

function loading(facts: MessageFacts, soFar: number): readonly Line[] {
	const { status, called, width, looked } = facts;
	const late = status.error !== undefined || status.detail === '' ? [] : [span(`; ${screenText(status.detail)}`, { colour: 'yellow' })];
	const words =
		looked === undefined
			? `Loading ${screenText(called)} in ${place(facts)}: ${soFar} so far`
			: `Looking for what is wrong in ${place(facts)}: ${groups(looked.objects)} objects read so far`;
	const line = [span(words, dim), ...late, span('.', dim)];
	if (status.error === undefined) return [line];
	return [line, ...wrapLine([span(`Asked again after: ${causeOf(status)}.`, { colour: 'red' })], width)];
}

const unreachedWords = (status: StreamStatus, called: string): string =>
	status.reason === 'absent'
		? `The server does not serve ${called}: what defines them is not installed, or was deleted`
		: `No ${called} yet: ${causeOf(status)}`;

function unreached(facts: MessageFacts): readonly Line[] {
	const { status, called, now, width } = facts;
	if (status.error?.kind === 'unauthorized') return notLoggedIn(status.error, facts);
	return [
		...wrapLine([span(`${unreachedWords(status, screenText(called))}.`, { colour: 'red', bold: true })], width),
		[span([...nextStep(status.polling, now), status.reason].join(' · '))],
		...(facts.selectors === '' || status.error?.kind !== 'bad-request'
			? []
			: [
					[],
					[
						...(facts.isFollowed ? key('esc', 'back') : facts.isEntered ? key('esc', 'ask without the selectors') : []),
						...key('ctrl-r', 'ask again'),
					],
				]),
	];
}

/** Of findings there are none is good news, as far as somebody looked. */
function nothingThere({ called, looked, width, ...facts }: MessageFacts, stale: string): readonly Line[] {
	const where = place({ called, looked, width, ...facts });
	// Of kinds that were not read nobody knows whether there are any.
	const known = facts.missing.length === 0 ? '' : ', as far as they may be read';
	if (looked === undefined) return wrapLine([span(`There are no ${screenText(called)} in ${where}${known}${stale}.`, bold)], width);
	const { head, tail } = nothingFound(looked, ` in ${where}`);
	// Green is an all-clear.
	const style = looked.unread > 0 || looked.words === '' ? bold : ({ colour: 'green', bold: true } as const);
	return wrapLine([span(head, style), span(`${tail}${stale}.`)], width);
}

function empty(facts: MessageFacts): Line[] {
	const { domain, called, namespace, clusterScoped, emptyHint, status, selectors, isEntered, isFollowed, missing } = facts;
	const stale = status.live ? '' : ' when it was last read';
	if (facts.namespaceExists === false) {
		return [
			[
				span(`There is no namespace ${screenText(namespace ?? '')}, so there are no ${screenText(called)} in it.`, {
					colour: 'yellow',
					bold: true,
				}),
			],
			[],
			[...key('0', 'all namespaces'), ...key(`:${domain} NAME`, 'another namespace')],
		];
	}
	if (facts.notThere !== undefined) {
		const said = wrapLine([span(screenText(facts.notThere), { colour: 'yellow', bold: true })], facts.width);
		return [...said, [], [...(isFollowed ? key('esc', 'back') : key(`:${domain} NAME`, 'another one'))]];
	}
	if (selectors !== '') {
		return [
			[span(`No ${screenText(called)} in ${place(facts)} with ${screenText(selectors)}: no match on the server${stale}.`, bold)],
			[],
			[
				...(isFollowed ? key('esc', 'back') : isEntered ? key('esc', 'clear the filter') : []),
				...(clusterScoped || namespace === undefined ? [] : key('0', 'all namespaces')),
			],
		];
	}
	return [
		...nothingThere(facts, stale),
		...(missing.length === 0 ? [] : [[span(`Not read: ${screenText(missing.join(', '))}.`, { colour: 'yellow' })]]),
		...(emptyHint === undefined || missing.length > 0 ? [] : [[span(emptyHint, dim)]]),
		// A list of a namespace that does not exist is answered with 200 and nothing in it.
		...(clusterScoped || namespace === undefined || facts.namespaceExists === true
			? []
			: [[span('A namespace that does not exist looks the same to the server.', dim)]]),
		...(clusterScoped || namespace === undefined
			? []
			: [[], [...key('0', 'all namespaces'), ...key(`:${domain} NAME`, 'another namespace')]]),
	];
}

/** Which of the two hides the rows: each would, or the one what the other leaves. */
function hiddenBy({ filter, faults, letThrough }: MessageFacts, hidden: number): string {
	const named = `the filter "${screenText(filter)}"`;
	if (hidden === 1)
		return !faults || letThrough().filter === 0 ? `${named} does not match it` : 'it is no fault, and only faults are shown';
	if (filter === '') return 'none of them is a fault, and only faults are shown';
	if (!faults) return `${named} matches none of them`;
	const left = letThrough();
	if (left.filter === 0) return left.faults === 0 ? `${named} matches none of them, and none is a fault` : `${named} matches none of them`;
	return left.faults === 0
		? 'none of them is a fault, and only faults are shown'
		: `${named} matches ${left.filter}, none of which is a fault`;
}

function filteredOut(facts: MessageFacts, hidden: number): Line[] {
	const { called, filter, faults, isFollowed, ignored, ignoredOnly } = facts;
	if (ignoredOnly && ignored === 0) return [[span('Nothing is ignored.', bold)], [], [...key('x', 'show what is not ignored')]];
	if (!ignoredOnly && ignored === hidden && hidden > 0) {
		const all = hidden === 1 ? 'The one finding is' : `All ${hidden} ${screenText(called)} are`;
		return [[span(`${all} ignored until something changes.`, bold)], [], [...key('x', 'show them')]];
	}
	return [
		[span(`${hidden === 1 ? 'The one row is' : `All ${hidden} ${screenText(called)} are`} hidden: ${hiddenBy(facts, hidden)}.`, bold)],
		[],
		[
			...(filter === '' ? [] : key('esc', isFollowed ? 'back' : 'clear the filter')),
			...(faults ? key('ctrl-z', 'show what is no fault, too') : []),
		],
	];
}

function message(condition: PaneCondition, facts: MessageFacts): readonly Line[] {
	switch (condition.kind) {
		case 'rows':
			return [];
		case 'loading':
			return loading(facts, condition.soFar);
		case 'forbidden':
			return forbidden(facts);
		case 'unreached':
			return unreached(facts);
		case 'empty':
			return empty(facts);
		case 'filtered-out':
			return filteredOut(facts, condition.hidden);
	}
}

/** The states in which the last line of the message says what can be done; it is the last to be cut. */
const keepsItsEnd: ReadonlySet<PaneCondition['kind']> = new Set(['forbidden', 'empty', 'filtered-out']);

/**
 * The lines that a pane shows in place of rows, none wider and not more than there is room for; none when it has rows. `login` is
 * what the credential plugin says that is running: a code that has to be typed elsewhere comes before what it holds up.
 */
export function messageLines(condition: PaneCondition, facts: MessageFacts, login: readonly Line[]): readonly Line[] {
	const said = message(condition, facts);
	if (said.length === 0) return [];
	const end = keepsItsEnd.has(condition.kind) ? said.length - 1 : said.length;
	return fittedLines([...login, ...said.slice(0, end)], said.slice(end), facts.width, facts.height);
}
