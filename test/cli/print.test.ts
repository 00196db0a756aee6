import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyHome } from '../support/homes.ts';
import { type Ran, runKyacht } from '../support/run-kyacht.ts';
import { servedDemo } from '../support/served-demo.ts';

const { home, kubeconfig, server } = await servedDemo();

const kyacht = (...args: string[]): Promise<Ran> => runKyacht([...args, '--kubeconfig', kubeconfig], { home });

/** The requests for a resource that a run made, as paths with their queries. */
async function requestsOf(
	run: () => Promise<unknown>,
): Promise<readonly { readonly method: string; readonly path: string; readonly user: string }[]> {
	const before = new Set(server.requests);
	await run();
	return server.requests.filter((request) => !before.has(request));
}

interface Document {
	readonly rows: readonly Record<string, unknown>[];
	readonly [key: string]: unknown;
}

const documentOf = (ran: Ran): Document => JSON.parse(ran.stdout) as Document;
const linesOf = (ran: Ran): readonly string[] => ran.stdout.trimEnd().split('\n');

describe('printing once', () => {
	it('prints a table with kubectl’s columns when stdout is no terminal', async () => {
		const ran = await kyacht('pods', '-A');
		expect(linesOf(ran)[0]).toMatch(/^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE$/);
		expect(linesOf(ran).length).toBeGreaterThan(20);
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
	});

	it('shows the context’s namespace without -n, and without a NAMESPACE column', async () => {
		const ran = await kyacht('pods', '-o', 'table', '-n', 'shop');
		expect(linesOf(ran)[0]).toMatch(/^NAME +READY/);
		const all = documentOf(await kyacht('pods', '-A', '-o', 'json'));
		expect(linesOf(ran).length - 1).toBe(all.rows.filter(({ namespace }) => namespace === 'shop').length);
	});

	it('adds the columns of -o wide', async () => {
		expect(linesOf(await kyacht('pods', '-A', '-o', 'wide'))[0]).toMatch(/ IP +NODE +NOMINATED NODE +READINESS GATES$/);
		expect(linesOf(await kyacht('nodes', '-o', 'wide'))[0]).toMatch(/ INTERNAL-IP +EXTERNAL-IP +OS-IMAGE/);
	});

	it('leaves the headers out with --no-headers, in csv too', async () => {
		expect(linesOf(await kyacht('nodes', '--no-headers'))[0]).not.toContain('STATUS');
		expect(linesOf(await kyacht('nodes', '--no-headers', '-o', 'csv'))[0]).not.toContain('kind,');
	});

	it('gives a document with the state of the stream beside the rows', async () => {
		const document = documentOf(await kyacht('pods', '-A', '-o', 'json'));
		expect(document).toMatchObject({ domain: 'pods', scope: { namespace: null }, context: 'demo-admin', mode: 'watch', health: 'healthy' });
		expect(document.resourceVersion).toMatch(/^\d+$/);
		expect(document.asOf).toBeGreaterThan(1_700_000_000);
		expect(document.rows[0]).toMatchObject({ kind: 'Pod', name: expect.any(String), uid: expect.any(String), health: expect.any(String) });
		expect(document.rows.every(({ restarts, age }) => typeof restarts === 'number' && typeof age === 'number')).toBe(true);
	});

	it('gives a row a line with -o jsonl, and fields by name with -o csv', async () => {
		const rows = linesOf(await kyacht('nodes', '-o', 'jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
		const [header = '', ...records] = linesOf(await kyacht('nodes', '-o', 'csv'));
		expect(header.split(',').slice(0, 6)).toEqual(['kind', 'namespace', 'name', 'uid', 'resourceVersion', 'health']);
		expect(records).toHaveLength(rows.length);
		expect(Object.keys(rows[0] ?? {})).toEqual(header.split(','));
	});

	it('gives names that kubectl takes with -o name', async () => {
		expect(linesOf(await kyacht('nodes', '-o', 'name'))[0]).toMatch(/^node\/[\w.-]+$/);
	});

	it('reads one object by its name', async () => {
		const [first] = linesOf(await kyacht('pods', '-n', 'shop', '-o', 'name'));
		const ran = await kyacht(first ?? '', '-n', 'shop', '-o', 'name');
		expect(linesOf(ran)).toEqual([first]);
		const gone = await kyacht('pod/nobody', '-n', 'shop');
		expect(gone).toMatchObject({ stdout: '', exitCode: 1 });
		expect(gone.stderr).toBe('kyacht: pods "nobody" not found in namespace shop; kyacht pods -n shop lists those there are.\n');
	});

	it('says where an object is not: in any namespace, or, without one, nowhere', async () => {
		const anywhere = await kyacht('pod/nobody', '-A');
		expect(anywhere.stderr).toBe('kyacht: pods "nobody" not found in any namespace; kyacht pods -A lists those there are.\n');
		const node = await kyacht('node/nobody', '-o', 'json');
		expect(node).toMatchObject({ stdout: '', exitCode: 1 });
		expect(node.stderr).toBe('kyacht: nodes "nobody" not found; kyacht nodes lists those there are.\n');
	});

	it('says on stderr that there is nothing, and ends well', async () => {
		const empty = await kyacht('pods', '-n', 'no-such-namespace');
		expect(empty).toMatchObject({
			stdout: '',
			stderr:
				'kyacht: There is no namespace no-such-namespace; kyacht namespaces lists those that there are.\nNo resources found in no-such-namespace namespace.\n',
			exitCode: 0,
		});
	});

	it('says that -n changes nothing where there are no namespaces', async () => {
		const ran = await kyacht('nodes', '-n', 'shop');
		expect(ran.stderr).toBe('kyacht: nodes are in no namespace, so -n shop changes nothing.\n');
		expect(ran.exitCode).toBe(0);
	});

	it('sorts by a column', async () => {
		const restarts = documentOf(await kyacht('pods', '-A', '-o', 'json', '--sort-by', 'restarts')).rows.map((row) => Number(row.restarts));
		expect(restarts).toEqual(restarts.toSorted((a, b) => a - b));
		expect(restarts.at(-1)).toBeGreaterThan(0);
	});

	it('filters rows by their words, in any order and without case', async () => {
		const all = documentOf(await kyacht('pods', '-A', '-o', 'json')).rows;
		const [first] = all;
		const words = `${String(first?.status).toUpperCase().toLowerCase()} ${String(first?.name)}`;
		const rows = documentOf(await kyacht('pods', '-A', '-o', 'json', '--filter', words)).rows;
		expect(rows.map(({ uid }) => uid)).toEqual([first?.uid]);
	});

	it('filters by what the cells are worth, in the language of the screen', async () => {
		const all = documentOf(await kyacht('pods', '-A', '-o', 'json')).rows;
		const rows = documentOf(await kyacht('pods', '-A', '-o', 'json', '--filter', 'restarts:>0 !ns:kube- status:/^(crash|run)/')).rows;
		const expected = all.filter(
			({ restarts, namespace, status }) =>
				Number(restarts) > 0 && !String(namespace).includes('kube-') && /^(crash|run)/i.test(String(status)),
		);
		expect(rows.map(({ uid }) => uid).sort()).toEqual(expected.map(({ uid }) => uid).sort());
		expect(rows.length).toBeGreaterThan(0);
	});

	it('says that rows are hidden by the filter and how many, and not that nothing is there', async () => {
		const all = documentOf(await kyacht('nodes', '-o', 'json')).rows;
		const none = await kyacht('nodes', '--filter', 'no-such-words');
		expect(none).toMatchObject({ stdout: '', stderr: `All ${all.length} nodes are hidden by the filter "no-such-words".\n`, exitCode: 0 });
		const one = await kyacht(`nodes/${String(all[0]?.name)}`, '--filter', 'no-such-words');
		expect(one).toMatchObject({ stderr: 'The one row is hidden by the filter "no-such-words".\n', exitCode: 0 });
		const findings = await kyacht('attention', '-A', '--filter', 'no-such-words');
		expect(findings.stderr).toMatch(/^All \d+ findings are hidden by the filter "no-such-words"\.\n$/);
	});

	it('asks the server for what a filter selects, and for metrics where it compares them', async () => {
		const asked = await requestsOf(() => kyacht('pods', '-A', '-o', 'name', '--filter', "cpu:>1m -l 'app in (cart)'", '-l', 'app'));
		expect(asked.map(({ path }) => path).join('\n')).toContain('labelSelector=app%2Capp+in+%28cart%29');
		expect(asked.some(({ path }) => path.includes('metrics.k8s.io'))).toBe(true);
	});

	it('lets the server select by labels and fields', async () => {
		const asked = await requestsOf(() => kyacht('pods', '-A', '-o', 'name', '-l', 'app=cart', '--field-selector', 'status.phase=Running'));
		const list = asked.find(({ path }) => path.startsWith('/as/admin/api/v1/pods') || path.startsWith('/api/v1/pods'));
		expect(list?.path).toContain('labelSelector=app%3Dcart');
		expect(list?.path).toContain('fieldSelector=status.phase%3DRunning');
	});

	it('reads nothing but the rows for kubectl’s columns: no pods beside nodes, no metrics', async () => {
		const asked = await requestsOf(() => kyacht('nodes', '-o', 'table'));
		expect(asked.filter(({ path }) => /pods|metrics/.test(path))).toEqual([]);
	});

	it('only ever reads', async () => {
		const asked = await requestsOf(() => kyacht('nodes', '-o', 'json', '--read-only'));
		expect(asked.length).toBeGreaterThan(2);
		expect(asked.every(({ method }) => method === 'GET')).toBe(true);
	});

	it('has CPU and memory when there are metrics', async () => {
		const rows = documentOf(await kyacht('nodes', '-o', 'json')).rows;
		expect(rows.some(({ cpu, memory }) => typeof cpu === 'number' && typeof memory === 'number')).toBe(true);
	});

	it('does without when there are none', async () => {
		server.faults.metrics('absent');
		const ran = await kyacht('nodes', '-o', 'json');
		server.faults.metrics('none');
		expect(documentOf(ran).rows.every(({ cpu }) => cpu === null)).toBe(true);
		expect(ran.exitCode).toBe(0);
	});

	it('uses the other context, cluster and user that are named', async () => {
		const asked = await requestsOf(() => kyacht('pods', '-n', 'shop', '-o', 'name', '--context', 'demo-shop'));
		expect(new Set(asked.map(({ user }) => user))).not.toContain('');
		const named = await requestsOf(() => kyacht('pods', '-n', 'shop', '-o', 'name', '--cluster', 'demo-shop', '--user', 'shop'));
		expect(named.map(({ user }) => user)).toContain(asked[0]?.user);
	});

	it('needs no kubeconfig with --server and --token', async () => {
		const ran = await runKyacht(['nodes', '-o', 'name', '--server', server.url, '--token', 'admin-token'], { home: emptyHome() });
		expect(ran.stderr).toBe('');
		expect(linesOf(ran).length).toBeGreaterThan(1);
	});

	it('journals every transition and request, and no token', async () => {
		const file = join(home, 'journal.jsonl');
		await kyacht('pods', '-A', '-o', 'json', '--journal', file);
		const text = readFileSync(file, 'utf8');
		const lines = text
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines.some(({ type, verb, status }) => type === 'request' && verb === 'list' && status === 200)).toBe(true);
		expect(lines.some(({ type, from }) => type === 'transition' && from === 'listing')).toBe(true);
		expect(text).not.toContain('admin-token');
	});

	it('logs under the state directory when it is asked to', async () => {
		await runKyacht(['pods', '-o', 'name', '--kubeconfig', kubeconfig, '--log-level', 'debug'], {
			home,
			env: { XDG_STATE_HOME: join(home, 'state') },
		});
		expect(readFileSync(join(home, 'state', 'kyacht', 'kyacht.log'), 'utf8')).toContain('"verb":"list"');
	});

	it('asks for gzip when it is told to', async () => {
		const asked = (compress: string) => requestsOf(() => kyacht('nodes', '-o', 'name', '--compress', compress));
		expect((await asked('on')).length).toBeGreaterThan(0);
		expect((await asked('off')).length).toBeGreaterThan(0);
	});

	it('streams the first rows on the watch with --initial stream', async () => {
		const asked = await requestsOf(() => kyacht('nodes', '-o', 'name', '--initial', 'stream'));
		expect(asked.some(({ path }) => path.includes('sendInitialEvents=true'))).toBe(true);
	});

	it.each([['--metrics-interval', '30s'], ['--poll-interval', '2s'], ['--watchdog', '20s'], ['--request-timeout', '20s'], ['--no-color']])(
		'takes %s',
		async (...flag) => {
			const ran = await kyacht('nodes', '-o', 'name', ...flag);
			expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
		},
	);

	it('reads the config file, which the environment beats, which a flag beats', async () => {
		const config = join(home, 'config');
		mkdirSync(join(config, 'kyacht'), { recursive: true });
		writeFileSync(join(config, 'kyacht', 'config.yaml'), 'logLevel: loud\n');
		const ran = await runKyacht(['nodes', '--kubeconfig', kubeconfig], { home, env: { XDG_CONFIG_HOME: config } });
		expect(ran).toMatchObject({ stdout: '', exitCode: 2 });
		expect(ran.stderr).toBe(
			`kyacht: ${config}/kyacht/config.yaml:1: logLevel: "loud" is none of off, error, info, debug; give one of these.\n`,
		);
	});
});

describe('workloads', () => {
	it('print their pane’s columns, of all kinds at once', async () => {
		const ran = await kyacht('workloads', '-n', 'shop');
		expect(linesOf(ran)[0]).toMatch(/^KIND +NAME +READY +UP-TO-DATE +STATUS +RESTARTS +CPU +MEM +IMAGES +AGE$/);
		expect(ran.stdout).toMatch(/^Deployment +cart +\d\/\d +\d +rolled out +\d/m);
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
		const names = linesOf(await kyacht('workloads', '-A', '-o', 'name'));
		expect(names).toEqual(expect.arrayContaining(['deployment.apps/cart', 'daemonset.apps/kube-proxy']));
		expect(names.filter((name) => name.startsWith('replicaset.apps/'))).toEqual([]);
	});

	it('are data as well, each with its kind', async () => {
		const { domain, resourceVersion, rows } = documentOf(await kyacht('workloads', '-A', '-o', 'json'));
		expect({ domain, versions: (resourceVersion as readonly string[]).length }).toEqual({ domain: 'workloads', versions: 7 });
		expect(rows.find(({ name }) => name === 'cart')).toMatchObject({
			kind: 'Deployment',
			ready: expect.stringMatching(/^\d\/\d$/),
			upToDate: expect.any(Number),
			status: expect.any(String),
			restarts: expect.any(Number),
			cpu: expect.any(Number),
			memory: expect.any(Number),
			images: expect.arrayContaining([expect.stringContaining('cart')]),
		});
	});

	it('name whom they act as, where that one is refused', async () => {
		const [asJane, asNobody] = await Promise.all([
			kyacht('pods', '--as', 'jäne'),
			kyacht('pods', '--context', 'demo-shop', '--as', 'jane'),
		]);
		expect(asJane).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(': jäne, as whom you act, may not list pods in ') });
		expect(asNobody).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(': you may not act as jane (403: impersonate users);') });
	});

	it('print the kinds that answered with exit code 0, and name the others on stderr; where none does they end with 3', async () => {
		const grant = server.faults.forbid({ verb: '*', resource: 'cronjobs' });
		const ran = await kyacht('workloads', '-n', 'shop');
		grant();
		expect(ran.stdout).toContain('Deployment');
		expect(ran.stderr).toMatch(
			/^kyacht: Cannot read cronjobs in namespace shop [^:]*: you may not list cronjobs\.batch in namespace shop \(403\)/,
		);
		expect(ran.exitCode).toBe(0);
		const grantAgain = server.faults.forbid({ verb: '*', resource: 'cronjobs' });
		const partial = documentOf(await kyacht('workloads', '-n', 'shop', '-o', 'json'));
		grantAgain();
		expect(partial.notRead).toEqual([
			{ resource: 'cronjobs.batch', namespace: 'shop', reason: 'permissions', detail: expect.stringContaining('list cronjobs.batch') },
		]);
		expect(documentOf(await kyacht('workloads', '-n', 'shop', '-o', 'json'))).not.toHaveProperty('notRead');
		const grantAll = server.faults.forbid({ verb: '*', resource: '*' });
		const refused = await kyacht('workloads', '-n', 'shop');
		grantAll();
		expect(refused).toMatchObject({ stdout: '', exitCode: 3 });
		expect(refused.stderr).toMatch(
			/^kyacht: Cannot read deployments, statefulsets and \d more in namespace shop [^:]*: you may not list deployments\.apps, statefulsets\.apps and \d more in namespace shop \(403\)[^\n]*\n$/,
		);
	});

	it.each(['deploy', 'sts', 'ds', 'rs', 'jobs', 'cj'])(
		'%s prints kubectl’s columns and reads neither pods nor metrics for them',
		async (view) => {
			const asked = await requestsOf(async () => {
				expect(await kyacht(view, '-A', '-o', 'wide')).toMatchObject({ stderr: '', exitCode: 0 });
			});
			expect(asked.filter(({ path }) => path.includes('/pods'))).toEqual([]);
		},
	);
});
