import { safeText } from '../base/safe-text.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { Domain, Row } from '../domains/types.ts';
import type { LogContainers, LogRequest, LogSource, LogTarget } from '../sessions/types.ts';

/** Kinds whose pods can be found: by their selector, or by who owns them. */
const withPods: ReadonlySet<string> = new Set([
	'Deployment',
	'StatefulSet',
	'DaemonSet',
	'ReplicaSet',
	'ReplicationController',
	'Job',
	'CronJob',
]);

/** Lines that are read of each container to begin with: a few screens. */
export const usualTail = 500;

/** What to read for the logs of a row, or why it has none. */
export function logRequestOf(row: Row, domain: Domain, previous: boolean): LogRequest | { readonly why: string } {
	const name = domain.objectName(row);
	const resource = domain.reads.map((read) => read.resource).find((each) => objectNameOf(each) === name || each.singular === name);
	const kind = resource?.kind ?? name;
	const target: LogTarget | undefined =
		kind === 'Pod'
			? { kind: 'pod', name: row.name }
			: resource !== undefined && withPods.has(kind)
				? { kind: 'owner', gvr: resource.gvr, name: row.name }
				: undefined;
	if (target === undefined) return { why: `${safeText(name)} "${safeText(row.name)}" has no logs: pods have, and what runs them.` };
	return { namespace: row.namespace, target, containers: 'all', follow: !previous, previous, tailLines: usualTail };
}

/** Some of its rows have logs. */
export const hasLogs = (domain: Domain): boolean =>
	domain.reads.some(({ role, resource: { kind } }) => role === 'rows' && (kind === 'Pod' || withPods.has(kind)));

/** All, the default one, then each that was seen by its name, and all again. */
export function nextContainers(now: LogContainers, seen: readonly LogSource[]): LogContainers {
	if (now === 'all') return 'default';
	const names = [...new Set(seen.map(({ container }) => container))];
	// Where there is one, by its name it is the default again.
	const next = names.length < 2 ? undefined : names[now === 'default' ? 0 : names.indexOf(now.name) + 1];
	return next === undefined ? 'all' : { name: next };
}

export function containersWords(containers: LogContainers): string {
	if (containers === 'all') return 'All containers.';
	return containers === 'default' ? 'The default container of each pod.' : `Container ${safeText(containers.name)}.`;
}

/** `cart-7c9` of a pod, `deployments/cart -c proxy` of what runs pods, `-l app=cart`. */
export function targetWords({ target, containers }: LogRequest): string {
	return typeof containers === 'string' ? whose(target) : `${whose(target)} -c ${safeText(containers.name)}`;
}

function whose(target: LogTarget): string {
	switch (target.kind) {
		case 'pod':
			return safeText(target.name);
		case 'owner':
			return `${target.gvr.resource}/${safeText(target.name)}`;
		case 'selector':
			return `-l ${safeText(target.labelSelector)}`;
	}
}

interface Range {
	readonly chord: string;
	readonly words: string;
	readonly of: Pick<LogRequest, 'tailLines' | 'sinceSeconds'>;
}

/** As k9s has them on its digits. */
export const logRanges: readonly Range[] = [
	{ chord: '0', words: `the newest ${usualTail} lines of each container`, of: { tailLines: usualTail } },
	{ chord: '1', words: 'everything from the start', of: {} },
	{ chord: '2', words: 'the last minute', of: { sinceSeconds: 60 } },
	{ chord: '3', words: 'the last 5 minutes', of: { sinceSeconds: 300 } },
	{ chord: '4', words: 'the last 15 minutes', of: { sinceSeconds: 900 } },
	{ chord: '5', words: 'the last 30 minutes', of: { sinceSeconds: 1_800 } },
	{ chord: '6', words: 'the last hour', of: { sinceSeconds: 3_600 } },
];

/** The same log over another stretch of time. */
export function inRange(request: LogRequest, range: Range): LogRequest {
	const { tailLines: _tail, sinceSeconds: _since, sinceTime: _time, ...rest } = request;
	return { ...rest, ...range.of };
}
