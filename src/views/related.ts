import { screenText } from '../base/safe-text.ts';
import { CatalogRow } from '../domains/catalog.ts';
import { CustomResourceDefinitionRow } from '../domains/custom-resource-definitions.ts';
import { type ObjectRef, objectRefOf, rowKinds } from '../domains/object-ref.ts';
import { OverviewLine } from '../domains/overview-line.ts';
import { objectNameOf } from '../domains/resource-domain.ts';
import type { CellContext, Domain, ObjectReference, ResourceSpec, Row } from '../domains/types.ts';
import type { ServedViews } from './app-services.ts';
import { hasLog } from './log-target.ts';
import type { Place } from './places.ts';

/** What can be asked of the row under the cursor. */
export type Relation = 'content' | 'events' | 'owner' | 'node' | 'maintenance';

/** An object by its name, as a row of another view has it. */
export interface ObjectName {
	/** '' of the cluster; undefined: any. */
	readonly namespace: string | undefined;
	/** It is opened as soon as it is there. */
	readonly opens?: true;
	readonly name: string;
}

/** Where to go for it, and the row to be on there; its logs, where those are what is in it; or why there is nowhere to go. */
export type Related =
	| { readonly place: Place; readonly select?: ObjectName; readonly faults?: true }
	| { readonly isLog: true }
	| { readonly why: string };

export interface RelatedFacts {
	readonly row: Row;
	readonly domain: Domain;
	/** Of the row's cells. */
	readonly context: CellContext;
	readonly domains: readonly Domain[];
	/** The namespace that is open. */
	readonly namespace: string | undefined;
}

/** Events about objects that are in no namespace are written here (client-go tools/record/event.go, makeEvent). */
const clusterEventsNamespace = 'default';

export function relatedTo(relation: Relation, facts: RelatedFacts): Related {
	if (facts.row instanceof OverviewLine) return relatedToLine(relation, facts.row, facts.namespace);
	switch (relation) {
		case 'content':
			return contentOf(facts);
		case 'events':
			return eventsOf(facts);
		case 'owner':
			return ownerOf(facts);
		case 'node':
			return nodeOf(facts);
		case 'maintenance':
			return maintenanceOf(facts);
	}
}

/** Where the objects are that a line of the overview counts. */
function relatedToLine(relation: Relation, line: OverviewLine, namespace: string | undefined): Related {
	if (relation !== 'content') return { why: 'This line is about no single object; enter opens what it counts.' };
	const { view, filter, faults, objectName: name, objectNamespace } = line;
	if (view === '') return { why: 'There is no view of what this line tells.' };
	if (name !== '') return { place: { view, namespace: objectNamespace, filter }, select: { namespace: objectNamespace, name } };
	return { place: { view, namespace, filter }, ...(faults ? { faults: true } : {}) };
}

/**
 * The first view, in the order of the tabs, whose rows are all of such a resource; else one that has some of them: a merged list
 * leaves out what it tells in another row, and nobody is led to a row that is not there.
 */
function viewOf(domains: readonly Domain[], wanted: (resource: ResourceSpec) => boolean): Domain | undefined {
	const lists = ({ reads, derived }: Domain, all: boolean): boolean =>
		derived === undefined && reads.some((read) => read.role === 'rows' && wanted(read.resource) && (!all || read.keep === undefined));
	return domains.find((domain) => lists(domain, true)) ?? domains.find((domain) => lists(domain, false));
}

const coreView = (domains: readonly Domain[], plural: string): Domain | undefined =>
	viewOf(domains, ({ gvr }) => gvr.group === '' && gvr.resource === plural);

/** What a column of the row's view says; '' where there is no such column. */
function textOf({ row, domain, context }: RelatedFacts, column: string): string {
	const value = domain.columns.find(({ id }) => id === column)?.value(row, context);
	return typeof value === 'string' ? value : '';
}

const isView = (domain: Domain, plural: string): boolean => rowKinds(domain).some(({ gvr }) => gvr.group === '' && gvr.resource === plural);

function contentOf(facts: RelatedFacts): Related {
	const { row, domain, domains } = facts;
	if (domain.about !== undefined) return causeOf(facts, domain.about(row));
	if (isView(domain, 'events')) return objectOf(facts);
	const pods = coreView(domains, 'pods');
	if (pods !== undefined && isView(domain, 'nodes')) {
		return { place: { view: pods.name, namespace: undefined, filter: `-f spec.nodeName=${row.name}` } };
	}
	if (pods !== undefined && isView(domain, 'namespaces')) return { place: { view: pods.name, namespace: row.name, filter: '' } };
	if (row instanceof CatalogRow) {
		const { group, version, plural, failure } = row;
		return version === '' ? { why: `${screenText(plural)} does not answer: ${screenText(failure)}.` } : openedKind(group, plural, facts);
	}
	if (row instanceof CustomResourceDefinitionRow) {
		const { name, group, plural, established } = row;
		return established.startsWith('True')
			? openedKind(group, plural, facts)
			: { why: `${screenText(name)} is not established, so there is nothing of its kind.` };
	}
	if (hasLog(row, domain)) return { isLog: true };
	const { kind, name } = involvedObject(facts);
	const jobs = domains.find(
		(each) => rowKinds(each).some(({ kind: of }) => of === 'Job') && rowKinds(each).every(({ kind: of }) => of === 'Job'),
	);
	if (kind === 'CronJob' && jobs !== undefined) {
		const owner = `CronJob\\/${name.replaceAll('.', '\\.')}`;
		return { place: { view: jobs.name, namespace: row.namespace, filter: `owner:/^${owner}$/` } };
	}
	return { why: `There is nothing to open in ${domain.name}.` };
}

