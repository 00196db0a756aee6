import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundleFakeApp } from '../support/bundle-app.ts';
import { type PtyOptions, PtyProgram } from '../support/pty.ts';

let app: string;
const directory = mkdtempSync(join(tmpdir(), 'kyacht-journey-'));
const running: PtyProgram[] = [];

const kept = (program: PtyProgram): PtyProgram => {
	running.push(program);
	return program;
};

const start = (options: PtyOptions = {}): PtyProgram =>
	kept(new PtyProgram(process.execPath, [app], { ...options, env: { NODE_ENV: 'production', ...options.env } }));

/** A shell that runs the program and afterwards says how it ended: what a person finds after leaving. */
function startInShell(env: Readonly<Record<string, string>> = {}): { readonly program: PtyProgram; readonly pid: () => number } {
	const pidFile = join(directory, `pid-${running.length}`);
	const script = `echo before; '${process.execPath}' '${app}'; echo "left with $?"; stty -a | grep -oe '[-]*icanon'; read line`;
	const program = kept(new PtyProgram('/bin/sh', ['-c', script], { env: { NODE_ENV: 'production', KYACHT_TEST_PID: pidFile, ...env } }));
	return { program, pid: () => Number(readFileSync(pidFile, 'utf8')) };
}

beforeAll(async () => {
	app = await bundleFakeApp('terminal');
});

afterAll(() => rmSync(directory, { recursive: true }));

afterEach(async () => {
	await Promise.all(running.splice(0).map((program) => program.stop()));
});

const line = (program: PtyProgram, at: number): string => program.screen.lines().at(at) ?? '';
const cursorRow = (program: PtyProgram): string => program.screen.lines().find((text) => text.startsWith('▸')) ?? '';

describe('the screen', () => {
	test('begins at the top left of the second screen, with the cluster, the view and the rows', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		expect(program.screen.alternate).toBe(true);
		expect(line(program, 0)).toMatch(/^ kyacht {2}prod-eu ▸ shop .*● live {2}1 watch {2}25 req\/min$/);
		expect(line(program, 1)).toContain('pods 60');
		expect(line(program, 4)).toContain('cart-0000');
		expect(line(program, -1)).toContain('</> filter');
	});

	test('is laid out anew at every size, with nothing left over from the size before', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		for (const [columns, rows] of [
			[40, 10],
			[200, 50],
			[80, 24],
			[30, 8],
			[120, 30],
		] as const) {
			program.resize(columns, rows);
			const last = `cart-${String(rows - 6).padStart(4, '0')}`;
			// A terminal that shrinks shows a part of the old screen at first: the new one is there when its last line is.
			await program.waitFor(
				() => line(program, 0).length === columns && line(program, -2).includes(last) && line(program, -1).includes('<enter> open'),
			);
			const shown = program.screen.lines();
			expect(shown[0]).toContain('prod-eu ▸ shop');
			expect(shown.filter((text) => text.includes('PODS'))).toHaveLength(1);
			expect(shown.filter((text) => text.includes('cart-0000'))).toHaveLength(1);
		}
	});

	test('is drawn whole again by ctrl-l, over whatever another program wrote there', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		const before = program.screen.text();
		await program.screen.write('\x1b[5;5Hgarbage from a background job');
		expect(program.screen.text()).not.toBe(before);
		program.write('\x0c');
		await program.waitFor((screen) => screen.text() === before);
	});

	test('is drawn whole again after the program was stopped and goes on', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		const before = program.screen.text();
		await program.screen.write('\x1b[2J');
		program.signal('SIGCONT');
		await program.waitFor((screen) => screen.text() === before);
	});

	test('is drawn whole again after a resize to and fro that left the size as it was', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		const before = program.screen.text();
		await program.screen.write('\x1b[2J');
		program.signal('SIGWINCH');
		await program.waitFor((screen) => screen.text() === before);
	});

	test('is drawn although the environment says CI', async () => {
		await start({ env: { CI: 'true' } }).waitFor('cart-0018');
	});

	test('has no colour with NO_COLOR, and the cursor can still be seen', async () => {
		const program = start({ env: { NO_COLOR: '1' } });
		await program.waitFor('cart-0018');
		expect(program.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?(?:3[0-8]|9[0-7])[0-9;]*m/);
		expect(program.screen.styleAt(4, 4).inverse).toBe(true);
	});

	test('is plain ASCII where the locale is not UTF-8', async () => {
		const program = start({ env: { LANG: 'C' } });
		await program.waitFor('cart-0018');
		expect(program.screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
		expect(line(program, 0)).toContain('* live');
	});
});

describe('the colours', () => {
	const lightAt = (program: PtyProgram): number => line(program, 0).indexOf('●');
	const lightColour = (program: PtyProgram): number => program.screen.styleAt(lightAt(program), 0).colour;
	const greenOnDark = 114;
	const greenOnLight = 22;

	test('become those of the ground that the terminal says it has, and its answer is no key, however it comes', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		expect(program.output).toContain('\x1b]11;?\x07');
		expect(lightColour(program)).toBe(greenOnDark);
		const before = program.screen.text();
		for (const part of ['\x1b', ']11;rgb:ff', 'ff/ffff/ffff\x1b', '\\']) program.write(part);
		await program.waitFor(() => lightColour(program) === greenOnLight);
		expect(program.screen.text()).toBe(before);
		program.write('j');
		await program.waitFor(() => cursorRow(program).includes('cart-0001'));
		program.write('\x1b]11;rgb:0000/0000/0000\x07');
		await program.waitFor(() => lightColour(program) === greenOnDark);
	});

	test('are those of the ground that the environment tells where the terminal says nothing', async () => {
		const program = start({ env: { COLORFGBG: '0;15' } });
		await program.waitFor('cart-0018');
		expect(lightColour(program)).toBe(greenOnLight);
	});
});

