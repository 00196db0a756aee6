import { screenText } from '../base/safe-text.ts';
import type { NamedPods } from '../domains/named-pods.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { Domain, ResourceSpec, Row } from '../domains/types.ts';
import type { LogContainers, LogRequest, LogSource, LogTarget } from '../sessions/types.ts';
import { type LogWish, usualTail } from './logs-line.ts';

/** Kinds that select their pods. A cron job has jobs, and none of its own. */
const withPods: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job']);

function resourceOf(row: Row, domain: Domain): ResourceSpec | undefined {
	const about = domain.about?.(row);
	if (about !== undefined) return domain.reads.map((read) => read.resource).find(({ kind }) => kind === about.kind);
	const name = domain.objectName(row);
	return domain.reads.map((read) => read.resource).find((each) => objectNameOf(each) === name || each.singular === name);
}

/** Whose logs those of a row are; undefined: it has none. */
function rowTarget(row: Row, domain: Domain): LogTarget | undefined {
	const resource = resourceOf(row, domain);
	const { name, namespace } = domain.about?.(row) ?? row;
	if (resource !== undefined) return objectTarget({ of: resource, namespace, name });
	return domain.objectName(row) === 'Pod' ? { kind: 'pod', name } : undefined;
}

/** Whose logs those of an object are; undefined: it has none. */
export function objectTarget({ of: { kind, gvr }, name }: ObjectRef): LogTarget | undefined {
	if (kind === 'Pod') return { kind: 'pod', name };
	return withPods.has(kind) ? { kind: 'owner', gvr, name } : undefined;
}

export const hasLog = (row: Row, domain: Domain): boolean => rowTarget(row, domain) !== undefined;

/** A row as `:logs` takes it: `cart-7c9`, `deploy/cart`, with its namespace where all are shown; undefined: it has no logs. */
export function logWords(row: Row, domain: Domain, across: boolean): string | undefined {
	const target = rowTarget(row, domain);
	if (target === undefined) return undefined;
	const { shortNames = [], singular = '' } = target.kind === 'owner' ? (resourceOf(row, domain) ?? {}) : {};
	const own = target.kind === 'selector' ? row.name : target.name;
	const name = target.kind === 'owner' ? `${shortNames[0] ?? singular}/${own}` : own;
	return across ? `${name} -n ${row.namespace}` : name;
}

/** What is known on the screen of whose log may be meant. */
export interface LogPlace {
	readonly domain: Domain;
	readonly rows: () => Iterable<Row>;
	/** Under the cursor. */
	readonly row: Row | undefined;
	/** Undefined: all are shown. */
	readonly namespace: string | undefined;
}

/** What to read for a log that is asked for, or why there is none. */
export function logRequest(wish: LogWish, place: LogPlace): LogRequest | { readonly why: string } {
	const { containers, previous, range } = wish;
	const look = { containers, previous, follow: !previous, ...range };
	if (wish.target !== undefined) {
		const namespace = wish.namespace ?? place.namespace ?? namespaceOf(wish.target, place);
		if (namespace !== undefined) return { ...look, namespace, target: wish.target };
		return { why: `All namespaces are shown, and which of them is meant is not told; type :logs ${typed(wish.target)} -n NAMESPACE.` };
	}
	const { row, domain } = place;
	if (row === undefined) return { why: 'There is no row under the cursor; :logs deploy/cart or :logs POD names what to read.' };
	const target = rowTarget(row, domain);
	if (target !== undefined) return { ...look, ...containersOf(wish, row, domain), namespace: row.namespace, target };
	if (resourceOf(row, domain)?.kind === 'CronJob')
		return { why: `Cron job "${screenText(row.name)}" has no pods of its own; i lists its jobs.` };
	return { why: `${screenText(domain.objectName(row))} "${screenText(row.name)}" has no logs: pods have, and what runs them.` };
}

/** The container that a row tells of, where none was asked for. */
function containersOf({ containers }: LogWish, row: Row, domain: Domain): { readonly containers?: LogContainers } {
	const name = domain.about?.(row).container ?? '';
	return containers === 'all' && name !== '' ? { containers: { name } } : {};
}

/** The namespace of the one row that is meant; undefined: there is none, or several are. */
function namespaceOf(target: LogTarget, { rows, domain }: LogPlace): string | undefined {
	if (target.kind === 'selector') return undefined;
	const found = new Set<string>();
	for (const row of rows()) {
		const own = rowTarget(row, domain);
		if (own?.kind !== 'selector' && own?.name === target.name && sameTarget(own, target)) found.add(row.namespace);
	}
	return found.size === 1 ? [...found][0] : undefined;
}

const sameTarget = (one: LogTarget, other: NamedPods): boolean =>
	one.kind === other.kind && (other.kind === 'pod' || (one.kind === 'owner' && one.gvr.resource === other.gvr.resource));

const typed = (target: LogTarget): string =>
	target.kind === 'owner' ? `${target.gvr.resource}/${target.name}` : target.kind === 'pod' ? target.name : `-l ${target.labelSelector}`;

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
	return containers === 'default' ? 'The default container of each pod.' : `Container ${screenText(containers.name)}.`;
}

/** `cart-7c9` of a pod, `deployments/cart -c proxy` of what runs pods, `-l app=cart`. */
export function targetWords({ target, containers }: LogRequest): string {
	return typeof containers === 'string' ? whose(target) : `${whose(target)} -c ${screenText(containers.name)}`;
}

function whose(target: LogTarget): string {
	switch (target.kind) {
		case 'pod':
			return screenText(target.name);
		case 'owner':
			return `${target.gvr.resource}/${screenText(target.name)}`;
		case 'selector':
			return `-l ${screenText(target.labelSelector)}`;
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
