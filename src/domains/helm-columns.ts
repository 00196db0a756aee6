import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { Mask } from '../kube/types.ts';
import { absentCell, knownText, lookingUp } from './cells.ts';
import { type HelmStore, helmStores } from './helm-records.ts';
import type { CellContext, Column, Lookup, Row } from './types.ts';

/** What a list shows of a packed release. */
interface ReleaseSummary {
	readonly info?: { readonly description?: string | null } | null;
	readonly chart?: {
		readonly metadata?: { readonly name?: string | null; readonly version?: string | null; readonly appVersion?: string | null } | null;
	} | null;
}

/** Neither the values nor the manifest, which may hold passwords, are ever read for a list. */
const summary: Mask = { info: { description: true }, chart: { metadata: { name: true, version: true, appVersion: true } } };

/** What a row of a release or of one of its revisions says of its record. */
export interface RecordRow extends Row {
	readonly store: HelmStore;
	readonly record: string;
	readonly recordVersion: string;
}

export const releaseLookup: Lookup<RecordRow> = {
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
const packedColumn = ({ of, absent, ...heading }: PackedColumn): Column<RecordRow> => {
	const find = (row: RecordRow, context: CellContext) => context.lookup<ReleaseSummary>(releaseLookup.name, row);
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

/** Raw values of these: null until the release was asked for. */
export const chartColumn = packedColumn({
	id: 'chart',
	title: 'CHART',
	worth: 4,
	min: 10,
	max: 50,
	sortKey: 'H',
	of: chartText,
	absent: 'the release names none',
});

export const appVersionColumn = packedColumn({
	id: 'appVersion',
	title: 'APP VERSION',
	worth: 7,
	min: 7,
	max: 24,
	sortKey: 'V',
	of: (found) => chartOf(found).appVersion ?? '',
	absent: 'the chart names none',
});

export const descriptionColumn = packedColumn({
	id: 'description',
	title: 'DESCRIPTION',
	worth: 8,
	min: 16,
	max: 80,
	sortKey: 'D',
	of: ({ info }) => info?.description ?? '',
	absent: 'none given',
});
