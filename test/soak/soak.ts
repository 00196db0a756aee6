import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { randomFor } from '../../src/demo/random.ts';
import { findDomain } from '../../src/domains/registry.ts';
import type { Domain, Row } from '../../src/domains/types.ts';
import { Changes } from './changes.ts';
import { type FaultTarget, faultKinds } from './fault-kinds.ts';
import { FreshView } from './fresh-view.ts';
import type { CheckRecord, SoakRecord } from './report.ts';
import { type PlannedFault, planRound, type RoundPlan } from './round-plan.ts';
import { compareCards } from './screen-cards.ts';
import { compareRows } from './screen-table.ts';
import { SoakedCluster } from './soaked-cluster.ts';
import { SoakedTerminal } from './soaked-terminal.ts';
import { derivedViews, servedObjects, soakedViews } from './soaked-views.ts';
import { Twin } from './twin.ts';

export interface SoakOptions {
	readonly minutes: number;
	readonly seed: number;
	/** Those that are opened and compared; absent: all that can be. */
	readonly views?: readonly string[];
	/** `bin/kyacht.js`. */
	readonly program: string;
	/** An empty one, for everything that is written. */
	readonly directory: string;
	/** Ends it early, with what was found until then. */
	readonly signal: AbortSignal;
	readonly onCheck: (record: CheckRecord) => void;
}

/** A shorter proof window than the usual one: what is silent for good has to be found while somebody waits for it. */
const watchdogSeconds = 10;

/**
 * How long what is shown as live may be behind the server: the proof window, the deadlines of the probe and of the second watch,
 * and what a busy machine adds.
 */
const mostBehindMs = (watchdogSeconds + 10 + 5) * 1_000;

/** From the end of all faults until the rows are the server's: a list that is never answered is given up after 65 s. */
const patienceMs = 90_000;
/** A server sends what a watch has missed behind the headers that make it live: until it can have come, nobody is behind. */
const catchUpMs = 1_000;
const openPatienceMs = 20_000;
const lookEveryMs = 250;
/** Before it is asked by hand. */
const byItselfMs = 1_000;
/**
 * So often everything has to come back by itself. Failures of the last two minutes make a stream wait up to a minute before it tries
 * again; in between it is asked by hand, and twins, which nobody can ask, may say that they are stale.
 */
const patientEvery = 6;
const mostFailures = 5;

const readsOf = (domain: Domain) => domain.reads.filter((read) => read.role === 'rows');

/** What the server holds, as rows of a domain. */
function servedRows({ server }: SoakedCluster, domain: Domain): readonly Row[] {
	return readsOf(domain).flatMap(({ resource, keep = () => true }) =>
		servedObjects(server.world, resource)
			.map((object) => resource.project(object, (text) => text))
			.filter(keep),
	);
}

const domainOf = (view: string): Domain => {
	const found = findDomain(view);
	if (found === undefined) throw new Error(`there is no view ${view}`);
	return found;
};

/** What has to be on the screen. */
interface Expected {
	readonly domain: Domain;
	/** Undefined: not known yet. */
	rows(): readonly Row[] | undefined;
	close(): Promise<void>;
}

async function expectedOf(view: string, cluster: SoakedCluster, directory: string): Promise<Expected> {
	if (derivedViews.includes(view)) return FreshView.open(cluster, view, directory);
	const domain = domainOf(view);
	return { domain, rows: () => servedRows(cluster, domain), close: async () => undefined };
}

/** Runs it for so long, and tells what was seen. Rejects only when it cannot be run at all. */
export async function soak(options: SoakOptions): Promise<SoakRecord> {
	const { seed, program, directory, signal } = options;
	const cluster = await SoakedCluster.start(directory, seed);
	const changes = new Changes(cluster.server.world, randomFor(seed, 'changes'));
	const common = ['--kubeconfig', cluster.kubeconfig, '--watchdog', `${watchdogSeconds}s`];
	const terminal = new SoakedTerminal({ program, directory, flags: [...common, '--journal', join(directory, 'journal.jsonl')] });
	const twins = ['pods', 'events'].map((view) => {
		const flags = [...common, '--context', 'demo-viewer', '--journal', join(directory, `journal-${view}.jsonl`)];
		return new Twin({ program, view, directory, flags });
	});
	const soaking = new Soaking({ ...options, cluster, changes, terminal, twins });
	try {
		return await soaking.run();
	} finally {
		changes.rest();
		if (!signal.aborted && terminal.running) soaking.left(await terminal.leave());
		await Promise.all([terminal.stop(), ...twins.map((twin) => twin.stop())]);
		await cluster.close();
	}
}

