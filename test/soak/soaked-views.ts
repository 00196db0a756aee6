import { findResource } from '../../src/demo/resources.ts';
import { domains } from '../../src/domains/registry.ts';
import type { Domain } from '../../src/domains/types.ts';

/** The views of what the embedded server has. */
export const soakedViews: readonly Domain[] = domains.filter(({ reads }) =>
	reads.every(({ resource: { gvr } }) => findResource(gvr.group, gvr.version, gvr.resource) !== undefined),
);
