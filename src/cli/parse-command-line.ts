import { Argument, Command, CommanderError, Option } from 'commander';
import { isNamespaceName } from '../base/namespace-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { oneOf } from '../config/settings.ts';
import { domains } from '../domains/registry.ts';
import { type DiffWish, diffWish } from '../objects/diff-wish.ts';
import { diagFormat } from './check-usage.ts';
import { refuseEmpty } from './empty-flags.ts';
import { signalExitCodes } from './exit-codes.ts';
import { demoFlags, flags } from './flags.ts';
import { checkLogFlags, type LogFlags, logFlags, withContainer } from './logs-flags.ts';
import type { ObjectFlags, ObjectRun, TypedObject } from './object.ts';
import { type ObjectPage, objectFlags, objectFormat, objectPages, typedObject } from './object-flags.ts';
import { type DemoFlags, type Options, outputs, type Shell, shells } from './options.ts';
import { addReleaseCommands, type NamedRelease, type ReleasePart } from './release-flags.ts';
import { refuseUnused } from './unused-flags.ts';
import { isNamedBehind, severalViews, tooManyWords, usageSentence } from './usage-sentence.ts';
import { version } from './version.ts';

/** What was asked for. */
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
		.hook('preAction', (whole, command) => {
			refuseEmpty(whole);
			refuseUnused(whole, command.name());
		})
		.action((view: string | undefined, node: string | undefined) => {
			const words = [view ?? '', ...(node === undefined ? [] : [node])];
			if (node !== undefined && !isNamedBehind(words[0] ?? '')) throw new SentenceError(tooManyWords(words), 2);
			if (view?.includes(',')) throw new SentenceError(severalViews(view.split(',')), 2);
			done({ kind: 'view', view: node === undefined ? view : words.join('/'), options: optionsOf(program) });
		});
	for (const flag of flags) program.addOption(flag);
	program
		.command('diag')
		.description('check connection, login, permissions, metrics and watches; the exit code tells')
		.action(() => {
			diagFormat(typedOptions(program));
			done({ kind: 'diag', options: optionsOf(program) });
		});
	const demo = program
		.command('demo')
		.description('the embedded demo cluster: look at it, or serve it')
		.action(() => {
			const own = demo.opts<DemoFlags>();
			if (own.serve === true) refuseUnused(program, 'demo --serve');
			done({ kind: 'demo', options: optionsOf(program), demo: own });
		});
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

/** As they were typed: what -o may be depends on the command. */
const typedOptions = (program: Command) => program.opts<Omit<Options, 'output'> & { readonly output?: string }>();

/** What -o says to a command that prints text or one form beside it. */
function textOr<Form extends string>(command: string, form: Form, output: string | undefined): 'text' | Form {
	if (output === undefined || output === 'text') return 'text';
	if (output === form) return form;
	throw new SentenceError(`kyacht ${command} prints -o text or -o ${form}, not ${output}; choose one.`, 2);
}

function logsOf(program: Command, target: string | undefined, logs: LogFlags): Invocation {
	const { output, ...options } = typedOptions(program);
	const format = textOr('logs', 'jsonl', output);
	checkLogFlags(logs, target, options.selector);
	return { kind: 'logs', target, options: checked(options), logs, format };
}

function objectOf(program: Command, page: ObjectPage, object: string, flags: ObjectFlags): Invocation {
	const { output, ...options } = typedOptions(program);
	const format = objectFormat(page, output) as ObjectRun['format'];
	return { kind: 'object', page, typed: typedObject(object), options: checked(options), flags, format };
}

function diffOf(program: Command, words: readonly string[], { noise = false }: { readonly noise?: boolean }): Invocation {
	const { output, ...options } = typedOptions(program);
	const format = textOr('diff', 'json', output);
	const wish = diffWish(words);
	if ('why' in wish) throw new SentenceError(wish.why, 2);
	return { kind: 'diff', wish, options: checked(options), noise, format };
}

function releaseFrom(program: Command, named: NamedRelease, part: ReleasePart): Invocation {
	const { output: _, ...options } = typedOptions(program);
	return { kind: 'release', named, part, options: checked(options) };
}

function optionsOf(program: Command): Options {
	const { output, ...options } = typedOptions(program);
	if (output === 'text') throw new SentenceError(`-o text is for kyacht logs and kyacht diff; here there are ${outputs.join(', ')}.`, 2);
	const [whole = ''] = /^(yaml|json-?path|go-template|custom-columns|template|kyaml)\b/.exec(output ?? '') ?? [];
	if (whole !== '')
		throw new SentenceError(
			`-o ${whole} needs whole objects, and a view reads only what it shows; kyacht object-yaml KIND/NAME prints one, and here there are ${outputs.join(', ')}.`,
			2,
		);
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
		throw new SentenceError(usageSentence(error, program.args, program.commands), 2);
	}
	if (invocation === undefined) throw new SentenceError('Nothing was asked for; kyacht --help lists what there is.', 2);
	return invocation;
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
