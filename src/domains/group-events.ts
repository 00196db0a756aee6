import type { ObjectMeta } from '../kube/types.ts';
import { EventRow, events, eventsResource } from './events.ts';
import { rowsOf } from './object-row.ts';
import { objectNameOf } from './resource-domain.ts';
import type { Domain, Intern, ResourceSpec } from './types.ts';

/** The same events under the fields of their newer API (events.k8s.io/v1). */
interface GroupEventObject {
	readonly metadata: ObjectMeta;
	readonly type?: string;
	readonly reason?: string;
	readonly note?: string;
	readonly eventTime?: string | null;
	readonly series?: { readonly count?: number; readonly lastObservedTime?: string | null } | null;
	readonly regarding?: { readonly kind?: string; readonly name?: string; readonly fieldPath?: string };
	readonly reportingController?: string;
	readonly reportingInstance?: string;
	readonly deprecatedCount?: number;
	readonly deprecatedFirstTimestamp?: string | null;
	readonly deprecatedLastTimestamp?: string | null;
	readonly deprecatedSource?: { readonly component?: string; readonly host?: string };
}

export class GroupEventRow extends EventRow {
	constructor(event: GroupEventObject, intern: Intern) {
		super(
			{
				metadata: event.metadata,
				type: event.type ?? '',
				reason: event.reason ?? '',
				message: event.note ?? '',
				count: event.deprecatedCount ?? 0,
				eventTime: event.eventTime ?? null,
				firstTimestamp: event.deprecatedFirstTimestamp ?? null,
				lastTimestamp: event.deprecatedLastTimestamp ?? null,
				series: event.series ?? null,
				involvedObject: event.regarding ?? {},
				source: event.deprecatedSource ?? {},
				reportingComponent: event.reportingController ?? '',
				reportingInstance: event.reportingInstance ?? '',
			},
			intern,
		);
	}
}

export const groupEventsResource: ResourceSpec<GroupEventRow> = {
	...eventsResource,
	gvr: { group: 'events.k8s.io', version: 'v1', resource: 'events' },
	mask: {
		type: true,
		reason: true,
		note: true,
		eventTime: true,
		series: { count: true, lastObservedTime: true },
		regarding: { kind: true, name: true, fieldPath: true },
		reportingController: true,
		reportingInstance: true,
		deprecatedCount: true,
		deprecatedFirstTimestamp: true,
		deprecatedLastTimestamp: true,
		deprecatedSource: { component: true, host: true },
	},
	project: rowsOf(GroupEventRow),
};

/** Known by its group only: `events` are those of the core group, as kubectl has it. */
export const groupEvents: Domain<EventRow> = {
	...events,
	name: 'events.events.k8s.io',
	title: 'EVENTS.EVENTS.K8S.IO',
	aliases: [],
	tab: false,
	reads: [{ role: 'rows', resource: groupEventsResource }],
	objectName: () => objectNameOf(groupEventsResource),
};
