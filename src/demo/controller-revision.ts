import type { KubeObject } from '../kube/types.ts';
import { controllerOf, ownerOf, ownerReference } from './pod-object.ts';
import { templateHash } from './pod-template.ts';
import { labelsOf } from './selectors.ts';
import { deploymentView } from './workload-object.ts';
import type { World } from './world.ts';

const resource = 'controllerrevisions.apps';

const numberOf = (revision: KubeObject): number => Number(revision['revision'] ?? 0);

/**
 * The template that a StatefulSet or DaemonSet has now is kept as its newest revision, which one that came back becomes again
 * (kubernetes pkg/controller/history).
 */
export const keepRevision = (world: World, kind: 'StatefulSet' | 'DaemonSet', set: KubeObject, createdAt = world.timestamp()): void => {
	const { name, namespace, uid } = set.metadata;
	const { template } = deploymentView(set).spec;
	const hash = templateHash(template);
	const mine = world.list(resource, namespace).filter((revision) => controllerOf(revision)?.uid === uid);
	const newest = Math.max(0, ...mine.map(numberOf));
	const kept = mine.find((revision) => revision.metadata.name === `${name}-${hash}`);
	if (kept === undefined) {
		world.put(resource, {
			metadata: {
				name: `${name}-${hash}`,
				...(namespace === undefined ? {} : { namespace }),
				creationTimestamp: createdAt,
				labels: { ...labelsOf(set), 'controller.kubernetes.io/hash': hash },
				ownerReferences: [ownerReference(ownerOf(set, 'apps/v1', kind))],
			},
			data: { spec: { template: { ...template, $patch: 'replace' } } },
			revision: newest + 1,
		});
	} else if (numberOf(kept) < newest) world.patch(resource, namespace, kept.metadata.name, { revision: newest + 1 });
};
