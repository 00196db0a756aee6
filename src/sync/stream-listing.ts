import type { ApiError } from '../base/api-error.ts';
import { compareVersions } from './compare-versions.ts';
import { nextPage } from './list-pages.ts';
import { listFailed } from './stream-failures.ts';
import { leaving } from './stream-leaving.ts';
import { polled, pollWithoutVersion } from './stream-polling.ts';
import {
	isPlace,
	type ListProgress,
	type Signal,
	type Step,
	type Stream,
	type StreamState,
	stay,
	type TransitionContext,
} from './stream-state.ts';

function listOf(state: StreamState): ListProgress | undefined {
	if (state.kind === 'listing' || state.kind === 'polling') return state.list;
	return state.kind === 'watching' ? state.refresh : undefined;
}

/** A page is in: the next one is asked for, or the list is complete. */
export function pageCame(stream: Stream, page: Extract<Signal, { kind: 'page' }>, context: TransitionContext): Step {
	const { state } = stream;
	const list = listOf(state);
	if (list === undefined) return stay(stream);
	const served: Stream = {
		...stream,
		listServed: true,
		lastError: undefined,
		unlisted: page.unlisted,
		refusedSince: undefined,
		brokenAnswers: 0,
		pagesTookMs: stream.pagesTookMs + page.tookMs,
	};
	if (page.token !== undefined) {
		const progress = nextPage(list, page);
		if (progress === undefined) return listBroke(served, { kind: 'protocol', message: 'the pages of the list have no end' }, context);
		const rows = list.into === 'store' ? 'partial' : stream.rows;
		const purpose = state.kind === 'listing' ? 'list' : 'poll';
		return {
			stream: { ...served, rows, state: withList(state, progress) },
			effects: [{ kind: 'list', purpose, into: list.into, token: page.token, limit: context.settings.pageSize }],
		};
	}
	const complete: Stream = { ...served, rows: 'complete', listTookMs: served.pagesTookMs, pagesTookMs: 0 };
	const version = list.version ?? page.version;
	if (state.kind === 'watching') {
		const { refresh: _, ...watching } = state;
		if (compareVersions(version, list.from ?? '') === 'older') return listWentBack(complete, watching, version, context);
		// The watch stays, and so does its version: it will tell again what the list already showed.
		return {
			stream: { ...complete, state: watching },
			effects: [{ kind: 'publish' }],
			entry: { cause: 'the list asked for by hand is complete', did: 'swap the difference in' },
		};
	}
	const listed: Stream = { ...complete, version: isPlace(version) ? version : '', syncedAt: context.now };
	if (state.kind === 'polling') return polled(listed, state, context, stream.version);
	if (listed.version === '') return pollWithoutVersion(listed, context);
	return {
		stream: { ...listed, state: { kind: 'connecting', since: context.now, proven: false } },
		effects: [{ kind: 'publish' }, { kind: 'watch' }],
		entry: { cause: 'the list is complete', did: 'watch from its version' },
	};
}

/** A list asked for by hand is of a server that was restored: the open watch waits for a version that may never come again. */
function listWentBack(stream: Stream, watching: StreamState, version: string, context: TransitionContext): Step {
	const others = leaving(watching).filter(({ kind }) => kind !== 'close-watch');
	return {
		stream: { ...stream, version, syncedAt: context.now, state: { kind: 'connecting', since: context.now, proven: true } },
		effects: [...others, { kind: 'publish' }, { kind: 'watch' }],
		entry: { cause: 'the version of the server went back', did: 'swap the difference in and watch from its version' },
		rewound: true,
	};
}

function withList(state: StreamState, list: ListProgress): StreamState {
	if (state.kind === 'listing' || state.kind === 'polling') return { ...state, list };
	return state.kind === 'watching' ? { ...state, refresh: list } : state;
}

export function listBroke(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind === 'watching' && state.refresh !== undefined) {
		const { refresh: _, ...watching } = state;
		return {
			stream: { ...stream, state: watching },
			effects: [{ kind: 'discard-list' }],
			entry: { cause: error.message, did: 'go on with the watch; the list asked for by hand is dropped', error },
		};
	}
	const list = listOf(state);
	return list === undefined ? stay(stream) : listFailed(stream, context, list, error);
}
