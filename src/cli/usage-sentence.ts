import type { Command, CommanderError } from 'commander';
import { isNamespaceName } from '../base/namespace-name.ts';
import { rowKinds } from '../domains/object-ref.ts';
import { domains, findDomain } from '../domains/registry.ts';

/** Commander's words as one sentence; `words` are what was typed beside the flags of every command. */
export function usageSentence(error: CommanderError, words: readonly string[], commands: readonly Command[]): string {
	const [first = ''] = words;
	const command = commands.find((each) => each.name() === first);
	// Behind a command's name `words` has the command's own flags, too, with what they were given.
	const rest = command?.args ?? [];
	if (error.code === 'commander.excessArguments') return command === undefined ? tooManyWords(words) : tooManyFor(command, rest);
	if (error.code === 'commander.missingArgument') {
		const missing = command?.registeredArguments[rest.length];
		if (missing !== undefined) return `kyacht ${first} needs one word more, <${missing.name()}>: ${missing.description}.`;
	}
	return commanderSentence(error, command === undefined ? 'kyacht' : `kyacht ${first}`);
}

/** `a and b`, `a, b and c` */
const listed = (words: readonly string[]): string => words.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** The view is of one thing whose name stands behind it: the node of its maintenance. */
export const isNamedBehind = (view: string): boolean => findDomain(view)?.heading !== undefined;

/** What to write instead of a view with more words behind it. */
export function tooManyWords(words: readonly string[]): string {
	const [first = '', second = '', ...more] = words;
	const isView = (word: string): boolean => findDomain(word) !== undefined;
	if (!isView(first) && isVerb(first)) return withoutVerb(first, words.slice(1));
	if (second.startsWith('@') && more.length === 0)
		return `"${second}" after ${first} is no name; write --context ${second.slice(1)} for the context.`;
	if (words.some((word) => word.includes('/')))
		return `kyacht shows one view or one object, and ${listed(words)} are ${words.length}; write one of them.`;
	if (words.slice(1).some(isView)) return severalViews(words);
	if (more.length > 0) {
		const names = [second, ...more];
		return `kyacht shows one object or all of a kind, and ${listed(names)} are ${names.length}; write ${first}/${second}, or ${first} alone.`;
	}
	// What no built-in view is called may be what the server has.
	const inNamespace = findDomain(first)?.scope === 'cluster' || !isNamespaceName(second) ? '' : `-n ${second} for the namespace, or `;
	return `"${second}" after ${first} is one name too many; write ${inNamespace}${first}/${second} for the one object.`;
}

/** `pods,services`: what to write instead, and which view has all of them, where one has. */
export function severalViews(words: readonly string[]): string {
	const kinds = words.map((word) => {
		const domain = findDomain(word);
		return domain === undefined ? [] : rowKinds(domain);
	});
	const whole = domains.find((domain) => {
		const all = rowKinds(domain);
		return kinds.every((some) => some.length > 0 && some.every((kind) => all.includes(kind)));
	});
	const instead = whole === undefined || words.includes(whole.name) ? '' : `, or ${whole.name}, which has all of it`;
	return `kyacht shows one view, and ${listed(words)} are ${words.length}; write one of them${instead}.`;
}

function tooManyFor(command: Command, words: readonly string[]): string {
	const name = command.name();
	const most = command.registeredArguments.length;
	const [kind = '', object = ''] = words;
	const isApart = command.registeredArguments[0]?.name() === 'object' && !`${kind}${object}`.includes('/');
	if (isApart && words.length === most + 1) return `kyacht ${name} takes an object as one word; write kyacht ${name} ${kind}/${object}.`;
	const takes = most === 0 ? 'no word' : most === 1 ? 'one word' : `${most} words`;
	return `kyacht ${name} takes ${takes} behind it, not ${listed(words)}; kyacht ${name} --help shows how it is written.`;
}

/** What hands that know kubectl type before the kind. */
const lookingVerbs: ReadonlySet<string> = new Set(['get', 'describe', 'top', 'watch', 'show', 'list', 'version']);
const writingVerbs: ReadonlySet<string> = new Set(
	'annotate apply create delete drain edit exec label patch replace rollout scale'.split(' '),
);

/** A verb of kubectl's that stands where a view is to be. */
export const isVerb = (word: string): boolean => lookingVerbs.has(word) || writingVerbs.has(word);

/** What to write instead of kubectl's verb and what stands behind it. */
export function withoutVerb(verb: string, words: readonly string[]): string {
	if (writingVerbs.has(verb)) return `kyacht writes nothing to a cluster, so it has no ${verb}; kubectl ${verb} does that.`;
	if (verb === 'version') return 'kyacht --version prints its own version, and kyacht diag that of the server.';
	const [kind = 'pods', name] = words;
	const object = kind.includes('/') || name === undefined ? kind : `${kind}/${name}`;
	if (verb === 'describe')
		return `kyacht describes with object instead of describe; write kyacht object ${object.includes('/') ? object : `${object}/NAME`}.`;
	return `A view needs no ${verb} before it; write kyacht ${object}.`;
}

function commanderSentence(error: CommanderError, typed: string): string {
	const [first = '', hint] = error.message.replace(/^error: /, '').split('\n');
	const lacking = /^option '(.*)' argument missing$/.exec(first)?.[1];
	if (lacking !== undefined) return `Nothing stands behind ${lacking}; write what it is to be, or leave the flag out.`;
	// What was given to a flag that there is not may be a token, mistyped.
	const named = first.replace(/^(unknown option '--?[^\s=']+)=.*'/s, "$1'");
	const cause = `${named.charAt(0).toUpperCase()}${named.slice(1)}`.replace(/\.$/, '');
	return hint === undefined
		? `${cause}; ${typed} --help lists what there is.`
		: `${cause}; ${hint.replace(/^\((Did)/, 'did').replace(/\)$/, '')}`;
}
