import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry, LogMarkKind } from '../../../src/sessions/types.ts';
import { logFilter, noLogFilter } from '../../../src/views/log-filter.ts';
import { hostileText } from '../../support/hostile-text.ts';

const line = (text: string, pod = 'cart-7c9', container = 'app'): LogEntry => ({
	kind: 'line',
	seq: 0,
	source: { pod, container },
	stamp: '',
	text,
});

const finds = (filter: string, entry: LogEntry): boolean | undefined => {
	const { test: passes, fault } = logFilter(filter, noLogFilter);
	expect(fault).toBeUndefined();
	return passes?.(entry);
};

describe('a filter of lines', () => {
	test.each([
		['words are all wanted, in any order', 'slow cart', 'cart is slow', true],
		['words are all wanted, in any order', 'slow cart', 'cart is quick', false],
		['no capitals means any', 'error', 'ERROR x', true],
		['capitals mean these', 'Error', 'ERROR x', false],
		['one of several', 'refused|reset', 'connection reset', true],
		['one of several', 'refused|reset', 'connection closed', false],
		['what is not wanted', '!health', 'GET /healthz', false],
		['what is not wanted', '!health', 'GET /pay', true],
		['quotes keep blanks', '"a b"', 'a  b', false],
		['a pattern', '/time(out|d out)/', 'request timed out', true],
		['a pattern', '/^time/', 'no time', false],
		['a level', 'level:error', 'E1122 03:04:05.678901 1 a.go:1] x', true],
		['a level', 'level:error', '{"level":"info","msg":"no error"}', false],
		['a level that is coloured', 'level:warning', '\x1b[33mWARN\x1b[0m slow', true],
		['colours are no text', 'slowly', 'slow\x1b[31mly', true],
		['colours are no text', '31m', '\x1b[31mred', false],
		['a level is no word of the line', 'debug', 'level=dbg x', false],
	])('%s: %s in %j is %s', (_, filter, text, expected) => {
		expect(finds(filter, line(text))).toBe(expected);
	});

	test('asks for pods and containers by name, and takes no word for one', () => {
		expect(finds('pod:7c9', line('x'))).toBe(true);
		expect(finds('pod:d4f', line('x'))).toBe(false);
		expect(finds('container:proxy', line('x', 'cart-7c9', 'proxy'))).toBe(true);
		expect(finds('container:proxy', line('x'))).toBe(false);
		expect(finds('7c9', line('x'))).toBe(false);
	});

	test.each<[LogMarkKind, boolean]>([
		['restarted', true],
		['cut', true],
		['gap', true],
		['failed', true],
		['joined', false],
		['left', false],
		['waiting', false],
		['resumed', false],
		['ended', false],
	])('a mark that says %s stays: %s', (mark, stays) => {
		const entry: LogEntry = { kind: 'mark', seq: 0, mark, at: 0, words: 'nothing of this' };
		expect(finds('error', entry)).toBe(stays);
		expect(logFilter('nothing', noLogFilter).finds(entry)).toBe(false);
	});

	test('that cannot be read leaves the one before it, and says why', () => {
		const before = logFilter('error', noLogFilter);
		for (const typed of ['/[/', 'restarts:>5', 'nowhere:x', '-l app=cart', '-f a=b']) {
			const after = logFilter(typed, before);
			expect(after.test).toBe(before.test);
			expect(after.fault?.sentence).toMatch(/\S/);
		}
		expect(logFilter('-l app=cart', before).fault?.sentence).toBe(
			'-l and -f select objects; a log is filtered by words, pod:, container: and level:.',
		);
	});

	test('of nothing hides nothing', () => {
		expect(logFilter('  ', logFilter('x', noLogFilter))).toEqual(noLogFilter);
	});

	test('is asked of any line without an exception, whatever is typed', () => {
		fc.assert(
			fc.property(hostileText(6), hostileText(), (typed, text) => {
				const { test: passes, finds: found } = logFilter(typed, noLogFilter);
				expect(typeof (passes?.(line(text)) ?? true)).toBe('boolean');
				expect(typeof found(line(text))).toBe('boolean');
			}),
		);
	});
});
