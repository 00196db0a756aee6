import { byCodeUnits } from '../../base/by-code-units.ts';
import type { ObjectHealth } from '../../base/cell.ts';
import { counted } from '../../base/counted.ts';
import type { Derivation, DerivedNow, Piece, Row } from '../types.ts';
import { AilingRow } from './ailing.ts';
import type { Cause, Severity, Symptom } from './symptom.ts';

/** A line of attention: what is wrong with an object now, whose identity is the object and the cause. */
export class FindingRow implements Row {
	readonly uid: string;
	/** '' where only others tell of the object. */
	readonly objectUid: string;
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion = '';
	readonly health: ObjectHealth;
	readonly cause: Cause;
	readonly severity: Severity;
	/** One line without times, the cause first. */
	readonly text: string;
	/** Epoch seconds; 0: not known. */
	readonly since: number;
	/** Epoch seconds at which it last happened; 0: it is all the time so. */
	readonly last: number;
	/** Of all its pods; 0: none. */
	readonly restarts: number;
	/** Pods of which it is said; 0: it is not of pods. */
	readonly pods: number;
	/** The object that is the cause: the pod behind a finding of a workload, else the object itself. */
	readonly aboutKind: string;
	readonly aboutName: string;
	/** '' when it is of no container. */
	readonly container: string;
	/** As long as this is the same, it is the same to somebody who ignored it. */
	readonly version: string;

	constructor(said: Said) {
		this.uid = said.uid;
		this.objectUid = said.objectUid;
		this.kind = said.kind;
		this.namespace = said.namespace;
		this.name = said.name;
		this.health = said.severity === 'warning' ? 'warning' : 'failing';
		this.cause = said.cause;
		this.severity = said.severity;
		this.text = said.text;
		this.since = said.since;
		this.last = said.last;
		this.restarts = said.restarts;
		this.pods = said.pods;
		this.aboutKind = said.aboutKind;
		this.aboutName = said.aboutName;
		this.container = said.container;
		this.version = said.version;
	}

	get created(): number {
		return this.since;
	}
}

/** What a finding is of, and what it says. */
type Said = Omit<FindingRow, 'resourceVersion' | 'health' | 'created'>;

/** By which two findings of one object and cause are told apart. */
const fields = [
	'objectUid',
	'severity',
	'text',
	'since',
	'last',
	'restarts',
	'pods',
	'aboutKind',
	'aboutName',
	'container',
	'version',
	'cause',
] as const satisfies readonly (keyof Said)[];

/** A symptom of an object, told to whom it belongs to. */
interface Part extends Piece {
	readonly of: AilingRow;
	readonly symptom: Symptom;
}

/** Why something is not there that should run: of one workload these are one finding, whatever its pods take turns in. */
const notRunning: ReadonlySet<Cause> = new Set<Cause>([
	'image',
	'config',
	'crash',
	'unscheduled',
	'starting',
	'lost',
	'unready',
	'rollout',
	'unavailable',
]);

/** Which of them is named first: what does not heal by itself before what may. */
const weight = (cause: Cause): number => [...notRunning].indexOf(cause);

/** More causes than these in one line are counted. */
const mostCauses = 2;

const worst = (severities: readonly Severity[]): Severity => severities.toSorted()[0] ?? 'warning';

const splitKey = (key: string): { readonly namespace: string; readonly kind: string; readonly name: string } => {
	const bar = key.indexOf('|');
	const slash = key.indexOf('/', bar);
	return { namespace: key.slice(0, bar), kind: key.slice(bar + 1, slash), name: key.slice(slash + 1) };
};

/** From the objects that ail: what is said of each workload and of each other object, once for each cause. */
export const findings: Derivation<Part, FindingRow> = {
	piecesOf(row) {
		if (!(row instanceof AilingRow)) return [];
		return row.symptoms.map((symptom) => ({
			key: `${row.namespace}|${symptom.group ?? `${row.kind}/${row.name}`}`,
			of: row,
			symptom,
		}));
	},
	rowsOf(key, parts, now, before) {
		const moment = now / 1000;
		const group = groupOf(key, parts, moment);
		const said = [...notRunningOf(group), ...othersOf(group)];
		const rows = said.map((one) => {
			const known = before.find(({ uid }) => uid === one.uid);
			// Objects forget when it began, as with a container that was ready for a moment in between.
			const since = known === undefined || known.since === 0 ? one.since : Math.min(known.since, one.since || known.since);
			// By a clock of a node that runs fast it has not happened yet.
			const next = { ...one, since: Math.min(since, Math.floor(moment)), last: Math.min(one.last, Math.floor(moment)) };
			return known !== undefined && fields.every((field) => known[field] === next[field]) ? known : new FindingRow(next);
		});
		return withNext(rows, parts, moment);
	},
};

