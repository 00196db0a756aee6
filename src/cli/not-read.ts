import type { ResourceSpec } from '../domains/types.ts';
import type { DomainFeed, MetricsLease, StreamReason, StreamStatus } from '../sync/types.ts';
import { isSettled } from './await-rows.ts';

/** What an answer is without: rows of a kind, or what its columns are made of. */
export interface NotRead {
	/** `cronjobs.batch`, `pods.metrics.k8s.io` */
	readonly resource: string;
	/** Null: all of them, or it is in none. */
	readonly namespace: string | null;
	readonly reason: StreamReason;
	/** `list cronjobs.batch in namespace shop`; '' when there is nothing to add. */
	readonly detail: string;
}

const nameOf = ({ gvr: { group, resource } }: ResourceSpec): string => (group === '' ? resource : `${resource}.${group}`);

/** What could not be read of all that a feed reads, and will not be by itself in a moment. */
export function notRead(feed: DomainFeed): readonly NotRead[] {
	const { namespace } = feed.scope;
	const unread = (resource: string, namespaced: boolean, { reason, detail }: StreamStatus): NotRead => ({
		resource,
		namespace: namespaced ? (namespace ?? null) : null,
		reason,
		detail,
	});
	const metrics = (lease: MetricsLease | undefined, kind: 'pods' | 'nodes'): readonly NotRead[] =>
		lease?.status().level === 'unhealthy' ? [unread(`${kind}.metrics.k8s.io`, kind === 'pods', lease.status())] : [];
	return [
		...feed.leases
			.map((lease) => ({ resource: lease.resource, status: lease.status() }))
			.filter(({ status }) => status.rows !== 'complete' && isSettled(status))
			.map(({ resource, status }) => unread(nameOf(resource), resource.namespaced, status)),
		...metrics(feed.metrics, feed.domain.metrics ?? 'pods'),
		...metrics(feed.nodeMetrics, 'nodes'),
	];
}

/** As a part of a document; nothing where everything was read. */
export function notReadDocument(feed: DomainFeed): { readonly notRead?: readonly NotRead[] } {
	const unread = notRead(feed);
	return unread.length === 0 ? {} : { notRead: unread };
}
