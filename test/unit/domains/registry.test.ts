import { expect, test } from 'vitest';
import { domains, findDomain } from '../../../src/domains/registry.ts';

test.each([
	['pods', 'pods'],
	['pod', 'pods'],
	['po', 'pods'],
	['Pod', 'pods'],
	['PODS', 'pods'],
	['pods.v1.', 'pods'],
	['pod.v1.', 'pods'],
	['nodes', 'nodes'],
	['no', 'nodes'],
	['ns', 'namespaces'],
	['namespace', 'namespaces'],
	['ev', 'events'],
	['event', 'events'],
	['events.v1.', 'events'],
])('%s is the view %s', (name, domain) => {
	expect(findDomain(name)?.name).toBe(domain);
});

test.each(['', 'podz', 'quota', 'resourcequotas', 'events.events.k8s.io', 'toString', 'constructor', '__proto__'])(
	'%s is no view',
	(name) => {
		expect(findDomain(name)).toBeUndefined();
	},
);

test('no name means two domains', () => {
	const claimed = domains.flatMap((domain) => [domain.name, ...domain.aliases].map((name) => [name, domain.name] as const));
	for (const [name, owner] of claimed) expect(findDomain(name)?.name).toBe(owner);
	expect(new Set(claimed.map(([name]) => name)).size).toBe(claimed.length);
});
