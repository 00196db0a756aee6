import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { World } from '../../src/demo/world.ts';
import { demoServer } from '../support/demo-server.ts';
import { runningPods } from '../support/pod-changes.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const payloads: readonly string[] = [
	'\x1b]0;PWNED\x07title',
	'\x1b]52;c;UFdORUQ=\x07clip',
	'\x1b[31;7mred\x1b[2J\x1b[H',
	'\x9b2J\x9d0;PWNED\x9c',
	'\x1b[?1049l\x1b[?2004l\x1b[?1h\x1b[?1000h\x1b[4h\x1b[?25h\x1bc',
	'\x1bP$q"p\x1b\\\x1b[6n\x1b[c\x05',
	'a\x00b\x07c\bd\te\rf\ng\x7f\x84\x85\x8d',
	'\u202egnp.exe\u2066\u2069',
	'no\u200bwidth\u200d\ufeff\u00ad',
	'half \ud800x\udc00',
	`z${'\u0301'.repeat(300)}`,
	'👩‍👩‍👧‍👦👩🏽‍🚀❤️🇩🇪',
	'漢字'.repeat(60),
	'ｱﾞ한글ᄒ\u1161ﷺ',
	'é'.repeat(1_000_000),
];

function poison(world: World): void {
	const model = runningPods(world)[0];
	if (model === undefined) throw new Error('no pod runs');
	for (const payload of payloads) {
		const { uid: _, ...metadata } = model.metadata;
		const status = { ...(model.status as object), phase: 'Failed', reason: payload, message: payload };
		world.put('pods', { ...model, metadata: { ...metadata, name: payload, labels: { app: payload } }, status });
		world.put('namespaces', { metadata: { name: payload }, status: { phase: payload } });
		world.put('nodes', {
			metadata: { name: payload, labels: { [`node-role.kubernetes.io/${payload}`]: '' } },
			status: { nodeInfo: { kubeletVersion: payload }, conditions: [{ type: 'Ready', status: 'False', reason: payload }] },
		});
		world.put('events', {
			metadata: { name: payload, namespace: 'shop' },
			type: payload,
			reason: payload,
			message: payload,
			involvedObject: { kind: payload, name: payload, namespace: 'shop' },
			lastTimestamp: world.timestamp(),
		});
	}
}

/** Colours, places in the screen, erasing, scrolling, its own modes, and the question for the background: all that the program writes. */
const ours = /\x1b\[[0-9;:]*[mHABCDEFGJKLMPSTXdr]|\x1b\[\?(?:1049|25|7|2004|2026)[hl]|\x1b\]11;\?\x07/g;

const control = /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\u00ad\ud800-\udfff]/u;

test('objects that are made to break a terminal are text in their columns, and the terminal is left as it was', async () => {
	ensureBuilt();
	const server = await demoServer({ size: 12 });
	poison(server.world);
	const home = temporaryDirectory();
	const config = join(home, 'config');
	writeFileSync(config, server.kubeconfig());
	const script = `echo before; '${process.execPath}' '${kyachtBin}' pods -n shop --kubeconfig '${config}'; echo "left with $?"; read line`;
	const program = new PtyProgram('/bin/sh', ['-c', script], { columns: 100, rows: 40, env: { HOME: home } });
	onTestFinished(() => program.stop());
	const { screen } = program;

	/** Every line stands in its place, nothing in it is obeyed, and the terminal is in the modes of the program alone. */
	const expectWhole = (title: string): void => {
		const lines = screen.lines();
		expect(lines[0]).toMatch(/^ kyacht /);
		expect(lines[2]).toMatch(new RegExp(`^ ${title} `));
		expect(lines.at(-1)).toContain('<');
		expect(screen.text()).not.toMatch(control);
		expect(screen.alternate).toBe(true);
		expect(screen.bracketedPaste).toBe(true);
		expect(screen.otherModes).toEqual([]);
		expect(screen.titles).toEqual([]);
	};
	/** Where the last column of each row ends: what stands before it may be wide, without a width, or reordered. */
	const agesEnd = (): readonly number[] =>
		screen.cells().flatMap((row) => {
			const end = row.findLastIndex((cell) => !cell.startsWith(' |'));
			const last = row.slice(Math.max(0, end - 2), end + 1).map((cell) => cell.split('|')[0]);
			return /\d[smhd]$/.test(last.join('')) ? [end] : [];
		});

	// Rows are painted before the terminal's modes are all set.
	await program.waitFor(({ bracketedPaste }) => bracketedPaste && /PODS.*watch ● live/.test(screen.text()));
	expectWhole('PODS');
	expect(screen.text()).toContain('^[]0;PWNED^G');
	const ends = agesEnd();
	expect(ends.length).toBeGreaterThan(payloads.length);
	expect(new Set(ends).size).toBe(1);

	program.write('/z');
	await program.waitFor(() => screen.cursor.y === 39 && screen.cursor.x === 4);
	program.write('\x1b');
	await program.waitFor(() => !screen.lines().at(-1)?.startsWith(' / z'));

	for (const [view, title] of [
		['events', 'EVENTS'],
		['nodes', 'NODES'],
		['namespaces', 'NAMESPACES'],
	] as const) {
		program.write(`:${view}\r`);
		await program.waitFor(new RegExp(`${title}.*● live`));
		await program.waitFor('^[]0;PWNED^G');
		expectWhole(title);
	}
	expect(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f].{0,20}/s.exec(program.output.replace(ours, ''))?.[0]).toBeUndefined();

	program.write('\x03');
	await program.waitFor('left with 130');
	expect(screen.lines()[0]).toBe('before');
	expect(screen.alternate).toBe(false);
	expect(screen.bracketedPaste).toBe(false);
	expect(screen.otherModes).toEqual([]);
	expect(screen.titles).toEqual([]);
	expect(screen.text()).not.toContain('PWNED');
	expect(program.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(program.output.lastIndexOf('\x1b[?25l'));
});
