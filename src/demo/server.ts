import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../base/clock.ts';
import { domains } from '../domains/registry.ts';
import type { UserKey } from './access.ts';
import { ApiHandler } from './api-handler.ts';
import { buildCluster } from './build-cluster.ts';
import { runChurn } from './churn.ts';
import { ContainerRuns } from './container-runs.ts';
import { runDefinitions } from './definition-controller.ts';
import { runDeploymentController } from './deployment-controller.ts';
import { runDisruptionController } from './disruption-controller.ts';
import { runEndpointSliceController } from './endpoint-slice-controller.ts';
import { runEventExpiry } from './event-object.ts';
import { type Asked, FaultState, type Faults, shuttingDown, tooManyRequests } from './faults.ts';
import { runGarbageCollector } from './garbage-collector.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { runKubelets } from './kubelet.ts';
import { listen, listenAgain, listenAnywhere, loopback } from './listen.ts';
import type { LogStream } from './log-stream.ts';
import { metricsOf } from './metrics.ts';
import { runNamespaceController } from './namespace-controller.ts';
import { Scheduler } from './placement.ts';
import { randomFor } from './random.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import type { Resource } from './resources.ts';
import { playScenario } from './scenario-player.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { runSetControllers } from './set-controller.ts';
import { Simulation } from './simulation.ts';
import { StorageStall } from './storage-stall.ts';
import type { WatchStream } from './watch-stream.ts';
import { World } from './world.ts';

export interface DemoOptions {
	/** 0, the default: any free port. */
	readonly port?: number;
	/** The server's clock: its Date header, timestamps, bookmarks, deadlines, scenarios. */
	readonly clock?: Clock;
	/** The same seed gives the same cluster and the same scenarios. */
	readonly seed?: number;
	/** Pods at the start; default: about 90. */
	readonly size?: number;
	/** `false`: no objects at all, for tests that make their own. */
	readonly populated?: boolean;
	/** What happens by itself; default `tour`. With `none` only requests and the caller change anything. */
	readonly scenario?: ScenarioName;
	/** Kubelets, the scheduler and the controllers, which follow what is asked; default: not with `none`, where nothing then moves by itself. */
	readonly controllers?: boolean;
	/** Pod changes a second on top of it; default 0. */
	readonly churn?: number;
	/** Log lines a second of every container; default: what its kind writes. A pod's annotation (`logRateAnnotation`) wins over it. */
	readonly logRate?: number;
	/** Milliseconds between bookmarks, default 60 000. */
	readonly bookmarkIntervalMs?: number;
	/** Changes that a resource remembers for watches that resume, default 20 000. */
	readonly historyLength?: number;
	/** A watch whose reader is further behind than this is ended, default 4 MiB. */
	readonly slowReaderBytes?: number;
}

export interface OpenWatch {
	/** Path and query. */
	readonly path: string;
	readonly resource: string;
	readonly namespace: string | undefined;
	readonly user: string;
	/** The resourceVersion that was asked for. */
	readonly fromVersion: string;
	readonly openedAt: number;
	/** False: they are held back until the first event. */
	readonly headersSent: boolean;
	/** Events sent so far, bookmarks not counted. */
	readonly delivered: number;
}

export interface OpenLog {
	/** Path and query. */
	readonly path: string;
	readonly namespace: string | undefined;
	readonly pod: string;
	readonly container: string;
	readonly user: string;
	readonly openedAt: number;
	/** Sent so far. */
	readonly lines: number;
	readonly bytes: number;
}

export interface DemoServer {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly port: number;
	readonly world: World;
	readonly faults: Faults;
	/** The newest requests, oldest first. */
	readonly requests: readonly LoggedRequest[];
	openWatches(): readonly OpenWatch[];
	openLogs(): readonly OpenLog[];
	/** Requests that wait for a stalled storage. */
	readonly stalled: number;
	/** A version of the store as it stands on the wire. */
	spelled(version: string): string;
	/** YAML text; by default the admin's. */
	kubeconfig(user?: UserKey): string;
	close(): Promise<void>;
}

