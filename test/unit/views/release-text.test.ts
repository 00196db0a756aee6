import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/base/text-line.ts';
import type { ReleaseRef, ReleaseWish } from '../../../src/domains/helm-records.ts';
import type { CommandId } from '../../../src/keys/binding.ts';
import { commandFor } from '../../../src/keys/dispatch.ts';
import type { Effect } from '../../../src/views/effect.ts';
import { onRelease, otherReleasePage } from '../../../src/views/on-release.ts';
import { inText } from '../../../src/views/perform-over-list.ts';
import { type ReleasePage, releaseText } from '../../../src/views/release-text.ts';
import { unicodeGlyphs } from '../../../src/views/theme.ts';
import { initialUiState, textOverlay, topText } from '../../../src/views/ui-state.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { fakeServices } from '../../support/fake-services.ts';

const cart: ReleaseRef = { store: 'secrets', namespace: 'shop', release: 'cart', revision: 11, record: 'sh.helm.release.v1.cart.v11' };

const stored = {
	info: { status: 'failed', description: 'Upgrade "cart" failed', notes: 'Look at it.', last_deployed: '2026-11-22T01:00:00Z' },
	chart: { metadata: { name: 'cart', version: '1.2.3' }, values: { replicas: 1, tag: '1' } },
	config: { replicas: 3, password: 'hunter2' },
	hooks: [{ name: 'migrate', kind: 'Job', events: ['pre-upgrade'], last_run: { phase: 'Failed' } }],
	manifest: '---\nkind: Secret\nmetadata:\n  name: cart\ndata:\n  password: aHVudGVyMg==\n---\nkind: Service\nmetadata:\n  name: cart\n',
};

async function open(page: ReleasePage, release: ReleaseRef | ReleaseWish = cart) {
	const clock = new FakeClock();
	const { services, context } = fakeServices({ clock });
	context.releases.set('shop/cart@11', stored);
	const text = releaseText(page, release, { services, context, openContext: services.openContext, changed: () => undefined });
	const facts = () => ({ now: clock.now(), serverNow: Date.parse('2026-11-22T03:00:00Z'), width: 80, glyphs: unicodeGlyphs });
	const lines = () => text.lines(facts());
	await settle();
	return { text, context, lines, shown: () => lines().map(plainOf) };
}

describe('a text of a release', () => {
	test('of its values has those that were given, and with a those of the chart below them', async () => {
		const { text, lines, shown } = await open('values');
		expect(text).toMatchObject({ title: 'VALUES', scope: 'shop/cart revision 11' });
		expect(shown().slice(1)).toEqual(['password: hunter2', 'replicas: 3']);
		expect(lines()).toBe(lines());
		expect(text.perform?.('text-all', undefined)).toContain('Computed values');
		expect(shown().slice(1)).toEqual(['password: hunter2', 'replicas: 3', 'tag: "1"']);
		text.perform?.('text-all', undefined);
		expect(shown()).toHaveLength(3);
	});

	test('of its manifest masks values of Secrets until one is asked for, and forgets it when it is closed', async () => {
		const { text, lines, shown } = await open('manifest');
		expect(shown()).toContain('  password: <masked>');
		const target = lines().find((line) => line.target !== undefined)?.target;
		expect(text.hasCursor).toBe(true);
		expect(text.perform?.('text-reveal', undefined)).toContain('Put the cursor on the line');
		expect(text.value?.(target ?? '')).toEqual({ text: 'aHVudGVyMg==', what: 'the value of password' });
		text.perform?.('text-reveal', target);
		expect(shown()).toContain('  password: aHVudGVyMg==');
		text.perform?.('text-reveal', target);
		expect(shown()).toContain('  password: <masked>');
		text.close();
		expect(text.value?.(target ?? '')).toBeUndefined();
	});

	test('of its status has what went wrong, what it consists of, its hooks and its notes', async () => {
		const { shown } = await open('status');
		expect(shown()).toEqual([
			'Status:       failed',
			'Description:  Upgrade "cart" failed',
			'Chart:        cart-1.2.3',
			'Deployed:     2026-11-22T01:00:00Z (120m ago)',
			'',
			'Objects',
			'  Secret/cart',
			'  Service/cart',
			'',
			'Hooks',
			'  Job/migrate at pre-upgrade: Failed',
			'',
			'Notes',
			'  Look at it.',
		]);
	});

	test('that is only named is that of its newest revision', async () => {
		const { shown } = await open('values', { namespace: 'shop', release: 'cart' });
		expect(shown()).toContain('replicas: 3');
		const { shown: none } = await open('values', { namespace: 'bank', release: 'cart' });
		expect(none()).toEqual(['There is no release cart.']);
	});

	test('that is gone meanwhile says so in a sentence', async () => {
		const { shown } = await open('values', { ...cart, revision: 3 });
		expect(shown()).toEqual(['There is no release cart any more.']);
	});
});

