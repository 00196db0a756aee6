import { safeText } from '../base/safe-text.ts';
import type { StreamStatus } from '../sync/types.ts';
import { type Line, type Span, span } from '../terminal/styled-line.ts';
import type { PaneCondition } from './pane-condition.ts';
import { nextStep } from './stream-words.ts';
import { bold, dim } from './theme.ts';

export interface MessageFacts {
	/** `pods` */
	readonly domain: string;
	readonly clusterScoped: boolean;
	/** Undefined: all namespaces. */
	readonly namespace: string | undefined;
	/** The namespace that `n` opens. */
	readonly contextNamespace: string;
	readonly status: StreamStatus;
	readonly filter: string;
	readonly faults: boolean;
	readonly emptyHint: string | undefined;
	readonly now: number;
}

const key = (chord: string, does: string): readonly Span[] => [span(`<${chord}>`, bold), span(` ${does}  `)];

const place = ({ clusterScoped, namespace }: MessageFacts): string =>
	clusterScoped ? 'the cluster' : namespace === undefined ? 'all namespaces' : `namespace ${safeText(namespace)}`;

function forbidden(facts: MessageFacts): Line[] {
	const { status, domain, namespace, contextNamespace, clusterScoped } = facts;
	const error = status.error?.kind === 'forbidden' ? status.error : undefined;
	const elsewhere = !clusterScoped && namespace !== contextNamespace;
	const named = `verb ${error?.verb ?? 'list'} · resource ${error?.resource ?? domain} · scope ${error?.scope ?? place(facts)}`;
	return [
		[span(`Forbidden: you may not read ${safeText(domain)} in ${place(facts)}.`, { colour: 'red', bold: true })],
		[span(safeText(named))],
		// What the server said is only worth a line where it says more than that.
		...(error?.verb !== undefined || status.detail === '' ? [] : [[span(safeText(status.detail), dim)]]),
		[],
		[
			...(elsewhere ? key('n', `open namespace ${safeText(contextNamespace)}`) : []),
			...(clusterScoped ? [] : key(`:${domain} NAME`, 'another namespace')),
			...key('ctrl-r', 'ask again'),
		],
	];
}

function unreached(facts: MessageFacts): Line[] {
	const { status, domain, now } = facts;
	const command = status.error?.kind === 'unauthorized' ? status.error.command : undefined;
	return [
		[span(`No ${safeText(domain)} yet: ${safeText(status.detail === '' ? status.reason : status.detail)}.`, { colour: 'red', bold: true })],
		[span([...nextStep(status.polling, now), status.reason].join(' · '))],
		...(command === undefined
			? []
			: [[span('Log in again with: '), span(safeText(command), bold)], [span('kyacht goes on by itself once you have.', dim)]]),
	];
}

function empty(facts: MessageFacts): Line[] {
	const { domain, namespace, clusterScoped, emptyHint, status } = facts;
	const stale = status.live ? '' : ' when it was last read';
	return [
		[span(`There are no ${safeText(domain)} in ${place(facts)}${stale}.`, bold)],
		...(emptyHint === undefined ? [] : [[span(emptyHint, dim)]]),
		...(clusterScoped || namespace === undefined
			? []
			: [[], [...key('0', 'all namespaces'), ...key(`:${domain} NAME`, 'another namespace')]]),
	];
}

function filteredOut(facts: MessageFacts, hidden: number): Line[] {
	const { domain, filter, faults } = facts;
	const by = [
		...(filter.trim() === '' ? [] : [`the filter "${safeText(filter.trim())}"`]),
		...(faults ? ['"only what is not well"'] : []),
	].join(' and ');
	return [
		[span(`All ${hidden} ${safeText(domain)} are hidden by ${by}.`, bold)],
		[],
		[...(filter.trim() === '' ? [] : key('esc', 'clear the filter')), ...(faults ? key('ctrl-z', 'show all') : [])],
	];
}

/** The lines that a pane shows in place of rows; none when it has rows. */
export function messageLines(condition: PaneCondition, facts: MessageFacts): readonly Line[] {
	switch (condition.kind) {
		case 'rows':
			return [];
		case 'loading':
			return [[span(`Loading ${safeText(facts.domain)} in ${place(facts)}: ${condition.soFar} so far.`, dim)]];
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
