import { namespaceExists } from '../kube/namespace-exists.ts';
import type { Check, DiagTarget } from './diag-checks.ts';
import { noNamespaceSentence } from './no-namespace.ts';

/**
 * Is there the namespace that the rest is tried in? Lists and watches of one that does not exist are answered like those of an empty one.
 * Nothing where it is there, or where that may not be read.
 */
export async function checkNamespace({ connection, clock, scope: { namespace } }: DiagTarget): Promise<readonly Check[]> {
	if (namespace === undefined) return [];
	const startedAt = clock.now();
	if ((await namespaceExists(connection, namespace)) !== false) return [];
	return [
		{
			check: 'namespace',
			subject: namespace,
			result: 'degraded',
			tookMs: clock.now() - startedAt,
			sentence: noNamespaceSentence(namespace),
		},
	];
}