/** The object that a row tells of, in the view of its kind. */
const causeOf = (facts: RelatedFacts, { kind, name }: ObjectReference): Related =>
	atObject(kind, name, facts) ?? {
		why: `It is about ${screenText([kind, name].filter((word) => word !== '').join(' '))}, which no view shows.`,
	};

/** The view of a kind alone: a built-in one, else that of the server's own columns, which is called as the kind is in full. */
function openedKind(group: string, plural: string, { domains, namespace }: RelatedFacts): Related {
	const own = domains.find(({ reads, derived, lines }) => {
		const [read, ...others] = reads.filter(({ role }) => role === 'rows');
		const { gvr, only, form } = read?.resource ?? {};
		const isWhole = derived === undefined && lines === undefined && others.length === 0 && only === undefined && form === undefined;
		return isWhole && gvr?.group === group && gvr.resource === plural;
	});
	return { place: { view: own?.name ?? (group === '' ? plural : `${plural}.${group}`), namespace, filter: '' } };
}

/** `pod/cart-1` of an event's OBJECT. */
function involvedObject(facts: RelatedFacts): { readonly kind: string | undefined; readonly name: string } {
	const { row, domain, domains } = facts;
	if (domain.about !== undefined) return domain.about(row);
	const own = isView(domain, 'events') ? undefined : objectRefOf(domain, row);
	if (own !== undefined) return { kind: own.of.kind, name: own.name };
	const object = isView(domain, 'events') ? textOf(facts, 'object') : `${domain.objectName(row)}/${row.name}`;
	const slash = object.indexOf('/');
	const typed = slash < 0 ? '' : object.slice(0, slash);
	const isMeant = (resource: ResourceSpec): boolean => objectNameOf(resource) === typed || resource.kind.toLowerCase() === typed;
	const kind = domains.flatMap(rowKinds).find(isMeant)?.kind;
	return { kind, name: object.slice(slash + 1) };
}

