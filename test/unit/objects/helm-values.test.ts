import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/base/text-line.ts';
import { computedValues } from '../../../src/objects/helm-values.ts';
import { statusLines, valuesLines } from '../../../src/objects/release-text.ts';

describe('computed values', () => {
	const chart = { replicas: 1, image: { repository: 'cart', tag: '1', pull: { policy: 'Always' } }, hosts: ['a'], debug: { on: true } };

	test.each([
		['nothing given leaves the chart’s', {}, chart],
		['a mapping is laid over a mapping', { image: { tag: '2' } }, { ...chart, image: { ...chart.image, tag: '2' } }],
		['deeper, too', { image: { pull: { policy: 'Never' } } }, { ...chart, image: { ...chart.image, pull: { policy: 'Never' } } }],
		['a list takes the place of a list', { hosts: ['b', 'c'] }, { ...chart, hosts: ['b', 'c'] }],
		[
			'a mapping takes the place of what is none, and the other way round',
			{ replicas: { min: 1 }, image: 'x' },
			{ ...chart, replicas: { min: 1 }, image: 'x' },
		],
		[
			'null takes away what the chart has',
			{ debug: null, image: { tag: null } },
			{ replicas: 1, image: { repository: 'cart', pull: { policy: 'Always' } }, hosts: ['a'] },
		],
		['and stays where the chart has nothing', { extra: null }, { ...chart, extra: null }],
	])('%s', (_rule, given, expected) => {
		expect(computedValues(chart, given)).toEqual(expected);
	});

	test('a key that every object of JavaScript has is a key like any other', () => {
		expect(computedValues(JSON.parse('{"__proto__":{"a":1},"constructor":1}'), JSON.parse('{"toString":{"b":2}}'))).toEqual(
			JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":{"b":2}}'),
		);
	});
});

test('a release in which everything is of another form than Helm writes is shown as what little it says', () => {
	const odd = { info: [], chart: { metadata: 'x', values: ['y'] }, config: 7, hooks: [3, null, { events: 'x' }], manifest: {} };
	expect(valuesLines(odd, true).map(plainOf).at(-1)).toBe('{}');
	expect(statusLines(odd, { objects: [], unread: 0 }, 0).map(plainOf).join('\n')).toContain('Hooks');
});
