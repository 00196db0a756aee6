import { countColumn, momentColumn, nameColumn, namespaceColumn, statusColumn, textColumn } from './columns.ts';
import { anyGrouping } from './erase.ts';
import { appVersionColumn, chartColumn, descriptionColumn, type RecordRow, releaseLookup } from './helm-columns.ts';
import {
	byRelease,
	helmConfigMapsResource,
	helmSecretsResource,
	inRevisionOrder,
	type ReleaseRow,
	type RevisionRow,
} from './helm-records.ts';
import type { Column, Domain, Lookup, ObjectReference } from './types.ts';

/** What is no question to a release itself is one to the object that holds it. */
const aboutRecord = ({ store, namespace, record }: RecordRow): ObjectReference => ({
	kind: store === 'secrets' ? 'Secret' : 'ConfigMap',
	namespace,
	name: record,
	container: '',
});

/**
 * Helm's releases, a row each: that of the newest revision. Raw values: `chart`, `appVersion` and `description` are null until the release was asked for;
 * `updated` epoch seconds, when the record of the revision was changed last; `kept` the number of revisions that are stored.
 */
const columns: readonly Column<ReleaseRow>[] = [
	nameColumn({ max: 53 }),
	namespaceColumn(5),
	chartColumn,
	appVersionColumn,
	statusColumn({ min: 8, max: 16 }) as Column<ReleaseRow>,
	countColumn({ id: 'revision', title: 'REV', worth: 6, sortKey: 'R', of: ({ revision }) => revision, absent: 'the record does not say' }),
	momentColumn({ id: 'updated', title: 'UPDATED', worth: 3, sortKey: 'U', of: ({ updated }) => updated }),
	descriptionColumn,
	{ ...countColumn<ReleaseRow>({ id: 'kept', title: 'KEPT', worth: 9, sortKey: 'K', of: ({ kept }) => kept }), wide: true },
];

export const helm: Domain<ReleaseRow> = {
	name: 'helm',
	title: 'HELM',
	aliases: ['helmreleases', 'hr', 'releases'],
	called: 'releases',
	scope: 'namespaces',
	reads: [
		{ role: 'rows', resource: helmSecretsResource, group: anyGrouping(byRelease) },
		{ role: 'rows', resource: helmConfigMapsResource, group: anyGrouping(byRelease) },
	],
	columns,
	about: aboutRecord,
	lookups: [releaseLookup as Lookup<ReleaseRow>],
	releaseOf: ({ store, namespace, name, revision, record }) => ({ store, namespace, release: name, revision, record }),
	selectByName: (name) => ({ labelSelector: `name=${name}` }),
	sort: { column: 'name', descending: false },
	objectUid: () => '',
	objectName: () => 'release',
	emptyHint: 'No Secret and no ConfigMap of Helm is here; releases that it keeps in an SQL database are not in the cluster.',
};

/** All revisions that Helm has kept, a row each, the newest first; opened for one release as a rule. */
export const helmHistory: Domain<RevisionRow> = {
	name: 'helm-history',
	title: 'HELM HISTORY',
	aliases: [],
	called: 'revisions',
	tab: false,
	scope: 'namespaces',
	reads: [
		{ role: 'rows', resource: helmSecretsResource },
		{ role: 'rows', resource: helmConfigMapsResource },
	],
	columns: [
		countColumn<RevisionRow>({
			id: 'revision',
			title: 'REV',
			worth: 1,
			sortKey: 'R',
			of: ({ revision }) => revision,
			absent: 'the record does not say',
		}),
		textColumn<RevisionRow>({ id: 'release', title: 'RELEASE', worth: 4, min: 12, max: 53, sortKey: 'E', of: ({ release }) => release }),
		namespaceColumn(6),
		momentColumn<RevisionRow>({ id: 'updated', title: 'UPDATED', worth: 3, sortKey: 'U', of: ({ updated }) => updated }),
		statusColumn({ min: 8, max: 16 }) as Column<RevisionRow>,
		{ ...chartColumn, worth: 5 },
		appVersionColumn,
		descriptionColumn,
		{ ...nameColumn({ worth: 9, max: 80, sortKey: 'M' }), wide: true },
	],
	about: aboutRecord,
	lookups: [releaseLookup as Lookup<RevisionRow>],
	releaseOf: ({ store, namespace, release, revision, name }) => ({ store, namespace, release, revision, record: name }),
	selectByName: (name) => ({ labelSelector: `name=${name}` }),
	sort: { column: 'revision', descending: true },
	printOrder: inRevisionOrder,
	objectName: () => 'release',
	emptyHint: 'No Secret and no ConfigMap of Helm is here.',
};
