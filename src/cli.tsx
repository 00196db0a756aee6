import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from './base/clock.ts';
import { safeText } from './base/safe-text.ts';
import { checkView, diagFormat } from './cli/check-usage.ts';
import { type Closer, closeAll } from './cli/closing.ts';
import { completionScript } from './cli/completion.ts';
import { contextsOf } from './cli/contexts.ts';
import { diagExitCode, diagnose, printDiag } from './cli/diag.ts';
import { signalExitCodes } from './cli/exit-codes.ts';
import { endingOf } from './cli/failures.ts';
import { favouriteNamespacesIn } from './cli/favourite-namespaces.ts';
import { readFilterFlag } from './cli/filter-flag.ts';
import { findCluster } from './cli/find-cluster.ts';
import { openJournals } from './cli/journals.ts';
import { withListDates } from './cli/list-dates.ts';
import { tellLogin } from './cli/login-lines.ts';
import type { DemoFlags, Options } from './cli/options.ts';
import { OutputStream, ReaderGone } from './cli/output-stream.ts';
import { parseCommandLine } from './cli/parse-command-line.ts';
import { recentCommandsIn } from './cli/recent-commands.ts';
import type { NamedInvocation } from './cli/run-named.ts';
import { runPrint } from './cli/run-print.ts';
import { settingsOf } from './cli/settings-of.ts';
import { keepHeapSmall } from './cli/small-heap.ts';
import { builtInView, type NamedView, splitName } from './cli/view-names.ts';
import { tellWarnings } from './cli/warning-lines.ts';
import { pathsOf } from './config/paths.ts';
import { createDiagnostics } from './diagnostics/report.ts';
import { domains } from './domains/registry.ts';
import { joinSelectors } from './filter/syntax.ts';
import type { Connection } from './kube/connection.ts';
import type { Scope } from './kube/types.ts';
import { openDomainFeed } from './sync/domain-feed.ts';
import type { OpenContext } from './views/app-services.ts';

/** Whoever asks for nothing in particular wants to know what is wrong. */
const firstView = 'attention';

/** By then the interface stands, and most lists are read. */
const startedMs = 2_000;

const { stdin, stdout, stderr, env } = process;
const clock = systemClock;
/** What has to be undone at the end, the last first. */
const closers: Closer[] = [];
const atEnd = (what: string, close: () => unknown) => closers.push({ what, close });
const tell = (line: string) => stderr.write(`${line}\n`);
/** What was typed and what a server said may be in it, and stderr may be a terminal. */
const note = (sentence: string) => tell(`kyacht: ${safeText(sentence)}`);

/** Keys need a terminal on both ends, and one that can place its cursor. */
const hasTerminal = stdout.isTTY === true && stdin.isTTY === true && env.TERM !== 'dumb';

/** Whether there is anything to offer where the whole cluster may not be read. */
const knowsNamespace = (context: { readonly namespace: string | undefined }): boolean => context.namespace !== undefined;

async function main(): Promise<number> {
	// Whoever may list processes may read their arguments: from now on there are none.
	if (process.argv.some((argument) => argument.startsWith('--token'))) process.title = 'kyacht';
	const invocation = parseCommandLine(process.argv.slice(2));
	switch (invocation.kind) {
		case 'text':
			return write(invocation.text);
		case 'completion':
			return write(completionScript(invocation.shell));
		case 'diag':
			return diag(invocation.options);
		case 'demo':
			if (invocation.demo.serve === true) return serveDemo(invocation.demo);
			return view(undefined, { ...invocation.options, demo: true }, invocation.demo);
		case 'logs':
		case 'diff':
		case 'object':
		case 'release':
			return named(invocation);
		case 'view':
			return view(invocation.view, invocation.options);
	}
}

/** Without a screen, what a login and the server say beside the answer goes to stderr. */
function tellBeside(connection: Connection): void {
	atEnd('the login', tellLogin(connection, clock, tell));
	atEnd('warnings', tellWarnings(connection, tell));
}

async function write(text: string): Promise<number> {
	const out = new OutputStream(stdout);
	out.write(text);
	await out.drained();
	return 0;
}