/** With the next moment at which a grace or a calm ends. */
function withNext(rows: readonly FindingRow[], parts: readonly Part[], moment: number): DerivedNow<FindingRow> {
	let next = Number.POSITIVE_INFINITY;
	for (const { symptom } of parts) {
		const { since, grace, until, explains } = symptom;
		if (explains === true) continue;
		if (since + grace > moment) next = Math.min(next, since + grace);
		if (until !== undefined && until > moment) next = Math.min(next, until);
	}
	return Number.isFinite(next) ? { rows, nextAt: Math.ceil(next * 1000) } : { rows };
}

interface Group {
	readonly key: string;
	readonly namespace: string;
	readonly kind: string;
	readonly name: string;
	/** What the object itself says. */
	readonly own: readonly Part[];
	/** What its pods say, or the jobs of a cron job. */
	readonly members: readonly Part[];
	readonly isOver: (part: Part) => boolean;
	/** It is to be told now: not over, and past its grace. */
	readonly isDue: (part: Part) => boolean;
}

function groupOf(key: string, parts: readonly Part[], moment: number): Group {
	const { namespace, kind, name } = splitKey(key);
	const isOwn = ({ of }: Part): boolean => of.kind === kind && of.name === name;
	const own = parts.filter(isOwn);
	const healedAt = own.find(({ symptom }) => symptom.cause === 'succeeded')?.symptom.last ?? 0;
	const isOver = ({ symptom: { until, cause, since } }: Part): boolean =>
		(until !== undefined && until <= moment) || (cause === 'job' && since <= healedAt);
	const isDue = (part: Part): boolean =>
		part.symptom.explains !== true && !isOver(part) && Math.min(part.symptom.since, moment) + part.symptom.grace <= moment;
	return { key, namespace, kind, name, own, members: parts.filter((part) => !isOwn(part)), isOver, isDue };
}

/** Of one cause, the part that says most: what happened most often, then last. */
const foremost = (parts: readonly Part[]): Part | undefined =>
	parts.reduce<Part | undefined>((best, part) => {
		if (best === undefined) return part;
		const [one, other] = [part.symptom, best.symptom];
		const order =
			(one.restarts ?? 0) - (other.restarts ?? 0) ||
			(one.last ?? 0) - (other.last ?? 0) ||
			other.since - one.since ||
			(part.of.name < best.of.name ? 1 : -1);
		return order > 0 ? part : best;
	}, undefined);

/** `OOMKilled exit 137 (limit 64Mi), 41 restarts in 2 pods` */
function causeText(parts: readonly Part[], isWorkload: boolean): string {
	const text = foremost(parts)?.symptom.text ?? '';
	const restarts = parts.reduce((sum, { symptom }) => sum + (symptom.restarts ?? 0), 0);
	const pods = isWorkload && parts.length > 1 ? counted(parts.length, 'pod') : '';
	if (restarts > 0) return `${text}, ${counted(restarts, 'restart')}${pods === '' ? '' : ` in ${pods}`}`;
	return pods === '' ? text : `${text} (${pods})`;
}

/** By cause, the weightiest first. */
function byCause(parts: readonly Part[]): readonly (readonly Part[])[] {
	const causes = new Map<Cause, Part[]>();
	for (const part of parts) {
		const known = causes.get(part.symptom.cause);
		if (known === undefined) causes.set(part.symptom.cause, [part]);
		else known.push(part);
	}
	return [...causes].sort(([a], [b]) => weight(a) - weight(b)).map(([, ofOne]) => ofOne);
}

