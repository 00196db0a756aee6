import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { type CopyTarget, copyText } from '../../../src/terminal/clipboard.ts';
import { copiedWords } from '../../../src/views/copied-words.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** A directory with a `tmux` that does what a test says, and the environment of a pane of it. */
function withTmux(script: string): { readonly env: NodeJS.ProcessEnv; readonly got: string; readonly args: string } {
	const directory = temporaryDirectory();
	const [got, args] = [join(directory, 'got'), join(directory, 'args')];
	writeFileSync(join(directory, 'tmux'), `#!/bin/sh\necho "$@" > '${args}'\n${script.replaceAll('GOT', `'${got}'`)}\n`);
	chmodSync(join(directory, 'tmux'), 0o755);
	return { env: { PATH: `${directory}:${process.env.PATH}`, TMUX: '/tmp/tmux-0/default,1,0' }, got, args };
}

const copy = async (text: string, env: NodeJS.ProcessEnv, clock = systemClock) => {
	let written = '';
	const target = await copyText(text, {
		env,
		clock,
		write: (bytes) => {
			written += bytes;
		},
	});
	return { target, written };
};

describe('copying', () => {
	test('inside tmux gives the text to tmux on its stdin, and nothing to the terminal', async () => {
		const { env, got, args } = withTmux('cat > GOT');
		expect(await copy("cart-1\ncart-2 '; $(rm)", env)).toEqual({ target: { kind: 'tmux' }, written: '' });
		expect(readFileSync(got, 'utf8')).toBe("cart-1\ncart-2 '; $(rm)");
		expect(readFileSync(args, 'utf8')).toBe('load-buffer -w -\n');
	});

	test('outside tmux tells the terminal, in base64: nothing of the text can be a sequence of its own', async () => {
		const { target, written } = await copy('cart\x1b]0;x\x07', {});
		expect(target).toEqual({ kind: 'terminal' });
		expect(written).toBe(`\x1b]52;c;${Buffer.from('cart\x1b]0;x\x07').toString('base64')}\x07`);
	});

	test('goes through tmux to the terminal when tmux refuses, and says what tmux said', async () => {
		const { env } = withTmux('echo "unknown flag -w" >&2; exit 1');
		const { target, written } = await copy('cart-1', env);
		expect(target).toEqual({ kind: 'terminal', tmux: 'tmux said: unknown flag -w' });
		expect(written).toBe(`\x1bPtmux;\x1b\x1b]52;c;${Buffer.from('cart-1').toString('base64')}\x07\x1b\\`);
	});

	test('goes to the terminal when there is no tmux after all', async () => {
		const { target } = await copy('cart-1', { PATH: temporaryDirectory(), TMUX: 'x' });
		expect(target).toEqual({ kind: 'terminal', tmux: 'tmux could not be run (ENOENT)' });
	});

	test('does not wait longer than a second for a tmux that hangs, and leaves none behind', async () => {
		// Whoever reads the pipe is told that tmux runs by its line, and that it is gone by the end.
		const { env, got } = withTmux('exec 3> GOT; echo runs >&3; exec sleep 1000');
		execFileSync('mkfifo', [got]);
		const clock = new FakeClock();
		const copied = copy('cart-1', env, clock);
		const pipe = createReadStream(got);
		await once(pipe, 'data');
		const gone = once(pipe, 'end');
		pipe.resume();
		await clock.advance(1000);
		expect((await copied).target).toEqual({ kind: 'terminal', tmux: 'tmux did not answer within 1 s' });
		await gone;
	});

	test('refuses what a terminal would drop', async () => {
		const { target, written } = await copy('n'.repeat(80_000), {});
		expect(target).toEqual({ kind: 'nowhere', reason: 'it is more than a terminal takes at once' });
		expect(written).toBe('');
	});
});

describe('what is said of a copy', () => {
	const words = (target: CopyTarget, what = 'cart-1', env: NodeJS.ProcessEnv = {}) => copiedWords(what, target, env).text;

	test.each([
		[words({ kind: 'tmux' }), "copied cart-1 to tmux's buffer"],
		[words({ kind: 'tmux' }, '3 names'), "copied 3 names to tmux's buffer"],
		[words({ kind: 'terminal' }), "sent cart-1 to the terminal's clipboard (OSC 52)"],
		[words({ kind: 'terminal' }, 'a', { TERM: 'tmux-256color' }), 'a tmux around it takes that with set-clipboard on'],
		[words({ kind: 'terminal', tmux: 'tmux said: no' }), 'tmux said: no; cart-1 went to the terminal through tmux'],
		[words({ kind: 'nowhere', reason: 'it is too much' }), 'Nothing was copied: it is too much; choose less.'],
	])('%s', (said, wanted) => {
		expect(said).toContain(wanted);
	});
});
