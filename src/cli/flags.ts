import { Option } from 'commander';
import { checkFieldSelector, checkLabelSelector } from '../base/selector-syntax.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { parseDuration, parseInterval } from '../config/duration.ts';
import { compressions, logLevels, oneOf, themes } from '../config/settings.ts';
import { mostLogRate } from '../demo/log-rate.ts';
import { initials, outputs } from './options.ts';

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
const logRate = (text: string): number => {
	const given = count('--log-rate')(text);
	if (given > mostLogRate)
		throw new SentenceError(`--log-rate: ${given} is more than a container of the demo can write; the highest is ${mostLogRate}.`, 2);
	return given;
};
const interval = (flag: string) => (text: string) => parseInterval(text, flag, shortestIntervalMs);

const group = (heading: string, options: readonly Option[]): readonly Option[] => options.map((option) => option.helpGroup(heading));

/** Every flag, in the order of the help. The parser, the help and the completions are made of this table. */
export const flags: readonly Option[] = [
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

/** Those of `kyacht demo` alone. */
export const demoFlags: readonly Option[] = [
	new Option('--size <pods>', 'about how many pods').argParser(count('--size')),
	new Option('--churn <changes>', 'changes a second').argParser(count('--churn')),
	new Option('--log-rate <lines>', 'log lines a second of each container').argParser(logRate),
	new Option('--scenario <name>', 'play only this scenario'),
	new Option('--seed <number>', 'the same seed gives the same cluster').argParser(count('--seed')),
	new Option('--port <port>', 'listen on this port').argParser(port),
	new Option('--serve', 'only serve, and print a kubeconfig'),
];
