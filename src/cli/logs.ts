import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Connection } from '../kube/connection.ts';
import { readObject } from '../sessions/log-owner.ts';
import { LogPod, type LogPodObject, logPods } from '../sessions/log-pod.ts';
import { LogSources } from '../sessions/log-sources.ts';
import type { LogContainers, LogTarget } from '../sessions/types.ts';
import type { Engine, StreamStatus, SyncObserver } from '../sync/types.ts';
import { until } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';
import { logFailure, noSuchContainer } from './log-failure.ts';
import { logLimits } from './log-limits.ts';
import type { LogFlags } from './logs-flags.ts';
import { logOutput } from './logs-output.ts';
import type { OutputStream } from './output-stream.ts';
import { printPodLog } from './pod-log.ts';

export interface LogsRun {
	readonly connection: Connection;
	readonly engine: Engine;
	readonly clock: Clock;
	readonly observer: SyncObserver;
	readonly namespace: string;
	readonly target: LogTarget;
	readonly flags: LogFlags;
	readonly format: 'text' | 'jsonl';
	/** stdout is one; colours in it are wanted or not. */
	readonly terminal: { readonly colour: boolean } | undefined;
	readonly out: OutputStream;
	readonly note: (sentence: string) => void;
}

const MOST_REQUESTS = 50;

/** Prints logs, once or as they come. Throws SentenceError with the exit code of what went wrong. */
export async function runLogs(run: LogsRun): Promise<number> {
	const { flags, format, target } = run;
	const pod = target.kind === 'pod' ? await findPod(run, target.name) : undefined;
	if (pod !== undefined && flags.container === undefined && flags.allContainers !== true && pod.containers.length > 1) {
		const names = pod.containers.map(({ name, kind }) => (kind === 'app' ? name : `${name} (${kind})`)).join(', ');
		run.note(`This is the log of container ${pod.defaultContainer}; name another one with -c: ${names}.`);
	}
	if (pod !== undefined && flags.container !== undefined && !pod.containers.some(({ name }) => name === flags.container))
		throw noSuchContainer(flags.container, `pod ${pod.name}`, pod.containers);
	const takesLines = format === 'jsonl' || flags.include !== undefined || flags.exclude !== undefined;
	return pod === undefined || takesLines || flags.follow === true ? printLines(run) : printPodLog(run, pod);
}

/** The pod by its name, before its log: what is wrong with it is a sentence then. */
async function findPod(run: LogsRun, name: string): Promise<LogPod> {
	const { connection, namespace } = run;
	try {
		const object = await readObject(connection, logPods.gvr, namespace, name, new AbortController().signal);
		return new LogPod(object as unknown as LogPodObject);
	} catch (error) {
		throw failed(error, run, `pod ${name} in namespace ${namespace}`);
	}
}

function failed(error: unknown, { connection, namespace, target }: LogsRun, what: string): unknown {
	return error instanceof ApiFailure ? logFailure(error.error, { connection, namespace, target, what }) : error;
}

async function printLines(run: LogsRun): Promise<number> {
	const { connection, engine, clock, observer, namespace, target, flags, format, terminal, out, note } = run;
	const containers: LogContainers =
		flags.allContainers === true ? 'all' : flags.container === undefined ? 'default' : { name: flags.container };
	const isOne = target.kind === 'pod' && containers !== 'all';
	const stopped = Promise.withResolvers<never>();
	const changed = new Set<() => void>();
	const output = logOutput({
		flags,
		format,
		namespace,
		prefix: flags.prefix ?? target.kind !== 'pod',
		terminal,
		out,
		note,
		onFailure: stopped.reject,
		now: () => clock.now(),
	});
	const sources = new LogSources({
		connection,
		engine,
		clock,
		observer,
		sink: output.sink,
		mostStreams: flags.maxLogRequests ?? MOST_REQUESTS,
		onChange: () => {
			output.flush();
			for (const listener of [...changed]) listener();
		},
		request: {
			namespace,
			target,
			containers,
			follow: flags.follow === true,
			previous: flags.previous === true,
			...logLimits(flags, target.kind === 'selector' ? target.labelSelector : undefined),
		},
	});
	const subscribe = (listener: () => void): (() => void) => {
		changed.add(listener);
		return () => changed.delete(listener);
	};
	const race = (holds: () => boolean) => Promise.race([until(holds, subscribe), stopped.promise, out.failed]);
	const what = target.kind === 'selector' ? `pods in namespace ${namespace}` : `the log of ${target.name} in namespace ${namespace}`;
	try {
		await race(() => sources.pods.isComplete || sources.pods.status().level === 'unhealthy');
		if (!sources.pods.isComplete) throw refusal(sources.pods.status(), run, what);
		if (sources.streams().length === 0) sayWhyNone(run, sources);
		// What goes on until it is interrupted has its end only where nothing can come any more.
		await race(() => isRefused(sources) || (sources.isDone && (flags.follow !== true || isOne)));
		output.flush();
		await Promise.race([out.drained(), stopped.promise]);
		const statuses = sources.streams().map(({ status }) => status);
		const refused = statuses.find(({ error }) => error !== undefined);
		if (refused !== undefined && (flags.ignoreErrors !== true || isOne)) throw refusal(refused, run, what);
		return exitCodes.ok;
	} finally {
		sources.close();
	}
}

/**
 * Throws where -c names a container that neither the pods have nor the template of those to come, and where -p asks for what
 * never ran; says otherwise that there are no pods. An empty selection is no failure, as kubectl has it.
 */
function sayWhyNone({ flags: { container, follow }, target, namespace, note }: LogsRun, { pods }: LogSources): void {
	const found = pods.pods();
	const containers = [...found.flatMap((pod) => pod.containers), ...pods.templateContainers];
	if (container !== undefined && containers.length > 0 && !containers.some(({ name }) => name === container)) {
		throw noSuchContainer(container, found.length === 0 ? 'the pods that it makes' : 'any of the pods', containers);
	}
	if (found.length > 0 && container === undefined) {
		const sentence = `Nothing ran before in any of the ${found.length} pods: no container was restarted; leave out -p.`;
		throw new SentenceError(sentence, exitCodes.failed);
	}
	const which = container === undefined || found.length === 0 ? 'that this selects' : `that have a container ${safeText(container)}`;
	const none = `There are no pods in namespace ${namespace} ${which}`;
	if (follow === true) note(`${none} yet; waiting for them.`);
	else if (target.kind === 'owner') throw new SentenceError(`${none}, so there is no log; -f waits for them.`, exitCodes.failed);
	else note(`${none}.`);
}

/** Every log that there is was refused for good: waiting would be for nothing. */
const isRefused = (sources: LogSources): boolean => {
	const streams = sources.streams();
	return streams.length > 0 && streams.every(({ status }) => status.level === 'unhealthy' && status.polling.kind === 'disabled');
};

function refusal(status: StreamStatus, { connection, namespace, target }: LogsRun, what: string): Error {
	if (status.error === undefined)
		return new SentenceError(`Cannot read ${what}: ${status.detail || status.reason}; try again.`, exitCodes.failed);
	return logFailure(status.error, { connection, namespace, target, what });
}
