import type { Column } from '../domains/types.ts';

/** What the sort keys have to know of a column. */
export const sortable = ({
	id,
	sortKey,
	align,
}: Column): { readonly id: string; readonly sortKey: string | undefined; readonly numeric: boolean } => ({
	id,
	sortKey,
	numeric: align === 'right',
});
