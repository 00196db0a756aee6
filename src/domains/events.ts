import { age, epochSeconds } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { textCell } from './cells.ts';
import { countColumn, momentColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface EventObject {
	readonly metadata: ObjectMeta;
	readonly type?: string;
	readonly reason?: string;
	readonly message?: string;
	readonly count?: number;
	readonly eventTime?: string | null;
	readonly firstTimestamp?: string | null;
	readonly lastTimestamp?: string | null;
	readonly series?: { readonly count?: number; readonly lastObservedTime?: string | null } | null;
	readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly fieldPath?: string };
	readonly source?: { readonly component?: string; readonly host?: string };
	readonly reportingComponent?: string;
	readonly reportingInstance?: string;
}

export class EventRow extends ObjectRow {
	/** `Normal` or `Warning`, or whatever its writer made up. */
	readonly type: string;
	readonly reason: string;
	/** Lower case. */
	readonly objectKind: string;
	readonly objectName: string;
	/** `spec.containers{app}` */
	readonly subobject: string;
	/** `kubelet, ip-10-0-1-21` */
	readonly source: string;
	readonly message: string;
	readonly count: number;
	/** What the pane sorts by, epoch seconds with a fraction: series, last, event, first, creation, whichever is there first. */
	readonly lastSeen: number;
	/** What kubectl prints as LAST SEEN; 0 prints `<unknown>`. */
	readonly printedLast: number;
	/** What kubectl prints as FIRST SEEN. */
	readonly printedFirst: number;

	constructor(event: EventObject, intern: Intern) {
		const { involvedObject, series } = event;
		const eventTime = epochSeconds(event.eventTime);
		const first = epochSeconds(event.firstTimestamp);
		const last = epochSeconds(event.lastTimestamp);
		const observed = series ? epochSeconds(series.lastObservedTime) : 0;
		super(event.metadata, event.type === 'Warning' ? 'warning' : 'ok', intern);
		this.type = intern(event.type ?? '');
		this.reason = intern(event.reason ?? '');
		this.objectKind = intern((involvedObject?.kind ?? '').toLowerCase());
		this.objectName = intern(involvedObject?.name ?? '');
		this.subobject = intern(involvedObject?.fieldPath ?? '');
		this.source = intern(sourceOf(event));
		this.message = trimSpace(event.message ?? '');
		this.count = series ? (series.count ?? 0) : event.count || 1;
		this.lastSeen = observed || last || eventTime || first || this.created;
		this.printedFirst = first || eventTime;
		this.printedLast = series ? observed : last || this.printedFirst;
	}
}

/** formatEventSource in kubernetes pkg/printers/internalversion/printers.go (1.36). */
function sourceOf(event: EventObject): string {
	const component = event.source?.component || event.reportingComponent || '';
	const instance = event.source?.host || event.reportingInstance || '';
	return instance === '' ? component : `${component}, ${instance}`;
}

/** Go's strings.TrimSpace: unlike trim() it takes U+0085 and leaves U+FEFF. */
function trimSpace(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && isSpace(text.charCodeAt(start))) start++;
	while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
	return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isSpace(code: number): boolean {
	if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
	if (code < 0x85) return false;
	return (
		code === 0x85 ||
		code === 0xa0 ||
		code === 0x1680 ||
		(code >= 0x2000 && code <= 0x200a) ||
		code === 0x2028 ||
		code === 0x2029 ||
		code === 0x202f ||
		code === 0x205f ||
		code === 0x3000
	);
}

export const eventsResource: ResourceSpec<EventRow> = {
	gvr: { group: '', version: 'v1', resource: 'events' },
	kind: 'Event',
	singular: 'event',
	shortNames: ['ev'],
	namespaced: true,
	mask: {
		type: true,
		reason: true,
		message: true,
		count: true,
		eventTime: true,
		firstTimestamp: true,
		lastTimestamp: true,
		series: { count: true, lastObservedTime: true },
		involvedObject: { kind: true, name: true, fieldPath: true },
		source: { component: true, host: true },
		reportingComponent: true,
		reportingInstance: true,
	},
	project: rowsOf(EventRow),
	pollIntervalMs: 5_000,
};

const objectText = (row: EventRow): string => (row.objectName === '' ? row.objectKind : `${row.objectKind}/${row.objectName}`);

const printed: readonly PrintedColumn<EventRow>[] = [
	{ name: 'Last Seen', priority: 0, cell: (row, now) => age(row.printedLast, now) },
	{ name: 'Type', priority: 0, cell: (row) => row.type },
	{ name: 'Reason', priority: 0, cell: (row) => row.reason },
	{ name: 'Object', priority: 0, cell: objectText },
	{ name: 'Subobject', priority: 1, cell: (row) => row.subobject },
	{ name: 'Source', priority: 1, cell: (row) => row.source },
	{ name: 'Message', priority: 0, cell: (row) => row.message },
	{ name: 'First Seen', priority: 1, cell: (row, now) => age(row.printedFirst, now) },
	{ name: 'Count', priority: 1, cell: (row) => row.count },
	{ ...printedName, priority: 1 },
];

/** Raw values: `lastSeen` and `firstSeen` epoch seconds (with a fraction where the event has one); `count` a number. */
const columns: readonly Column<EventRow>[] = [
	momentColumn({ id: 'lastSeen', title: 'LAST SEEN', worth: 2, sortKey: 'L', of: (row) => row.lastSeen }),
	namespaceColumn(6),
	{
		id: 'type',
		title: 'TYPE',
		worth: 5,
		min: 7,
		max: 10,
		sortKey: 'T',
		value: (row) => row.type,
		cell: (row) => cell(row.type, row.health),
	},
	{
		id: 'reason',
		title: 'REASON',
		worth: 3,
		min: 8,
		max: 30,
		sortKey: 'R',
		value: (row) => row.reason,
		cell: (row) => textCell(row.reason, 'none given'),
	},
	textColumn({ id: 'object', title: 'OBJECT', worth: 1, min: 14, max: 60, sortKey: 'O', of: objectText }),
	{
		id: 'message',
		title: 'MESSAGE',
		worth: 4,
		min: 20,
		sortKey: 'M',
		value: (row) => row.message,
		cell: (row) => textCell(row.message, 'none given'),
	},
	countColumn({ id: 'count', title: 'COUNT', worth: 7, sortKey: 'C', of: (row) => row.count }),
	textColumn({
		id: 'source',
		title: 'SOURCE',
		worth: 8,
		min: 8,
		max: 40,
		sortKey: 'S',
		of: (row) => row.source,
		absent: 'none given',
	}),
	textColumn({
		id: 'subobject',
		title: 'SUBOBJECT',
		worth: 9,
		wide: true,
		min: 9,
		max: 40,
		sortKey: 'B',
		of: (row) => row.subobject,
		absent: 'the whole object',
	}),
	momentColumn({
		id: 'firstSeen',
		title: 'FIRST SEEN',
		worth: 10,
		wide: true,
		sortKey: 'F',
		of: (row) => row.printedFirst,
		absent: 'not recorded',
	}),
	nameColumn({ worth: 11, wide: true, max: 80 }),
];

export const events = resourceDomain({
	resource: eventsResource,
	columns,
	printed,
	sort: { column: 'lastSeen', descending: true },
	newest: { count: 500, by: (row) => row.lastSeen },
	emptyHint: 'The server keeps events for an hour by default.',
});
