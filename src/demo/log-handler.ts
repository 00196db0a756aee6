import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KubeObject } from '../kube/types.ts';
import type { ApiSettings } from './api-settings.ts';
import { containerLog, logRateAnnotation } from './container-log.ts';
import { type ContainerRun, containerStatuses, type RunEnd } from './container-runs.ts';
import type { AskedRequest } from './faults.ts';
import { sendHead } from './http-answers.ts';
import { parseLogOptions } from './log-options.ts';
import { mostLogRate } from './log-rate.ts';
import { type LogSink, LogStream } from './log-stream.ts';
import { logContainer, logRun, podSpec } from './log-target.ts';
import { isNodeReady } from './node-object.ts';
import type { Resource } from './resources.ts';
import { failure, notFoundObject, StatusError } from './status.ts';

/** Lines a second that the pod asks for by its annotation, else what the server was started with. */
const rateOf = (pod: KubeObject, general: number | undefined): number | undefined => {
	const annotations = pod.metadata['annotations'] as Readonly<Record<string, string>> | undefined;
	const asked = Number.parseFloat(annotations?.[logRateAnnotation] ?? '');
	const rate = asked > 0 ? asked : general;
	return rate === undefined ? undefined : Math.min(mostLogRate, rate);
};

interface NodeStatus {
	readonly addresses?: readonly { readonly type: string; readonly address: string }[];
	readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } };
}

/** A kubelet that does not answer is the API server's error, in the words of Go's dialer. */
const requireKubelet = (settings: ApiSettings, pod: KubeObject, container: string, query: URLSearchParams): void => {
	const node = settings.world.get('nodes', undefined, podSpec(pod).nodeName ?? '');
	if (node === undefined || isNodeReady(node)) return;
	const { addresses, daemonEndpoints } = node['status'] as NodeStatus;
	const address = addresses?.find(({ type }) => type === 'InternalIP')?.address ?? node.metadata.name;
	const kubelet = `${address}:${daemonEndpoints?.kubeletEndpoint?.Port ?? 10_250}`;
	const asked = new URLSearchParams([...query].filter(([name]) => name !== 'container')).toString();
	const path = `/containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${container}${asked === '' ? '' : `?${asked}`}`;
	const message = `Get "https://${kubelet}${path}": dial tcp ${kubelet}: connect: connection refused`;
	throw new StatusError(failure(500, undefined, message));
};

/** How the run ended that a log is followed of, as the pod tells now; undefined while it runs. */
const endOf = (settings: ApiSettings, pod: KubeObject, container: string, run: ContainerRun): RunEnd | undefined => {
	const { state = {}, lastState = {}, restartCount = 0 } = containerStatuses(pod).find(({ name }) => name === container) ?? {};
	if (state.running !== undefined && restartCount === run.restarts) return undefined;
	const told = restartCount === run.restarts && state.terminated !== undefined ? state : lastState;
	const { end } = settings.runs.runOf(pod, container, told, run.restarts);
	return end ?? { at: settings.clock.now(), exitCode: 143, reason: 'Error' };
};

/** Answers GET pods/NAME/log. Throws a StatusError. */
export const answerLog = (
	settings: ApiSettings,
	resource: Resource,
	info: AskedRequest,
	request: IncomingMessage,
	response: ServerResponse,
): void => {
	const { world, clock, runs, logs, faults } = settings;
	const name = info.name ?? '';
	const options = parseLogOptions(info.query, name, clock.now());
	const pod = world.store.get(resource, info.namespace, name);
	if (pod === undefined) throw notFoundObject(resource.gvr, name);
	const container = logContainer(pod, options.container);
	if (podSpec(pod).nodeName === undefined) {
		sendHead(response, 204, {}, clock.now());
		response.end();
		return;
	}
	requireKubelet(settings, pod, container, info.query);
	const run = logRun(runs, pod, container, options.previous);
	const { uid } = pod.metadata;
	const log = containerLog({
		seed: world.seed,
		namespace: pod.metadata.namespace ?? '',
		pod: name,
		uid,
		container,
		run,
		rate: rateOf(pod, settings.logRate),
	});
	const sink: LogSink = {
		open() {
			sendHead(response, 200, { 'content-type': 'text/plain' }, clock.now());
			response.flushHeaders();
		},
		write: (bytes) => response.write(bytes),
		end: () => response.end(),
		// What was written before has to be on its way first.
		reset: () => setImmediate(() => request.socket.resetAndDestroy()),
	};
	const unsubscribe = world.store.subscribe(resource, ({ type, object }) => {
		if (object.metadata.uid !== uid) return;
		const end = type === 'DELETED' ? { at: clock.now(), exitCode: 143, reason: 'Error' } : endOf(settings, object, container, run);
		if (end !== undefined) stream.runEnded(end);
	});
	const stream = new LogStream({
		request: info,
		container,
		log,
		options,
		clock,
		sink,
		cut: faults.logCuts.take(info),
		onEnd: () => {
			unsubscribe();
			logs.delete(stream);
		},
	});
	logs.add(stream);
	response.on('drain', () => stream.resume());
	response.once('close', () => stream.abandoned());
	stream.start();
};
