import { printedAt } from '../base/age.ts';
import { ApiFailure } from '../base/api-error.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { foreignAnswer, isJson } from './api-errors.ts';
import type { Connection, GetAnswer, GetRequest, StreamTarget } from './connection.ts';
import { readLog } from './container-log.ts';
import { DiscoveryLister } from './discovery-lister.ts';
import { HttpListerWatcher } from './http-lister-watcher.ts';
import { type Kubeconfig, loadKubeconfig } from './kubeconfig.ts';
import { KubeconfigAccess } from './kubeconfig-access.ts';
import { ListQueue } from './list-queue.ts';
import type { ListerWatcher } from './lister-watcher.ts';
import { NamedListerWatcher } from './named-lister-watcher.ts';
import { readPrinterColumns } from './printer-columns.ts';
import { checkProxy, proxyFor } from './proxy.ts';
import { TableListerWatcher } from './table-lister-watcher.ts';
import { type ConnectionFlags, resolveTarget, type Target } from './target.ts';
import { type Answer, Transport } from './transport.ts';

export interface ConnectOptions extends ConnectionFlags {
	/** Of this program, for the User-Agent. */
	readonly version: string;
	readonly clock?: Clock;
	/** Milliseconds, of a whole call; absent or 0: as long as bytes come. Watches have none. */
	readonly requestTimeout?: number | undefined;
	readonly compress?: 'auto' | 'on' | 'off' | undefined;
}

const CALL_MS = 30_000;

/** What is read whole: the metrics of 150 000 pods are a third of it. */
const MOST_OF_AN_ANSWER = 256 * 1024 * 1024;

/**
 * A way to the API server of a context: undefined is the current one. It reads files and never waits: the first request resolves
 * the credentials, so that what is wrong with them is an ApiFailure there. Throws SentenceError (2) for what no retry can mend: no
 * such context, a malformed entry, an unreadable certificate.
 */
export function connect(kubeconfig: Kubeconfig, contextName: string | undefined, options: ConnectOptions): Connection {
	const clock = options.clock ?? systemClock;
	const { env } = kubeconfig.options;
	const resolve = (from: Kubeconfig, name: string | undefined): Target => {
		const resolved = resolveTarget(from, name, options);
		checkProxy(resolved.endpoint, env, process.versions.node);
		return resolved;
	};
	const target = resolve(kubeconfig, contextName);
	// Once chosen, the context stays: another current-context in the file must not move an open connection.
	const chosen = contextName ?? kubeconfig.currentContext;
	const reload = () => resolve(loadKubeconfig(kubeconfig.options), chosen);
	const source = new KubeconfigAccess(target, reload, env, clock);
	const transport = new Transport(source, { clock, env, userAgent: `kyacht/${options.version}`, compress: options.compress ?? 'auto' });
	const queue = new ListQueue();
	const proxy = proxyFor(target.endpoint, env);
	const requestTimeoutMs = options.requestTimeout === 0 ? undefined : options.requestTimeout;
	const ask = (request: GetRequest) => get(transport, request, requestTimeoutMs);
	return {
		context: target.context,
		cluster: target.cluster,
		user: target.user,
		server: target.endpoint.server.origin,
		namespace: target.namespace,
		insecure: target.endpoint.insecure && target.endpoint.server.protocol === 'https:',
		proxy: proxy === undefined ? undefined : { address: `${proxy.url.protocol}//${proxy.url.host}`, from: proxy.from },
		given: [...(options.server === undefined ? [] : ['--server' as const]), ...(options.token === undefined ? [] : ['--token' as const])],
		clockSkewMs: () => transport.clockSkewMs(),
		listerWatcher: (stream) => {
			if (stream.form === 'discovery') return new DiscoveryLister({ get: ask }, () => clock.now());
			const of = (target: StreamTarget): ListerWatcher => {
				const source = new HttpListerWatcher(transport, target, { clock, queue, requestTimeoutMs });
				return target.name === undefined ? source : new NamedListerWatcher({ source, name: target.name, clock });
			};
			if (stream.form !== 'table') return of(stream);
			const { form: _, ...plain } = stream;
			return new TableListerWatcher({
				either: of(stream),
				plain: of({ ...plain, mask: true }),
				printerColumns: (signal) => readPrinterColumns({ get: ask }, stream.gvr, signal),
				serverNow: () => clock.now() + (transport.clockSkewMs() ?? 0),
				printedAt,
			});
		},
		get: ask,
		log: (request) => readLog(transport, request, requestTimeoutMs),
		unanswered: () => transport.unanswered(),
		onRequest: (listener) => transport.onRequest(listener),
		onWarning: (listener) => transport.warnings.onWarning(listener),
		onAccepted: (listener) => transport.onAccepted(listener),
		forgetRefusals: () => source.forgetRefusals(),
		credentialOutput: () => source.output(),
		loginWait: () => source.waiting(),
		close: () => {
			transport.close();
			return Promise.resolve();
		},
	};
}

function get(transport: Transport, request: GetRequest, requestTimeoutMs: number | undefined): Promise<GetAnswer> {
	const accept = request.accept ?? 'application/json';
	return transport.perform(
		{
			method: request.method ?? 'GET',
			path: request.path,
			verb: request.verb,
			accept,
			body: request.body === undefined ? undefined : JSON.stringify(request.body),
			signal: request.signal,
			kind: 'call',
			totalMs: request.timeoutMs ?? requestTimeoutMs ?? CALL_MS,
		},
		(answer) => readWhole(answer, accept),
	);
}

async function readWhole(answer: Answer, accept: string): Promise<GetAnswer> {
	const parts: Buffer[] = [];
	let length = 0;
	for await (const chunks of answer.body) {
		parts.push(...chunks);
		length += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		if (length > MOST_OF_AN_ANSWER) {
			throw new ApiFailure({ kind: 'protocol', message: `the server answers with more than ${MOST_OF_AN_ANSWER / 1024 / 1024} MiB` });
		}
	}
	const body = Buffer.concat(parts);
	const { status, contentType, serverDate } = answer;
	if (accept.includes('json') && !isJson(contentType)) {
		throw new ApiFailure(foreignAnswer({ status, contentType, body: body.toString('utf8', 0, 4096) }));
	}
	return { status, contentType, body, ...(serverDate === undefined ? {} : { serverDate }) };
}
