import { Argument, Command, CommanderError, Option } from 'commander';
import { isNamespaceName } from '../base/namespace-name.ts';
import { checkFieldSelector, checkLabelSelector } from '../base/selector-syntax.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { parseDuration, parseInterval } from '../config/duration.ts';
import { type Compression, compressions, type LogLevel, logLevels, oneOf, type ThemeChoice, themes } from '../config/settings.ts';
import { domains, findDomain } from '../domains/registry.ts';
import { type DiffWish, diffWish } from '../objects/diff-wish.ts';
import { signalExitCodes } from './exit-codes.ts';
import { checkLogFlags, type LogFlags, logFlags, withContainer } from './logs-flags.ts';
import type { ObjectFlags, ObjectRun, TypedObject } from './object.ts';
import { type ObjectPage, objectFlags, objectFormat, objectPages, typedObject } from './object-flags.ts';
import { addReleaseCommands, type NamedRelease, type ReleasePart } from './release-flags.ts';
import { version } from './version.ts';

export const outputs = ['table', 'wide', 'json', 'jsonl', 'csv', 'name'] as const;
export type Output = (typeof outputs)[number];

/** How the first rows come: by a paged list, or on the watch itself (KEP-3157). */
export const initials = ['list', 'stream'] as const;
export type Initial = (typeof initials)[number];

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What the flags say. Absent means not given: the config file, the environment and the kubeconfig then decide. */
export interface Options {
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly cluster?: string;
	readonly user?: string;
	readonly server?: string;
	readonly token?: string;
	readonly as?: string;
	readonly asGroup?: readonly string[];
	readonly asUid?: string;
	readonly asUserExtra?: readonly string[];
	readonly username?: string;
	readonly password?: string;
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	readonly certificateAuthority?: string;
	readonly tlsServerName?: string;
	/** Milliseconds; 0: no limit. */
	readonly requestTimeout?: number;
	readonly insecureSkipTlsVerify?: boolean;
	readonly compress?: Compression;
	readonly namespace?: string;
	readonly allNamespaces?: boolean;
	readonly selector?: string;
	readonly fieldSelector?: string;
	readonly filter?: string;
	readonly output?: Output;
	readonly watch?: boolean;
	/** False with --no-headers. */
	readonly headers: boolean;
	readonly sortBy?: string;
	readonly metricsInterval?: number;
	readonly pollInterval?: number;
	readonly watchdog?: number;
	readonly initial?: Initial;
	readonly readOnly?: boolean;
	readonly journal?: string;
	readonly logLevel?: LogLevel;
	readonly theme?: ThemeChoice;
	/** False with --no-color. */
	readonly color: boolean;
	readonly demo?: boolean;
}

/** Of `kyacht demo` alone. */
export interface DemoFlags {
	readonly size?: number;
	readonly churn?: number;
	readonly logRate?: number;
	readonly scenario?: string;
	readonly seed?: number;
	readonly port?: number;
	readonly serve?: boolean;
}

export type Invocation =
	| { readonly kind: 'view'; readonly view: string | undefined; readonly options: Options }
	| { readonly kind: 'diag'; readonly options: Options }
	| { readonly kind: 'demo'; readonly options: Options; readonly demo: DemoFlags }
	| {
			readonly kind: 'logs';
			readonly target: string | undefined;
			readonly options: Options;
			readonly logs: LogFlags;
			readonly format: 'text' | 'jsonl';
	  }
	| {
			readonly kind: 'diff';
			readonly wish: DiffWish;
			readonly options: Options;
			/** What is noise is compared too. */
			readonly noise: boolean;
			readonly format: 'text' | 'json';
	  }
	| {
			readonly kind: 'object';
			readonly page: ObjectPage;
			readonly typed: TypedObject;
			readonly options: Options;
			readonly flags: ObjectFlags;
			readonly format: ObjectRun['format'];
	  }
	| { readonly kind: 'release'; readonly named: NamedRelease; readonly part: ReleasePart; readonly options: Options }
	| { readonly kind: 'completion'; readonly shell: Shell }
	/** Help or the version: print it, and end well. */
	| { readonly kind: 'text'; readonly text: string };

const shortestIntervalMs = 1_000;

const once = (flag: string) => (text: string, before: string | undefined) => {
	if (before !== undefined)
		throw new SentenceError(`${flag} was given twice (${before} and ${text}); kyacht shows one at a time, leave one out.`, 2);
	return text;
};
const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];
const count = (flag: string) => (text: string) => {
	if (!/^\d{1,9}$/.test(text)) throw new SentenceError(`${flag}: "${text}" is no whole number; write digits alone.`, 2);
	return Number(text);
};
const port = (text: string): number => {
	const given = count('--port')(text);
	if (given > 65_535) throw new SentenceError(`--port: ${given} is no port; the highest is 65535.`, 2);
	return given;
};
const interval = (flag: string) => (text: string) => parseInterval(text, flag, shortestIntervalMs);