interface SoakingOptions extends SoakOptions {
	readonly cluster: SoakedCluster;
	readonly changes: Changes;
	readonly terminal: SoakedTerminal;
	readonly twins: readonly Twin[];
}

class Soaking {
	readonly #options: SoakingOptions;
	readonly #startedAt = performance.now();
	readonly #checks: CheckRecord[] = [];
	readonly #failures: string[] = [];
	#mostBehindMs = 0;
	/** Since when each of those that show the canary has said that it is live, without a break. */
	readonly #liveSince = new Map<string, number>();
	/** Stopped programs show what they showed; until this moment that is no lie. */
	#excusedUntil = 0;

	constructor(options: SoakingOptions) {
		this.#options = options;
	}

	async run(): Promise<SoakRecord> {
		const { minutes, seed, signal } = this.#options;
		const views = this.#options.views ?? [...soakedViews.map(({ name }) => name), ...derivedViews];
		const notOpen = await this.#options.terminal.open('pods', 'PODS', openPatienceMs);
		if (notOpen !== undefined) this.#fail(0, `${notOpen}\n${this.#options.terminal.screen}`);
		for (let number = 1; !signal.aborted && this.#elapsedMs() < minutes * 60_000; number++) {
			const before = this.#failures.length;
			const plan = planRound(seed, number, faultKinds, views);
			await this.#act(plan);
			if (signal.aborted) break;
			await this.#check(plan, before);
			if (this.#failures.length >= mostFailures || !this.#options.terminal.running) break;
		}
		return this.#record();
	}

	/** How it ended when it was left. */
	left(exitCode: number): void {
		if (exitCode !== 130) this.#failures.push(`ctrl-c ended the program with ${exitCode}`);
	}

	#elapsedMs(): number {
		return performance.now() - this.#startedAt;
	}

