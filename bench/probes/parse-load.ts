/** What load.ts is measured against: the same pages over the same connection, read by JSON.parse into the same rows. */

import { podsResource } from '../../src/domains/pod-row.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { createInternPool } from '../../src/stores/intern.ts';
import { answer, type ClusterRequest, connectTo, cpuMs, peakRssBytes, requested, stayAlive } from './cluster.ts';
import type { LoadFigures } from './load.ts';

interface PodList {
	readonly metadata: { readonly continue?: string };
	readonly items: readonly KubeObject[];
}

stayAlive();
const rssBeforeBytes = process.memoryUsage.rss();
const connection = connectTo(requested<ClusterRequest>());
const { intern } = createInternPool();
const rows = new Map<string, unknown>();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
for (let token: string | undefined = ''; token !== undefined; ) {
	const query = new URLSearchParams({ limit: '500', ...(token === '' ? {} : { continue: token }) });
	const { body } = await connection.get({ path: `/api/v1/pods?${query}`, verb: 'list' });
	const list = JSON.parse(body.toString('utf8')) as PodList;
	for (const object of list.items) rows.set(object.metadata.uid, podsResource.project(object, intern));
	token = list.metadata.continue === '' ? undefined : list.metadata.continue;
}
const figures: LoadFigures = {
	objects: rows.size,
	tookMs: performance.now() - startedAt,
	cpuMs: cpuMs(cpuBefore),
	peakRssBytes: peakRssBytes(),
	rssBeforeBytes,
	longestBlockMs: Number.NaN,
};
answer(figures);
