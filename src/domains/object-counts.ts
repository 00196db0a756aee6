import { cell } from '../base/cell.ts';
import type { Gvr, Scope } from '../kube/types.ts';
import { absentCell, lookingUp } from './cells.ts';
import type { Column, Lookup, Question, Row } from './types.ts';

/** What is told of a resource that was counted. */
interface Counted {
	readonly count: number;
	/** The server does not say how many more. */
	readonly atLeast?: true;
}

const name = 'objects';

/** What is to be counted: in the namespace of the view where it has one and the resource is in namespaces. */
export const countQuestion = (gvr: Gvr, namespaced: boolean, { namespace }: Scope): Question => {
	const counted = namespaced ? namespace : undefined;
	const key = ['count', gvr.group, gvr.version, gvr.resource, counted ?? ''].join(' ');
	return { kind: 'count', key, gvr, ...(counted === undefined ? {} : { namespace: counted }) };
};

/** `question` says what a row's objects are, or in words why they cannot be counted. */
export const objectsLookup = <R extends Row>(question: Lookup<R>['question']): Lookup<R> => ({ name, question });

const textOf = ({ count, atLeast }: Counted): string => (atLeast === true ? `${count}+` : `${count}`);

/** How many objects a kind has, asked for where the row is looked at. The raw value is null until it is known, and where it cannot be. */
export const objectsColumn = <R extends Row>(place: Pick<Column, 'worth' | 'sortKey'>): Column<R> => ({
	id: name,
	title: 'OBJECTS',
	align: 'right',
	min: 7,
	max: 9,
	...place,
	volatile: true,
	value: (row, context) => {
		const found = context.lookup<Counted>(name, row);
		return typeof found === 'string' ? null : found.count;
	},
	cell: (row, context) => {
		const found = context.lookup<Counted>(name, row);
		if (found === lookingUp) return { text: '…', absent: found };
		if (typeof found !== 'string') return cell(textOf(found));
		return found.includes('forbidden') ? { text: 'forbidden', absent: found } : absentCell(found);
	},
});