	#record(): SoakRecord {
		const { seed, changes } = this.#options;
		return {
			seed,
			ms: this.#elapsedMs(),
			checks: this.#checks,
			failures: this.#failures,
			changes: changes.made,
			mostBehindMs: this.#mostBehindMs,
		};
	}

	/** The cluster changes, faults come and go, somebody types. Resolves when all faults are over. */
	async #act({ number, ms, faults, steps }: RoundPlan): Promise<void> {
		const { changes, terminal, signal } = this.#options;
		changes.start();
		const ends: Promise<void>[] = [];
		const todo = [
			...faults.map((fault) => ({ at: fault.at, run: () => void ends.push(this.#fault(fault)) })),
			...steps.map((step) => ({ at: step.at, run: () => terminal.do(step) })),
			...Array.from({ length: Math.floor(ms / lookEveryMs) }, (_, look) => ({ at: look * lookEveryMs, run: () => this.#look(number) })),
		].sort((a, b) => a.at - b.at);
		const from = performance.now();
		for (const { at, run } of todo) {
			const left = from + at - performance.now();
			if (left > 0) await wait(left, undefined, { signal }).catch(() => undefined);
			if (signal.aborted || !terminal.running) break;
			run();
		}
		await Promise.all(ends);
		changes.rest();
	}

	async #fault({ kind, forMs, random }: PlannedFault): Promise<void> {
		const { cluster, signal } = this.#options;
		const target: FaultTarget = { cluster, stopPrograms: () => this.#stopPrograms() };
		if ('strike' in kind) {
			kind.strike(target, random);
			return;
		}
		const end = kind.begin(target, random);
		await wait(forMs, undefined, { signal }).catch(() => undefined);
		await end();
	}

	#stopPrograms(): () => void {
		const { terminal, twins } = this.#options;
		const pids = [terminal, ...twins].map(({ pid }) => pid);
		for (const pid of pids) process.kill(pid, 'SIGSTOP');
		this.#excusedUntil = Number.POSITIVE_INFINITY;
		return () => {
			for (const pid of pids) process.kill(pid, 'SIGCONT');
			this.#excusedUntil = performance.now() + 3_000;
		};
	}

	/** What must hold at any moment. */
	#look(number: number): void {
		const { terminal, twins, changes } = this.#options;
		const wrong = terminal.wrongAtSight();
		if (wrong !== undefined) this.#fail(number, wrong);
		for (const { end } of twins) if (end !== undefined) this.#fail(number, end);
		if (performance.now() < this.#excusedUntil) return;
		const [pods] = twins;
		const marks = [
			['the screen', terminal.shownMark()],
			['the twin', pods?.fold.isLive === true ? pods.fold.canaryMark : undefined],
		] as const;
		const now = performance.now();
		for (const [who, mark] of marks) {
			const liveSince = this.#liveSince.get(who) ?? now;
			if (mark === undefined) this.#liveSince.delete(who);
			else this.#liveSince.set(who, liveSince);
			if (mark === undefined || now - liveSince < catchUpMs) continue;
			const behind = changes.canary.behind(mark, Date.now());
			this.#mostBehindMs = Math.max(this.#mostBehindMs, behind);
			if (behind > mostBehindMs) this.#fail(number, `${who} says live, and is ${Math.round(behind / 1_000)} s behind`);
		}
	}

	#fail(number: number, words: string): void {
		const failure = `round ${number}: ${words}`;
		if (!this.#failures.includes(failure)) this.#failures.push(failure);
	}

	/** All is quiet: the rows have to be the server's. */
	async #check(plan: RoundPlan, failuresBefore: number): Promise<void> {
		const { terminal, cluster, directory, onCheck, signal } = this.#options;
		const quietAt = performance.now();
		const expected = await expectedOf(plan.view, cluster, directory);
		const notOpen = await terminal.open(plan.view, expected.domain.title, openPatienceMs);
		if (notOpen !== undefined) this.#fail(plan.number, `${notOpen}\n${terminal.screen}`);
		const { differences, last } = await this.#untilEqual(plan, expected, quietAt);
		const tookMs = performance.now() - quietAt;
		const rows = expected.rows()?.length ?? 0;
		await expected.close();
		if (signal.aborted) return;
		for (const difference of differences.slice(0, 10)) this.#fail(plan.number, difference);
		if (differences.length > 0) this.#fail(plan.number, `the screen was\n${terminal.screen}`);
		this.#look(plan.number);
		const figures = terminal.running ? await terminal.figures() : undefined;
		if (figures === undefined) this.#fail(plan.number, 'the program does not tell its figures');
		for (const warning of figures?.warnings ?? []) this.#fail(plan.number, `Node warned: ${warning}`);
		const record: CheckRecord = {
			number: plan.number,
			at: this.#elapsedMs(),
			view: plan.view,
			rows,
			tookMs,
			last,
			faults: plan.faults.map(({ kind, forMs }) => ({ name: kind.name, forMs })),
			streams: cluster.streamsOf('admin'),
			figures,
			failures: this.#failures.slice(failuresBefore),
		};
		this.#checks.push(record);
		onCheck(record);
	}

	/** Resolves when nothing differs, or with what does when patience is at its end; `last` is what was waited for. */
	async #untilEqual(plan: RoundPlan, expected: Expected, quietAt: number): Promise<{ differences: readonly string[]; last: string }> {
		const { terminal, signal } = this.#options;
		const isPatient = plan.number % patientEvery === 0;
		const askAgain = !isPatient || plan.faults.some(({ kind }) => 'settles' in kind);
		let asked = !askAgain;
		let last = '';
		for (;;) {
			const differences = [...this.#onScreen(expected, isPatient), ...this.#inTwins(isPatient)];
			const waitedMs = performance.now() - quietAt;
			if (differences.length === 0 || waitedMs > patienceMs || signal.aborted || !terminal.running) return { differences, last };
			last = differences[0] ?? '';
			if (!asked && waitedMs > byItselfMs) {
				asked = true;
				terminal.askAgain();
			}
			await wait(lookEveryMs);
			this.#look(plan.number);
		}
	}

	/**
	 * What differs between the rows on the screen and the server's; or they are not said to be live. The header's light tells of
	 * metrics, too: a request for them that nobody answers is given up after half a minute, so it is waited for only where all has to be live.
	 */
	#onScreen(expected: Expected, allLive: boolean): readonly string[] {
		const { terminal } = this.#options;
		const rows = expected.rows();
		if (rows === undefined) return ['the view that was read anew is not complete'];
		const { domain } = expected;
		const table = terminal.table();
		if (table?.title !== domain.title) return ['the list is not shown'];
		const light = table.isLive && (terminal.isLit || !allLive) ? [] : ['the screen does not say that it is live'];
		const differences =
			domain.lines === undefined ? compareRows(domain, rows, table, Date.now()).differences : compareCards(rows, table.lines);
		return [...light, ...differences];
	}

	/** What differs in what the twins tell; of one that says that it is stale only where all have to be live. */
	#inTwins(allLive: boolean): readonly string[] {
		const { twins, cluster } = this.#options;
		return twins.flatMap(({ fold, view }) => {
			const rows = servedRows(cluster, domainOf(view));
			const differences = fold.differences(new Map(rows.map(({ uid, resourceVersion }) => [uid, resourceVersion])));
			const wrong = fold.isLive ? differences : allLive ? ['it does not say that it is live'] : [];
			return [...wrong, ...fold.impossible].map((words) => `the twin on ${view}: ${words}`);
		});
	}
}
