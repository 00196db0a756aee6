import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, countColumn, flagColumn, nameColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface PriorityClassObject {
	readonly metadata: ObjectMeta;
	readonly value?: number;
	readonly globalDefault?: boolean;
	readonly preemptionPolicy?: string | null;
	readonly description?: string;
}

export class PriorityClassRow extends ObjectRow {
	/** -2147483648 to 2000001000. */
	readonly value: number;
	/** Pods that name no class are of this one. */
	readonly isDefault: boolean;
	/** `PreemptLowerPriority`, `Never` */
	readonly preemption: string;
	readonly description: string;

	constructor({ metadata, value, globalDefault, preemptionPolicy, description }: PriorityClassObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.value = value ?? 0;
		this.isDefault = globalDefault === true;
		this.preemption = intern(preemptionPolicy ?? '');
		this.description = description ?? '';
	}
}

export const priorityClassesResource: ResourceSpec<PriorityClassRow> = {
	gvr: { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses' },
	kind: 'PriorityClass',
	singular: 'priorityclass',
	shortNames: ['pc'],
	namespaced: false,
	mask: { value: true, globalDefault: true, preemptionPolicy: true, description: true },
	project: rowsOf(PriorityClassRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<PriorityClassRow>[] = [
	printedName,
	{ name: 'Value', priority: 0, type: 'integer', cell: (row) => row.value },
	{ name: 'Global-Default', priority: 0, type: 'boolean', cell: (row) => row.isDefault },
	printedAge,
	{ name: 'PreemptionPolicy', priority: 0, cell: (row) => row.preemption },
];

/** Raw values: `value` a number, `default` a boolean. */
export const priorityClasses = resourceDomain({
	resource: priorityClassesResource,
	tab: false,
	columns: [
		nameColumn(),
		countColumn<PriorityClassRow>({ id: 'value', title: 'VALUE', worth: 2, min: 11, sortKey: 'V', of: ({ value }) => value }),
		flagColumn<PriorityClassRow>({ id: 'default', title: 'DEFAULT', worth: 3, sortKey: 'D', of: ({ isDefault }) => isDefault }),
		textColumn<PriorityClassRow>({
			id: 'preemption',
			title: 'PREEMPTION',
			worth: 5,
			min: 10,
			max: 20,
			sortKey: 'P',
			of: ({ preemption }) => preemption,
			absent: 'it says nothing of it',
		}),
		textColumn<PriorityClassRow>({
			id: 'description',
			title: 'DESCRIPTION',
			worth: 6,
			min: 12,
			max: 80,
			sortKey: 'R',
			of: ({ description }) => description,
			absent: 'it has none',
		}),
		ageColumn(4),
	],
	printed,
	emptyHint: 'The cluster has no PriorityClass.',
});
