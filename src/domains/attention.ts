import { age } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import { apiServicesResource } from './api-services.ts';
import { ailing } from './attention/ailing.ts';
import { type FindingRow, findings } from './attention/findings.ts';
import type { Severity } from './attention/symptom.ts';
import { countColumn, momentColumn, nameColumn, textColumn } from './columns.ts';
import { cronJobsResource } from './cron-jobs.ts';
import { daemonSetsResource } from './daemon-sets.ts';
import { deploymentsResource } from './deployments.ts';
import { disruptionBudgetsResource } from './disruption-budgets.ts';
import { anyDerivation } from './erase.ts';
import { type EventRow, eventsResource } from './events.ts';
import { autoscalersResource } from './horizontal-pod-autoscalers.ts';
import { jobsResource } from './jobs.ts';
import { namespacesResource } from './namespaces.ts';
import { nodesResource } from './node-row.ts';
import { persistentVolumeClaimsResource } from './persistent-volume-claims.ts';
import { persistentVolumesResource } from './persistent-volumes.ts';
import { podsResource } from './pod-row.ts';
import { objectNameOf } from './resource-domain.ts';
import { statefulSetsResource } from './stateful-sets.ts';
import type { Column, Domain, Read, ResourceSpec } from './types.ts';
import { mutatingWebhookConfigurationsResource, validatingWebhookConfigurationsResource } from './webhook-configurations.ts';

const looked: readonly ResourceSpec[] = [
	podsResource,
	deploymentsResource,
	statefulSetsResource,
	daemonSetsResource,
	jobsResource,
	cronJobsResource,
	nodesResource,
	persistentVolumeClaimsResource,
	autoscalersResource,
	disruptionBudgetsResource,
	namespacesResource,
	persistentVolumesResource,
	apiServicesResource,
	validatingWebhookConfigurationsResource,
	mutatingWebhookConfigurationsResource,
];

/**
 * The order in which they are asked for: what is soon read and fails under many comes before what is long, so that the first findings
 * do not wait for all there is. A cron job knows whether its jobs that failed still matter.
 */
const asked: readonly ResourceSpec[] = [
	podsResource,
	apiServicesResource,
	autoscalersResource,
	persistentVolumeClaimsResource,
	nodesResource,
	statefulSetsResource,
	daemonSetsResource,
	cronJobsResource,
];

function turnOf(resource: ResourceSpec): number {
	const turn = asked.indexOf(resource);
	return turn < 0 ? asked.length : turn;
}

const objectNames: ReadonlyMap<string, string> = new Map(looked.map((resource) => [resource.kind, objectNameOf(resource)]));

/** What everybody types for a kind: there is more to be said in a line than what it is called. */
const shortKinds: ReadonlyMap<string, string> = new Map(
	looked.map(({ kind, singular, shortNames: [short] }) => [kind, kind.length > 4 && short !== undefined ? short : singular]),
);

const rank: Readonly<Record<Severity, number>> = { critical: 0, failing: 1, warning: 2 };

/** More than any moment in epoch seconds. */
const ages = 1e11;

/** Raw values: `finding` without the times in it; `since`, `last` epoch seconds; `restarts`, `pods` numbers. */
const columns: readonly Column<FindingRow>[] = [
	{
		id: 'severity',
		title: 'SEV',
		worth: 3,
		min: 4,
		max: 4,
		sortKey: 'V',
		value: ({ severity }) => severity,
		// The newest of equal weight first: what has been so for months is known.
		order: ({ severity, since }) => rank[severity] * ages - since,
		cell: ({ severity }) => cell(severity.slice(0, 4), severity === 'critical' ? 'failing' : 'warning'),
	},
	{
		id: 'kind',
		title: 'KIND',
		worth: 4,
		min: 4,
		max: 10,
		sortKey: 'K',
		value: ({ kind }) => kind,
		cell: ({ kind }) => cell(shortKinds.get(kind) ?? kind.toLowerCase()),
	},
	{
		...textColumn<FindingRow>({
			id: 'namespace',
			title: 'NAMESPACE',
			worth: 6,
			min: 9,
			max: 30,
			sortKey: 'P',
			of: ({ namespace }) => namespace,
			absent: 'it is in no namespace',
		}),
		acrossNamespaces: true,
	},
	nameColumn({ max: 40, whole: 16 }),
	{
		id: 'finding',
		title: 'FINDING',
		worth: 2,
		min: 13,
		whole: 30,
		sortKey: 'F',
		value: ({ text }) => text,
		cell: ({ text, last }, { now }) => cell(last === 0 ? text : `${text}, last ${age(last, now)} ago`),
		volatile: true,
		steady: ({ text }) => text,
	},
	momentColumn({
		id: 'since',
		title: 'SINCE',
		worth: 5,
		min: 6,
		sortKey: 'S',
		of: ({ since }) => since,
		absent: 'nothing tells since when',
	}),
	textColumn({ id: 'cause', title: 'CAUSE', worth: 10, wide: true, min: 7, max: 12, sortKey: 'C', of: ({ cause }) => cause }),
	textColumn({
		id: 'about',
		title: 'FOUND IN',
		worth: 9,
		wide: true,
		min: 12,
		max: 50,
		sortKey: 'U',
		of: ({ aboutKind, aboutName, container }) => `${aboutKind}/${aboutName}${container === '' ? '' : ` ${container}`}`,
	}),
	countColumn({ id: 'pods', title: 'PODS', worth: 11, wide: true, sortKey: 'O', of: ({ pods }) => pods, absent: 'it is not of pods' }),
	countColumn({ id: 'restarts', title: 'RESTARTS', worth: 12, wide: true, sortKey: 'T', of: ({ restarts }) => restarts, absent: 'none' }),
	momentColumn({
		id: 'last',
		title: 'LAST',
		worth: 13,
		wide: true,
		min: 6,
		sortKey: 'L',
		of: ({ last }) => last,
		absent: 'it is so all the time',
	}),
];

/** What goes well is most of the events, and tells nothing here. */
const warningsResource: ResourceSpec<EventRow> = { ...eventsResource, only: { fieldSelector: 'type=Warning' } };

export const attention: Domain<FindingRow> = {
	name: 'attention',
	title: 'ATTENTION',
	called: 'findings',
	aliases: ['att', 'findings'],
	scope: 'namespaces',
	reads: [...looked, warningsResource].map((resource): Read => ({ role: 'rows', resource, turn: turnOf(resource) })),
	derived: [anyDerivation(ailing), anyDerivation(findings)],
	columns,
	sort: { column: 'severity', descending: false },
	emptyHint: 'What may heal by itself is told when it has not done so in five minutes.',
	about: ({ aboutKind, aboutName, namespace, container }) => ({ kind: aboutKind, namespace, name: aboutName, container }),
	ignorable: ({ version }) => version,
	objectUid: ({ objectUid }) => objectUid,
	objectName: ({ kind }) => objectNames.get(kind) ?? kind.toLowerCase(),
};
