import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { liveStatus } from '../../support/fake-services.ts';
import { inShop, shop, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const never = { live: false, rows: 'none' } as const;

describe('while nobody is logged in', () => {
	test('nothing was ever reached: the cause, the next try, and what to run where that is known', async () => {
		const shown = showSession({ namespace: 'shop' });
		shop(shown).status = {
			...liveStatus(0),
			...never,
			level: 'unhealthy',
			reason: 'unauthorized',
			detail: 'the credential plugin aws was not found',
			error: { kind: 'unauthorized', message: 'the credential plugin aws was not found: install it', command: 'aws sso login' },
			polling: { kind: 'disabled', askAgainAt: shown.clock.now() + 30_000 },
		};
		await shown.settle();
		expect(shown.text()).toContain('No pods yet: the credential plugin aws was not found: install it.');
		expect(shown.text()).toContain('Log in again with: aws sso login');
		expect(shown.text().split('aws sso login')).toHaveLength(2);
		expect(shown.text().split('was not found')).toHaveLength(2);
		expect(title(shown)).toContain('○ unauthorized · asked again in 30s');
		expect(title(shown).trimEnd()).toMatch(/30s$/);
	});

	const needsLogin = (error: Extract<ApiError, { kind: 'unauthorized' }>, size = { columns: 80, rows: 24 }): ShownSession =>
		showSession({
			namespace: 'shop',
			size,
			before: (fake) => {
				shop(fake).status = {
					...liveStatus(0),
					...never,
					level: 'unhealthy',
					reason: 'unauthorized',
					error,
					polling: { kind: 'disabled' },
				};
			},
		});

	test('a plugin that cannot work here: what can be done, and no promise that it goes on', () => {
		const next = 'install it where the PATH finds it';
		const text = needsLogin({ kind: 'unauthorized', message: 'the credential plugin aws was not found', next, isUnasked: true }).text();
		expect(text).toContain('Install it where the PATH finds it.');
		expect(text).not.toMatch(/goes on by itself|Log in again with|Put valid credentials/);
		expect(text).toContain('<ctrl-r> asks at once.');
	});

	test('credentials that are refused: whose they are, where better ones belong, and how to ask at once', () => {
		const text = needsLogin({ kind: 'unauthorized', message: 'Unauthorized' })
			.text()
			.replace(/ *\n */g, ' ');
		expect(text).toContain('the server refuses the credentials of user tester in context prod-eu (401).');
		expect(text).toContain('Put valid credentials of user tester into the kubeconfig, or start with another --token.');
		expect(text).toContain('<ctrl-r> asks at once.');
	});

	test('what a plugin has to say is cut before what to do is pushed off the screen', () => {
		const message = `the credential plugin aws failed (exit code 1): ${'\x1b]0;x\x07 oh '.repeat(60)}`;
		for (const size of [
			{ columns: 40, rows: 10 },
			{ columns: 80, rows: 12 },
		]) {
			const shown = needsLogin({ kind: 'unauthorized', message, command: 'aws sso login' }, size);
			expect(shown.text()).toMatch(/… *\n {2}Log in again with: aws sso login/);
			expect(shown.painted().join('')).not.toContain('\x1b]0;');
		}
	});

	test('rows that are kept while nobody is logged in say what to run before when it is asked again', async () => {
		const shown = inShop();
		const now = shown.clock.now();
		shop(shown).status = {
			...liveStatus(now - 43_000),
			level: 'unhealthy',
			reason: 'unauthorized',
			detail: '401 unauthorized',
			error: { kind: 'unauthorized', message: 'Unauthorized', command: 'aws sso login' },
			polling: { kind: 'disabled', askAgainAt: now + 20_000 },
			live: false,
		};
		await shown.settle();
		expect(title(shown)).toContain('○ stale 43s · run: aws sso login · asked again in 20s');
	});

	test('what a login prints is shown while it runs', async () => {
		const shown = showSession({ namespace: 'shop' });
		shown.context.printed = 'Open https://login.example/device\nand type ABCD-EFGH\n';
		await shown.settle();
		expect(shown.text()).toContain('Open https://login.example/device');
		expect(status(shown)).toContain('login: and type ABCD-EFGH');
	});

	test('a login that takes its time is named, with how long it has been waited for and when it is ended', async () => {
		const shown = showSession({ namespace: 'shop', size: { columns: 130, rows: 24 } });
		const { streams } = shown.context;
		streams.get('pods shop ');
		shop(shown).status = { ...shop(shown).status, rows: 'none', live: true, level: 'degraded', reason: 'awaiting first delivery' };
		const now = shown.clock.now();
		shown.context.waiting = { command: 'aws eks get-token --cluster-name prod', since: now, until: now + 60_000 };
		await shown.settle();
		expect(shown.text()).not.toContain('aws');
		await shown.clock.advance(12_000);
		expect(shown.text()).toContain(
			'Waiting for the login of this context: aws eks get-token --cluster-name prod, 12s so far, ended in 48s if it does not finish.',
		);
		expect(status(shown)).toContain('login: waiting 12s for aws eks get-token --cluster-name prod');
		shown.context.waiting = undefined;
		await shown.clock.advance(2_000);
		expect(shown.text()).not.toContain('aws');
	});
});
