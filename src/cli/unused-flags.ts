import type { Command } from 'commander';
import { SentenceError } from '../base/sentence-error.ts';
import { flags } from './flags.ts';
import type { Options } from './options.ts';

/** Flags that say which objects are meant and how they are printed: to leave one out of account is to answer another question. */
const telling = [
	'namespace',
	'allNamespaces',
	'selector',
	'fieldSelector',
	'filter',
	'output',
	'watch',
	'headers',
	'sortBy',
] as const satisfies readonly (keyof Options)[];

type Telling = (typeof telling)[number];

interface Use {
	/** What it does, for the sentence. */
	readonly does: string;
	readonly takes: readonly Telling[];
	/** What does what the flag was given for; absent: to leave it out. */
	readonly instead?: Readonly<Partial<Record<Telling, string>>>;
}

const ofOneObject: Use = {
	does: 'prints one object once',
	takes: ['namespace', 'output'],
	instead: { allNamespaces: '-n names the namespace of what is in one', watch: 'kyacht KIND/NAME -w prints its row as it changes' },
};
const ofOneRelease: Use = {
	does: 'is of one release',
	takes: ['namespace', 'output'],
	instead: { allNamespaces: '-n names its namespace' },
};

const uses: Readonly<Record<string, Use>> = {
	diag: { does: 'checks the cluster', takes: ['namespace', 'allNamespaces', 'output'] },
	'demo --serve': { does: 'shows nothing of the cluster that it serves', takes: [] },
	logs: {
		does: 'prints lines of logs in one namespace',
		takes: ['namespace', 'selector', 'output'],
		instead: {
			allNamespaces: '-n names it',
			watch: '-f goes on as lines come',
			filter: '--include takes lines by a pattern',
			fieldSelector: '-l chooses pods by their labels',
		},
	},
	diff: {
		does: 'compares objects by their names',
		takes: ['namespace', 'output'],
		instead: { allNamespaces: '-n names the namespace of what is in one' },
	},
	object: ofOneObject,
	'object-yaml': ofOneObject,
	'object-related': ofOneObject,
	'object-events': {
		does: 'prints the events of one object',
		takes: ['namespace', 'filter', 'output', 'watch', 'headers', 'sortBy'],
		instead: { allNamespaces: '-n names the namespace of what is in one' },
	},
	'helm-values': ofOneRelease,
	'helm-manifest': ofOneRelease,
	completion: { does: 'prints a script', takes: [] },
};

const spelled = (name: Telling): string => {
	const flag = flags.find((each) => each.attributeName() === name);
	return flag?.short ?? flag?.long ?? name;
};

/** Throws SentenceError (2) for what was given to `command` (`object`, `demo --serve`) and would change nothing. A view takes all. */
export function refuseUnused(program: Command, command: string): void {
	const use = uses[command];
	if (use === undefined) return;
	const unused = telling.filter((name) => program.getOptionValueSource(name) === 'cli' && !use.takes.includes(name));
	const [first, ...others] = unused;
	if (first === undefined) return;
	const isOne = others.length === 0;
	const next = (isOne ? use.instead?.[first] : undefined) ?? `leave ${isOne ? 'it' : 'them'} out`;
	const names = unused.map(spelled).join(' and ');
	throw new SentenceError(`kyacht ${command} ${use.does}, so ${names} ${isOne ? 'changes' : 'change'} nothing; ${next}.`, 2);
}
