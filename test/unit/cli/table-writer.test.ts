import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TableWriter } from '../../../src/cli/table-writer.ts';

describe('the table writer', () => {
	it('lays out lines as kubectl does: three blanks after the widest cell, none after the last', () => {
		const text = new TableWriter().layOut([
			['NAMESPACE', 'NAME', 'READY', 'AGE'],
			['shop', 'cart-698948564b-4xk2p', '1/1', '5h'],
			['kube-system', 'dns', '0/1', '<unknown>'],
		]);
		expect(text).toBe(
			[
				'NAMESPACE     NAME                    READY   AGE',
				'shop          cart-698948564b-4xk2p   1/1     5h',
				'kube-system   dns                     0/1     <unknown>',
				'',
			].join('\n'),
		);
	});

	it('makes no column narrower than six', () => {
		expect(
			new TableWriter().layOut([
				['A', 'B'],
				['1', '2'],
			]),
		).toBe('A     B\n1     2\n');
	});

	it('keeps the widths of earlier lines, so that a watch stays aligned', () => {
		const writer = new TableWriter();
		writer.layOut([['a-long-name', '1s']]);
		expect(writer.layOut([['short', '2s']])).toBe('short         2s\n');
	});

	it('leaves the padding of an empty last cell, as kubectl does', () => {
		expect(new TableWriter().layOut([['name', '']])).toBe('name   \n');
	});

	it('counts code points, not UTF-16 units', () => {
		const [first = '', second = ''] = new TableWriter()
			.layOut([
				['🐟🐟🐟🐟', 'x'],
				['abcd', 'x'],
			])
			.split('\n');
		expect([...first].indexOf('x')).toBe(second.indexOf('x'));
	});

	it('starts every column at the same place in every line', () => {
		const word = fc.stringMatching(/^[a-z0-9]{0,20}$/);
		fc.assert(
			fc.property(
				fc
					.integer({ min: 1, max: 6 })
					.chain((columns) => fc.array(fc.array(word, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 })),
				(lines) => {
					const laidOut = new TableWriter()
						.layOut(lines.map((line) => line.map((cell) => `<${cell}`)))
						.split('\n')
						.slice(0, -1);
					const starts = laidOut.map((line) => [...line.matchAll(/</g)].map(({ index }) => index));
					for (const each of starts) expect(each).toEqual(starts[0]);
				},
			),
		);
	});
});
