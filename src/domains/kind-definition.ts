import { type CustomResourceDefinitionRow, customResourceDefinitionsResource } from './custom-resource-definitions.ts';
import { anyResource } from './erase.ts';
import type { Domain, ResourceSpec } from './types.ts';

/** What makes a server serve a kind, for a domain that reads it. A definition's group has a dot; of a group that has one and no definition none is found. */
export const definitionOf = ({ gvr: { group, resource } }: Pick<ResourceSpec, 'gvr'>): Pick<Domain, 'definition'> =>
	group.includes('.')
		? {
				definition: {
					resource: anyResource(customResourceDefinitionsResource),
					name: `${resource}.${group}`,
					serves: (row) => (row as CustomResourceDefinitionRow).established === 'True',
				},
			}
		: {};
