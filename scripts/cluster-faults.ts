/**
 * Breaks a real cluster and looks on through the real program: `npm run cluster-faults -- DIRECTORY PART-COMMAND [--kills N] [--only WORDS]`.
 * DIRECTORY and PART-COMMAND are those of test/cluster/faults/cluster-parts.ts; the cluster is broken on purpose, so it must be one
 * that nobody needs. Pods come and go all the while. After each fault everybody who watches must be live again and hold the server's
 * own rows, by uid and resourceVersion. Prints a line a fault and user; exits 1 unless all of them held.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Churn } from '../test/cluster/faults/churn.ts';
import { BreakableCluster } from '../test/cluster/faults/cluster-parts.ts';
import { prepare, type Trial, trials } from '../test/cluster/faults/trials.ts';
import { WatchingUser } from '../test/cluster/faults/watching-user.ts';

const lookEveryMs = 100;
/** Everybody holds what a cluster at rest holds within this. */
const settleWithinMs = 15_000;
const quietWithinMs = 300_000;

interface Outcome {
	readonly user: string;
	readonly noticedMs: number | undefined;
	readonly liveMs: number | undefined;
	readonly told: readonly string[];
	readonly problem: string | undefined;
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { kills: { type: 'string', default: '10' }, only: { type: 'string', default: '' } },
});
const [directory, partCommand] = positionals;
if (directory === undefined || partCommand === undefined) {
	process.stderr.write('kyacht: name the directory of a cluster that may be broken and the command that handles its parts.\n');
	process.exit(2);
}
process.exitCode = await run(new BreakableCluster(directory, partCommand)).catch((error: Error) => {
	process.stderr.write(`kyacht: ${error.message}\n`);
	return 1;
});

async function run(cluster: BreakableCluster): Promise<number> {
	await prepare(cluster);
	const chosen = trials(Number(values.kills)).filter(({ name }) => name.includes(values.only));
	const users = [
		new WatchingUser({ name: 'admin', kubeconfig: cluster.kubeconfig('admin'), namespace: undefined }),
		new WatchingUser({ name: 'exec', kubeconfig: cluster.kubeconfig('exec'), namespace: undefined }),
		new WatchingUser({ name: 'shop', kubeconfig: cluster.kubeconfig('shop'), namespace: 'shop' }),
		new WatchingUser({ name: 'swapped', kubeconfig: cluster.kubeconfig('swapped'), namespace: undefined }),
	];
	const churn = await Churn.of(cluster);
	let failures = 0;
	try {
		await untilLive(users, 30_000);
		for (const trial of chosen) {
			const outcomes = await attempt(trial, cluster, users, churn);
			process.stdout.write(`\n${trial.name}\n`);
			for (const outcome of outcomes) {
				process.stdout.write(`${lineOf(outcome)}\n`);
				if (outcome.problem !== undefined) failures += 1;
			}
		}
	} finally {
		await churn.pause();
		for (const user of users) await user.stop();
	}
	const count = chosen.length * users.length;
	process.stdout.write(`\n${count - failures} of ${count} ended live with the server's own rows\n`);
	return failures === 0 ? 0 : 1;
}

async function attempt(trial: Trial, cluster: BreakableCluster, users: readonly WatchingUser[], churn: Churn): Promise<readonly Outcome[]> {
	for (const user of users) user.forget();
	churn.start();
	await wait(3_000);
	const noticed = new Map<string, number>();
	const live = new Map<string, number>();
	const startedAt = Date.now();
	let isOver = false;
	const looking = (async () => {
		while (!isOver) {
			for (const user of users) {
				user.look();
				if (!user.isLive && !noticed.has(user.name)) noticed.set(user.name, Date.now() - startedAt);
			}
			await wait(lookEveryMs);
		}
	})();
	const mend = await trial.breakIt(cluster);
	await wait(trial.forMs);
	await mend();
	const mendedAt = Date.now();
	while (Date.now() - mendedAt < trial.withinMs && live.size < users.length) {
		for (const user of users) if (user.isLive && !live.has(user.name)) live.set(user.name, Date.now() - mendedAt);
		await wait(lookEveryMs);
	}
	isOver = true;
	await looking;
	await churn.pause();
	const differences = await settle(cluster, users, churn);
	return users.map((user) => ({
		user: user.name,
		noticedMs: noticed.get(user.name),
		liveMs: live.get(user.name),
		told: user.told,
		problem: problemOf(trial, user, live.has(user.name), noticed.has(user.name), differences.get(user.name) ?? []),
	}));
}

function problemOf(
	trial: Trial,
	user: WatchingUser,
	isLive: boolean,
	hasNoticed: boolean,
	differences: readonly string[],
): string | undefined {
	if (!isLive) return `not live: ${user.light()}\n${user.text()}\n${readFileSync(user.journal, 'utf8').split('\n').slice(-60).join('\n')}`;
	if (trial.toldTo.includes(user.name) && !hasNoticed) return 'was not told';
	if (differences.length > 0) return `${differences.length} rows differ: ${differences.slice(0, 3).join('; ')}`;
	return undefined;
}

/** Compares when the cluster has come to rest: what a restart set going is still scheduled and started for a while. */
async function settle(
	cluster: BreakableCluster,
	users: readonly WatchingUser[],
	churn: Churn,
): Promise<ReadonlyMap<string, readonly string[]>> {
	await untilQuiet(cluster, churn);
	const startedAt = Date.now();
	for (;;) {
		const found = new Map<string, readonly string[]>();
		for (const user of users) {
			const differences = user.differences(await cluster.servedPods(user.namespace));
			if (differences.length > 0) found.set(user.name, differences);
		}
		if (found.size === 0 || Date.now() - startedAt > settleWithinMs) return found;
		await wait(1_000);
	}
}

/**
 * Every rollout has ended, and two lists three seconds apart are the same. The lists alone do not tell: after an outage the
 * cluster's own controllers wait for up to half a minute before they go on.
 */
async function untilQuiet(cluster: BreakableCluster, churn: Churn): Promise<void> {
	const startedAt = Date.now();
	let before = '';
	while (Date.now() - startedAt < quietWithinMs) {
		const now = (await churn.isOver()) ? (await cluster.servedPods(undefined)).fingerprint : '';
		if (now !== '' && now === before) return;
		before = now;
		await wait(3_000);
	}
	throw new Error('the cluster does not come to rest within five minutes: nothing can be compared');
}

async function untilLive(users: readonly WatchingUser[], withinMs: number): Promise<void> {
	const startedAt = Date.now();
	while (!users.every(({ isLive }) => isLive)) {
		const late = users.find(({ isLive }) => !isLive);
		if (Date.now() - startedAt > withinMs) throw new Error(`${late?.name} is not live at the start: ${late?.light()}\n${late?.text()}`);
		await wait(lookEveryMs);
	}
}

function lineOf({ user, noticedMs, liveMs, told, problem }: Outcome): string {
	const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);
	const words = told.length === 0 ? 'nothing' : told.join('; ');
	return `  ${user.padEnd(8)} noticed ${seconds(noticedMs)}, live after ${seconds(liveMs)}, told: ${words}${problem === undefined ? '' : `\n  FAILED: ${problem}`}`;
}
