import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFakeApp } from '../support/bundle-app.ts';
import { PtyProgram } from '../support/pty.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
/** A server of its own, with tmux's default settings whatever the user's are. */
const server = ['-L', `kyacht-copy-${process.pid}`, '-f', '/dev/null'];

// Without tmux on the path there is no buffer to look into; what is told to tmux is held by the tests of the clipboard.
describe.skipIf(!hasTmux)('copying in tmux with its default settings', () => {
	let app: string;

	beforeAll(async () => {
		app = await bundleFakeApp('tmux-copy');
	});

	afterAll(() => {
		spawnSync('tmux', [...server, 'kill-server']);
	});

	test('puts the names of the marked rows into the buffer, one a line, and says so', async () => {
		const attached = new PtyProgram('tmux', [...server, 'new-session', process.execPath, app], {
			env: { NODE_ENV: 'production', SHELL: '/bin/sh' },
		});
		try {
			await attached.waitFor('cart-0010');
			attached.write(' j c');
			await attached.waitFor("copied 2 names to tmux's buffer");
			expect(execFileSync('tmux', [...server, 'show-buffer'], { encoding: 'utf8' })).toBe('cart-0000\ncart-0001');
			attached.write('\x1b');
			await attached.waitFor((screen) => !screen.text().includes('2 marked'));
			attached.write('c');
			await attached.waitFor("copied cart-0001 to tmux's buffer");
			expect(execFileSync('tmux', [...server, 'show-buffer'], { encoding: 'utf8' })).toBe('cart-0001');
		} finally {
			await attached.stop();
		}
	});
});
