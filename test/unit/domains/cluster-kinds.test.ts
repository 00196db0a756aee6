import { describe, expect, test } from 'vitest';
import type { ObjectHealth } from '../../../src/base/cell.ts';
import { apiServices, apiServicesResource } from '../../../src/domains/api-services.ts';
import { clusterConfig } from '../../../src/domains/cluster-config.ts';
import { controllerRevisions, controllerRevisionsResource } from '../../../src/domains/controller-revisions.ts';
import { crds, customResourceDefinitionsResource } from '../../../src/domains/custom-resource-definitions.ts';
import { ingressClasses, ingressClassesResource } from '../../../src/domains/ingress-classes.ts';
import { leases, leasesResource } from '../../../src/domains/leases.ts';
import { priorityClasses, priorityClassesResource } from '../../../src/domains/priority-classes.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import {
	mutatingWebhookConfigurationsResource,
	validatingWebhookConfigurations,
	validatingWebhookConfigurationsResource,
} from '../../../src/domains/webhook-configurations.ts';
import { cellContext } from '../../support/cell-context.ts';
import { deleted, object, printed, same } from '../../support/kind-objects.ts';

const cellOf = <R extends Row>(domain: Domain<R>, id: string, row: R, now = 0) =>
	domain.columns.find((column) => column.id === id)?.cell(row, cellContext({ now }));

const condition = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });

describe('an APIService', () => {
	const of = (...conditions: readonly object[]) => apiServicesResource.project(object({ status: { conditions } }), same);

	test.each<[string, ObjectHealth, readonly object[]]>([
		['True', 'ok', [condition('Available', 'True', 'Passed', 'all checks passed')]],
		['False (MissingEndpoints)', 'failing', [condition('Available', 'False', 'MissingEndpoints', 'no addresses')]],
		['False', 'failing', [condition('Available', 'False')]],
		['Unknown', 'unknown', []],
	])('that is available %s is %s', (available, health, conditions) => {
		const row = of(...conditions);
		expect([printed(apiServices, row)['Available'], row.health]).toEqual([available, health]);
		expect(cellOf(clusterConfig, 'available', row)).toEqual({ text: available, health });
	});

	test('that does not answer says why in its details, and one that does says nothing of it', () => {
		expect(cellOf(clusterConfig, 'details', of(condition('Available', 'False', 'X', 'no addresses')))?.text).toBe('no addresses · Local');
		expect(cellOf(clusterConfig, 'details', of(condition('Available', 'True', 'Local', 'always')))?.text).toBe('Local');
	});
});

describe('a CustomResourceDefinition', () => {
	const names = condition('NamesAccepted', 'False', 'ListKindConflict', '"DeployList" is already in use');
	const established = condition('Established', 'True');
	const of = (conditions: readonly object[] | null, metadata?: Record<string, unknown>) =>
		customResourceDefinitionsResource.project(object({ status: { conditions } }, metadata), same);

	test.each<[string, ObjectHealth, readonly object[] | null, Record<string, unknown>?]>([
		['served', 'ok', [condition('NamesAccepted', 'True'), established]],
		['served under some of its names', 'warning', [names, established]],
		['not served, for its names are taken', 'failing', [names, condition('Established', 'False', 'NotAccepted', 'not all names')]],
		['being installed', 'progressing', [condition('NamesAccepted', 'True'), condition('Established', 'False', 'Installing')]],
		['going with its objects', 'progressing', [established, condition('Terminating', 'True')], deleted],
		['not looked at yet', 'unknown', null],
	])('that is %s is %s', (_, health, conditions, metadata) => {
		expect(of(conditions, metadata).health).toBe(health);
	});

	test('says which name is taken before that it is not established', () => {
		const row = of([condition('Established', 'False', 'NotAccepted', 'not all names are accepted'), names]);
		expect([cellOf(crds, 'established', row)?.text, row.message]).toEqual(['False (NotAccepted)', '"DeployList" is already in use']);
		expect(of([established, condition('NonStructuralSchema', 'True', 'Violations', 'spec: Required')]).message).toBe('spec: Required');
	});

	test('says of a version that it is not served, or will not be for long', () => {
		const versions = [
			{ name: 'v1', served: true },
			{ name: 'v1beta1', served: true, deprecated: true },
			{ name: 'v1alpha1', served: false, deprecated: true },
		];
		const row = customResourceDefinitionsResource.project(object({ spec: { versions } }), same);
		expect(row.versions).toBe('v1,v1beta1 (deprecated),v1alpha1 (not served)');
	});

	test('prints when it was made as the server writes it, and Go’s zero time where nothing is known', () => {
		expect(printed(crds, of(null, { creationTimestamp: '2026-11-22T01:19:47Z' }))['Created At']).toBe('2026-11-22T01:19:47Z');
		expect(printed(crds, of(null))['Created At']).toBe('0001-01-01T00:00:00Z');
	});
});

