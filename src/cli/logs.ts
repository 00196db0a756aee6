import { ApiFailure } from '../base/api-error.ts';
import type { Clock } from '../base/clock.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Connection, ContainerLog } from '../kube/connection.ts';
import { readObject } from '../sessions/log-owner.ts';
import { LogPod, type LogPodObject, logPods } from '../sessions/log-pod.ts';
import { LogSources } from '../sessions/log-sources.ts';
import type { LogContainers, LogRequest, LogTarget } from '../sessions/types.ts';
import type { Engine, StreamStatus, SyncObserver } from '../sync/types.ts';
import { until } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';
import { logFailure, noSuchContainer } from './log-failure.ts';
import type { LogFlags } from './logs-flags.ts';
import { logOutput } from './logs-output.ts';
import type { OutputStream } from './output-stream.ts';

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

/** kubectl's, with a selector. */
const TAIL_WITH_SELECTOR = 10;
const MOST_REQUESTS = 50;

/** Prints logs, once or as they come. Throws SentenceError with the exit code of what went wrong. */
export async function runLogs(run: LogsRun): Promise<number> {
	const { flags, target } = run;
	const pod = target.kind === 'pod' ? await findPod(run, target.name) : undefined;
	if (pod !== undefined && flags.container === undefined && flags.allContainers !== true && pod.containers.length > 1) {
		const names = pod.containers.map(({ name, kind }) => (kind === 'app' ? name : `${name} (${kind})`)).join(', ');
		run.note(`This is the log of container ${pod.defaultContainer}; name another one with -c: ${names}.`);
	}
	if (pod !== undefined && flags.container !== undefined && !pod.containers.some(({ name }) => name === flags.container))
		throw noSuchContainer(flags.container, `pod ${pod.name}`, pod.containers);
	const isPlain = run.terminal === undefined && run.format === 'text' && flags.include === undefined && flags.exclude === undefined;
	if (pod !== undefined && isPlain && flags.follow !== true && flags.allContainers !== true && flags.prefix !== true) {
		return printBytes(run, pod);
	}
	return printLines(run);
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

/** Byte for byte as the server sends it, which is as kubectl prints it. */
async function printBytes(run: LogsRun, pod: LogPod): Promise<number> {
	const { connection, namespace, flags, out } = run;
	const container = flags.container ?? pod.defaultContainer;
	const log: ContainerLog = {
		namespace,
		pod: pod.name,
		container,
		previous: flags.previous === true,
		timestamps: flags.timestamps === true,
		...limitsOf(flags, undefined),
		...(flags.limitBytes === undefined ? {} : { limitBytes: flags.limitBytes }),
	};
	const abort = new AbortController();
	const onBytes = async (chunks: readonly Buffer[]): Promise<void> => {
		for (const chunk of chunks) out.write(chunk);
		await out.drained();
	};
	const streamId = `${connection.context}/${namespace} logs ${pod.name}/${container}`;
	try {
		await Promise.race([connection.log({ log, streamId, signal: abort.signal, onBytes }), out.failed]);
	} catch (error) {
		throw failed(error, run, `the log of ${pod.name}/${container}`);
	} finally {
		abort.abort();
	}
	await out.drained();
	return exitCodes.ok;
}

function limitsOf(flags: LogFlags, selector: string | undefined): Pick<LogRequest, 'tailLines' | 'sinceSeconds' | 'sinceTime'> {
	const tail = flags.tail ?? (selector === undefined ? -1 : TAIL_WITH_SELECTOR);
	return {
		...(tail < 0 ? {} : { tailLines: tail }),
		...(flags.since === undefined || flags.since === 0 ? {} : { sinceSeconds: Math.max(1, Math.round(flags.since / 1000)) }),
		...(flags.sinceTime === undefined ? {} : { sinceTime: flags.sinceTime }),
	};
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
		prefix: flags.prefix ?? !isOne,
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
			...limitsOf(flags, target.kind === 'selector' ? target.labelSelector : undefined),
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
		if (sources.streams().length === 0) refuseMissingContainer(run, sources);
		if (sources.streams().length === 0)
			note(`There are no pods in namespace ${namespace} that this selects${flags.follow === true ? ' yet; waiting for them' : ''}.`);
		// What goes on until it is interrupted has its end only where nothing can come any more.
		await race(() => isRefused(sources) || (sources.isDone && (flags.follow !== true || isOne)));
		output.flush();
		await Promise.race([out.drained(), stopped.promise]);
		const statuses = sources.streams().map(({ status }) => status);
		const refused = statuses.find(({ error }) => error !== undefined);
		if (refused !== undefined) throw refusal(refused, run, what);
		return exitCodes.ok;
	} finally {
		sources.close();
	}
}

/** Throws where there are pods and -c names a container that none of them has; of pods that are followed others may come. */
function refuseMissingContainer({ flags: { container, follow, previous } }: LogsRun, { pods }: LogSources): void {
	const found = pods.pods().flatMap(({ containers }) => containers);
	if (container === undefined || follow === true || previous === true || found.length === 0) return;
	throw noSuchContainer(container, 'any of the pods', found);
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
