import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Gvr } from '../kube/types.ts';
import { findDomain } from './registry.ts';

/** Pods that a name means: one of them, or all of what runs or selects them. */
export type NamedPods =
	| { readonly kind: 'pod'; readonly name: string }
	| { readonly kind: 'owner'; readonly gvr: Gvr; readonly name: string };

/** What has pods and is no view of its own. */
const others: readonly { readonly names: readonly string[]; readonly gvr: Gvr }[] = [
	{ names: ['svc', 'service', 'services'], gvr: { group: '', version: 'v1', resource: 'services' } },
	{
		names: ['rc', 'replicationcontroller', 'replicationcontrollers'],
		gvr: { group: '', version: 'v1', resource: 'replicationcontrollers' },
	},
];

/** Kinds whose objects select pods. */
const selecting: ReadonlySet<string> = new Set(['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs']);

/** Whose pods `typed` means, as kubectl has it: `cart-1`, `pod/cart-1`, `deploy/cart`. Throws SentenceError (2). */
export function namedPods(typed: string): NamedPods {
	const slash = typed.indexOf('/');
	if (slash < 0) return { kind: 'pod', name: typed };
	const kind = typed.slice(0, slash).toLowerCase();
	const name = typed.slice(slash + 1);
	if (name === '' || name.includes('/')) throw new SentenceError(`"${typed}" names no object; write ${kind}/NAME.`, 2);
	const gvr = gvrOf(kind);
	if (gvr?.group === '' && gvr.resource === 'pods') return { kind: 'pod', name };
	if (gvr?.resource === 'cronjobs') throw new SentenceError(`A cron job has no pods of its own; name one of its jobs: job/NAME.`, 2);
	if (gvr !== undefined && (selecting.has(gvr.resource) || others.some((each) => each.gvr === gvr))) return { kind: 'owner', gvr, name };
	const known = ['pod', 'deploy', 'sts', 'ds', 'rs', 'job', 'svc', 'rc'];
	const near = nearestNames(kind, known);
	throw new SentenceError(
		`"${kind}" has no pods whose logs could be read; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${known.join(', ')}.`}`,
		2,
	);
}

function gvrOf(kind: string): Gvr | undefined {
	const other = others.find(({ names }) => names.includes(kind));
	if (other !== undefined) return other.gvr;
	const rows = findDomain(kind)?.reads.filter((read) => read.role === 'rows') ?? [];
	return rows.length === 1 ? rows[0]?.resource.gvr : undefined;
}
