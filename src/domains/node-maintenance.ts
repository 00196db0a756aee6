import { humanDuration } from '../base/age.ts';
import { byCodeUnits } from '../base/by-code-units.ts';
import { cell, isUnwell } from '../base/cell.ts';
import { counted } from '../base/counted.ts';
import { safeText } from '../base/safe-text.ts';
import { absentCell, knownText, listOf } from './cells.ts';
import { ageColumn, foundColumn, nameColumn, namespaceColumn, ownerColumn, statusColumn, textColumn } from './columns.ts';
import { daemonSetsResource } from './daemon-sets.ts';
import { type BudgetRow, disruptionBudgetsResource } from './disruption-budgets.ts';
import { type DrainRow, drainedPods } from './drain-row.ts';
import { asksBudgets, type Drain, disruptionWords, drainOf, type Eviction, evictionOf } from './drain-rules.ts';
import { anyTally } from './erase.ts';
import { type EventRow, eventsResource } from './events.ts';
import { takesLabels } from './label-selector.ts';
import { type NodeRow, nodesResource } from './node-row.ts';
import { isTerminal } from './pod-status.ts';
import type { CellContext, Column, Domain, Row, Tally } from './types.ts';

/** Objects by uid, of one key each: nothing of them is added up. */
const keptBy = <R extends Row>(name: string, keyOf: (row: R) => string | undefined): Tally<R, Map<string, R>> => ({
	name,
	keyOf,
	empty: () => new Map(),
	add: (kept, row) => {
		kept.set(row.uid, row);
	},
	remove: (kept, row) => {
		kept.delete(row.uid);
	},
});

const budgetsOf = keptBy<BudgetRow>('budgetsByNamespace', ({ namespace }) => namespace);
const daemonSetsOf = keptBy<Row>('daemonSetsByName', ({ namespace, name }) => `${namespace}/${name}`);
const nodesOf = keptBy<NodeRow>('nodesByName', ({ name }) => name);
const failuresOf = keptBy<EventRow>('failedKills', ({ namespace, objectName }) => `${namespace}/${objectName}`);

function drainIn(row: DrainRow, context: CellContext): Drain {
	const known =
		row.controllerKind === 'DaemonSet' ? context.tally<Map<string, Row>>(daemonSetsOf.name, `${row.namespace}/${row.controllerName}`) : '';
	return drainOf(row, typeof known === 'string' ? undefined : known !== undefined);
}

/** A string says why it is not known. */
function evictionIn(row: DrainRow, context: CellContext): Eviction | string {
	const budgets = context.tally<Map<string, BudgetRow>>(budgetsOf.name, row.namespace);
	if (typeof budgets === 'string') return asksBudgets(row) ? budgets : evictionOf(row, []);
	return evictionOf(
		row,
		[...(budgets?.values() ?? [])].filter(({ takes }) => takes.some((selector) => takesLabels(selector, row.labels))),
	);
}

interface Result {
	readonly words: string;
	readonly health: Eviction['health'];
}

/** How far its going has come, or what would be in its way. That it is not known is said as a result: a dash means that nothing is. */
function resultOf(row: DrainRow, context: CellContext): Result {
	const caused = row.isDisrupted ? disruptionWords(row.disruption) : 'deleted';
	if (row.isDeleting) {
		const overdue = context.now / 1000 - row.deleting;
		const failures = context.tally<Map<string, EventRow>>(failuresOf.name, `${row.namespace}/${row.name}`);
		const failed =
			typeof failures === 'string' ? undefined : [...(failures?.values() ?? [])].sort((one, other) => other.lastSeen - one.lastSeen)[0];
		const held = row.finalizers === '' ? '' : `, held by ${row.finalizers}`;
		const why = failed === undefined ? held : `: ${failed.message}`;
		if (overdue <= 0) return { words: `${caused}, ends within ${humanDuration(-overdue)}${why}`, health: 'progressing' };
		return { words: `${caused}, overdue ${humanDuration(overdue)}${why}`, health: 'warning' };
	}
	if (row.isDisrupted) return { words: caused, health: 'progressing' };
	if (drainIn(row, context).action === 'stay') return { words: '', health: 'ok' };
	const eviction = evictionIn(row, context);
	return typeof eviction === 'string' ? { words: `unknown (${eviction})`, health: 'unknown' } : eviction;
}

