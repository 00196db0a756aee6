import { expect, test } from 'vitest';
import { domainNames, domains, findDomain } from '../../../src/domains/registry.ts';
import type { Domain } from '../../../src/domains/types.ts';

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
	['deploy', 'deployments'],
	['Deployment.apps', 'deployments'],
	['deployments.v1.apps', 'deployments'],
	['sts', 'statefulsets'],
	['ds', 'daemonsets'],
	['rs', 'replicasets'],
	['job', 'jobs'],
	['jobs.batch', 'jobs'],
	['cj', 'cronjobs'],
	['cronjob.v1.batch', 'cronjobs'],
	['Event', 'events'],
	['events.events.k8s.io', 'events.events.k8s.io'],
	['event.v1.events.k8s.io', 'events.events.k8s.io'],
	['pv', 'persistentvolumes'],
	['crd', 'crds'],
	['customresourcedefinitions.apiextensions.k8s.io', 'crds'],
	['pc', 'priorityclasses'],
	['hpa', 'autoscaling'],
	['horizontalpodautoscalers.v2.autoscaling', 'autoscaling'],
	['quotas', 'quotas'],
	['quota', 'resourcequotas'],
	['limits', 'limitranges'],
	['pdb', 'poddisruptionbudgets'],
	['sa', 'serviceaccounts'],
	['role', 'roles'],
	['clusterrolebindings.rbac.authorization.k8s.io', 'clusterrolebindings'],
	['cluster-rbac', 'cluster-rbac'],
])('%s is the view %s', (name, domain) => {
	expect(findDomain(name)?.name).toBe(domain);
});

test.each(['', 'podz', 'toString', 'constructor', '__proto__'])('%s is no view', (name) => {
	expect(findDomain(name)).toBeUndefined();
});

test('no name means two domains', () => {
	const names = domains.flatMap(domainNames);
	expect(new Set(names).size).toBe(names.length);
	for (const domain of domains) for (const name of domainNames(domain)) expect(findDomain(name)).toBe(domain);
});

test('a resource of a group is known by its group too, and a merged domain only by its own names', () => {
	const deployments = findDomain('deployments') as Domain;
	expect(domainNames(deployments).sort((a, b) => (a < b ? -1 : 1))).toEqual([
		'deploy',
		'deployment',
		'deployment.apps',
		'deployment.v1.apps',
		'deployments',
		'deployments.apps',
		'deployments.v1.apps',
	]);
	const rows = deployments.reads.filter(({ role }) => role === 'rows');
	expect(domainNames({ ...deployments, name: 'workloads', aliases: ['wl'], reads: [...rows, ...rows] })).toEqual(['workloads', 'wl']);
});
