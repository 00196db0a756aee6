import { execFile, execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { servedViewsOf } from '../../src/cli/served-views.ts';
import { findDomain } from '../../src/domains/registry.ts';
import { connect } from '../../src/kube/connect.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import { createEngine } from '../../src/sync/engine.ts';
import type { DomainFeed } from '../../src/sync/types.ts';
import { BreakableCluster } from './faults/cluster-parts.ts';

const kubeconfig = process.env.KYACHT_TEST_KUBECONFIG;
if (kubeconfig === undefined) throw new Error('KYACHT_TEST_KUBECONFIG names no kubeconfig: set it to that of a cluster to check against.');
/** Of a cluster that may be broken: its directory and the command that handles its parts (faults/cluster-parts.ts). */
const { KYACHT_TEST_CLUSTER: directory, KYACHT_TEST_PART_COMMAND: partCommand } = process.env;

const run = promisify(execFile);
const flags = ['--kubeconfig', kubeconfig];

/** Once more than what kubectl's own end takes to reach us. */
const seenWithinMs = 1_000;
const openWithinMs = 20_000;
const backWithinMs = 60_000;
const annotation = 'kyacht.example.com/seen';

interface Listed {
	readonly name: string;
	readonly verbs: readonly string[];
}

/** What the server lists, in two formats of kubectl: names in full, and verbs. */
const resources: readonly Listed[] = (['watch', 'patch'] as const)
	.map((verb) => new Set(namesWith('list', verb)))
	.reduce<Listed[]>(
		(all, having, at) => all.map((one) => (having.has(one.name) ? { ...one, verbs: [...one.verbs, at === 0 ? 'watch' : 'patch'] } : one)),
		namesWith('list').map((name) => ({ name, verbs: ['list'] })),
	);

function namesWith(...verbs: readonly string[]): readonly string[] {
	const asked = ['api-resources', `--verbs=${verbs.join(',')}`, '-o', 'name', ...flags];
	return execFileSync('kubectl', asked, { encoding: 'utf8' })
		.split('\n')
		.filter((name) => name !== '');
}

const connection = connect(loadKubeconfig({ env: process.env, home: homedir(), kubeconfig }), undefined, { version: '0.0.0' });
const engine = createEngine({ connection, clock: systemClock });
const served = servedViewsOf(connection, systemClock);
afterAll(() => engine.close());

async function open(name: string): Promise<DomainFeed> {
	const domain = findDomain(name) ?? (await served.resolve(name)).domain;
	return openDomainFeed(engine, domain, {}, { visible: true, firstPage: 50, clock: systemClock });
}

async function until(holds: () => boolean, withinMs: number, what: () => string): Promise<void> {
	for (const end = Date.now() + withinMs; !holds(); await wait(10)) {
		if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what()}`);
	}
}

/** As live as it can be: watched, or polled and saying so. */
const isServed = (feed: DomainFeed): boolean => {
	const { rows, live, mode } = feed.status();
	return rows === 'complete' && (live || mode === 'polling');
};

const said = (feed: DomainFeed): string => `${feed.domain.name}: ${JSON.stringify(feed.status())}`;

describe('every resource of a real cluster', () => {
	test.each(resources)('$name is live, or says that it is polled, and hears of a change within a second', async ({ name, verbs }) => {
		const feed = await open(name);
		try {
			await until(
				() => isServed(feed),
				openWithinMs,
				() => said(feed),
			);
			if (!verbs.includes('watch')) {
				expect(feed.status()).toMatchObject({ mode: 'polling', level: 'degraded' });
				return;
			}
			await until(
				() => feed.status().mode === 'watch' && feed.status().live,
				openWithinMs,
				() => said(feed),
			);
			const { value: row } = feed.rows.values().next();
			if (row === undefined || !verbs.includes('patch')) return;
			const versions = new Map<string, number>();
			const stop = feed.rows.observe({
				changed: (changes) => {
					for (const { row: changed } of changes) if (changed.uid === row.uid) versions.set(changed.resourceVersion, Date.now());
				},
			});
			const object = ['annotate', name, row.name, ...(row.namespace === '' ? [] : ['-n', row.namespace]), ...flags];
			const { stdout } = await run('kubectl', [
				...object,
				'--overwrite',
				`${annotation}=${Date.now()}`,
				'-o',
				'jsonpath={.metadata.resourceVersion}',
			]);
			const endedAt = Date.now();
			await until(
				() => versions.has(stdout),
				seenWithinMs,
				() => `${stdout} of ${row.name} in ${said(feed)}`,
			);
			expect((versions.get(stdout) ?? Number.NaN) - endedAt).toBeLessThan(seenWithinMs);
			stop();
			await run('kubectl', [...object, `${annotation}-`]);
		} finally {
			feed.close();
		}
	});

	test.runIf(directory !== undefined && partCommand !== undefined)(
		'is as live as before after the API server was killed and started again',
		async () => {
			const cluster = new BreakableCluster(directory ?? '', partCommand ?? '');
			const feeds = await Promise.all(resources.map(({ name }) => open(name)));
			const modes = (): readonly string[] => feeds.map((feed) => `${feed.domain.name} ${isServed(feed) ? feed.status().mode : said(feed)}`);
			await until(
				() => feeds.every(isServed),
				backWithinMs,
				() => modes().join('\n'),
			);
			const before = modes();
			await cluster.part('apiserver', 'kill');
			try {
				// What is polled says so, and finds out with its next poll.
				await until(
					() => feeds.every((feed) => feed.status().mode === 'polling' || !feed.status().live),
					openWithinMs,
					() => modes().join('\n'),
				);
			} finally {
				await cluster.part('apiserver', 'start');
			}
			await until(
				() => modes().join() === before.join(),
				backWithinMs,
				() => modes().join('\n'),
			);
			for (const feed of feeds) feed.close();
		},
		200_000,
	);
});
