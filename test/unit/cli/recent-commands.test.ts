import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { recentCommandsIn } from '../../../src/cli/recent-commands.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let path: string;

beforeEach(() => {
	path = join(temporaryDirectory(), 'state', 'kyacht', 'commands');
});

describe('lines of the command bar', () => {
	test('are there in the next run, the newest first, each once', () => {
		const first = recentCommandsIn(path);
		expect(first.read()).toEqual([]);
		for (const line of ['pods shop', 'nodes', 'pods shop', 'ctx prod-eu']) expect(first.keep(line)).toBeUndefined();
		expect(recentCommandsIn(path).read()).toEqual(['ctx prod-eu', 'pods shop', 'nodes']);
	});

	test('may be read by their owner alone', () => {
		recentCommandsIn(path).keep('pods shop');
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
	});

	test('of two programs at once are all kept', () => {
		const [one, other] = [recentCommandsIn(path), recentCommandsIn(path)];
		one.keep('pods a');
		other.keep('pods b');
		one.keep('pods c');
		expect(recentCommandsIn(path).read()).toEqual(['pods c', 'pods b', 'pods a']);
	});

	test('are a hundred at most, in a file that stays small', () => {
		const commands = recentCommandsIn(path);
		for (let index = 0; index < 2000; index++) commands.keep(`pods namespace-${index}`);
		expect(statSync(path).size).toBeLessThan(20_000);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(commands.read()).toHaveLength(100);
		expect(commands.read()[0]).toBe('pods namespace-1999');
	});

	test('that somebody else put there with control characters are not offered', () => {
		recentCommandsIn(path).keep('nodes\x1b[2J\n');
		appendFileSync(path, 'evil\x1b]52;c;aGk=\x07\n\n');
		expect(recentCommandsIn(path).read()).toEqual(['nodes [2J ']);
	});

	test('that cannot be kept are said once, with the path, and throw nothing', () => {
		mkdirSync(join(path, '..', '..'), { recursive: true });
		writeFileSync(join(path, '..'), 'a file where the directory belongs');
		const commands = recentCommandsIn(path);
		expect(commands.read()).toEqual([]);
		expect(commands.keep('pods')).toContain(path);
		expect(commands.keep('nodes')).toBeUndefined();
	});

	test('that are not in a file anybody can open leave the file as it is', () => {
		mkdirSync(path, { recursive: true });
		chmodSync(path, 0o500);
		const commands = recentCommandsIn(path);
		expect(commands.read()).toEqual([]);
		expect(commands.keep('pods')).toMatch(
			/^The lines of the command bar cannot be (kept in|read from) .*; they are forgotten at the end\.$/,
		);
		expect(existsSync(path)).toBe(true);
		expect(() => readFileSync(path)).toThrow();
	});
});
