import type { ResourceSpec } from '../../src/domains/types.ts';
import { type PlainRow, plainRow } from './plain-rows.ts';

/** A resource of the least that a row may be: for tests of the engine, which must not care what is in a row. */
export const plainResource = (resource = 'pods', namespaced = true): ResourceSpec<PlainRow> => ({
	gvr: { group: '', version: 'v1', resource },
	kind: resource,
	singular: resource,
	shortNames: [],
	namespaced,
	mask: {},
	project: ({ metadata }) => plainRow(metadata.uid, metadata.resourceVersion, { namespace: metadata.namespace ?? '', name: metadata.name }),
	pollIntervalMs: 5_000,
});
