import { expect, test } from 'vitest';
import { podSelector } from '../../../src/sessions/log-owner.ts';

test.each([
	[
		'a workload: labels and expressions',
		{
			matchLabels: { app: 'cart' },
			matchExpressions: [
				{ key: 'tier', operator: 'In', values: ['b', 'a'] },
				{ key: 'zone', operator: 'NotIn', values: ['x'] },
				{ key: 'live', operator: 'Exists' },
				{ key: 'canary', operator: 'DoesNotExist' },
			],
		},
		'app=cart,!canary,live,tier in (a,b),zone notin (x)',
	],
	['a service: plain labels', { app: 'cart', tier: 'web' }, 'app=cart,tier=web'],
	['a service without a selector', undefined, undefined],
	['a workload that selects nothing', { matchLabels: {} }, undefined],
] as const)('the pods of %s', (_, selector, text) => {
	expect(podSelector({ spec: { selector } })).toBe(text);
});