test('an IngressClass prints its parameters with their group, where they have one, and whether it is the default', () => {
	const of = (parameters: object | null, annotations = {}) =>
		printed(ingressClasses, ingressClassesResource.project(object({ spec: { controller: 'c', parameters } }, { annotations }), same));
	expect(of({ kind: 'ConfigMap', name: 'p' })).toEqual({ Name: 'x', Controller: 'c', Parameters: 'ConfigMap/p' });
	expect(of({ apiGroup: '', kind: 'ConfigMap', name: 'p' })['Parameters']).toBe('ConfigMap./p');
	expect(of(null, { 'ingressclass.kubernetes.io/is-default-class': 'true' })).toMatchObject({ Name: 'x (default)', Parameters: '<none>' });
});

test('a PriorityClass may be negative, and may say nothing of preemption', () => {
	const row = priorityClassesResource.project(object({ value: -2147483648, globalDefault: true }), same);
	expect(printed(priorityClasses, row)).toEqual({ Name: 'x', Value: -2147483648, 'Global-Default': true, PreemptionPolicy: '' });
});

describe('a webhook configuration', () => {
	const service = { service: { namespace: 'mesh', name: 'injector' } };

	test('tells whom it calls, each once, and how many of its webhooks refuse when not answered', () => {
		const webhooks = [
			{ name: 'a', failurePolicy: 'Ignore', clientConfig: service },
			{ name: 'b', failurePolicy: 'Fail', clientConfig: service },
			{ name: 'c', clientConfig: { url: 'https://hooks.example.com/x' } },
		];
		const row = validatingWebhookConfigurationsResource.project(object({ webhooks }), same);
		expect(cellOf(clusterConfig, 'details', row)?.text).toBe(
			'3 webhooks · 2 refuse when not answered · mesh/injector, https://hooks.example.com/x',
		);
		expect(printed(validatingWebhookConfigurations, row)).toEqual({ Name: 'x', Webhooks: 3 });
	});

	test('without webhooks calls nothing', () => {
		const row = mutatingWebhookConfigurationsResource.project(object({}), same);
		expect(cellOf(clusterConfig, 'details', row)?.text).toBe('0 webhooks');
		expect(cellOf(clusterConfig, 'kind', row)?.text).toBe('MutatingWebhookConfiguration');
	});
});

test('a ControllerRevision is of the owner that controls it, of no other, by kind and group', () => {
	const of = (...ownerReferences: readonly object[]) =>
		printed(controllerRevisions, controllerRevisionsResource.project(object({ revision: 3 }, { ownerReferences }), same));
	const owner = { apiVersion: 'v1', kind: 'Node', name: 'n' };
	expect(of(owner)).toEqual({ Name: 'x', Controller: '<none>', Revision: 3 });
	expect(of(owner, { ...owner, controller: true })['Controller']).toBe('node/n');
	expect(of({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'kafka', controller: true })['Controller']).toBe('statefulset.apps/kafka');
});

describe('a Lease', () => {
	const renewTime = '2026-11-22T01:00:00.000000Z';
	const of = (spec: object) => leasesResource.project(object({ spec: { leaseDurationSeconds: 40, renewTime, ...spec } }), same);
	const seconds = (count: number): number => Date.parse('2026-11-22T01:00:00Z') + count * 1000;

	test('is worth a colour once it has run out, and not before', () => {
		expect(cellOf(leases, 'renewed', of({ holderIdentity: 'kubelet' }), seconds(40))).toEqual({ text: '40s' });
		expect(cellOf(leases, 'renewed', of({ holderIdentity: 'kubelet' }), seconds(41))).toEqual({ text: '41s', health: 'warning' });
	});

	test('that nobody holds has not run out, and one that was never renewed says so', () => {
		expect(cellOf(leases, 'renewed', of({ holderIdentity: '' }), seconds(99))).toEqual({ text: '99s' });
		expect(cellOf(leases, 'renewed', of({ renewTime: null }), seconds(99))).toEqual({ text: '–', absent: 'it was never renewed' });
		expect(printed(leases, of({}))).toEqual({ Name: 'x', Holder: '' });
	});
});