describe('keys on a release', () => {
	const pageOf = (effects: readonly Effect[] | undefined): unknown =>
		effects?.map((effect) => (effect.type === 'ui' && effect.action.type === 'open-overlay' ? effect.action.overlay : effect));
	const opened = (page: ReleasePage) => [expect.objectContaining({ kind: 'text', request: { kind: 'release', page, release: cart } })];

	test.each([
		['open', 'status'],
		['describe', 'status'],
		['yaml', 'manifest'],
		['events-of', 'values'],
	] as const)('%s opens its %s', (command, page) => {
		expect(pageOf(onRelease(command, cart))).toEqual(opened(page));
	});

	test('i opens its revisions; other keys mean what they mean', () => {
		expect(onRelease('content-of', cart)).toEqual([
			{ type: 'ui', action: { type: 'follow', place: { view: 'helm-history', namespace: 'shop', filter: '-l name=cart' } } },
		]);
		expect(onRelease('mark', cart)).toBeUndefined();
	});

	test('y and d lead from one text to the other, and back to one that lies below', () => {
		const status = textOverlay({ kind: 'release', page: 'status', release: cart });
		const state = { ...initialUiState('helm', 'shop'), overlays: [status] };
		expect(pageOf(otherReleasePage('yaml', state, { kind: 'release', page: 'status', release: cart }))).toEqual(opened('manifest'));
		const manifest = { kind: 'release', page: 'manifest', release: cart } as const;
		const both = { ...state, overlays: [status, textOverlay(manifest)] };
		expect(otherReleasePage('describe', both, manifest)).toEqual([{ type: 'ui', action: { type: 'close-overlay' } }]);
		expect(otherReleasePage('yaml', both, manifest)).toMatchObject([{ action: { note: { text: 'This is its manifest.' } } }]);
	});

	test('v leads from its status and its manifest to its values, and d from there back past what was opened on the way', () => {
		expect(commandFor('text', 'v')).toBe('events-of');
		const requestOf = (page: ReleasePage) => ({ kind: 'release', page, release: cart }) as const;
		const stateOf = (...pages: readonly ReleasePage[]) => ({
			...initialUiState('helm', 'shop'),
			overlays: pages.map((page) => textOverlay(requestOf(page))),
		});
		const pressed = (command: CommandId, ...pages: readonly ReleasePage[]) => {
			const state = stateOf(...pages);
			const top = topText(state);
			return top === undefined ? undefined : inText(command, state, top);
		};
		const close = { type: 'ui', action: { type: 'close-overlay' } };
		expect(pageOf(pressed('events-of', 'status'))).toEqual(opened('values'));
		expect(pageOf(pressed('events-of', 'status', 'manifest'))).toEqual(opened('values'));
		expect(pressed('describe', 'status', 'manifest', 'values')).toEqual([close, close]);
		expect(pressed('events-of', 'values')).toMatchObject([{ action: { note: { text: 'These are its values.' } } }]);
	});
});
