import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { Mask } from '../kube/types.ts';
import { absentCell, knownText, lookingUp } from './cells.ts';
import { countColumn, momentColumn, nameColumn, namespaceColumn, statusColumn } from './columns.ts';
import { anyGrouping } from './erase.ts';
import { byRelease, helmConfigMapsResource, helmSecretsResource, helmStores, type ReleaseRow } from './helm-records.ts';
import type { CellContext, Column, Domain, Lookup } from './types.ts';

/** What a list shows of a packed release. */
interface ReleaseSummary {
	readonly info?: { readonly description?: string | null } | null;
	readonly chart?: {
		readonly metadata?: { readonly name?: string | null; readonly version?: string | null; readonly appVersion?: string | null } | null;
	} | null;
}

/** Neither the values nor the manifest, which may hold passwords, are ever read for a list. */
const summary: Mask = { info: { description: true }, chart: { metadata: { name: true, version: true, appVersion: true } } };

const release: Lookup<ReleaseRow> = {
	name: 'release',
	question: ({ store, namespace, record, recordVersion }) => ({
		kind: 'helm-release',
		key: `${store} ${recordVersion}`,
		gvr: helmStores[store].gvr,
		namespace,
		name: record,
		mask: summary,
	}),
};

interface PackedColumn extends Pick<Column, 'id' | 'title' | 'worth' | 'min' | 'sortKey'> {
	readonly max: number;
	readonly of: (release: ReleaseSummary) => string;
	/** Why there is a dash where the text is ''. */
	readonly absent: string;
}

/** What is inside the packed release, asked for where the row is looked at. */
const packedColumn = ({ of, absent, ...heading }: PackedColumn): Column<ReleaseRow> => {
	const find = (row: ReleaseRow, context: CellContext) => context.lookup<ReleaseSummary>(release.name, row);
	return {
		...heading,
		volatile: true,
		value: (row, context) => {
			const found = find(row, context);
			return typeof found === 'string' ? null : knownText(of(found));
		},
		cell: (row, context): Cell => {
			const found = find(row, context);
			if (found === lookingUp) return { text: '…', absent: found };
			if (typeof found === 'string') return absentCell(found);
			const text = of(found);
			return text === '' ? absentCell(absent) : cell(text);
		},
	};
};

const chartOf = ({ chart }: ReleaseSummary) => ({ name: '', version: '', appVersion: '', ...chart?.metadata });

/** As `helm list` writes it: `cart-1.4.2`. */
function chartText(summaryOf: ReleaseSummary): string {
	const { name, version } = chartOf(summaryOf);
	return [name ?? '', version ?? ''].filter((part) => part !== '').join('-');
}

/**
 * Helm's releases, a row each: that of the newest revision. Raw values: `chart`, `appVersion` and `description` are null until the release was asked for;
 * `updated` epoch seconds, when the record of the revision was changed last; `kept` the number of revisions that are stored.
 */
const columns: readonly Column<ReleaseRow>[] = [
	nameColumn({ max: 53 }),
	namespaceColumn(5),
	packedColumn({ id: 'chart', title: 'CHART', worth: 4, min: 10, max: 50, sortKey: 'H', of: chartText, absent: 'the release names none' }),
	packedColumn({
		id: 'appVersion',
		title: 'APP VERSION',
		worth: 7,
		min: 7,
		max: 24,
		sortKey: 'V',
		of: (found) => chartOf(found).appVersion ?? '',
		absent: 'the chart names none',
	}),
	statusColumn({ min: 8, max: 16 }) as Column<ReleaseRow>,
	countColumn({ id: 'revision', title: 'REV', worth: 6, sortKey: 'R', of: ({ revision }) => revision, absent: 'the record does not say' }),
	momentColumn({ id: 'updated', title: 'UPDATED', worth: 3, sortKey: 'U', of: ({ updated }) => updated }),
	packedColumn({
		id: 'description',
		title: 'DESCRIPTION',
		worth: 8,
		min: 16,
		max: 80,
		sortKey: 'D',
		of: ({ info }) => info?.description ?? '',
		absent: 'none given',
	}),
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
	lookups: [release],
	selectByName: (name) => ({ labelSelector: `name=${name}` }),
	sort: { column: 'name', descending: false },
	objectName: () => 'release',
	emptyHint: 'No Secret and no ConfigMap of Helm is here; releases that it keeps in an SQL database are not in the cluster.',
};
