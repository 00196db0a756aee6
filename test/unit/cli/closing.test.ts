import { expect, test } from 'vitest';
import { type Closer, closeAll } from '../../../src/cli/closing.ts';

const never = new Promise<never>(() => undefined);

const recorded = (...named: readonly (readonly [what: string, how?: () => unknown])[]) => {
	const closed: string[] = [];
	const closers: Closer[] = named.map(([what, how]) => ({
		what,
		close: () => {
			closed.push(what);
			return how?.();
		},
	}));
	return { closed, closers };
};

test('What was opened last is closed first, and nobody is told of what went well', async () => {
	const { closed, closers } = recorded(['the journal'], ['the connection', () => Promise.resolve()], ['the login']);
	expect(await closeAll(closers, never)).toEqual([]);
	expect(closed).toEqual(['the login', 'the connection', 'the journal']);
	expect(closers).toEqual([]);
});

test('What cannot be closed is said, without its secrets, and keeps nothing else open', async () => {
	const { closed, closers } = recorded(
		['the journal'],
		['the connection', () => Promise.reject(new Error('Authorization: Bearer abc123.def-456'))],
		[
			'the login',
			() => {
				throw new Error('EIO:\ni/o error');
			},
		],
	);
	const said = await closeAll(closers, never);
	expect(closed).toEqual(['the login', 'the connection', 'the journal']);
	expect(said).toHaveLength(2);
	expect(said[0]).toBe('At the end, the login could not be closed (EIO: i/o error); what is left of it ended with the program.');
	expect(said[1]).toContain('the connection could not be closed');
	expect(said[1]).not.toContain('abc123');
});

test('What hangs is not waited for past the deadline, and what comes after it is closed all the same', async () => {
	const { closed, closers } = recorded(['the journal'], ['the connection', () => never]);
	expect(await closeAll(closers, Promise.resolve())).toEqual([]);
	expect(closed).toEqual(['the connection', 'the journal']);
});
