import { expect, test } from 'vitest';
import type { OpenContext } from '../../../src/views/app-services.ts';
import { ServedLookup } from '../../../src/views/served-lookup.ts';
import { SessionState } from '../../../src/views/session-state.ts';
import { initialUiState } from '../../../src/views/ui-state.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeServedViews } from '../../support/fake-served-views.ts';

const asking = () => {
	const state = new SessionState(initialUiState('pods', 'shop'), new FakeClock());
	const lookup = new ServedLookup({
		isOpen: () => true,
		state: () => state.current,
		say: (level, sentence) => state.say(level, sentence),
		unsay: () => state.unsay(),
		repaint: () => undefined,
	});
	const context = { served: new FakeServedViews() } as Pick<OpenContext, 'served'> as OpenContext;
	const ask = (name: string, over: { readonly isTold?: boolean; readonly isWanted?: () => boolean } = {}) =>
		void lookup.ask(context, { name, isWanted: () => true, found: () => undefined, ...over });
	return { state, ask, note: () => state.current.note?.text };
};

test('that the server is asked is said until it has answered, also where another question took its turn or nobody wants to know', async () => {
	const { ask, note } = asking();
	ask('db', { isTold: true });
	expect(note()).toBe('Asking the server for db…');
	ask('queues', { isWanted: () => false });
	expect(note()).toBeUndefined();
	ask('topics', { isTold: true, isWanted: () => false });
	await settle();
	expect(note()).toBeUndefined();
});

test('what was said since is not taken back with it', async () => {
	const { state, ask, note } = asking();
	ask('db', { isTold: true, isWanted: () => false });
	state.say('error', 'Something else.');
	await settle();
	expect(note()).toBe('Something else.');
});