/** Whether a drain could do with it what it would. */
function passageOf(row: DrainRow, context: CellContext): 'goes' | 'blocked' | 'unknown' {
	const { health } = resultOf(row, context);
	if (row.isDeleting || health === 'ok' || health === 'progressing') return 'goes';
	return health === 'unknown' ? 'unknown' : 'blocked';
}

/**
 * Raw values: `action` is `evict` or `stay`, and `why` says what it costs; `flags` are those without which `kubectl drain` refuses;
 * `allowed` is how many evictions its budget allows now, null where none is asked, or where that is not known, which `result` says; `age` epoch seconds of the creation.
 */
const columns: readonly Column<DrainRow>[] = [
	nameColumn({ min: 16 }),
	// They are of all namespaces, whichever is open.
	{ ...namespaceColumn(5), acrossNamespaces: false },
	ownerColumn({ worth: 4 }),
	foundColumn<DrainRow, Drain>({
		id: 'action',
		title: 'ACTION',
		worth: 2,
		min: 8,
		max: 44,
		whole: 23,
		sortKey: 'T',
		find: drainIn,
		value: ({ action }) => action,
		cell: ({ action, flags, why }) => {
			const verb = action === 'stay' ? 'stays' : 'evict';
			return cell(why === '' ? verb : `${verb}: ${why}`, action === 'evict' && flags.length > 0 ? 'warning' : undefined);
		},
	}),
	{ ...(statusColumn({ min: 9, max: 28 }) as Column<DrainRow>), worth: 6, sortKey: 'S' },
	foundColumn<DrainRow, Drain>({
		id: 'flags',
		title: 'NEEDS',
		worth: 8,
		min: 22,
		max: 34,
		sortKey: 'D',
		find: drainIn,
		value: ({ flags }) => flags,
		cell: ({ flags }) => (flags.length === 0 ? absentCell('no flag is needed for it') : cell(flags.join(' '))),
	}),
	foundColumn<DrainRow, Result>({
		id: 'result',
		title: 'RESULT',
		worth: 3,
		min: 12,
		max: 80,
		whole: 24,
		sortKey: 'R',
		find: resultOf,
		value: ({ words }) => words,
		cell: ({ words, health }) => (words === '' ? absentCell('nothing is in its way') : cell(words, health === 'ok' ? undefined : health)),
	}),
	{
		id: 'allowed',
		title: 'ALLOWED',
		align: 'right',
		worth: 9,
		wide: true,
		min: 7,
		sortKey: 'L',
		volatile: true,
		value: (row, context) => {
			const eviction = evictionIn(row, context);
			return typeof eviction === 'string' ? null : (eviction.allowed ?? null);
		},
		cell: (row, context) => {
			const eviction = evictionIn(row, context);
			if (typeof eviction === 'string') return cell('unknown', 'unknown');
			const { allowed } = eviction;
			return allowed === undefined ? absentCell('no budget is asked') : cell(`${allowed}`, allowed === 0 ? 'failing' : undefined);
		},
	},
	{
		id: 'emptyDirs',
		title: 'EMPTYDIRS',
		worth: 14,
		wide: true,
		min: 9,
		max: 40,
		value: ({ emptyDirs }) => listOf(emptyDirs),
		cell: ({ emptyDirs }) => (emptyDirs === '' ? absentCell('it has none') : cell(emptyDirs)),
	},
	foundColumn<DrainRow, Drain>({
		id: 'why',
		title: 'WHY',
		worth: 12,
		wide: true,
		min: 8,
		max: 40,
		find: drainIn,
		value: ({ why }) => knownText(why),
		cell: ({ why }) => (why === '' ? absentCell('nothing speaks against it') : cell(why)),
	}),
	textColumn({
		id: 'disruption',
		title: 'DISRUPTION',
		worth: 13,
		wide: true,
		min: 10,
		max: 40,
		of: ({ disruption }) => disruption,
		absent: 'it is the target of none',
	}),
	{
		id: 'deleting',
		title: 'GONE BY',
		worth: 11,
		wide: true,
		min: 8,
		max: 20,
		value: ({ deleting }) => (deleting === 0 ? null : deleting),
		cell: ({ deleting }) => (deleting === 0 ? absentCell('nobody has deleted it') : cell(new Date(deleting * 1000).toISOString())),
	},
	{
		id: 'node',
		title: 'NODE',
		worth: 7,
		min: 8,
		max: 40,
		sortKey: 'O',
		value: ({ node }) => knownText(node),
		cell: ({ node }) => (node === '' ? absentCell('on no node') : cell(node)),
	},
	ageColumn(10),
];

