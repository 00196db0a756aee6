import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyLine, insertText } from '../../../src/keys/line-edit.ts';
import { historyOf, type Place, stepped, visited } from '../../../src/views/places.ts';
import { type UiAction, uiReducer } from '../../../src/views/ui-reducer.ts';
import { initialUiState, type UiState, viewState } from '../../../src/views/ui-state.ts';

const place: fc.Arbitrary<Place> = fc.record({
	view: fc.constantFrom('pods', 'nodes', 'events'),
	namespace: fc.constantFrom(undefined, 'shop', 'bank'),
	filter: fc.constantFrom('', 'crash', '-f spec.nodeName=a'),
});

describe('the history', () => {
	test('leads back through what was visited, in order, and forward again', () => {
		fc.assert(
			fc.property(fc.array(place, { minLength: 1, maxLength: 70 }), (all) => {
				const [first] = all;
				if (first === undefined) return;
				const distinct = all.filter((each, at) => at === 0 || JSON.stringify(each) !== JSON.stringify(all[at - 1]));
				let history = distinct.slice(1).reduce(visited, historyOf(first));
				const kept = distinct.slice(-50);
				expect(history.places).toEqual(kept);
				for (const before of kept.slice(0, -1).toReversed()) {
					const back = stepped(history, -1);
					expect(back?.place).toEqual(before);
					history = back?.history ?? history;
				}
				expect(stepped(history, -1)).toBeUndefined();
				for (const after of kept.slice(1)) {
					const forward = stepped(history, 1);
					expect(forward?.place).toEqual(after);
					history = forward?.history ?? history;
				}
				expect(stepped(history, 1)).toBeUndefined();
			}),
		);
	});
});

const action: fc.Arbitrary<UiAction> = fc.oneof(
	place.map(({ view, namespace, filter }): UiAction => ({ type: 'go', view, namespace: { name: namespace }, filter })),
	fc.constantFrom('pods', 'nodes').map((view): UiAction => ({ type: 'go', view })),
	fc.constantFrom(undefined, 'shop', 'bank').map((name): UiAction => ({ type: 'namespace', name })),
	place.map((to): UiAction => ({ type: 'follow', place: to })),
	fc.constantFrom('u1', 'u2').map((uid): UiAction => ({ type: 'toggle-mark', uid })),
	fc.constantFrom<UiAction>(
		{ type: 'return' },
		{ type: 'last-view' },
		{ type: 'clear-filter' },
		{ type: 'history', step: -1 },
		{ type: 'history', step: 1 },
	),
);

const whereabouts = (state: UiState): Place => ({ view: state.view, namespace: state.namespace, filter: viewState(state).filter });

describe('going about', () => {
	test('the open place of the history is always the one that is open', () => {
		fc.assert(
			fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
				let state = initialUiState('pods', 'shop');
				for (const each of actions) {
					state = uiReducer(state, each);
					expect(state.history.places[state.history.at]).toEqual(whereabouts(state));
				}
			}),
		);
	});

	test('coming back from what belongs to an object finds everything as it was', () => {
		fc.assert(
			fc.property(fc.array(action, { maxLength: 20 }), fc.array(place, { minLength: 1, maxLength: 4 }), (before, steps) => {
				const start = before.reduce(uiReducer, initialUiState('pods', 'shop'));
				let state = start;
				for (const to of steps) state = uiReducer(state, { type: 'follow', place: to });
				for (const _ of steps) state = uiReducer(state, { type: 'return' });
				const { view, namespace, views, favourites, trail } = state;
				expect({ view, namespace, views, favourites, trail }).toEqual({
					view: start.view,
					namespace: start.namespace,
					views: start.views,
					favourites: start.favourites,
					trail: start.trail,
				});
			}),
		);
	});

	test('a filter that came with the way is gone when somebody goes elsewhere by themselves', () => {
		let state = initialUiState('nodes', undefined);
		state = uiReducer(state, { type: 'follow', place: { view: 'pods', namespace: undefined, filter: '-f spec.nodeName=a' } });
		expect(viewState(state).filter).toBe('-f spec.nodeName=a');
		state = uiReducer(state, { type: 'go', view: 'events' });
		state = uiReducer(state, { type: 'go', view: 'pods' });
		expect(viewState(state).filter).toBe('');
	});

	test('clearing the filter keeps what the way is about', () => {
		let state = uiReducer(initialUiState('nodes', undefined), {
			type: 'follow',
			place: { view: 'pods', namespace: undefined, filter: '-f a=b' },
		});
		state = uiReducer(state, { type: 'open-prompt', kind: 'filter' });
		state = uiReducer(state, { type: 'edit', edit: insertText(state.prompt.kind === 'filter' ? state.prompt.edit : emptyLine, 'crash') });
		expect(viewState(state).filter).toBe('-f a=b crash');
		state = uiReducer(uiReducer(state, { type: 'close-prompt' }), { type: 'clear-filter' });
		expect(viewState(state).filter).toBe('-f a=b');
	});

	test('marks of one namespace do not outlive it', () => {
		let state = uiReducer(initialUiState('pods', 'shop'), { type: 'toggle-mark', uid: 'u1' });
		state = uiReducer(state, { type: 'namespace', name: 'bank' });
		expect(viewState(state).marks.size).toBe(0);
		state = uiReducer(state, { type: 'toggle-mark', uid: 'u2' });
		state = uiReducer(state, { type: 'go', view: 'nodes' });
		expect(viewState(state).marks.size).toBe(0);
		expect([...viewState(uiReducer(state, { type: 'last-view' })).marks]).toEqual(['u2']);
	});
});