const group = (heading: string, options: readonly Option[]): readonly Option[] => options.map((option) => option.helpGroup(heading));

/** Every flag, in the order of the help. The parser, the help and the completions are made of this table. */
const flags: readonly Option[] = [
	...group('Which cluster:', [
		new Option('--kubeconfig <file>', 'the kubeconfig to read, instead of $KUBECONFIG and ~/.kube/config'),
		new Option('--context <name>', 'the context of the kubeconfig').argParser(once('--context')),
		new Option('--cluster <name>', "another cluster of the kubeconfig than the context's"),
		new Option('--user <name>', "another user of the kubeconfig than the context's"),
		new Option('-s, --server <url>', 'the address of the API server'),
		new Option('--token <token>', 'a bearer token'),
		new Option('--as <user>', 'act as this user'),
		new Option('--as-group <group>', 'act as a member of this group; may be repeated').argParser(collect),
		new Option('--as-uid <uid>', 'act as the user with this uid'),
		new Option('--as-user-extra <key=value>', 'act with this extra field; may be repeated').argParser(collect),
		new Option('--username <name>', 'log in by name and password, where the server still takes them'),
		new Option('--password <password>', 'the password of --username'),
		new Option('--client-certificate <file>', 'the certificate to show, PEM'),
		new Option('--client-key <file>', 'its key, PEM'),
		new Option('--certificate-authority <file>', "the CA that has signed the server's certificate, PEM"),
		new Option('--tls-server-name <name>', "the name that the server's certificate is for, where that is not its address"),
		new Option('--insecure-skip-tls-verify', "do not check the server's certificate"),
		new Option('--request-timeout <duration>', 'give up a single request after this long; 0 is never').argParser((text) =>
			parseDuration(text, '--request-timeout'),
		),
		new Option('--compress <when>', `ask for gzipped answers: ${compressions.join(', ')}`).argParser((text) =>
			oneOf(text, compressions, '--compress'),
		),
		new Option('--demo', 'the embedded demo cluster; --kubeconfig, --context and --server win over it'),
	]),
	...group('Which objects:', [
		new Option('-n, --namespace <name>', "the namespace, instead of the context's"),
		new Option('-A, --all-namespaces', 'all namespaces'),
		new Option('-l, --selector <selector>', 'only objects with these labels, decided by the server').argParser(checkLabelSelector),
		new Option('--field-selector <selector>', 'only objects with these fields, decided by the server').argParser(checkFieldSelector),
		new Option('--filter <words>', 'only rows that match all of these words: crash, status:crash, !ns:kube-, restarts:>5, age:<10m'),
	]),
	...group('Printing instead of the screen:', [
		new Option('-o, --output <format>', `print and end: ${outputs.join(', ')}`),
		new Option('-w, --watch', 'with -o table, wide or jsonl: go on printing changes'),
		new Option('--no-headers', 'without the line of column names'),
		new Option('--sort-by <column>', 'order by this column'),
	]),
	...group('Keeping up to date:', [
		new Option('--metrics-interval <duration>', 'how often metrics are asked for (5s)').argParser(interval('--metrics-interval')),
		new Option('--poll-interval <duration>', 'how often lists are read while a watch cannot be had').argParser(interval('--poll-interval')),
		new Option('--watchdog <duration>', 'how long a watch may be silent before the server is asked (75s)').argParser(
			interval('--watchdog'),
		),
		new Option('--initial <way>', `how the first objects are read: ${initials.join(', ')} (list)`).argParser((text) =>
			oneOf(text, initials, '--initial'),
		),
	]),
	...group('Other:', [
		new Option('--read-only', 'nothing in the program writes to the cluster'),
		new Option('--journal <file>', 'append every transition and request to this file, as JSON lines'),
		new Option('--log-level <level>', `what goes to the log: ${logLevels.join(', ')}`).argParser((text) =>
			oneOf(text, logLevels, '--log-level'),
		),
		new Option('--theme <ground>', `colours for this ground: ${themes.join(', ')}`).argParser((text) => oneOf(text, themes, '--theme')),
		new Option('--no-color', 'without colours'),
	]),
];

const demoFlags: readonly Option[] = [
	new Option('--size <pods>', 'about how many pods').argParser(count('--size')),
	new Option('--churn <changes>', 'changes a second').argParser(count('--churn')),
	new Option('--log-rate <lines>', 'log lines a second of each container').argParser(count('--log-rate')),
	new Option('--scenario <name>', 'play only this scenario'),
	new Option('--seed <number>', 'the same seed gives the same cluster').argParser(count('--seed')),
	new Option('--port <port>', 'listen on this port').argParser(port),
	new Option('--serve', 'only serve, and print a kubeconfig'),
];

