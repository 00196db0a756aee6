import { expect, test } from 'vitest';
import { CatalogRow, catalog } from '../../../src/domains/catalog.ts';
import { anyDomain } from '../../../src/domains/erase.ts';
import { objectRefOf } from '../../../src/domains/object-ref.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { OfferedObject } from '../../../src/kube/types.ts';
import { relatedTo } from '../../../src/views/related.ts';
import { cellContext } from '../../support/cell-context.ts';

const rowOf = (object: Omit<OfferedObject, 'metadata'>, name: string) =>
	new CatalogRow({ metadata: { name, uid: name, resourceVersion: '' }, ...object }, (text) => text);

const domain = anyDomain(catalog);
const open = (row: CatalogRow) =>
	relatedTo('content', { row, domain, context: cellContext({}), domains, namespace: undefined } as Parameters<typeof relatedTo>[1]);

test('a kind of the catalog is opened by the name that is its own, and is no object itself', () => {
	const gvr = { group: 'apps', version: 'v1', resource: 'deployments' };
	const names = { kind: 'Deployment', singular: 'deployment', shortNames: ['deploy'], categories: ['all'] };
	const offered = { gvr, ...names, namespaced: true, verbs: ['list'], preferred: true };
	const row = rowOf({ offered }, 'deployments.apps');
	expect(open(row)).toEqual({ place: { view: 'deployments', namespace: undefined, filter: '' } });
	expect(objectRefOf(domain, row)).toBeUndefined();
});

test('a kind that no built-in view is of is opened as the server shows it', () => {
	const gvr = { group: 'cert-manager.io', version: 'v1', resource: 'certificates' };
	const names = { kind: 'Certificate', singular: 'certificate', shortNames: [], categories: [] };
	const row = rowOf({ offered: { gvr, ...names, namespaced: true, verbs: ['list'], preferred: true } }, 'certificates.cert-manager.io');
	expect(open(row)).toEqual({ place: { view: 'certificates.cert-manager.io', namespace: undefined, filter: '' } });
});

test('of a group that does not answer the cause is told', () => {
	expect(open(rowOf({ failure: '503 nobody\u001b[31m' }, 'metrics.k8s.io/v1beta1'))).toEqual({
		why: 'metrics.k8s.io/v1beta1 does not answer: 503 nobody^[[31m.',
	});
});
