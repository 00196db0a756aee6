import type { Domain, Read } from '../../src/domains/types.ts';
import { recordedObjects } from './recorded-objects.ts';

const same = (text: string): string => text;

/** The domain as it is on the recorded cluster: one that follows kinds reads those that are defined there. */
export function onRecordedCluster(domain: Domain): Domain {
	const { follows, ...rest } = domain;
	if (follows === undefined) return domain;
	const definitions = recordedObjects(follows.kinds.gvr.resource).map((object) => follows.kinds.project(object, same));
	const reads = definitions.flatMap((row): Read[] => {
		const resource = follows.readOf(row);
		return resource === undefined ? [] : [{ role: 'rows', resource }];
	});
	return { ...rest, reads: [...rest.reads, ...reads] };
}
