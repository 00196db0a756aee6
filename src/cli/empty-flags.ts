import type { Command } from 'commander';
import { SentenceError } from '../base/sentence-error.ts';
import { flags } from './flags.ts';

/** What says for itself what an empty value of it means, or why it can mean nothing. */
const own: ReadonlySet<string> = new Set(['namespace', 'filter', 'output']);

/**
 * Throws SentenceError (2) for a flag with nothing in it: most often it is a variable of a script that was never set, and to go on
 * would be to ask another cluster, or as somebody else.
 */
export function refuseEmpty(program: Command): void {
	const empty = flags.find((flag) => program.getOptionValue(flag.attributeName()) === '' && !own.has(flag.attributeName()));
	if (empty !== undefined)
		throw new SentenceError(`${empty.long ?? ''} was given with nothing in it; write its value, or leave it out.`, 2);
}
