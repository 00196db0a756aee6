import { CatalogRow, catalogResource } from './catalog.ts';
import { CustomResourceDefinitionRow, customResourceDefinitionsResource } from './custom-resource-definitions.ts';
import type { Following, ResourceSpec, Row } from './types.ts';

/** What a custom kind has to be known by. */
export interface DefinedKind {
	readonly group: string;
	readonly version: string;
	readonly plural: string;
	readonly kind: string;
	readonly singular: string;
	readonly namespaced: boolean;
}

/** Groups of Kubernetes' own projects that are served from definitions, whatever their names end with. */
const isProjectGroup = (group: string): boolean =>
	/(^|\.)x-k8s\.io$/.test(group) || ['gateway.networking.k8s.io', 'policy.networking.k8s.io', 'snapshot.storage.k8s.io'].includes(group);

/** Where definitions may not be read: discovery does not say what a group is served from, but built-in ones have no dot or end so. */
const isCustomGroup = (group: string): boolean => group.includes('.') && (!group.endsWith('.k8s.io') || isProjectGroup(group));

function definedKind(row: Row): DefinedKind | undefined {
	if (row instanceof CustomResourceDefinitionRow) {
		const { group, plural, kind, singular, servedVersion: version, scope, established } = row;
		if (version === '' || !established.startsWith('True')) return undefined;
		return { group, version, plural, kind, singular: singular || kind.toLowerCase(), namespaced: scope === 'Namespaced' };
	}
	if (!(row instanceof CatalogRow) || row.version === '' || !isCustomGroup(row.group)) return undefined;
	const { group, version, plural, kind, singular, namespaced } = row;
	return { group, version, plural, kind, singular: singular || kind.toLowerCase(), namespaced };
}

/** Follows the kinds that are defined, by their definitions or else by discovery; `readOf` says what is read of which. */
export const followDefined = (readOf: (kind: DefinedKind) => ResourceSpec | undefined, isQuiet?: true): Following => ({
	kinds: customResourceDefinitionsResource,
	otherwise: catalogResource,
	readOf: (row) => {
		const found = definedKind(row);
		return found === undefined ? undefined : readOf(found);
	},
	...(isQuiet === undefined ? {} : { isQuiet }),
});
