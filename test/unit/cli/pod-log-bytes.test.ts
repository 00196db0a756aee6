import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PodLogBytes } from '../../../src/cli/pod-log-bytes.ts';

const printed = (prefix: string, chunks: readonly string[], terminal?: { readonly colour: boolean }): string => {
	const bytes = new PodLogBytes({ prefix, terminal });
	const taken = chunks.map((chunk) => bytes.take(Buffer.from(chunk)));
	return Buffer.concat([...taken, bytes.end()]).toString('utf8');
};

const text = fc.array(fc.constantFrom('\n', 'a', 'lines', ' ', 'é'), { maxLength: 30 }).map((parts) => parts.join(''));

it('has the prefix before every line, however the bytes were cut, and adds no byte else', () => {
	fc.assert(
		fc.property(fc.array(text), (chunks) => {
			const whole = chunks.join('');
			expect(printed('', chunks)).toBe(whole);
			const lines = whole.split('\n');
			const last = lines.pop() ?? '';
			const expected = `${lines.map((line) => `> ${line}\n`).join('')}${last === '' ? '' : `> ${last}`}`;
			expect(printed('> ', chunks)).toBe(expected);
		}),
	);
});

it('gathers no line for ever: a long one is handed over in parts, with one prefix', () => {
	const bytes = new PodLogBytes({ prefix: '> ', terminal: undefined });
	const part = Buffer.alloc(700_000, 'x');
	expect(bytes.take(part).length).toBe(0);
	expect(bytes.take(part).length).toBe(1_400_002);
	expect(Buffer.concat([bytes.take(Buffer.from('end\nnext\n'))]).toString()).toBe('end\n> next\n');
});

it('shows escape sequences on a terminal instead of having them obeyed, colours aside', () => {
	const shown = printed('', ['\u001b]0;ti', 'tle\u0007\u001b[31mred\u001b[0m\n'], { colour: true });
	expect(shown).toContain('\u001b[31m');
	expect(shown).not.toContain('\u001b]');
});
