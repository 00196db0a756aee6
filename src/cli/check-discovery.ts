import { ApiFailure } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import { findDomain } from '../domains/registry.ts';
import { groupName } from '../domains/table-domain.ts';
import { readServedKinds } from '../kube/served-kinds.ts';
import type { Check, DiagTarget } from './diag-checks.ts';
import { failureOf } from './exit-codes.ts';

const mostNamed = 3;

/** What does the server have beside the built-in views, and which groups do not answer? Built-in views need none of it. */
export async function checkDiscovery({ connection, clock, signal }: DiagTarget): Promise<Check> {
	const startedAt = clock.now();
	try {
		const { resources, failures } = await readServedKinds(connection, signal);
		const tookMs = clock.now() - startedAt;
		const listed = new Set(resources.filter(({ verbs }) => verbs.includes('list')).map(groupName));
		const others = [...listed].filter((name) => findDomain(name) === undefined).length;
		const kinds = `The server lists ${listed.size} kinds, ${others} of them without a view of their own; they open by name.`;
		const [first] = failures;
		if (first === undefined) return { check: 'discovery', subject: '', result: 'ok', tookMs, sentence: kinds };
		const down = failures.map(({ groupVersion }) => safeText(groupVersion));
		const more = down.length > mostNamed ? ` and ${down.length - mostNamed} more` : '';
		return {
			check: 'discovery',
			subject: '',
			result: 'degraded',
			tookMs,
			sentence: `${kinds} Not told: ${down.slice(0, mostNamed).join(', ')}${more}; kyacht apiservices shows who serves them.`,
			error: first.error,
		};
	} catch (thrown) {
		if (!(thrown instanceof ApiFailure)) throw thrown;
		const { error } = thrown;
		const { message } = failureOf(error, {
			what: 'what kinds there are',
			server: connection.server,
			given: connection.given,
			namespaced: false,
		});
		return { check: 'discovery', subject: '', result: 'degraded', tookMs: clock.now() - startedAt, sentence: message, error };
	}
}
