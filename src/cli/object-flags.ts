import { Option } from 'commander';
import { SentenceError } from '../base/sentence-error.ts';
import type { ObjectRun, TypedObject } from './object.ts';

export type ObjectPage = ObjectRun['page'];

/** What of one object is printed, how it is described, and in which formats, the usual one first. */
export const objectPages: Readonly<Record<ObjectPage, { readonly description: string; readonly formats: readonly string[] }>> = {
	object: {
		description: 'what there is to know of one object: summary, conditions, containers, events',
		formats: ['table', 'json', 'yaml'],
	},
	'object-yaml': { description: 'one object as YAML, the values of a Secret masked', formats: ['yaml', 'json'] },
	'object-related': {
		description: 'what one object has to do with others, as a tree: owners, what it owns, uses and is used by',
		formats: ['table', 'json'],
	},
	'object-events': { description: 'the events about one object', formats: ['table', 'wide', 'json', 'jsonl', 'csv', 'name'] },
};

const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];

/** New ones for each command: an option belongs to one. */
export const objectFlags = (): readonly Option[] => [
	new Option('--reveal <key>', 'of a Secret: show the value of this key; may be repeated').argParser(collect),
	new Option('--show-managed-fields', 'of YAML and JSON: with metadata.managedFields'),
];

/** `deploy/cart`. Throws SentenceError (2). */
export function typedObject(word: string): TypedObject {
	const [kind = '', name = '', ...more] = word.split('/');
	if (kind === '' || name === '' || more.length > 0)
		throw new SentenceError(`"${word}" names no object; write KIND/NAME, as in deploy/cart.`, 2);
	return { kind, name };
}

/** Throws SentenceError (2) for a format that this is not printed in. */
export function objectFormat(page: ObjectPage, output: string | undefined): string {
	const { formats } = objectPages[page];
	const format = output ?? formats[0] ?? '';
	if (!formats.includes(format)) throw new SentenceError(`kyacht ${page} prints -o ${formats.join(', ')}, not ${format}; choose one.`, 2);
	return format;
}
