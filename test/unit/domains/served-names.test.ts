import { describe, expect, it } from 'vitest';
import { findServed } from '../../../src/domains/served-names.ts';
import { groupName } from '../../../src/domains/table-domain.ts';
import type { ServedResource } from '../../../src/kube/types.ts';

const served = (name: string, over: Partial<ServedResource> = {}): ServedResource => {
	const [resource = '', version = '', ...group] = name.split('.');
	return {
		gvr: { group: group.join('.'), version, resource },
		kind: resource.charAt(0).toUpperCase() + resource.slice(1, -1),
		singular: resource.slice(0, -1),
		shortNames: [],
		categories: [],
		namespaced: true,
		verbs: ['list', 'watch'],
		preferred: true,
		...over,
	};
};

/** In the order of a server. */
const resources = [
	served('bindings.v1', { verbs: ['create'] }),
	served('podtemplates.v1'),
	served('databases.v1.data.example.com', { shortNames: ['db'] }),
	served('databases.v1beta1.data.example.com', { preferred: false, shortNames: ['db'] }),
	served('buckets.v1alpha1.shop.example.com', { preferred: false, kind: 'StorageBucket', singular: '' }),
	served('databases.v2.legacy.example.org'),
	served('dbs.v1.legacy.example.org'),
];

const meant = (name: string): string | undefined => {
	const found = findServed(resources, name);
	return found && `${groupName(found.resource)} ${found.resource.gvr.version}`;
};

describe('a name among the resources of a server', () => {
	it.each([
		['databases', 'databases.data.example.com v1'],
		['DATABASE', 'databases.data.example.com v1'],
		['Database', 'databases.data.example.com v1'],
		['databases.data.example.com', 'databases.data.example.com v1'],
		['database.data.example.com', 'databases.data.example.com v1'],
		['db.data.example.com', 'databases.data.example.com v1'],
		['databases.v1beta1.data.example.com', 'databases.data.example.com v1beta1'],
		['databases.legacy', 'databases.legacy.example.org v2'],
		['storagebucket', 'buckets.shop.example.com v1alpha1'],
		['buckets', 'buckets.shop.example.com v1alpha1'],
		['podtemplates.v1', 'podtemplates v1'],
		['podtemplates.v1.', 'podtemplates v1'],
		['bindings', undefined],
		['databases.nowhere', undefined],
		['', undefined],
	])('%s is %s', (name, expected) => {
		expect(meant(name)).toBe(expected);
	});

	it('goes to the first group of the server, and what else it could mean is told', () => {
		expect(findServed(resources, 'databases')?.others).toEqual(['databases.legacy.example.org']);
		expect(findServed(resources, 'databases.data.example.com')?.others).toEqual([]);
	});

	it('is a short name before it is the singular of something else', () => {
		expect(meant('db')).toBe('databases.data.example.com v1');
		expect(findServed(resources, 'db')?.others).toEqual(['dbs.legacy.example.org']);
	});
});
