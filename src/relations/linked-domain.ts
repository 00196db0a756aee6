import { resourceDomain } from '../domains/resource-domain.ts';
import type { Domain } from '../domains/types.ts';
import type { LinkedKind } from './linked-kinds.ts';
import type { LinkedRow } from './linked-row.ts';

/** Objects of a kind as a tree reads them; in diagnostics `related pods`. Not a view that anybody opens. */
export const linkedDomain = ({ resource }: LinkedKind): Domain<LinkedRow> =>
	resourceDomain<LinkedRow>({ name: `related ${resource.gvr.resource}`, aliases: [], tab: false, resource, columns: [] });
