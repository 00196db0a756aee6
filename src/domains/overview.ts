import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { absentCell, agedAs, knownText } from './cells.ts';
import { textColumn } from './columns.ts';
import { cronJobsResource } from './cron-jobs.ts';
import { daemonSetsResource } from './daemon-sets.ts';
import { deploymentsResource } from './deployments.ts';
import { anyTally } from './erase.ts';
import { eventsResource } from './events.ts';
import { jobsResource } from './jobs.ts';
import { namespacesResource } from './namespaces.ts';
import { nodesResource } from './node-row.ts';
import { cards, type LineUnit, type OverviewLine } from './overview-line.ts';
import { overviewLines } from './overview-lines.ts';
import { healthSum, nodeSum, podSum, warningSum } from './overview-tallies.ts';
import { podsResource } from './pod-row.ts';
import { statefulSetsResource } from './stateful-sets.ts';
import type { Column, Domain, Read, ResourceSpec, Row, Tally } from './types.ts';

/** A number of a line as people read it: `5`, `12.4` (cores), `31Gi`. */
export function amountText(value: number, unit: LineUnit): string {
	if (unit === 'count') return `${value}`;
	return unit === 'millicores' ? cpuText(value) : memoryText(value);
}

/** As `-o json` has it: counts, millicores, bytes. */
const raw = (value: number | null, unit: LineUnit): number | null => (value === null || unit !== 'kibibytes' ? value : value * 1024);

function amountCell(line: OverviewLine, value: number | null): Cell {
	if (value === null) return absentCell(line.why === '' ? 'nothing to count' : line.why);
	const shown = cell(amountText(value, line.unit), line.health === 'ok' ? undefined : line.health);
	return line.aged === '' ? shown : agedAs({ cpuMilli: 0, memoryMiB: 0, aged: line.aged }, shown);
}

/**
 * Raw values: `value` and `total` are counts, millicores or bytes, as `unit` says; `share` is the part (1 is all of it); `minutes`
 * of the warnings are those of the last hour, the oldest first; `why` says why there is no value.
 */
const columns: readonly Column<OverviewLine>[] = [
	{ id: 'card', title: 'CARD', worth: 2, min: 8, max: 12, value: (line) => line.card, cell: (line) => cell(cards[line.card]) },
	textColumn({ id: 'item', title: 'ITEM', worth: 1, min: 12, max: 60, of: (line) => line.name }),
	{
		id: 'value',
		title: 'VALUE',
		align: 'right',
		worth: 3,
		min: 8,
		value: (line) => raw(line.value, line.unit),
		cell: (line) => amountCell(line, line.value),
	},
	{
		id: 'total',
		title: 'OF',
		align: 'right',
		worth: 4,
		min: 8,
		value: (line) => raw(line.total, line.unit),
		cell: (line) => (line.total === null ? absentCell('it is no part') : cell(amountText(line.total, line.unit))),
	},
	{
		id: 'share',
		title: 'SHARE',
		align: 'right',
		worth: 5,
		min: 5,
		unit: 'share',
		value: (line) => line.share,
		cell: (line) => (line.share === null ? absentCell('it is no part') : cell(`${Math.round(line.share * 100)}%`)),
	},
	{
		id: 'detail',
		title: 'DETAIL',
		worth: 6,
		min: 12,
		max: 60,
		value: (line) => knownText(line.detail),
		cell: (line) => cell(line.detail || line.why || line.aged),
	},
	{
		id: 'unit',
		title: 'UNIT',
		worth: 8,
		wide: true,
		min: 5,
		value: (line) => (line.unit === 'kibibytes' ? 'bytes' : line.unit),
		cell: (line) => cell(line.unit === 'kibibytes' ? 'bytes' : line.unit),
	},
	textColumn({ id: 'why', title: 'WHY', worth: 9, wide: true, min: 5, max: 40, of: (line) => line.why, absent: 'there is a value' }),
	{
		id: 'minutes',
		title: 'MINUTES',
		worth: 10,
		wide: true,
		min: 8,
		max: 40,
		value: ({ minutes }) => (minutes.length === 0 ? null : minutes.map(String)),
		cell: ({ minutes }) => (minutes.length === 0 ? absentCell('it is no course') : cell(minutes.join(' '))),
	},
	{
		id: 'order',
		title: 'NO',
		align: 'right',
		worth: 11,
		wide: true,
		min: 3,
		value: ({ order }) => order,
		cell: ({ order }) => cell(`${order}`),
	},
];

const own = (scope: Parameters<Extract<Read, { role: 'joined' }>['scope']>[0]) => scope;

const summed = (resource: ResourceSpec, tally: Tally): Read => ({ role: 'joined', resource, tally, scope: own });

const byHealth = <R extends Row>(resource: ResourceSpec<R>): Read => summed(resource, anyTally(healthSum(resource.gvr.resource)));

export const overview: Domain<OverviewLine> = {
	name: 'overview',
	title: 'OVERVIEW',
	called: 'overview lines',
	aliases: ['ov', 'pulses', 'pulse', 'pu'],
	scope: 'namespaces',
	reads: [
		summed(nodesResource, anyTally(nodeSum)),
		summed(podsResource, anyTally(podSum)),
		byHealth(deploymentsResource),
		byHealth(statefulSetsResource),
		byHealth(daemonSetsResource),
		byHealth(jobsResource),
		byHealth(cronJobsResource),
		byHealth(namespacesResource),
		summed(eventsResource, anyTally(warningSum)),
	],
	metrics: 'pods',
	nodeMetrics: true,
	lines: overviewLines,
	columns,
	sort: { column: 'order', descending: false },
	objectUid: () => '',
	objectName: ({ card }) => card,
};
