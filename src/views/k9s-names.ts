import { viewWord } from './command-line.ts';

/** Short names that k9s has beside those of the server (its aliases), and what they mean here. */
const meant: ReadonlyMap<string, string> = new Map([
	['dp', 'deployments'],
	['sec', 'secrets'],
	['jo', 'jobs'],
	['cr', 'clusterroles'],
	['crb', 'clusterrolebindings'],
	['ro', 'roles'],
	['rb', 'rolebindings'],
	['np', 'networkpolicies'],
]);

/**
 * The line with the name of a view in place of what k9s calls it; undefined: k9s has no such name. It is for names that neither a
 * view nor the server has: what a cluster calls a kind of its own comes first.
 */
export function k9sLine(line: string): string | undefined {
	const word = viewWord(line);
	const view = meant.get(word.toLowerCase());
	return view === undefined ? undefined : line.replace(word, view);
}