/** Starts the embedded API server on loopback. Rejects with Node's error when the port cannot be had. */
export const startDemoServer = async (options: DemoOptions = {}): Promise<DemoServer> => {
	const clock = options.clock ?? systemClock;
	const seed = options.seed ?? 1;
	const world = new World({ clock, seed, historyLength: options.historyLength ?? 20_000 });
	if (options.populated !== false) buildCluster(world, options.size === undefined ? {} : { pods: options.size });
	world.store.expireHistory();

	const state = new FaultState();
	const log = new RequestLog();
	const watches = new Set<WatchStream>();
	const logs = new Set<LogStream>();
	const sockets = new Set<Socket>();
	const simulation = new Simulation(clock);
	const timeouts = randomFor(seed, 'watch timeouts');
	let port = options.port ?? 0;
	const handler = new ApiHandler({
		world,
		clock,
		faults: state,
		log,
		metrics: metricsOf(world, clock),
		domains,
		watches,
		runs: new ContainerRuns(world, simulation),
		logs,
		logRate: options.logRate,
		address: () => `${loopback}:${port}`,
		watch: {
			clock,
			store: world.store,
			faults: state,
			bookmarkIntervalMs: options.bookmarkIntervalMs ?? 60_000,
			slowReaderBytes: options.slowReaderBytes ?? 4 * 1024 * 1024,
			// min-request-timeout 1800 s and up to as much again (apiserver handlers/get.go).
			defaultTimeoutSeconds: () => Math.round(1800 * (1 + timeouts())),
		},
	});

	const open = (): Server => {
		const made = createServer((request, response) => {
			handler.handle(request, response).catch((error: unknown) => {
				// A fault of this program, not of the request: the connection is all that a client may lose by it.
				process.emitWarning(error instanceof Error ? error : new Error(String(error)));
				request.socket.destroy();
			});
		});
		made.requestTimeout = 0;
		made.timeout = 0;
		made.keepAliveTimeout = 0;
		made.on('connection', (socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
			socket.on('error', () => socket.destroy());
		});
		return made;
	};

	let server: Server | undefined = open();
	port = port === 0 ? await listenAnywhere(server) : await listen(server, port);

	const shut = (): Promise<void> =>
		new Promise((resolve) => {
			const closing = server;
			server = undefined;
			for (const watch of [...watches]) watch.abandoned();
			for (const socket of sockets) socket.destroy();
			if (closing === undefined) resolve();
			else closing.close(() => resolve());
		});

	const forWatches = (which: Asked | undefined, act: (watch: WatchStream) => void): number => {
		const chosen = [...watches].filter((watch) => which?.(watch.request) !== false);
		for (const watch of chosen) act(watch);
		return chosen.length;
	};

	const forLogs = (which: Asked | undefined, act: (log: LogStream) => void): number => {
		const chosen = [...logs].filter((log) => which?.(log.request) !== false);
		for (const log of chosen) act(log);
		return chosen.length;
	};

	// Measured on 1.36: watches of what is not served any more end a second later.
	const endWatchesOf = ({ gvr }: Resource): void => {
		const open = [...watches].filter(({ request }) => request.group === gvr.group && request.resource === gvr.resource);
		simulation.after(1_000, () => {
			for (const watch of open) watch.end();
		});
	};

	const faults: Faults = {
		expireHistory: () => world.store.expireHistory(),
		expireContinueTokens: () => {
			state.continueFloor = world.store.version;
		},
		refuseConnections: shut,
		async acceptConnections() {
			if (server !== undefined) return;
			const next = open();
			server = next;
			try {
				await listenAgain(next, port);
			} catch (error) {
				if (server === next) server = undefined;
				throw error;
			}
		},
		resetWatches: (which) => forWatches(which, (watch) => watch.reset()),
		cutWatches: (which) => forWatches(which, (watch) => watch.cut()),
		sendLine: (line, which) => forWatches(which, (watch) => watch.sendLine(line)),
		endWatches: (which) => forWatches(which, (watch) => watch.end()),
		errorWatches: (status, which) => forWatches(which, (watch) => watch.fail(status)),
		silenceWatches: (which) => forWatches(which, (watch) => watch.silence()),
		resetLogs: (which) => forLogs(which, (log) => log.reset()),
		endLogs: (which) => forLogs(which, (log) => log.end()),
		silenceLogs: (which) => forLogs(which, (log) => log.silence()),
		cutLogs: (which, cut, times) => state.logCuts.add(which, cut, times),
		answer: (which, answer, times) => state.requests.add(which, { do: 'answer', answer }, times),
		throttle: (which, seconds, times) => state.requests.add(which, { do: 'answer', answer: tooManyRequests(seconds) }, times),
		announceShutdown: () => state.requests.add(() => true, { do: 'answer', answer: shuttingDown }),
		revokeTokens: () => {
			state.tokenIssue += 1;
		},
		hang: (which, times) => state.requests.add(which, { do: 'hang' }, times),
		reset: (which, times) => state.requests.add(which, { do: 'reset' }, times),
		forbid: (rule) => state.forbid(rule),
		dropBookmarks: () => state.dropBookmarks(),
		holdHeaders: (which) => state.heldHeaders.add(which, true),
		metrics: (fault) => {
			state.metrics = fault;
		},
		rewind: (version) => world.store.rewindTo(version),
		stallStorage: (onWait = () => undefined) => {
			const stall = new StorageStall(onWait);
			state.stall = stall;
			const hear = state.dropBookmarks();
			return () => {
				if (state.stall === stall) state.stall = undefined;
				hear();
				stall.lift();
			};
		},
		removeResource: (name) => {
			const resource = world.resourceNamed(name);
			state.absent.add(name);
			for (const { metadata } of world.list(name)) world.remove(name, metadata.namespace, metadata.name);
			endWatchesOf(resource);
			return () => state.absent.delete(name);
		},
		spellVersions: (spelling) => {
			state.spelling = spelling;
			return () => {
				if (state.spelling === spelling) state.spelling = undefined;
			};
		},
	};

	runDefinitions(world, simulation, endWatchesOf);

	const scenario = options.scenario ?? 'tour';
	if (options.controllers ?? scenario !== 'none') {
		const scheduler = new Scheduler(world);
		runKubelets(world, scheduler, simulation);
		runEventExpiry(world, simulation);
		runDeploymentController(world, simulation);
		runSetControllers(world, scheduler, simulation);
		runGarbageCollector(world, simulation);
		runNamespaceController(world, simulation);
		runDisruptionController(world, simulation);
		runEndpointSliceController(world, simulation);
		const refuse = (): void => {
			// Closing does not fail: what is not open is closed already.
			void faults.refuseConnections();
		};
		// Another process may have taken the port during the outage: the outage then lasts until it is free again.
		const accept = (): void => {
			faults.acceptConnections().catch(() => simulation.after(1_000, accept));
		};
		if (scenario !== 'none') playScenario({ world, scheduler, simulation, refuse, accept }, scenarios[scenario]);
	}
	runChurn(world, simulation, options.churn ?? 0);

	return {
		url: `http://${loopback}:${port}`,
		port,
		world,
		faults,
		get requests() {
			return log.all();
		},
		openWatches: () =>
			[...watches].map((watch) => ({
				path: `${watch.request.path}?${watch.request.query.toString()}`,
				resource: watch.request.resource,
				namespace: watch.request.namespace,
				user: watch.request.user,
				fromVersion: watch.fromVersion,
				openedAt: watch.openedAt,
				headersSent: watch.headersSent,
				delivered: watch.delivered,
			})),
		openLogs: () =>
			[...logs].map((log) => ({
				path: `${log.request.path}?${log.request.query.toString()}`,
				namespace: log.request.namespace,
				pod: log.request.name ?? '',
				container: log.container,
				user: log.request.user,
				openedAt: log.openedAt,
				lines: log.lines,
				bytes: log.bytes,
			})),
		get stalled() {
			return state.stall?.count ?? 0;
		},
		spelled: (version) => state.spelling?.write(version) ?? version,
		kubeconfig: (user = 'admin') => kubeconfigText(`http://${loopback}:${port}`, user, state.tokenIssue),
		close() {
			simulation.end();
			return shut();
		},
	};
};
