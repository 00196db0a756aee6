import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { domains } from '../../src/domains/registry.ts';
import type { Domain, ResourceSpec } from '../../src/domains/types.ts';
import type { KubeObject, Scope } from '../../src/kube/types.ts';
import { selected } from '../../src/sync/stream-key.ts';
import { runKyacht } from '../support/run-kyacht.ts';

const admin = process.env.KYACHT_TEST_KUBECONFIG;
if (admin === undefined) throw new Error('KYACHT_TEST_KUBECONFIG names no kubeconfig: set it to that of a cluster to check against.');
/** Where the kubeconfigs of users lie who may not do everything. */
const directory = process.env.KYACHT_TEST_CLUSTER ?? dirname(admin);

const run = promisify(execFile);

const kubectl = async (kubeconfig: string, ...args: readonly string[]): Promise<string> =>
	(await run('kubectl', ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 256 * 1024 * 1024 })).stdout;

/** What somebody may get of a resource: `Pod shop/cart-1`; undefined: it is forbidden. */
type May = ReadonlySet<string> | undefined;

const nameOf = ({ gvr: { group, resource } }: ResourceSpec): string => (group === '' ? resource : `${resource}.${group}`);

const scopeIn = (resource: ResourceSpec, scope: Scope): Scope => selected(resource.namespaced ? scope : {}, resource.only);

/** Views share their resources: each is asked for once, and again when an answer was another. */
const known = new Map<string, Promise<May>>();

function mayGet(kubeconfig: string, resource: ResourceSpec, scope: Scope): Promise<May> {
	const key = JSON.stringify([kubeconfig, resource.gvr, scopeIn(resource, scope)]);
	const answer = known.get(key) ?? asked(kubeconfig, resource, scope);
	known.set(key, answer);
	return answer;
}

async function asked(kubeconfig: string, resource: ResourceSpec, scope: Scope): Promise<May> {
	const { group, version, resource: plural } = resource.gvr;
	const { namespace, labelSelector, fieldSelector } = scopeIn(resource, scope);
	const words = [
		...['get', `${plural}.${version}.${group}`, '-o', 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'],
		...(namespace === undefined ? ['-A'] : ['-n', namespace]),
		...(labelSelector === undefined ? [] : ['-l', labelSelector]),
		...(fieldSelector === undefined ? [] : ['--field-selector', fieldSelector]),
	];
	try {
		const listed = (await kubectl(kubeconfig, ...words)).split('\n').filter((line) => line !== '');
		return new Set(listed.map((line) => `${resource.kind} ${line}`));
	} catch (error) {
		const { stderr = '' } = error as { readonly stderr?: string };
		if (stderr.includes('(Forbidden)')) return undefined;
		throw error;
	}
}

/** The custom kinds that a view reads of this cluster, in the domain's own words. */
async function followed({ follows }: Domain): Promise<readonly ResourceSpec[]> {
	if (follows === undefined) return [];
	const { items } = JSON.parse(await kubectl(admin ?? '', 'get', nameOf(follows.kinds), '-o', 'json')) as {
		readonly items: readonly KubeObject[];
	};
	return items.flatMap((item) => follows.readOf(follows.kinds.project(item, (text) => text)) ?? []);
}

interface Row {
	readonly kind: string | null;
	readonly namespace: string | null;
	readonly name: string;
}

interface Told {
	readonly exitCode: number | null;
	readonly stderr: string;
	readonly rows: readonly Row[];
	/** Resources; whether there are metrics is another matter. */
	readonly notRead: readonly string[];
}

async function told(kubeconfig: string, view: string, place: readonly string[]): Promise<Told> {
	const { stdout, stderr, exitCode } = await runKyacht([view, ...place, '-o', 'json', '--kubeconfig', kubeconfig], { withinMs: 60_000 });
	const document = JSON.parse(stdout || '{}') as {
		readonly rows?: readonly Row[];
		readonly notRead?: readonly { readonly resource: string }[];
	};
	const unread = (document.notRead ?? []).map(({ resource }) => resource);
	return { exitCode, stderr, rows: document.rows ?? [], notRead: unread.filter((name) => !name.endsWith('.metrics.k8s.io')) };
}

/** Its rows are the objects of its reads, each one of them. */
const isOfObjects = ({ derived, lines, reads }: Domain): boolean =>
	derived === undefined && lines === undefined && reads.every((read) => read.role !== 'rows' || (read.keep ?? read.group) === undefined);

async function check(kubeconfig: string, domain: Domain, scope: Scope): Promise<void> {
	const place = scope.namespace === undefined ? ['-A'] : ['-n', scope.namespace];
	const answer = await told(kubeconfig, domain.name, place);
	const wide = domain.scope === 'cluster' ? {} : scope;
	const own = domain.reads.filter((read) => read.resource.form !== 'discovery' && (read.role === 'rows' || domain.lines !== undefined));
	const shown = [...own.map(({ resource }) => resource), ...(await followed(domain))];
	const beside = domain.reads.flatMap((read) => (read.role === 'joined' && domain.lines === undefined ? [read] : []));
	const answers = shown.map(async (resource) => [nameOf(resource), await mayGet(kubeconfig, resource, wide)] as const);
	const may = new Map(await Promise.all(answers));
	const refused = [...may].flatMap(([name, objects]) => (objects === undefined ? [name] : []));
	if (shown.length > 0 && refused.length === may.size) {
		expect(answer).toMatchObject({ exitCode: 3, rows: [] });
		for (const name of refused.slice(0, 2)) expect(answer.stderr).toContain(name);
		if (refused.length > 2) expect(answer.stderr).toContain(`and ${refused.length - 2} more`);
		return;
	}
	for (const { resource, scope: joined } of beside) {
		const seen = joined(wide);
		if ((await mayGet(kubeconfig, resource, seen)) === undefined) refused.push(nameOf(resource));
	}
	if (domain.follows !== undefined && (await mayGet(kubeconfig, domain.follows.kinds, {})) === undefined)
		refused.push(nameOf(domain.follows.kinds));
	expect(answer.exitCode).toBe(0);
	expect(new Set(answer.notRead)).toEqual(new Set(refused));
	for (const name of refused) expect(answer.stderr).toContain(`Cannot read ${name.split('.')[0]}`);
	if (!isOfObjects(domain) || shown.length === 0) return;
	const rows = new Set(answer.rows.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''}/${name}`));
	expect(rows).toEqual(new Set([...may.values()].flatMap((objects) => [...(objects ?? [])])));
}

/** What changes between two questions is asked for again. */
async function settled(once: () => Promise<void>, tries = 3): Promise<void> {
	try {
		await once();
	} catch (error) {
		if (tries <= 1) throw error;
		known.clear();
		await settled(once, tries - 1);
	}
}

const users: readonly (readonly [user: string, scope: Scope])[] = [
	['shop', { namespace: 'shop' }],
	['shop', {}],
	['viewer', {}],
	['nowatch', {}],
];

describe.each(users)('as %s %j', (user, scope) => {
	const kubeconfig = join(directory, `${user}.kubeconfig`);
	test.runIf(existsSync(kubeconfig)).each(domains.map(({ name }) => name))(
		'%s has what kubectl may get, and names what it may not',
		async (name) => {
			const domain = domains.find((one) => one.name === name);
			if (domain === undefined) throw new Error(`there is no domain ${name}`);
			await settled(() => check(kubeconfig, domain, scope));
		},
	);
});