/** Everything that keeps a workload, or a pod that nothing owns, from running, in one line. */
function notRunningOf(group: Group): readonly Said[] {
	const { own, members, isDue, isOver } = group;
	const concerns = ({ symptom }: Part): boolean => notRunning.has(symptom.cause);
	const ownParts = own.filter(concerns);
	const isWorkload = group.kind !== 'Pod';
	const [pods, stands] = isWorkload ? [members.filter(concerns), ownParts] : [ownParts, []];
	const due = pods.filter(isDue);
	const standing = stands.filter(isDue);
	// What keeps all pods from being made says it all.
	const refused = own.some((part) => part.symptom.cause === 'create' && isDue(part));
	if (due.length === 0 && (standing.length === 0 || refused)) return [];
	// What its pods wait for is told within their grace, too, where the workload is past its own.
	const causes = byCause(due.length > 0 ? due : pods.filter((part) => part.symptom.explains !== true && !isOver(part)));
	const stuck = standing.find(({ symptom }) => symptom.cause === 'rollout');
	const short = stands.find(({ symptom }) => symptom.cause === 'unavailable');
	const head = (stuck ?? short)?.symptom;
	const told = causes.slice(0, mostCauses).map((parts) => causeText(parts, isWorkload));
	const more = causes.length > mostCauses ? [`and ${causes.length - mostCauses} more`] : [];
	const body = [...told, ...more].join('; ');
	const text = head === undefined ? body : body === '' ? head.text : `${head.text}: ${body}`;
	const all = [...causes.flat(), ...standing];
	const about = foremost(causes[0] ?? []);
	const severity = worst([...all.map(({ symptom }) => symptom.severity), ...(short === undefined ? [] : [short.symptom.severity])]);
	const of = isWorkload ? '' : (own[0]?.of.objectUid ?? '');
	// A pod may have more than one cause.
	const podCount = isWorkload ? new Set(causes.flat().map((part) => part.of)).size : 0;
	return [saidOf(group, 'not running', all, { text, severity, about, of, pods: podCount })];
}

/** What is wrong beside that, each cause by itself. */
function othersOf(group: Group): readonly Said[] {
	const { own, members, isDue } = group;
	const isOther = (part: Part): boolean => !notRunning.has(part.symptom.cause) && isDue(part);
	const ended = foremost(members.filter(({ symptom }) => symptom.cause === 'ended' && symptom.explains === true));
	const ownSaid = own.filter(isOther).map((part): Said => {
		const { cause, text, severity } = part.symptom;
		const how = cause === 'job' && ended !== undefined ? `${text}; ${ended.symptom.text}` : text;
		return saidOf(group, cause, [part], {
			text: how,
			severity,
			about: cause === 'job' ? ended : undefined,
			of: part.of.objectUid,
			pods: 0,
		});
	});
	const memberSaid = byCause(members.filter(isOther)).map((parts): Said => {
		const about = foremost(parts);
		const cause = about?.symptom.cause ?? 'ended';
		const isPods = about?.of.kind === 'Pod';
		const many = parts.length > 1 && !isPods ? ` (${parts.length} times)` : '';
		const severity = worst(parts.map(({ symptom }) => symptom.severity));
		return saidOf(group, cause, parts, { text: `${causeText(parts, isPods)}${many}`, severity, about, pods: isPods ? parts.length : 0 });
	});
	return [...ownSaid, ...memberSaid];
}

interface Words {
	readonly text: string;
	readonly severity: Severity;
	/** Whose the cause is, where that is not the object itself. */
	readonly about: Part | undefined;
	readonly pods: number;
	/** The uid of the one object that it is of. */
	readonly of?: string;
}

/** `identity`: with the object it is who this finding is. What is said of several objects is known by whose they are. */
function saidOf({ key, namespace, kind, name, own }: Group, identity: string, parts: readonly Part[], words: Words): Said {
	const { about, of } = words;
	const cause = about === undefined ? (parts[0]?.of.cause ?? { kind, name }) : { kind: about.of.kind, name: about.of.name };
	const dated = parts.flatMap(({ symptom: { since } }) => (since > 0 ? [since] : []));
	return {
		uid: `${of || key} ${identity}`,
		objectUid: own.find((part) => part.of.objectUid !== '')?.of.objectUid ?? '',
		kind,
		namespace,
		name,
		cause: parts[0]?.symptom.cause ?? 'unavailable',
		severity: words.severity,
		text: words.text,
		since: dated.length === 0 ? 0 : Math.min(...dated),
		last: Math.max(0, ...parts.map(({ symptom }) => symptom.last ?? 0)),
		restarts: parts.reduce((sum, { symptom }) => sum + (symptom.restarts ?? 0), 0),
		pods: words.pods,
		aboutKind: cause.kind,
		aboutName: cause.name,
		container: about?.symptom.container ?? '',
		version: [...new Set(parts.map(({ symptom }) => `${symptom.cause} ${symptom.version}`))].sort(byCodeUnits).join('; '),
	};
}