describe('when the server is gone', () => {
	test('the rows stay, dim, with their age, the next try and the cause; then they are live again by themselves', async () => {
		const program = start({ env: { KYACHT_TEST_STEPS: 'down,up' } });
		await program.waitFor('cart-0018');
		expect(program.screen.styleAt(2, 6).coloured).toBe(false);
		program.signal('SIGUSR2');
		await program.waitFor(/○ stale \ds · retry in \d+s · connection refused/);
		await program.waitFor(/○ stale [2-9]s/);
		expect(line(program, 0)).toContain('○ stale');
		expect(line(program, 6)).toContain('cart-0002');
		expect(program.screen.styleAt(2, 6).coloured).toBe(true);
		program.write('j');
		await program.waitFor(() => cursorRow(program).includes('cart-0001'));
		program.signal('SIGUSR2');
		await program.waitFor('watch ● live');
		expect(program.screen.styleAt(2, 7).coloured).toBe(false);
	});
});

describe('being stopped', () => {
	/** A shell with job control: it says that the program stopped, and lets it go on at the next line. */
	function startJob(): { readonly program: PtyProgram; readonly pid: () => number } {
		const pidFile = join(directory, `pid-${running.length}`);
		const script = `set -m; '${process.execPath}' '${app}'; echo "stopped with $?"; stty -a | grep -oe '[-]*icanon'; read line; fg >/dev/null; echo "left with $?"; read line`;
		const program = kept(new PtyProgram('/bin/sh', ['-c', script], { env: { NODE_ENV: 'production', KYACHT_TEST_PID: pidFile } }));
		return { program, pid: () => Number(readFileSync(pidFile, 'utf8')) };
	}

	test.each(['by :suspend', 'from outside'])('%s gives the shell its terminal, and going on takes it back at its new size', async (how) => {
		const { program, pid } = startJob();
		await program.waitFor('cart-0018');
		program.write('j');
		await program.waitFor(() => cursorRow(program).includes('cart-0001'));
		if (how === 'from outside') process.kill(pid(), 'SIGTSTP');
		else program.write(':suspend\r');
		await program.waitFor('stopped with 148');
		await program.waitFor(/^icanon$/m);
		expect(program.screen.alternate).toBe(false);
		expect(program.screen.bracketedPaste).toBe(false);
		expect(program.screen.text()).not.toContain('cart-');
		program.resize(60, 12);
		program.write('\n');
		await program.waitFor(
			() => program.screen.alternate && line(program, -1).includes('<enter> open') && line(program, -2).includes('cart-0006'),
		);
		expect(cursorRow(program)).toContain('cart-0001');
		program.write('j');
		await program.waitFor(() => cursorRow(program).includes('cart-0002'));
		program.write('q');
		await program.waitFor('left with 0');
		expect(program.screen.alternate).toBe(false);
	});
});

describe('keys', () => {
	test('typed faster than they are read each count', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		program.write('jjjjj');
		await program.waitFor(() => cursorRow(program).includes('cart-0005'));
	});

	test('pasted are text of the filter, and never keys', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		program.write('\x1b[200~q:q\rq\x1b[201~');
		await program.waitFor('open one first');
		program.write('/');
		await program.waitFor((screen) => screen.cursor.y === 23 && screen.cursor.x === 3);
		program.write('\x1b[200~cart-0007\n\x1b[201~');
		await program.waitFor('1 of 60');
	});

	test('of the command bar go to other views and back', async () => {
		const program = start();
		await program.waitFor('cart-0018');
		program.write(':no');
		await program.waitFor(/ nodes +view *\n : no/);
		program.write('\t\r');
		await program.waitFor('worker-1');
		expect(line(program, 1)).toMatch(/pods 60 \ds ago/);
		program.write('-');
		await program.waitFor('cart-0018');
		program.write('q');
		expect((await program.exited).exitCode).toBe(0);
	});
});

describe('leaving gives the terminal back', () => {
	const back = async (program: PtyProgram, code: number): Promise<void> => {
		await program.waitFor(`left with ${code}`);
		await program.waitFor(/^-?icanon$/m);
		expect(program.screen.alternate).toBe(false);
		expect(program.screen.bracketedPaste).toBe(false);
		expect(program.screen.lines()[0]).toBe('before');
		expect(program.screen.text()).toContain('\nicanon');
		expect(program.screen.text()).not.toContain('cart-');
		expect(program.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(program.output.lastIndexOf('\x1b[?25l'));
	};

	test.each([
		['q', 'q', 0],
		[':q', ':q\r', 0],
		['ctrl-c', '\x03', 130],
		['ctrl-c while a filter is typed', '/abc\x03', 130],
	])('after %s', async (_, keys, code) => {
		const { program } = startInShell();
		await program.waitFor('cart-0018');
		program.write(keys);
		await back(program, code);
	});

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGQUIT', 131],
	] as const)('after %s', async (signal, code) => {
		const { program, pid } = startInShell();
		await program.waitFor('cart-0018');
		process.kill(pid(), signal);
		await back(program, code);
	});

	test('after an exception that nobody caught, with one sentence about it', async () => {
		const { program, pid } = startInShell({ KYACHT_TEST_STEPS: 'crash' });
		await program.waitFor('cart-0018');
		process.kill(pid(), 'SIGUSR2');
		await back(program, 1);
		expect(program.screen.lines()[1]).toMatch(/^kyacht: .*the roof fell in/);
		expect(program.screen.text()).not.toMatch(/\n\s+at /);
	});
});