const everywhere = () => ({});

const nodeSelector = /(?:^|,)spec\.nodeName==?([^,]+)/;

/** The node that pods are selected by; undefined: they are of all nodes. */
const nodeIn = (fieldSelector: string | undefined): string | undefined => nodeSelector.exec(fieldSelector ?? '')?.[1];

/** `9 go, 3 stay, 2 blocked: ip-10-0-3-7 Ready,SchedulingDisabled; needs --force` */
function heading({ fieldSelector }: { readonly fieldSelector?: string }, context: CellContext, rows: Iterable<DrainRow>): string {
	const name = nodeIn(fieldSelector);
	let [go, stay, blocked, unknown] = [0, 0, 0, 0];
	const needed = new Set<string>();
	for (const row of rows) {
		const { action, flags } = drainIn(row, context);
		for (const flag of flags) needed.add(flag);
		if (action === 'stay') {
			stay++;
			continue;
		}
		const passage = passageOf(row, context);
		if (passage === 'blocked') blocked++;
		else if (passage === 'unknown') unknown++;
		else go++;
	}
	const budgets = context.tally(budgetsOf.name, '');
	const unread = typeof budgets === 'string' && unknown > 0 ? `, ${unknown} unknown (${budgets})` : '';
	const sums = `${counted(go, 'goes', 'go')}, ${counted(stay, 'stays', 'stay')}${blocked === 0 ? '' : `, ${blocked} blocked`}${unread}`;
	const flags = needed.size === 0 ? '' : `; needs ${[...needed].sort(byCodeUnits).join(' ')}`;
	if (name === undefined) return `${sums}: all nodes${flags}`;
	const known = context.tally<Map<string, NodeRow>>(nodesOf.name, name);
	if (typeof known === 'string') return `${sums}: ${name}, whose state is not known (${known})${flags}`;
	const [node] = known?.values() ?? [];
	return `${sums}: ${name} ${node?.status ?? 'is no node here'}${flags}`;
}

/** An empty node and one that does not exist have the same pods. */
function notThere({ fieldSelector }: { readonly fieldSelector?: string }, context: CellContext): string | undefined {
	const name = nodeIn(fieldSelector);
	if (name === undefined) return undefined;
	const known = context.tally<Map<string, NodeRow>>(nodesOf.name, name);
	if (typeof known === 'string' || (known?.size ?? 0) > 0) return undefined;
	return `There is no node "${safeText(name)}"; kyacht nodes lists those there are.`;
}

/** What a drain of a node would do with each pod on it, and what is on its way already. It only looks. */
export const nodeMaintenance: Domain<DrainRow> = {
	name: 'node-maintenance',
	title: 'MAINTENANCE',
	aliases: ['maintenance', 'maint'],
	tab: false,
	// Pods of all namespaces: a drain asks none.
	scope: 'cluster',
	reads: [
		{ role: 'rows', resource: drainedPods },
		{ role: 'joined', resource: disruptionBudgetsResource, tally: anyTally(budgetsOf), scope: everywhere },
		{ role: 'joined', resource: daemonSetsResource, tally: anyTally(daemonSetsOf), scope: everywhere },
		{
			role: 'joined',
			resource: nodesResource,
			tally: anyTally(nodesOf),
			scope: ({ fieldSelector }) => {
				const name = nodeIn(fieldSelector);
				return name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
			},
		},
		{
			role: 'joined',
			resource: eventsResource,
			tally: anyTally(failuresOf),
			// Of all events these alone say why a pod that has to go does not.
			scope: () => ({ fieldSelector: 'involvedObject.kind=Pod,reason=FailedKillPod' }),
		},
	],
	columns,
	sort: { column: 'name', descending: false },
	objectName: () => 'pod',
	// How a pod ended is no matter of a drain: it is in nobody's way.
	isUnwell: (row, context) => (isUnwell(row.health) && !isTerminal(row.phase)) || isUnwell(resultOf(row, context).health),
	selectByName: (name) => ({ fieldSelector: `spec.nodeName=${name}` }),
	heading,
	notThere,
	emptyHint: 'No pod is on this node, or there is no such node.',
};