/** An object of a kind that the server has to be asked about. */
export interface UnknownSubject {
	/** In lower case, without its group. */
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

/** The object, once the server has said what the kind is; undefined: it has no such kind. */
export function servedSubject({ kind, namespace, name }: UnknownSubject, served: Pick<ServedViews, 'find'>): ObjectRef | undefined {
	const domain = served.find(kind)?.domain;
	const [of] = domain === undefined ? [] : rowKinds(domain);
	return of === undefined ? undefined : { of, namespace: of.namespaced ? namespace : '', name };
}

/** An object by its kind, where some view knows the kind. */
function refOf({ kind, namespace, name }: Omit<ObjectReference, 'container'>, domains: readonly Domain[]): ObjectRef | undefined {
	const of = domains.flatMap(rowKinds).find((resource) => resource.kind === kind);
	return of === undefined || name === '' ? undefined : { of, namespace: of.namespaced ? namespace : '', name };
}

/** The object of a row: its own, or the one that the row tells of. Undefined: the rows of the view are no objects. */
export function objectOfRow({ row, domain, domains }: Pick<RelatedFacts, 'row' | 'domain' | 'domains'>): ObjectRef | undefined {
	if (row instanceof OverviewLine) return refOf({ kind: 'Pod', namespace: row.objectNamespace, name: row.objectName }, domains);
	return domain.about === undefined ? objectRefOf(domain, row) : refOf(domain.about(row), domains);
}

/** A kind is no object, and of the lines of the overview only those that name a pod are about one. */
export const mayBeObject = (row: Row): boolean => (row instanceof OverviewLine ? row.objectName !== '' : !(row instanceof CatalogRow));

/** What the row under the cursor is about: of an event the object that it tells of, where some view knows its kind; else its object. */
export function subjectOfRow(facts: RelatedFacts): ObjectRef | undefined {
	const { row, domain, domains } = facts;
	if (!isView(domain, 'events')) return objectOfRow(facts);
	const { kind = '', name } = involvedObject(facts);
	return refOf({ kind, namespace: row.namespace, name }, domains) ?? objectOfRow(facts);
}

/** The kind of which an event tells where no view knows it; undefined: it is known, or there is none. */
export function unknownSubject(facts: RelatedFacts): UnknownSubject | undefined {
	const { row, domain } = facts;
	if (!isView(domain, 'events')) return undefined;
	const { kind, name } = involvedObject(facts);
	const object = textOf(facts, 'object');
	const typed = object.slice(0, Math.max(0, object.indexOf('/')));
	return kind === undefined && typed !== '' && name !== '' ? { kind: typed, namespace: row.namespace, name } : undefined;
}

/** What an event is about, where a view shows it. */
function objectOf(facts: RelatedFacts): Related {
	const { kind, name } = involvedObject(facts);
	if (name === '') return { why: 'This event is about no object.' };
	return atObject(kind, name, facts) ?? { why: `It is about ${screenText(textOf(facts, 'object'))}, which no view shows.` };
}

/** The row of an object in the view of its kind; undefined where there is no such view. */
function atObject(kind: string | undefined, name: string, { row, domains, namespace }: RelatedFacts): Related | undefined {
	const view = kind === undefined || kind === '' ? undefined : viewOf(domains, (resource) => resource.kind === kind);
	if (view === undefined) return undefined;
	const isOfCluster = view.scope === 'cluster';
	return {
		place: { view: view.name, namespace: isOfCluster ? namespace : row.namespace, filter: '' },
		select: { namespace: isOfCluster ? '' : row.namespace, name },
	};
}

/** Kinds that the server alone knows may be called alike in two groups: their objects are told apart by uid. */
function ofUid({ row, domain, domains }: RelatedFacts): string {
	if (isView(domain, 'events')) return '';
	const own = objectRefOf(domain, row);
	const isKnown = domains.flatMap(rowKinds).some(({ gvr }) => gvr.group === own?.of.gvr.group && gvr.resource === own.of.gvr.resource);
	return own?.uid === undefined || own.uid === '' || isKnown ? '' : `,involvedObject.uid=${own.uid}`;
}

function eventsOf(facts: RelatedFacts): Related {
	const { row, domain, domains } = facts;
	const events = coreView(domains, 'events');
	if (events === undefined) return { why: 'There is no view of events.' };
	if (facts.row instanceof CatalogRow) return { why: 'A kind has no events; those of its objects are asked for in its own view.' };
	if (isView(domain, 'namespaces')) return { place: { view: events.name, namespace: row.name, filter: '' } };
	const { kind, name } = involvedObject(facts);
	if (name === '') return { why: 'This event is about no object.' };
	const ofKind = kind === undefined ? '' : `,involvedObject.kind=${kind}`;
	const selected = `involvedObject.name=${name}${ofKind}${ofUid(facts)}`;
	return { place: { view: events.name, namespace: row.namespace || clusterEventsNamespace, filter: `-f ${selected}` } };
}

function ownerOf(facts: RelatedFacts): Related {
	const { row, domain } = facts;
	if (isView(domain, 'events')) return objectOf(facts);
	if (domain.releaseOf !== undefined)
		return { why: `A release of Helm has no owner; <i> lists its revisions, <enter> the objects that it made.` };
	if (domain.about !== undefined) return causeOf(facts, { ...domain.about(row), kind: textOf(facts, 'kind'), name: row.name });
	const owner = textOf(facts, 'owner');
	const slash = owner.indexOf('/');
	const there = atObject(owner.slice(0, Math.max(0, slash)), owner.slice(slash + 1), facts);
	if (there !== undefined) return there;
	if (textOf(facts, 'node') !== '') return nodeOf(facts);
	if (owner !== '') return { why: `Its owner is ${screenText(owner)}, which no view shows.` };
	return { why: `${screenText(row.name)} has no owner that this view tells of.` };
}

/** What a drain of the node would do; of what is on a node, of that one. */
function maintenanceOf(facts: RelatedFacts): Related {
	const { row, domain, domains, namespace } = facts;
	const name = isView(domain, 'nodes') ? row.name : textOf(facts, 'node');
	const view = domains.find(({ selectByName, heading }) => selectByName !== undefined && heading !== undefined);
	const selected = view?.selectByName?.(name).fieldSelector;
	if (view === undefined || selected === undefined) return { why: 'There is no view of what a drain would do.' };
	if (name === '') return { why: `${screenText(row.name)} is on no node, so that there is none to drain.` };
	return { place: { view: view.name, namespace, filter: `-f ${selected}` } };
}

function nodeOf(facts: RelatedFacts): Related {
	const { row, domain, domains, namespace } = facts;
	const nodes = coreView(domains, 'nodes');
	const name = textOf(facts, 'node');
	if (nodes === undefined) return { why: 'There is no view of nodes.' };
	if (!domain.columns.some(({ id }) => id === 'node')) {
		const kind = rowKinds(domain).find((resource) => objectNameOf(resource) === domain.objectName(row))?.kind;
		return { why: `${screenText(row.name)} has no node: ${kind === undefined ? 'nothing in this view' : `no ${kind}`} is ever on one.` };
	}
	if (name === '') return { why: `${screenText(row.name)} is on no node.` };
	return { place: { view: nodes.name, namespace, filter: '' }, select: { namespace: '', name } };
}
