/** Makes docs/keys.md from the table that dispatches the keys; a test says when it is not current. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { domains } from '../src/domains/registry.ts';
import { commandFor } from '../src/keys/dispatch.ts';
import { helpSections } from '../src/keys/help.ts';
import { keymap, lettersNotForSorting } from '../src/keys/keymap.ts';
import { code, escaped, table } from './markdown.ts';

export const keysFile = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'keys.md');

/** What fingers that know k9s do on a list, where kyacht does something else or nothing (k9s internal/view: app, table, browser, pod, node, ns). */
const k9sKeys: readonly (readonly [chord: string, does: string])[] = [
	['enter', 'opens what is under the cursor (containers of a pod, pods of a node or a namespace)'],
	['esc', 'clears the filter, and leaves the view'],
	['q', 'back'],
	['tab', 'the next field of a form'],
	['shift-tab', 'the field before in a form'],
	['shift-left', 'selects the column to the left'],
	['shift-right', 'selects the column to the right'],
	['h', 'columns to the left'],
	['l', 'logs; in texts, to the right'],
	['n', 'copies the namespace'],
	['c', 'copies the name; cordons a node'],
	['d', 'describe'],
	['y', 'YAML'],
	['e', 'edit'],
	['p', 'logs of the container before'],
	['s', 'shell; scale'],
	['a', 'attach'],
	['r', 'drains a node; restarts a workload'],
	['u', 'uncordons a node; uses a namespace'],
	['o', 'the node of a pod'],
	['v', 'the events of an object, in its description'],
	['ctrl-space', 'marks all rows between two marks'],
	['ctrl-\\', 'takes all marks away'],
	['ctrl-d', 'deletes, after asking'],
	['ctrl-k', 'kills a pod'],
	['ctrl-a', 'lists the aliases'],
	['ctrl-e', 'header on and off'],
	['ctrl-g', 'crumbs on and off'],
	['ctrl-s', 'writes the table to a file'],
	['N', 'sorts by name'],
	['O', 'sorts pods by node, and nodes by their pods'],
	['X', 'sorts by CPU of the request'],
	['Z', 'sorts by memory of the request'],
];

/** The columns that a capital letter sorts by: `pods: STATUS`. */
const sortedBy = (letter: string): readonly string[] =>
	domains.flatMap(({ name, columns }) => columns.filter(({ sortKey }) => sortKey === letter).map(({ title }) => `${name}: ${title}`));

function kyachtDoes(chord: string): string {
	const command = commandFor('list', chord);
	if (lettersNotForSorting.has(chord) || command === undefined) {
		return chord === 'N' ? `nothing; by name sorts ${code('E')}` : 'nothing yet';
	}
	if (command === 'sort-by-letter') {
		const columns = sortedBy(chord);
		return columns.length === 0 ? 'nothing: no column has this letter' : `sorts by (${columns.join(', ')})`;
	}
	return escaped(keymap.find((binding) => binding.command === command && binding.contexts.includes('list'))?.help ?? '');
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter((letter) => sortedBy(letter).length > 0);

export function keysDocument(): string {
	const sections = helpSections().map(({ title, entries }) =>
		[
			`## ${title}`,
			table(
				['key', 'does'],
				entries.map(({ keys, help }) => [keys.split(' ').map(code).join(' '), escaped(help)]),
			),
		].join('\n\n'),
	);
	return [
		'# Keys',
		'<!-- Made by `npm run docs` from src/keys/keymap.ts and the columns of src/domains; do not edit. -->',
		'`?` shows this list in the program. What is typed after `/` and `:` is text; in such a line the keys of a shell work: arrows, `home`, `end`, `ctrl-a`, `ctrl-e`, `ctrl-b`, `ctrl-f`, `ctrl-u`, `ctrl-k`, `ctrl-w`, `ctrl-d`, `delete`.',
		...sections,
		'## Letters that sort',
		'The letter is underlined in the column title. Text sorts from its first letter, numbers from the greatest; the same letter again turns it round.',
		table(
			['key', 'sorts by'],
			letters.map((letter) => [code(letter), escaped(sortedBy(letter).join(', '))]),
		),
		'## Coming from k9s',
		'The same in both: `j` `k` `g` `G` `ctrl-f` `ctrl-b` `/` `:` `?` `0`…`9` `-` `[` `]` `space` `ctrl-r` `ctrl-w` `ctrl-z`, and the sort letters `A` `S` `R` `T` `C` `M` `I` of pods. A filter is words, all of them and in any order; a regular expression stands between slashes (`/^cart-\\d/`).',
		'These k9s has and kyacht binds otherwise, or not yet:',
		table(
			['key', 'in k9s', 'in kyacht, on a list'],
			k9sKeys.map(([chord, does]) => [code(chord), does, kyachtDoes(chord)]),
		),
		'',
	]
		.join('\n\n')
		.replace(/\n+$/, '\n');
}
