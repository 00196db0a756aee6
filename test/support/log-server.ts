import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type KubeServer, kubeServer } from './kube-server.ts';
import { failedStatus } from './kube-status.ts';

interface Written {
	readonly stamp: string;
	readonly text: string;
}

interface ContainerState {
	readonly state: 'waiting' | 'running' | 'terminated';
	readonly reason?: string;
	readonly exitCode?: number;
	readonly restarts?: number;
	readonly last?: { readonly reason: string; readonly exitCode: number };
}

export interface PodShape {
	readonly name: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly phase?: string;
	readonly containers?: Readonly<Record<string, ContainerState>>;
	readonly defaultContainer?: string;
	readonly restartPolicy?: string;
	readonly unscheduled?: boolean;
}

const running: ContainerState = { state: 'running' };

const START = Date.UTC(2026, 10, 22, 1, 0, 0);

/** One container's log: the file of its run and that of the run before it, and whoever follows it. */
export class FakeLog {
	lines: Written[] = [];
	previous: Written[] | undefined;
	/** Told instead of a log. */
	refusal: { readonly status: number; readonly message: string } | undefined;
	readonly followers = new Set<ServerResponse>();
	#clock = 0;

	/** A line at the next microsecond, or at a time in ms after the start. */
	write(text: string, at?: number): void {
		this.#clock = at === undefined ? this.#clock + 1000 : at * 1e6;
		const second = new Date(START + Math.floor(this.#clock / 1e9) * 1000).toISOString().slice(0, 19);
		const line = { stamp: `${second}.${String(this.#clock % 1e9).padStart(9, '0')}Z`, text };
		this.lines.push(line);
		for (const follower of this.followers) follower.write(`${line.stamp} ${text}\n`);
	}

	/** Bytes as they are, a line that is not done. */
	writeHalf(text: string): void {
		for (const follower of this.followers) follower.write(text);
	}

	/** The container ends: so does its log. */
	end(): void {
		for (const follower of this.followers) follower.end();
		this.followers.clear();
	}

	/** A new run with a new file. */
	restart(): void {
		this.end();
		this.previous = this.lines;
		this.lines = [];
	}

	/** The connections are reset, whatever lies in their sockets. */
	cut(): void {
		for (const follower of this.followers) follower.socket?.destroy();
		this.followers.clear();
	}
}

/** An API server of pods and their logs, and nothing else: lists, watches, logs with their options. */
export class LogServer {
	readonly #pods = new Map<string, object>();
	readonly #logs = new Map<string, FakeLog>();
	readonly #watchers = new Set<{ readonly response: ServerResponse; readonly query: URLSearchParams }>();
	readonly #shapes = new Map<string, PodShape>();
	readonly objects = new Map<string, object>();
	/** While set, nothing else is answered to requests that it matches. */
	refuse: ((path: string) => { readonly status: number; readonly message: string } | undefined) | undefined;
	/** While true, every connection is reset. */
	isDown: boolean = false;
	/** Every request for a log, without its path's beginning. */
	readonly asked: string[] = [];
	/** What the watches were told, for those that begin at an older version. */
	readonly #events: { readonly version: number; readonly frame: string; readonly shape: PodShape }[] = [];
	#version = 1;
	#uids = 0;
	http!: KubeServer;

	static async start(): Promise<LogServer> {
		const server = new LogServer();
		server.http = await kubeServer((request, response) => server.#handle(request, response));
		return server;
	}

	get url(): string {
		return this.http.url;
	}

	log(pod: string, container = 'app'): FakeLog {
		const key = `${pod}/${container}`;
		const log = this.#logs.get(key) ?? new FakeLog();
		this.#logs.set(key, log);
		return log;
	}

	setPod(shape: PodShape): void {
		const known = this.#pods.get(shape.name) as { metadata: { uid: string } } | undefined;
		const object = podObject(shape, known?.metadata.uid ?? `uid-${++this.#uids}`, String(++this.#version));
		this.#pods.set(shape.name, object);
		this.#shapes.set(shape.name, shape);
		this.#tell(known === undefined ? 'ADDED' : 'MODIFIED', object, shape);
	}

	deletePod(name: string): void {
		const object = this.#pods.get(name) as { metadata: object } | undefined;
		const shape = this.#shapes.get(name);
		if (object === undefined || shape === undefined) return;
		this.#pods.delete(name);
		this.#tell('DELETED', { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#version) } }, shape);
		for (const [key, log] of this.#logs) {
			if (!key.startsWith(`${name}/`)) continue;
			log.end();
			this.#logs.delete(key);
		}
	}

	/** Everything that is open is reset. */
	cutAll(): void {
		for (const { response } of this.#watchers) response.socket?.destroy();
		this.#watchers.clear();
		for (const log of this.#logs.values()) log.cut();
	}

	#tell(type: string, object: object, shape: PodShape): void {
		const frame = `${JSON.stringify({ type, object })}\n`;
		this.#events.push({ version: this.#version, frame, shape });
		for (const { response, query } of this.#watchers) {
			if (matches(shape, query)) response.write(frame);
		}
	}

	#handle(request: IncomingMessage, response: ServerResponse): undefined {
		if (this.isDown) {
			request.socket.destroy();
			return;
		}
		const url = new URL(request.url ?? '/', 'http://server');
		const { pathname, searchParams: query } = url;
		const refusal = this.refuse?.(request.url ?? '');
		if (refusal !== undefined) return refuseWith(response, refusal.status, refusal.message);
		const [, pod, isLog] = /^\/api\/v1\/namespaces\/shop\/pods(?:\/([^/]+)(\/log)?)?$/.exec(pathname) ?? [];
		if (isLog !== undefined && pod !== undefined) return this.#serveLog(pod, url, request, response);
		if (pod !== undefined) {
			const object = this.#pods.get(pod);
			return object === undefined ? refuseWith(response, 404, `pods "${pod}" not found`) : answer(response, 200, object);
		}
		const object = this.objects.get(pathname);
		if (object !== undefined) return answer(response, 200, object);
		if (!pathname.endsWith('/pods'))
			return refuseWith(response, 404, `${pathname.split('/').at(-2)} "${pathname.split('/').at(-1)}" not found`);
		if (query.has('watch')) {
			response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
			for (const { version, frame, shape } of this.#events) {
				if (version > Number(query.get('resourceVersion')) && matches(shape, query)) response.write(frame);
			}
			const watcher = { response, query };
			this.#watchers.add(watcher);
			request.socket.once('close', () => this.#watchers.delete(watcher));
			return;
		}
		const items = [...this.#pods].filter(([name]) => matches(this.#shapes.get(name) ?? { name }, query)).map(([, object]) => object);
		return answer(response, 200, { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: String(this.#version) }, items });
	}

	#serveLog(pod: string, { searchParams: query }: URL, request: IncomingMessage, response: ServerResponse): undefined {
		const container = query.get('container') ?? 'app';
		this.asked.push(`${pod}?${query.toString()}`);
		if (!this.#pods.has(pod)) return refuseWith(response, 404, `pods "${pod}" not found`);
		const shape = this.#shapes.get(pod);
		if (shape?.unscheduled === true) {
			response.writeHead(204).end();
			return;
		}
		const log = this.log(pod, container);
		if (log.refusal !== undefined) return refuseWith(response, log.refusal.status, log.refusal.message);
		const isPrevious = query.get('previous') === 'true';
		if (isPrevious && log.previous === undefined) {
			return refuseWith(response, 400, `previous terminated container "${container}" in pod "${pod}" not found`);
		}
		const since = query.get('sinceTime')?.replace('Z', '');
		const tail = query.get('tailLines');
		const stamped = query.get('timestamps') === 'true';
		const all = (isPrevious ? log.previous : log.lines) ?? [];
		const lines = (tail === null ? all : all.slice(Math.max(0, all.length - Number(tail)))).filter(
			({ stamp }) => since === undefined || stamp >= since,
		);
		response.writeHead(200, { 'content-type': 'text/plain', date: new Date(START).toUTCString() }).flushHeaders();
		const text = lines.map((line) => (stamped ? `${line.stamp} ${line.text}\n` : `${line.text}\n`)).join('');
		if (text !== '') response.write(text);
		const isRunning = (shape?.containers?.[container] ?? running).state === 'running';
		if (isPrevious || query.get('follow') !== 'true' || !isRunning) {
			response.end();
			return;
		}
		log.followers.add(response);
		request.socket.once('close', () => log.followers.delete(response));
	}
}

function answer(response: ServerResponse, status: number, body: unknown): undefined {
	json(response, status, body);
}

function refuseWith(response: ServerResponse, code: number, message: string): undefined {
	const reason = code === 404 ? 'NotFound' : code === 403 ? 'Forbidden' : 'BadRequest';
	return answer(response, code, failedStatus(code, reason, message));
}

function matches(shape: PodShape, query: URLSearchParams): boolean {
	const field = query.get('fieldSelector');
	if (field !== null && field !== `metadata.name=${shape.name}`) return false;
	const labels = query.get('labelSelector');
	if (labels === null) return true;
	return labels.split(',').every((term) => {
		const [key = '', value] = term.split('=');
		return shape.labels?.[key] === value;
	});
}

function podObject(shape: PodShape, uid: string, resourceVersion: string): object {
	const containers = shape.containers ?? { app: running };
	const { name, labels = {}, phase = 'Running', restartPolicy = 'Always', defaultContainer } = shape;
	return {
		kind: 'Pod',
		apiVersion: 'v1',
		metadata: {
			name,
			namespace: 'shop',
			uid,
			resourceVersion,
			labels,
			...(defaultContainer === undefined ? {} : { annotations: { 'kubectl.kubernetes.io/default-container': defaultContainer } }),
		},
		spec: {
			restartPolicy,
			...(shape.unscheduled === true ? {} : { nodeName: 'node-1' }),
			containers: Object.keys(containers).map((each) => ({ name: each })),
		},
		status: {
			phase,
			containerStatuses: Object.entries(containers).map(([each, { state, reason, exitCode = 0, restarts = 0, last }]) => ({
				name: each,
				restartCount: restarts,
				state: state === 'running' ? { running: {} } : state === 'waiting' ? { waiting: { reason } } : { terminated: { reason, exitCode } },
				...(last === undefined ? {} : { lastState: { terminated: last } }),
			})),
		},
	};
}
