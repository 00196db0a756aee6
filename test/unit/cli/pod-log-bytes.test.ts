import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PodLogBytes } from '../../../src/cli/pod-log-bytes.ts';
import { hostileText } from '../../support/hostile-text.ts';
import { runs } from '../../support/property-runs.ts';

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

/** What a container may write: text, halves of characters, bytes that are none, with and without line ends. */
const anyBytes = fc
	.array(
		fc.oneof(
			hostileText(8).map((some) => Buffer.from(some)),
			fc.uint8Array({ maxLength: 6 }),
			fc.constant(Buffer.from('\n')),
		),
		{
			maxLength: 20,
		},
	)
	.map((parts) => Buffer.concat(parts));

const inParts = (all: Buffer, size: number): string => {
	const bytes = new PodLogBytes({ prefix: '> ', terminal: { colour: true } });
	const taken: Buffer[] = [];
	for (let from = 0; from < all.length; from += size) taken.push(bytes.take(all.subarray(from, from + size)));
	return Buffer.concat([...taken, bytes.end()]).toString('utf8');
};

it('shows on a terminal the same in whatever parts the bytes come, and nothing that does more than be seen', () => {
	fc.assert(
		fc.property(anyBytes, fc.integer({ min: 1, max: 20 }), (all, size) => {
			const shown = inParts(all, size);
			expect(shown).toBe(inParts(all, Math.max(1, all.length)));
			expect(shown.replaceAll(/\u001b\[[0-9;:]*m|\n/g, '')).not.toMatch(/\p{Cc}/u);
		}),
		{ numRuns: runs(300) },
	);
});
