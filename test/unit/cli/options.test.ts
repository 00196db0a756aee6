import { describe, expect, it } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import type { Options } from '../../../src/cli/options.ts';
import { describeProgram, parseCommandLine } from '../../../src/cli/parse-command-line.ts';

function optionsOf(...args: string[]): Options {
	const invocation = parseCommandLine(args);
	if (invocation.kind !== 'view' && invocation.kind !== 'diag' && invocation.kind !== 'demo')
		throw new Error(`not a view: ${invocation.kind}`);
	return invocation.options;
}

function refusal(...args: string[]): SentenceError {
	try {
		parseCommandLine(args);
	} catch (error) {
		if (error instanceof SentenceError) return error;
		throw error;
	}
	throw new Error(`${args.join(' ')} was accepted`);
}

describe('the command line', () => {
	it('is the default view when nothing is typed', () => {
		expect(parseCommandLine([])).toMatchObject({ kind: 'view', view: undefined, options: { headers: true, color: true } });
	});

	it.each<[string[], Partial<Options>]>([
		[['--kubeconfig', 'f'], { kubeconfig: 'f' }],
		[['--context', 'prod'], { context: 'prod' }],
		[['--cluster', 'c'], { cluster: 'c' }],
		[['--user', 'u'], { user: 'u' }],
		[['-s', 'https://x'], { server: 'https://x' }],
		[['--server=https://x'], { server: 'https://x' }],
		[['--token', 't'], { token: 't' }],
		[['-n', 'shop'], { namespace: 'shop' }],
		[['-n=shop'], { namespace: 'shop' }],
		[['--namespace=shop'], { namespace: 'shop' }],
		[['-A'], { allNamespaces: true }],
		[['--all-namespaces=true'], { allNamespaces: true }],
		[['-l', 'app=cart,tier!=web,env in (a, b),!canary'], { selector: 'app=cart,tier!=web,env in (a, b),!canary' }],
		[['--field-selector', 'status.phase=Running'], { fieldSelector: 'status.phase=Running' }],
		[['--as', 'jane'], { as: 'jane' }],
		[['--as-group', 'a', '--as-group', 'b'], { asGroup: ['a', 'b'] }],
		[['--as-uid', '1'], { asUid: '1' }],
		[['--as-user-extra', 'k=a', '--as-user-extra', 'k=b'], { asUserExtra: ['k=a', 'k=b'] }],
		[['--username', 'u', '--password', 'p'], { username: 'u', password: 'p' }],
		[['--client-certificate', 'c', '--client-key', 'k'], { clientCertificate: 'c', clientKey: 'k' }],
		[['--certificate-authority=ca.crt'], { certificateAuthority: 'ca.crt' }],
		[['--tls-server-name', 'api'], { tlsServerName: 'api' }],
		[['--request-timeout', '1m30s'], { requestTimeout: 90_000 }],
		[['--request-timeout', '5'], { requestTimeout: 5_000 }],
		[['--insecure-skip-tls-verify'], { insecureSkipTlsVerify: true }],
		[['-o', 'wide'], { output: 'wide' }],
		[['-ojson'], { output: 'json' }],
		[['-o=json'], { output: 'json' }],
		[['-w'], { watch: true }],
		[['--no-headers'], { headers: false }],
		[['--sort-by', 'age'], { sortBy: 'age' }],
		[['--filter', 'crash'], { filter: 'crash' }],
		[['--metrics-interval', '10s'], { metricsInterval: 10_000 }],
		[['--poll-interval', '3s'], { pollInterval: 3_000 }],
		[['--watchdog', '20s'], { watchdog: 20_000 }],
		[['--initial', 'stream'], { initial: 'stream' }],
		[['--compress', 'off'], { compress: 'off' }],
		[['--read-only'], { readOnly: true }],
		[['--journal', 'j.jsonl'], { journal: 'j.jsonl' }],
		[['--log-level', 'debug'], { logLevel: 'debug' }],
		[['--theme', 'light'], { theme: 'light' }],
		[['--no-color'], { color: false }],
		[['--demo'], { demo: true }],
	])('reads %j', (args, expected) => {
		expect(optionsOf('pods', ...args)).toMatchObject(expected);
		expect(optionsOf(...args, 'pods')).toMatchObject(expected);
	});

	it('takes --watch=false as no watch', () => {
		expect(optionsOf('pods', '--watch=false').watch).toBeUndefined();
	});

	it('reads flags before and after a subcommand', () => {
		expect(parseCommandLine(['--context', 'a', 'diag', '-o', 'json'])).toMatchObject({
			kind: 'diag',
			options: { context: 'a', output: 'json' },
		});
		expect(parseCommandLine(['demo', '--log-rate', '100000'])).toMatchObject({ demo: { logRate: 100_000 } });
		expect(parseCommandLine(['demo', '--size', '500', '-n', 'shop'])).toMatchObject({
			kind: 'demo',
			demo: { size: 500 },
			options: { namespace: 'shop' },
		});
		expect(parseCommandLine(['completion', 'zsh'])).toEqual({ kind: 'completion', shell: 'zsh' });
	});

	it.each<[string[], string]>([
		[['-o', 'yamll'], '"yamll" is none of table, wide, json, jsonl, csv, name; give'],
		[['-o', 'jsonpath={.items}'], '-o jsonpath needs whole objects, and a view reads only what it shows; kyacht object-yaml KIND/NAME'],
		[['--request-timeout', 'soon'], '"soon" is no duration; write it like 5s'],
		[['--metrics-interval', '10ms'], 'too short; 1s is the shortest'],
		[['--watchdog', '99999h'], 'longer than 24 days'],
		[['-l', 'a=b=c'], 'cannot be read: "a=b=c" is no condition'],
		[['-l', 'app in cart'], '"app in cart" is no condition'],
		[['-l', '-app=x'], '"-app" is no label key'],
		[['-l', `app=${'x'.repeat(64)}`], 'no label value'],
		[['--field-selector', 'status.phase'], '"status.phase" is no condition'],
		[['--context', 'a', '--context', 'b'], '--context was given twice (a and b)'],
		[['--nmaespace', 'x'], "Unknown option '--nmaespace'; did you mean --namespace?"],
		[['--compress', 'maybe'], 'none of auto, on, off'],
		[['--log-level', 'all'], 'none of off, error, info, debug'],
		[['--theme', 'solarized'], 'none of auto, dark, light'],
		[['demo', '--size', 'many'], '"many" is no whole number'],
		[['demo', '--log-rate', '100001'], '--log-rate: 100001 is more than a container of the demo can write; the highest is 100000.'],
		[['completion', 'csh'], '"csh" is none of bash, zsh, fish'],
		[['completion'], 'kyacht completion needs one word more, <shell>: bash, zsh, fish.'],
		[['pods', 'shop'], '"shop" after pods is one name too many; write -n shop for the namespace, or pods/shop for the one object.'],
		[['nodes', 'worker-1'], '"worker-1" after nodes is one name too many; write nodes/worker-1 for the one object.'],
		[['pods', 'nodes'], 'kyacht shows one view, and pods and nodes are 2; write one of them.'],
		[['deploy,sts'], 'deploy and sts are 2; write one of them, or workloads, which has all of it.'],
		[['pods', 'a', 'b'], 'one object or all of a kind, and a and b are 2; write pods/a, or pods alone.'],
		[['deploy/d1', 'cm/cm1'], 'one view or one object, and deploy/d1 and cm/cm1 are 2; write one of them.'],
		[['pods', '@prod'], 'write --context prod for the context.'],
		[['get', 'po', 'cart-1'], 'A view needs no get before it; write kyacht po/cart-1.'],
		[['describe', 'deploy/cart'], 'write kyacht object deploy/cart.'],
		[['delete', 'pod', 'cart-1'], 'kyacht writes nothing to a cluster, so it has no delete; kubectl delete does that.'],
		[['object', 'po', 'cart-1'], 'kyacht object takes an object as one word; write kyacht object po/cart-1.'],
		[['certificates', 'shop'], '"shop" after certificates is one name too many; write -n shop for the namespace, or certificates/shop'],
		[['diag', 'pods'], 'kyacht diag takes no word behind it, not pods; kyacht diag --help shows how it is written.'],
		[['demo', 'pods', '--size', '5', '-o', 'name'], 'kyacht demo takes no word behind it, not pods; kyacht demo --help shows'],
		[['demo', '--serve', 'foo'], 'kyacht demo takes no word behind it, not foo; kyacht demo --help shows'],
		[['object', 'po', 'cart-1', '--reveal', 'a'], 'kyacht object takes an object as one word; write kyacht object po/cart-1.'],
		[['helm-values', '--revision', '9'], 'kyacht helm-values needs one word more, <'],
		[['object', 'deploy/cart', '-l', 'app=cart', '--filter', 'x'], 'once, so -l and --filter change nothing; leave them out.'],
		[['diff', 'deploy/cart', '-w'], 'kyacht diff compares objects by their names, so -w changes nothing; leave it out.'],
		[['helm-values', 'cart', '--no-headers'], 'kyacht helm-values is of one release, so --no-headers changes nothing'],
		[['logs', 'cart-1', '-w'], '-w changes nothing; -f goes on as lines come.'],
		[['diag', '--sort-by', 'name'], '--sort-by changes nothing'],
		[['demo', '--serve', '-A'], 'kyacht demo --serve shows nothing of the cluster that it serves, so -A changes nothing'],
		[['completion', 'bash', '-o', 'json'], 'so -o changes nothing'],
		[['diag', '-o', 'yaml'], 'kyacht diag prints -o table or -o json, not yaml; choose one.'],
		[['pods', '--kubeconfig', ''], '--kubeconfig was given with nothing in it; write its value, or leave it out.'],
		[['object', 'po/a', '--context='], '--context was given with nothing in it'],
		[['pods', '--', '-x'], '"-x" after pods is one name too many; write pods/-x for the one object.'],
		[['helm-manifest', 'cart', '--all'], "Unknown option '--all'; kyacht helm-manifest --help lists what there is."],
		[['-n'], 'Nothing stands behind -n, --namespace <name>'],
		[['-n', ''], '-n needs the name of a namespace'],
		[['-n', 'a/b'], '-n: "a/b" cannot be the name of a namespace'],
	])('refuses %j in one sentence, as bad usage', (args, words) => {
		const { message, exitCode } = refusal(...args);
		expect(message).toContain(words);
		expect(message).not.toContain('\n');
		expect(exitCode).toBe(2);
	});

	it('prints help and its version without being asked for a cluster', () => {
		const help = parseCommandLine(['--help']);
		expect(help.kind === 'text' && help.text).toContain('Which cluster:');
		const version = parseCommandLine(['--version']);
		expect(version.kind === 'text' && version.text).toMatch(/^\d+\.\d+\.\d+\n$/);
	});

	it('takes help as a word for --help, of a command too', () => {
		for (const [word, flag] of [
			[['help'], ['--help']],
			[
				['help', 'pods'],
				['pods', '--help'],
			],
			[
				['help', 'logs'],
				['logs', '--help'],
			],
		] as const) {
			expect(parseCommandLine(word)).toEqual(parseCommandLine(flag));
		}
		const help = parseCommandLine(['help', 'logs']);
		expect(help.kind === 'text' && help.text).toContain('Usage: kyacht logs');
	});

	it('describes every flag in the help', () => {
		const help = parseCommandLine(['--help']);
		for (const { long } of describeProgram().options) expect(help.kind === 'text' && help.text).toContain(long);
	});
});