async function view(name: string | undefined, options: Options, demo?: DemoFlags): Promise<number> {
	const builtIn = builtInView(name ?? firstView);
	if (builtIn !== undefined) checkView(options, builtIn);
	const isInteractive = hasTerminal && options.output === undefined && options.watch !== true;
	const { contexts, diagnostics, isDemo, paths, settings } = await prepare(options, isInteractive, demo);
	const dates = withListDates(contexts.connectFirst());
	const context = contexts.open(dates.connection);
	atEnd('the connection to the cluster', () => context.close());

	if (!isInteractive) tellBeside(dates.connection);

	const { domain, object } = builtIn ?? (await servedView(name ?? firstView, options, context, isInteractive));
	// Who looks at the demo has no namespace of their own in it: all of it is what there is to see.
	// An overview is one of the cluster, unless its context is for one namespace.
	const usual = isDemo ? undefined : (context.namespace ?? (domain.lines === undefined ? 'default' : undefined));
	const namespace = options.allNamespaces === true ? undefined : (options.namespace ?? usual);
	const byName = object === undefined ? {} : (domain.selectByName?.(object) ?? { fieldSelector: `metadata.name=${object}` });
	const { labelSelector, fieldSelector } = joinSelectors(
		{
			...(options.selector === undefined ? {} : { labelSelector: options.selector }),
			...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
		},
		byName,
	);
	const scope: Scope = {
		...(namespace === undefined || domain.scope === 'cluster' ? {} : { namespace }),
		...joinSelectors(
			{
				...(labelSelector === undefined ? {} : { labelSelector }),
				...(fieldSelector === undefined ? {} : { fieldSelector }),
			},
			readFilterFlag(domain, options.filter).selectors,
		),
	};
	if (domain.scope === 'cluster' && options.namespace !== undefined) {
		note(`${domain.name} are in no namespace, so -n ${options.namespace} changes nothing.`);
	}
	if (!isInteractive) {
		if (domain.lines !== undefined && namespace !== undefined) {
			note(`This is of what is in namespace ${namespace}, and of all nodes; ${domain.name} -A is of the whole cluster.`);
		}
		const { output = 'table' } = options;
		return runPrint({
			domain,
			scope,
			output,
			options,
			context,
			clock,
			dates,
			out: new OutputStream(stdout),
			note,
			tell,
			// Where the name is that of what the rows are in, none of them is called so.
			...(object === undefined || domain.heading !== undefined ? {} : { object }),
		});
	}

	// The list is on its way to the server while the interface is read from the disk.
	const firstFeed = openDomainFeed(context.engine, domain, scope, {
		visible: true,
		firstPage: stdout.rows || 50,
		namespaceKnown: knowsNamespace(context),
		serverVersion: context.serverVersion,
		clock,
	});
	const { runApp } = await import('./views/run-app.ts');
	clock.after(startedMs, () => {
		// Written at the end otherwise, which a program that is left open may never come to.
		flushCompileCache();
		keepHeapSmall();
	});
	listenForEnds('off');
	return runApp({
		clock,
		domains,
		context,
		contextNames: () => contexts.names(),
		openContext: async (wanted) => contexts.openNamed(wanted),
		openFeed: (opened, shown, of, feedOptions) =>
			openDomainFeed(opened.engine, shown, of, {
				...feedOptions,
				namespaceKnown: knowsNamespace(opened),
				serverVersion: opened.serverVersion,
				clock,
			}),
		diagnostics,
		recentCommands: recentCommandsIn(join(paths.state, 'commands')),
		favouriteNamespaces: favouriteNamespacesIn(join(paths.state, 'favourites.json')),
		initial: {
			view: domain.name,
			namespace,
			...(labelSelector === undefined ? {} : { labelSelector }),
			...(fieldSelector === undefined ? {} : { fieldSelector }),
			...(options.filter === undefined ? {} : { filter: options.filter }),
		},
		firstFeed,
		demo: isDemo,
		stdin,
		stdout,
		env: options.color ? env : { ...env, NO_COLOR: '1' },
		theme: settings.theme,
	});
}

/**
 * What no built-in view is of: the server is asked for it, and for the columns where they are to be known before the first row is,
 * by who prints and by a filter. Throws SentenceError.
 */
async function servedView(typed: string, options: Options, context: OpenContext, isInteractive: boolean): Promise<NamedView> {
	const { name, object } = splitName(typed);
	const { domain, note: choice } = await context.served.resolve(name);
	if (choice !== undefined) note(choice);
	const namespace = options.allNamespaces === true || domain.scope === 'cluster' ? undefined : (options.namespace ?? context.namespace);
	const needsColumns = !isInteractive || options.filter !== undefined;
	const named = {
		domain: needsColumns ? await context.served.withColumns(domain, namespace) : domain,
		...(object === undefined ? {} : { object }),
	};
	checkView(options, named);
	return named;
}