const exitCodesText = `
Exit codes:
  0    everything that was asked for answered
  1    failed, or not in time; the named object is not there
  2    bad usage
  3    unauthorized or forbidden
  4    the server cannot be reached
  5    diag: something works, something does not
  diff: 0 equal, 1 different, 2 and more as above, 2 also for what would be 1
  ${Object.values(signalExitCodes).join(', ')}    ended by ${Object.keys(signalExitCodes).join(', ')}`;

/** `a, b or c` */
const anyOf = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' or $1');

function buildProgram(done: (invocation: Invocation) => void): Command {
	const program = new Command('kyacht')
		.description('A terminal monitor for Kubernetes: what is on its screen is live, or says exactly how it is not.')
		.argument('[view]', `${anyOf(domains.map(({ name }) => name))}, under any name kubectl knows, or KIND/NAME`)
		.argument('[node]', 'of node-maintenance: what a drain of it would do')
		.version(version, '--version', 'print the version')
		.helpOption('-h, --help', 'print this')
		.helpCommand(false)
		.addHelpText('after', exitCodesText)
		.exitOverride()
		.action((view: string | undefined, node: string | undefined) => {
			const words = [view ?? '', ...(node === undefined ? [] : [node])];
			const said = node === undefined || isNamedBehind(words[0] ?? '') ? undefined : tooManyWords(words);
			if (said !== undefined) throw new SentenceError(said, 2);
			done({ kind: 'view', view: node === undefined ? view : words.join('/'), options: optionsOf(program) });
		});
	for (const flag of flags) program.addOption(flag);
	program
		.command('diag')
		.description('check connection, login, permissions, metrics and watches; the exit code tells')
		.action(() => done({ kind: 'diag', options: optionsOf(program) }));
	const demo = program
		.command('demo')
		.description('the embedded demo cluster: look at it, or serve it')
		.action(() => done({ kind: 'demo', options: optionsOf(program), demo: demo.opts<DemoFlags>() }));
	for (const flag of demoFlags) demo.addOption(flag);
	const logs = program
		.command('logs')
		.description('the logs of a pod, of the pods of KIND/NAME, or of those that -l selects')
		.argument('[target]', 'POD, or KIND/NAME like deploy/cart')
		.argument('[container]', 'the same as -c')
		.action((target: string | undefined, container: string | undefined) =>
			done(logsOf(program, target, withContainer(logs.opts<LogFlags>(), container))),
		);
	for (const flag of logFlags) logs.addOption(flag);
	const diff = program
		.command('diff')
		.description('how two objects differ, also of two contexts, or one from what was applied last; exits with 1 where they do')
		.argument('<object>', 'KIND/NAME, or NAMESPACE/KIND/NAME; with @CONTEXT it is of another context')
		.argument('[other]', 'the same, or only what is other: @CONTEXT, NAME; absent: what kubectl apply was given of it last')
		.addOption(new Option('--noise', 'compare status, managed fields, uids and all else that is noise, too'))
		.action((object: string, other: string | undefined) =>
			done(diffOf(program, other === undefined ? [object] : [object, other], diff.opts<{ readonly noise?: boolean }>())),
		);
	for (const page of Object.keys(objectPages) as ObjectPage[]) {
		const command = program
			.command(page)
			.description(objectPages[page].description)
			.argument('<object>', 'KIND/NAME, under any name of the kind')
			.action((object: string) => done(objectOf(program, page, object, command.opts<ObjectFlags>())));
		if (page === 'object' || page === 'object-yaml') for (const flag of objectFlags()) command.addOption(flag);
	}
	addReleaseCommands(program, (named, part) => done(releaseFrom(program, named, part)));
	program
		.command('completion')
		.description('print the completion script of a shell')
		.addArgument(new Argument('<shell>', shells.join(', ')).argParser((text) => oneOf(text, shells, 'completion')))
		.action((shell: Shell) => done({ kind: 'completion', shell }));
	return program;
}

function logsOf(program: Command, target: string | undefined, logs: LogFlags): Invocation {
	const { output = 'text', ...options } = program.opts<Omit<Options, 'output'> & { readonly output?: string }>();
	if (output !== 'text' && output !== 'jsonl')
		throw new SentenceError(`kyacht logs prints -o text or -o jsonl, not ${output}; choose one.`, 2);
	if (options.allNamespaces === true) throw new SentenceError('Logs are read in one namespace; name it with -n instead of -A.', 2);
	checkLogFlags(logs, target, options.selector);
	return { kind: 'logs', target, options: checked(options), logs, format: output };
}

function objectOf(program: Command, page: ObjectPage, object: string, flags: ObjectFlags): Invocation {
	const { output, ...options } = program.opts<Omit<Options, 'output'> & { readonly output?: string }>();
	const format = objectFormat(page, output, options) as ObjectRun['format'];
	return { kind: 'object', page, typed: typedObject(object), options: checked(options), flags, format };
}

