import { makeFilter } from '../filter/filter.ts';
import type { ServerSelectors } from '../filter/syntax.ts';
import type { DomainPane } from './domain-pane.ts';
import type { LogPane } from './log-pane.ts';
import { type Note, topLog, topText, type UiState, viewState } from './ui-state.ts';

/** A selection as it is typed: `-l app=x -f status.phase=Running`; '' for none. */
export const selectorWords = ({ labelSelector, fieldSelector }: ServerSelectors): string =>
	[...(labelSelector === undefined ? [] : [`-l ${labelSelector}`]), ...(fieldSelector === undefined ? [] : [`-f ${fieldSelector}`])].join(
		' ',
	);

/** What there is to say of a filter while it is typed: what is wrong with it, or that the server has not been asked yet. */
export function filterNote(state: UiState, { fault: listFault, filter, feed }: DomainPane, log: LogPane | undefined): Note | undefined {
	if (state.prompt.kind !== 'filter' || topText(state) !== undefined) return undefined;
	const isOfLog = log !== undefined && topLog(state) !== undefined;
	const fault = isOfLog ? log.fault : listFault;
	if (fault !== undefined) return { level: fault.isUnfinished ? 'info' : 'error', text: fault.sentence };
	if (isOfLog) return undefined;
	const entered = makeFilter(viewState(state).entered, feed.domain.columns).filter?.selectors ?? {};
	if (selectorWords(filter.selectors) === selectorWords(entered)) return undefined;
	return { level: 'info', text: selectorWords(filter.selectors) === '' ? 'enter asks the server for all again' : 'enter asks the server' };
}