async function serveDemo(flags: DemoFlags): Promise<number> {
	const { runDemo } = await import('./cli/demo.ts');
	const stop = new AbortController();
	// To serve until ctrl-c is what was asked for, so that is a good end.
	listenForEnds('off');
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());
	const out = new OutputStream(stdout);
	let failure: unknown;
	out.failed.catch((error: unknown) => {
		// Who has read what was to be read still wants the cluster.
		if (error instanceof ReaderGone) return;
		failure = error;
		stop.abort();
	});
	const code = await runDemo(flags, { print: (text) => out.write(text), signal: stop.signal });
	if (failure !== undefined) throw failure;
	return code;
}

/** Of what was named, without a screen. */
async function named(invocation: NamedInvocation): Promise<number> {
	const { options } = invocation;
	const { contexts, diagnostics } = await prepare(options, false);
	const dates = withListDates(contexts.connectFirst());
	const { connection } = dates;
	tellBeside(connection);
	const context = contexts.open(connection);
	atEnd('the connection to the cluster', () => context.close());
	const { runNamed } = await import('./cli/run-named.ts');
	return runNamed(invocation, {
		connection,
		dates,
		context,
		openNamed: (name) => contexts.openNamed(name),
		clock,
		observer: diagnostics.observer,
		terminal: stdout.isTTY === true ? { colour: options.color && env.NO_COLOR === undefined } : undefined,
		out: new OutputStream(stdout),
		note,
		tell,
	});
}

async function diag(options: Options): Promise<number> {
	const format = diagFormat(options);
	const { contexts, paths, diagnostics } = await prepare(options, false);
	const connection = contexts.connectFirst();
	tellBeside(connection);
	atEnd('the connection to the cluster', () => connection.close());
	connection.onRequest((entry) => diagnostics.observer.request?.(entry));
	const namespace = options.allNamespaces === true ? undefined : (options.namespace ?? connection.namespace);
	const document = await diagnose(
		{ connection, clock, scope: namespace === undefined ? {} : { namespace }, signal: new AbortController().signal },
		{
			...paths,
			journal: options.journal ?? null,
			missing: (['config', 'state', 'log'] as const).filter((name) => !existsSync(paths[name])),
		},
	);
	await printDiag(document, format, new OutputStream(stdout));
	return diagExitCode[document.verdict];
}

/** What every connection needs: settings, the cluster, journals. */
async function prepare(options: Options, isInteractive: boolean, demo?: DemoFlags) {
	const paths = pathsOf(env);
	const settings = settingsOf(options, env, paths.config);
	const found = await findCluster(options, { env, interactive: isInteractive, ...(demo === undefined ? {} : { demo }) });
	atEnd('the demo cluster', () => found.close());
	// While the screen is the interface's, what is to be said on stderr waits for its end.
	const say = (sentence: string) => (isInteractive ? closers.unshift({ what: 'a note', close: () => note(sentence) }) : note(sentence));
	const journals = openJournals(options, settings, paths, say);
	for (const file of journals) atEnd('the journal', () => file.close());
	const diagnostics = createDiagnostics(
		clock,
		journals.map(({ observer }) => observer),
	);
	const contexts = contextsOf({ kubeconfig: found.kubeconfig, options, settings, clock, observer: diagnostics.observer });
	return { contexts, diagnostics, isDemo: found.demo, paths, settings };
}

let isEnding = false;

/** Nothing that hangs may keep the program: what is not closed by then is closed by its end. */
const closingMs = 500;

async function end(exitCode: number): Promise<void> {
	if (isEnding) return;
	isEnding = true;
	const late = new Promise((resolve) => setTimeout(resolve, closingMs));
	for (const sentence of await closeAll(closers, late)) note(sentence);
	process.exit(exitCode);
}

function fail(thrown: unknown): void {
	const { sentence, exitCode } = endingOf(thrown);
	if (sentence !== undefined && !isEnding) note(sentence);
	void end(exitCode);
}

const ends: readonly (readonly [event: string, listener: (thrown: unknown) => void])[] = [
	['SIGINT', () => void end(signalExitCodes.SIGINT)],
	['SIGTERM', () => void end(signalExitCodes.SIGTERM)],
	['SIGHUP', () => void end(signalExitCodes.SIGHUP)],
	['uncaughtException', fail],
	['unhandledRejection', fail],
];

/** The interface listens for these itself while it runs: it has a terminal to give back first. */
function listenForEnds(state: 'on' | 'off'): void {
	for (const [event, listener] of ends) process[state](event, listener);
}

listenForEnds('on');
// Whoever closed stderr does not want to hear.
stderr.on('error', () => undefined);

main().then(end, fail);
