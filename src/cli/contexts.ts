import type { Clock } from '../base/clock.ts';
import { rethrowLater } from '../base/rethrow-later.ts';
import { safeText } from '../base/safe-text.ts';
import type { Settings } from '../config/settings.ts';
import { connect } from '../kube/connect.ts';
import type { Connection } from '../kube/connection.ts';
import { type Kubeconfig, loadKubeconfig } from '../kube/kubeconfig.ts';
import { readServerVersion } from '../kube/server-version.ts';
import { openLogSession } from '../sessions/log-session.ts';
import type { LogSession } from '../sessions/types.ts';
import { createEngine } from '../sync/engine.ts';
import { combineObservers } from '../sync/safe-observer.ts';
import type { SyncObserver } from '../sync/types.ts';
import type { OpenContext } from '../views/app-services.ts';
import { findRelease } from './find-release.ts';
import type { Options } from './options.ts';
import { readWanted } from './read-object.ts';
import { readRelease } from './read-release.ts';
import { servedViewsOf } from './served-views.ts';
import { version } from './version.ts';

export interface ContextsOptions {
	readonly kubeconfig: Kubeconfig;
	readonly options: Options;
	readonly settings: Settings;
	readonly clock: Clock;
	readonly observer: SyncObserver;
}

/** Opens the contexts of one kubeconfig. */
export interface Contexts {
	/** Sorted. */
	names(): readonly string[];
	/** A connection to the context that the command line chose, under all of its flags. Throws SentenceError. */
	connectFirst(): Connection;
	/** Everything that is streamed over a connection. */
	open(connection: Connection): OpenContext;
	/** Another context, by its name: read anew, because the file may have changed since. Throws SentenceError. */
	openNamed(name: string): OpenContext;
}

/** The server's version is asked for when somebody wants to show it, and again after a failure no sooner than this. */
const versionRetryMs = 10_000;

export function contextsOf({ kubeconfig: loaded, options, settings, clock, observer }: ContextsOptions): Contexts {
	let kubeconfig = loaded;
	const common = {
		version,
		clock,
		compress: settings.compress,
		as: options.as,
		asGroup: options.asGroup,
		asUid: options.asUid,
		asUserExtra: options.asUserExtra,
		requestTimeout: options.requestTimeout,
	};
	// What names a cluster or proves who one is belongs to the first context alone: no other cluster may be sent its token.
	const ofTheFirst = {
		cluster: options.cluster,
		user: options.user,
		server: options.server,
		token: options.token,
		username: options.username,
		password: options.password,
		clientCertificate: options.clientCertificate,
		clientKey: options.clientKey,
		certificateAuthority: options.certificateAuthority,
		tlsServerName: options.tlsServerName,
		insecureSkipTlsVerify: options.insecureSkipTlsVerify,
	};
	const safeObserver = combineObservers([observer], rethrowLater);
	const open = (connection: Connection): OpenContext => {
		const sessions = new Set<LogSession>();
		const served = servedViewsOf(connection, clock);
		const engine = createEngine({
			connection,
			clock,
			observer,
			metricsIntervalMs: settings.metricsIntervalMs,
			watchdogMs: settings.watchdogMs,
			...(settings.pollIntervalMs === undefined ? {} : { pollIntervalMs: settings.pollIntervalMs }),
			...(options.initial === undefined ? {} : { initial: options.initial }),
		});
		return {
			name: connection.context,
			cluster: connection.cluster,
			user: connection.user,
			server: connection.server,
			namespace: connection.namespace,
			insecure: connection.insecure,
			given: connection.given,
			engine,
			readObject: (wanted, signal) => readWanted(connection, wanted, signal),
			served,
			findRelease: (wish, signal) =>
				findRelease({ name: connection.context, server: connection.server, given: connection.given, engine }, wish, signal),
			readRelease: (release, mask, signal) => readRelease(connection, release, mask, signal),
			openLogs(request) {
				const session = openLogSession({ connection, engine, clock, observer: safeObserver, request, onError: rethrowLater });
				sessions.add(session);
				return {
					...session,
					close() {
						sessions.delete(session);
						session.close();
					},
				};
			},
			logStreams: () => [...sessions].flatMap((session) => session.streams()),
			serverVersion: versionAsker(connection, clock),
			credentialOutput: () => connection.credentialOutput(),
			loginWait: () => connection.loginWait(),
			close() {
				served.close();
				for (const session of sessions) session.close();
				return engine.close();
			},
		};
	};
	return {
		names: () => kubeconfig.contexts.map(({ name }) => name),
		connectFirst: () => connect(kubeconfig, options.context, { ...common, ...ofTheFirst }),
		open,
		openNamed(name) {
			kubeconfig = loadKubeconfig(kubeconfig.options);
			return open(connect(kubeconfig, name, common));
		},
	};
}

/** `v1.36.3`, once the server told it; asking for it starts the request. */
function versionAsker(connection: Connection, clock: Clock): () => string | undefined {
	let known: string | undefined;
	let askAgainAt = 0;
	const ask = async () => {
		known = safeText(await readServerVersion(connection));
	};
	return () => {
		if (known === undefined && clock.now() >= askAgainAt) {
			askAgainAt = clock.now() + versionRetryMs;
			// The streams tell what is wrong with the server; a header without a version is all that is missing here.
			ask().catch(() => undefined);
		}
		return known;
	};
}