function diffOf(program: Command, words: readonly string[], { noise = false }: { readonly noise?: boolean }): Invocation {
	const { output = 'text', ...options } = program.opts<Omit<Options, 'output'> & { readonly output?: string }>();
	if (output !== 'text' && output !== 'json')
		throw new SentenceError(`kyacht diff prints -o text or -o json, not ${output}; choose one.`, 2);
	const wish = diffWish(words);
	if ('why' in wish) throw new SentenceError(wish.why, 2);
	return { kind: 'diff', wish, options: checked(options), noise, format: output };
}

function releaseFrom(program: Command, named: NamedRelease, part: ReleasePart): Invocation {
	const { output: _, ...options } = program.opts<Omit<Options, 'output'> & { readonly output?: string }>();
	if (options.allNamespaces === true) throw new SentenceError('A release is in one namespace; name it with -n instead of -A.', 2);
	return { kind: 'release', named, part, options: checked(options) };
}

function optionsOf(program: Command): Options {
	const { output, ...options } = program.opts<Omit<Options, 'output'> & { readonly output?: string }>();
	if (output === 'text') throw new SentenceError(`-o text is for kyacht logs and kyacht diff; here there are ${outputs.join(', ')}.`, 2);
	return checked({ ...options, ...(output === undefined ? {} : { output: oneOf(output, outputs, '-o') }) });
}

function checked(options: Options): Options {
	if (options.namespace === '') throw new SentenceError('-n needs the name of a namespace; -A is all of them.', 2);
	if (options.namespace !== undefined && !isNamespaceName(options.namespace))
		throw new SentenceError(
			`-n: "${options.namespace}" cannot be the name of a namespace, which has small letters, digits and dashes alone; correct it.`,
			2,
		);
	return options;
}

/** The program as it is, for completions. */
export const describeProgram = (): Command => buildProgram(() => undefined);

/** Reads what was typed after `kyacht`. Throws SentenceError (2). */
export function parseCommandLine(args: readonly string[]): Invocation {
	let invocation: Invocation | undefined;
	let text = '';
	const program = buildProgram((found) => {
		invocation = found;
	});
	for (const command of [program, ...program.commands]) {
		command.configureOutput({ writeOut: (part) => (text += part), writeErr: () => undefined }).exitOverride();
	}
	try {
		program.parse(asCommanderReadsThem(args, program), { from: 'user' });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return { kind: 'text', text };
		throw new SentenceError(
			usageSentence(
				error,
				program.args,
				program.commands.map((command) => command.name()),
			),
			2,
		);
	}
	if (invocation === undefined) throw new SentenceError('Nothing was asked for; kyacht --help lists what there is.', 2);
	return invocation;
}

/** Commander's words as one sentence; `words` are what was typed beside flags. */
function usageSentence(error: CommanderError, words: readonly string[], commands: readonly string[]): string {
	const isOfViews = error.code === 'commander.excessArguments' && !commands.includes(words[0] ?? '');
	return (isOfViews ? tooManyWords(words) : undefined) ?? commanderSentence(error);
}

/** The view is of one thing whose name stands behind it: the node of its maintenance. */
const isNamedBehind = (view: string): boolean => findDomain(view)?.heading !== undefined;

/** What to write instead of a view with more words behind it; undefined: they are not understood at all. */
function tooManyWords(words: readonly string[]): string | undefined {
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

/** kubectl also takes `-n=shop`, `--watch=true` and `--watch=false`. */
function asCommanderReadsThem(args: readonly string[], program: Command): string[] {
	const booleans = new Set(
		[program, ...program.commands]
			.flatMap(({ options }) => options)
			.filter((option) => option.isBoolean() && !option.negate)
			.flatMap(({ short, long }) => [short, long]),
	);
	// What somebody types who does not know --help yet: `kyacht help`, `kyacht help logs`.
	if (args[0] === 'help') return [...args.slice(1), '--help'];
	const negations = new Set(
		[program, ...program.commands].flatMap(({ options }) => options.filter(({ negate }) => negate).map(({ long }) => long)),
	);
	const read: string[] = [];
	for (const [index, arg] of args.entries()) {
		if (arg === '--') return [...read, ...args.slice(index)];
		const [, flag = '', value] = /^(--?[\w-]+)=(.*)$/s.exec(arg) ?? [];
		if (value === undefined) read.push(arg);
		else if (booleans.has(flag) && (value === 'true' || value === 'false')) {
			const negated = flag.replace(/^--/, '--no-');
			// Where the flag has an opposite, absent is not off.
			if (value === 'true') read.push(flag);
			else if (negations.has(negated)) read.push(negated);
		} else read.push(...(flag.startsWith('--') ? [arg] : [flag, value]));
	}
	return read;
}
