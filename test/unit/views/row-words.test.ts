import { expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import { tableDomain } from '../../../src/domains/table-domain.ts';
import type { ServedResource } from '../../../src/kube/types.ts';
import { rowWords } from '../../../src/views/row-words.ts';

const called = (name: string): string | undefined => {
	const domain = domains.find((one) => one.name === name);
	return domain === undefined ? undefined : rowWords(domain);
};

test('a sentence about the rows of any view has a plural to speak of', () => {
	for (const domain of domains) expect(rowWords(domain), domain.name).toMatch(/^[A-Za-z -]+s$/);
});

test('views of several kinds that are no plural are spoken of as the objects in them', () => {
	expect(called('config')).toBe('config objects');
	expect(called('network')).toBe('network objects');
	expect(called('workloads')).toBe('workloads');
	expect(called('pods')).toBe('pods');
});

test('kinds of more than one word are read as words', () => {
	expect(called('cronjobs')).toBe('cron jobs');
	expect(called('networkpolicies')).toBe('network policies');
	expect(called('storageclasses')).toBe('storage classes');
});

test('a resource that is not called as its objects are keeps its name', () => {
	const metrics: ServedResource = {
		gvr: { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
		kind: 'PodMetrics',
		singular: '',
		shortNames: [],
		categories: [],
		namespaced: true,
		verbs: ['list'],
		preferred: true,
	};
	expect(rowWords(tableDomain(metrics, 'pods.metrics.k8s.io'))).toBe('pods');
});
