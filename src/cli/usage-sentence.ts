import type { CommanderError } from 'commander';
import { findDomain } from '../domains/registry.ts';

/** Commander's words as one sentence; `words` are what was typed beside flags. */
export function usageSentence(error: CommanderError, words: readonly string[], commands: readonly string[]): string {
	const isOfViews = error.code === 'commander.excessArguments' && !commands.includes(words[0] ?? '');
	return (isOfViews ? tooManyWords(words) : undefined) ?? commanderSentence(error);
}

/** The view is of one thing whose name stands behind it: the node of its maintenance. */
export const isNamedBehind = (view: string): boolean => findDomain(view)?.heading !== undefined;

/** What to write instead of a view with more words behind it; undefined: they are not understood at all. */
export function tooManyWords(words: readonly string[]): string | undefined {
	const [first, second = '', ...more] = words;
	const domain = findDomain(first ?? '');
	if (domain !== undefined && (more.length > 0 || findDomain(second) !== undefined)) {
		return `kyacht shows one view, and ${words.join(' ')} are ${words.length}; write one of them, or ${first}/NAME for one object.`;
	}
	// What no built-in view is called may be what the server has.
	if (domain === undefined && words.length > 2) return undefined;
	const inNamespace = domain?.scope === 'cluster' ? '' : `-n ${second} for the namespace, or `;
	return `"${second}" after ${first} is one name too many; write ${inNamespace}${first}/${second} for the one object.`;
}

function commanderSentence(error: CommanderError): string {
	const [first = '', hint] = error.message.replace(/^error: /, '').split('\n');
	// What was given to a flag that there is not may be a token, mistyped.
	const named = first.replace(/^(unknown option '--?[^\s=']+)=.*'/s, "$1'");
	const cause = `${named.charAt(0).toUpperCase()}${named.slice(1)}`.replace(/\.$/, '');
	return hint === undefined
		? `${cause}; kyacht --help lists what there is.`
		: `${cause}; ${hint.replace(/^\((Did)/, 'did').replace(/\)$/, '')}`;
}
