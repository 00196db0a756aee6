import type { Clock } from '../base/clock.ts';
import { namedPods } from '../domains/named-pods.ts';
import type { Connection } from '../kube/connection.ts';
import type { LogTarget } from '../sessions/types.ts';
import type { SyncObserver } from '../sync/types.ts';
import type { OpenContext } from '../views/app-services.ts';
import { runDiff } from './diff.ts';
import type { DatedConnection } from './list-dates.ts';
import { runLogs } from './logs.ts';
import { runObject } from './object.ts';
import type { OutputStream } from './output-stream.ts';
import type { Invocation } from './parse-command-line.ts';
import { printManifest, printValues } from './release.ts';

/** A command about what it names: the log of a pod, an object, how two differ, a release. */
export type NamedInvocation = Extract<Invocation, { readonly kind: 'logs' | 'object' | 'diff' | 'release' }>;

export interface NamedRun {
	readonly connection: Connection;
	readonly dates: DatedConnection;
	readonly context: OpenContext;
	/** Another one, by its name. Throws SentenceError. */
	readonly openNamed: (name: string) => OpenContext;
	readonly clock: Clock;
	readonly observer: SyncObserver;
	/** stdout is one; colours in it are wanted or not. */
	readonly terminal: { readonly colour: boolean } | undefined;
	readonly out: OutputStream;
	readonly note: (sentence: string) => void;
	readonly tell: (line: string) => void;
}

/**
 * Prints, and resolves with the exit code; throws SentenceError. One module for all of these commands, which an interface does not
 * need: each that is imported by itself parts the bundle into more files, and a start reads most of them (9 fewer are 10 ms).
 */
export function runNamed(invocation: NamedInvocation, run: NamedRun): Promise<number> {
	const { options } = invocation;
	const { context, out, note } = run;
	switch (invocation.kind) {
		case 'logs': {
			const { target, logs: flags, format } = invocation;
			const of: LogTarget = target === undefined ? { kind: 'selector', labelSelector: options.selector ?? '' } : namedPods(target);
			const namespace = options.namespace ?? context.namespace ?? 'default';
			return runLogs({ ...run, engine: context.engine, namespace, target: of, flags, format });
		}
		case 'object': {
			const { page, typed, flags, format } = invocation;
			return runObject({ ...run, page, typed, format, flags, options });
		}
		case 'diff': {
			const { wish, noise, format } = invocation;
			return runDiff({ ...run, wish, namespace: options.namespace, noise, format, colour: run.terminal?.colour === true });
		}
		case 'release': {
			const { named, part } = invocation;
			const namespace = options.namespace ?? context.namespace ?? 'default';
			const release = { wish: { ...named, namespace }, context, out, note };
			return part.of === 'values' ? printValues(release, part) : printManifest(release, part);
		}
	}
}
