import { nearestNames } from '../base/nearest-name.ts';
import type { Column } from '../domains/types.ts';
import { FilterProblem } from './filter-problem.ts';

/** Short forms that no prefix gives. They count only where the column is there. */
const shortForms: Readonly<Record<string, string>> = { ns: 'namespace', ip: 'internalIp', msg: 'message', mem: 'memory' };

/** Names are compared without case and without what titles are written with: `CPU REQ` is `cpureq`. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** `a, b or c` */
export const anyOf = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' or $1');

/**
 * The column that is meant by its id, its title, a short form, or the beginning of one of these where that is enough to tell
 * it from the others; the usual columns come before the wide ones. Undefined: none is. Throws FilterProblem where several are.
 */
export function findColumn(name: string, columns: readonly Column[]): Column | undefined {
	const wanted = plain(name);
	if (wanted === '') return undefined;
	const exact = columns.find(({ id, title }) => plain(id) === wanted || plain(title) === wanted);
	if (exact !== undefined) return exact;
	const short = columns.find(({ id }) => id === shortForms[wanted]);
	if (short !== undefined) return short;
	const begun = columns.filter(({ id, title }) => plain(id).startsWith(wanted) || plain(title).startsWith(wanted));
	const usual = begun.filter(({ wide }) => wide !== true);
	const [found, ...others] = usual.length > 0 ? usual : begun;
	if (others.length === 0) return found;
	throw new FilterProblem(`"${name}:" may be ${anyOf([found, ...others].map((column) => column?.id ?? ''))}`);
}

/** What to say of a name that is no column's. `word` is all that was typed with it. */
export function unknownColumn(name: string, word: string, columns: readonly Column[]): FilterProblem {
	if (/^labels?$/i.test(name))
		return new FilterProblem(`labels are not kept: -l ${word.slice(name.length + 1) || 'app=x'} asks the server`);
	const ids = columns.map(({ id }) => id);
	const near = nearestNames(name, ids);
	const known = near.length > 0 ? `near it: ${anyOf(near)}` : `there are ${ids.slice(0, 5).join(', ')}…`;
	return new FilterProblem(`no column "${name}"; ${known}; or quote "${word}"`);
}
