import { humanDuration } from '../base/age.ts';
import { type Cell, cell, type ObjectHealth } from '../base/cell.ts';
import { screenText } from '../base/safe-text.ts';
import type { DomainDiagnostics, StreamDiagnostics } from '../diagnostics/types.ts';
import type { WarningEntry } from '../kube/types.ts';
import type { StreamLevel, TransitionEntry } from '../sync/types.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import type { ListColumn, RowSource } from './row-source.ts';
import { clockSeconds, healthWords, pollingWords } from './stream-words.ts';
import { dim, type Glyphs, levelStyle } from './theme.ts';

const column = (id: string, title: string, worth: number, min: number, align: 'left' | 'right' = 'left', max?: number): ListColumn => ({
	id,
	title,
	align,
	worth,
	min,
	max,
	sortKey: undefined,
});

const streamColumns: readonly ListColumn[] = [
	column('mode', 'MODE', 3, 8),
	// `degraded (awaiting first delivery)`, `degraded (watch forbidden), 5 forbidden`: a reason that is cut is none.
	{ ...column('health', 'HEALTH', 2, 18), whole: 40 },
	column('polling', 'POLLING', 4, 8),
	column('objects', 'OBJECTS', 6, 7, 'right'),
	column('delivered', 'DELIVERED', 5, 9, 'right'),
	column('events', 'EV/S', 10, 4, 'right'),
	column('relists', 'RELISTS', 9, 7, 'right'),
	column('errors', 'ERRORS', 7, 6, 'right'),
];

/** Many logs may be open, and nothing but their scope tells one from another. */
export const domainColumns = (rows: readonly DomainDiagnostics[]): readonly ListColumn[] => [
	column('domain', 'DOMAIN', 1, 8),
	column('scope', 'SCOPE', rows.some(({ domain }) => domain === 'logs') ? 2 : 8, 12),
	...streamColumns,
];

export const streamDetailColumns: readonly ListColumn[] = [
	column('stream', 'STREAM', 1, 16),
	...streamColumns,
	column('requests', 'REQUESTS', 11, 8, 'right'),
	column('probes', 'PROBES', 12, 6, 'right'),
	column('version', 'VERSION', 13, 7, 'right', 14),
];

const healthOf: Readonly<Record<StreamLevel, ObjectHealth | undefined>> = { healthy: undefined, degraded: 'warning', unhealthy: 'failing' };

/** Under ten with one decimal. */
const rate = (perSecond: number | undefined): string =>
	perSecond === undefined ? '–' : perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));

/** `2 forbidden, 1 not served`; '' where nothing is missing. */
function missingWords(missing: readonly StreamDiagnostics[]): string {
	const forbidden = missing.filter(({ status }) => status.reason === 'permissions').length;
	const absent = missing.length - forbidden;
	return [...(forbidden > 0 ? [`${forbidden} forbidden`] : []), ...(absent > 0 ? [`${absent} not served`] : [])].join(', ');
}

/** The HEALTH of a domain: that of its worst stream, and what is missing beside it: `healthy (delivering), 5 forbidden`. */
export const domainHealth = ({ worst, missing }: DomainDiagnostics): string =>
	missing.length === 0 ? healthWords(worst.status) : `${healthWords(worst.status)}, ${missingWords(missing)}`;

/** What is missing is no outage, and not all is well. */
export const domainLevel = ({ worst, missing }: DomainDiagnostics): StreamLevel =>
	worst.status.level === 'healthy' && missing.length > 0 ? 'degraded' : worst.status.level;

function streamCells(
	stream: StreamDiagnostics,
	now: number,
	health = cell(healthWords(stream.status), healthOf[stream.status.level]),
): readonly Cell[] {
	const { status, objects, deliveredAt, eventsPerSecond, relists, errors } = stream;
	return [
		cell(status.mode),
		health,
		cell(relists === undefined && status.polling.kind === 'paused' ? '–' : pollingWords(status.polling, now)),
		cell(String(objects)),
		cell(deliveredAt === undefined ? '–' : humanDuration(Math.max(0, (now - deliveredAt) / 1000))),
		cell(rate(eventsPerSecond)),
		cell(status.mode === 'metrics-only' || relists === undefined ? '–' : String(relists)),
		cell(String(errors), errors > 0 ? 'warning' : undefined),
	];
}

const source = <T>(items: readonly T[], keyOf: (item: T) => string, cells: (item: T) => readonly Cell[]): RowSource => ({
	length: items.length,
	keyAt(index) {
		const item = items[index];
		return item === undefined ? undefined : keyOf(item);
	},
	indexOf: (key) => items.findIndex((item) => keyOf(item) === key),
	at(index) {
		const item = items[index];
		return item === undefined ? [] : cells(item);
	},
});

export const domainKey = ({ domain, scope }: Pick<DomainDiagnostics, 'domain' | 'scope'>): string => `${domain} ${scope}`;

/** One row a domain, told as its list is, with the objects of all. */
export const domainSource = (rows: readonly DomainDiagnostics[], now: number): RowSource =>
	source(rows, domainKey, (row) => [
		cell(row.domain),
		cell(screenText(row.scope)),
		...streamCells({ ...row.worst, objects: row.objects }, now, cell(domainHealth(row), healthOf[domainLevel(row)])),
	]);

/** One row a stream. */
export const streamSource = (streams: readonly StreamDiagnostics[], now: number): RowSource =>
	source(
		streams,
		({ streamId }) => streamId,
		(stream) => [
			cell(stream.streamId),
			...streamCells(stream, now),
			cell(String(stream.requests)),
			cell(String(stream.probes)),
			cell(stream.resourceVersion),
		],
	);

/** The last transitions of a stream, newest first: when, what it became, why, and what was done about it; and what the server warned of. */
export function journalLines(entries: readonly (TransitionEntry | WarningEntry)[], height: number, glyphs: Glyphs): readonly Line[] {
	if (height <= 0) return [];
	return entries
		.slice(-height)
		.toReversed()
		.map((entry) => [
			span(`  ${clockSeconds(entry.at)} `, dim),
			...('text' in entry ? warningSpans(entry) : transitionSpans(entry, glyphs)),
		]);
}

const warningSpans = ({ text }: WarningEntry): Line => [span('the server warns', levelStyle('degraded')), span(`  ${screenText(text)}`)];

const transitionSpans = ({ from, to, cause, did, level }: TransitionEntry, glyphs: Glyphs): Line => [
	span(`${screenText(from)} ${glyphs.right} ${screenText(to)}`, levelStyle(level)),
	span(`  ${screenText(cause)}`),
	span(did === '' ? '' : `  ${glyphs.dot} ${screenText(did)}`, dim),
];
