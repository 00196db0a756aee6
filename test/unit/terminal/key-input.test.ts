import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyInput, splitAnswers } from '../../../src/terminal/key-input.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const answer = '\x1b]11;rgb:ffff/ffff/ffff';

/** A terminal that is typed at: what comes out as keys and as answers. */
function terminal() {
	const source = new PassThrough() as PassThrough & Partial<NodeJS.ReadStream>;
	const clock = new FakeClock();
	const answers: string[] = [];
	let keys = '';
	const input = new KeyInput(source as unknown as NodeJS.ReadStream, clock, (text) => answers.push(text));
	input.setEncoding('utf8');
	input.on('data', (text: string) => {
		keys += text;
	});
	return {
		input,
		clock,
		answers,
		async type(...chunks: readonly string[]): Promise<string> {
			keys = '';
			for (const chunk of chunks) {
				source.write(chunk);
				await setImmediate();
			}
			return keys;
		},
		async wait(ms: number): Promise<string> {
			keys = '';
			await clock.advance(ms);
			await setImmediate();
			return keys;
		},
	};
}

describe('what is typed', () => {
	test.each([
		['with BEL', `${answer}\x07`],
		['with ST', `${answer}\x1b\\`],
	])('has no answer of the terminal in it that ends %s, wherever it comes', (_, whole) => {
		expect(splitAnswers(`j${whole}k`)).toEqual({ keys: 'jk', answers: ['rgb:ffff/ffff/ffff'], rest: '' });
		expect(splitAnswers(`${whole}${whole}`)).toMatchObject({ keys: '', answers: ['rgb:ffff/ffff/ffff', 'rgb:ffff/ffff/ffff'] });
		expect(splitAnswers(`\x1b${whole}`)).toMatchObject({ keys: '\x1b', answers: ['rgb:ffff/ffff/ffff'] });
	});

	test('comes through as it is, Alt and arrow keys and other sequences too', () => {
		for (const keys of ['jjj', '\x1b[A', '\x1bOP', '\x1bj', '\x1b]12;x\x07', '\x1b]11;a\x1b[A', '名', '\x1b[200~a b\x1b[201~']) {
			expect(splitAnswers(keys)).toEqual({ keys, answers: [], rest: '' });
		}
	});

	test('loses and adds nothing, however an answer among keys is torn apart', () => {
		const key = fc.constantFrom('j', '1', '\x1b[A', '\x1bOB', 'é', '\r', ']', '11;');
		fc.assert(
			fc.property(
				fc.array(key),
				fc.array(key),
				fc.constantFrom('\x07', '\x1b\\'),
				fc.array(fc.nat(60), { maxLength: 6 }),
				(before, after, end, cuts) => {
					const text = `${before.join('')}${answer}${end}${after.join('')}`;
					const places = [...new Set([0, ...cuts.map((cut) => cut % text.length), text.length])].sort((a, b) => a - b);
					let rest = '';
					let keys = '';
					const answers: string[] = [];
					for (const [index, place] of places.slice(1).entries()) {
						const split = splitAnswers(rest + text.slice(places[index], place));
						keys += split.keys;
						answers.push(...split.answers);
						rest = split.rest;
					}
					expect(keys + rest).toBe([...before, ...after].join(''));
					expect(answers).toEqual(['rgb:ffff/ffff/ffff']);
				},
			),
		);
	});
});

describe('the input of a terminal that was asked', () => {
	test('gives the answer to whom it concerns, and the keys around it to the others', async () => {
		const { input, answers, type } = terminal();
		input.asked();
		expect(await type('j', `${answer}\x07`, 'k')).toBe('jk');
		expect(answers).toEqual(['rgb:ffff/ffff/ffff']);
	});

	test('takes an answer that comes a byte at a time', async () => {
		const { input, answers, type, wait } = terminal();
		input.asked();
		expect(await type(...`${answer}\x1b\\`, 'x')).toBe('x');
		expect(answers).toHaveLength(1);
		expect(await wait(5_000)).toBe('');
	});

	test('keeps an Esc for a moment, and then it is an Esc', async () => {
		const { input, type, wait } = terminal();
		input.asked();
		expect(await type('\x1b')).toBe('');
		expect(await wait(30)).toBe('\x1b');
	});

	test('keeps no Esc where nothing is awaited: never asked, answered, or so long ago that no answer will come', async () => {
		const { input, clock, type } = terminal();
		expect(await type('\x1b')).toBe('\x1b');
		input.asked();
		await type(`${answer}\x07`);
		expect(await type('\x1b')).toBe('\x1b');
		input.asked();
		await clock.advance(3_000);
		expect(await type('\x1b')).toBe('\x1b');
	});

	test('drops half an answer whose other half never comes, and reads keys again', async () => {
		const { input, answers, type, wait } = terminal();
		input.asked();
		expect(await type('\x1b]11;rgb:ff')).toBe('');
		expect(await wait(1_000)).toBe('');
		expect(await type('j')).toBe('j');
		expect(answers).toEqual([]);
	});

	test('reads no more once it is closed', async () => {
		const { input, type } = terminal();
		input.close();
		expect(await type('j')).toBe('');
	});
});
