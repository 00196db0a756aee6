import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ApiError, ApiFailure } from '../../src/base/api-error.ts';
import { type ConnectOptions, connect } from '../../src/kube/connect.ts';
import type { Connection, StreamTarget } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';

/** A connection to this address and nothing else: no kubeconfig, no environment. Closed at the end of the test. */
export function connectTo(url: string, options: Partial<ConnectOptions> = {}): Connection {
	const kubeconfig = loadKubeconfig({ env: {}, home: join(tmpdir(), 'no-such-home'), server: url });
	const connection = connect(kubeconfig, undefined, { version: '0.0.0', server: url, ...options });
	onTestFinished(() => connection.close());
	return connection;
}

export const podsIn = (namespace: string | undefined, more: Partial<StreamTarget> = {}): StreamTarget => ({
	gvr: { group: '', version: 'v1', resource: 'pods' },
	scope: namespace === undefined ? {} : { namespace },
	mask: { status: { phase: true } },
	streamId: 'pods',
	priority: () => 'visible',
	...more,
});

export const listPods = (connection: Connection, signal = new AbortController().signal) =>
	connection.listerWatcher(podsIn('lab')).list({ signal, onObjects: () => undefined });

/** The error that work ends with; throws where it ends well, or in another way. */
export async function apiErrorOf(work: Promise<unknown>): Promise<ApiError> {
	const error = await work.catch((failure: unknown) => failure);
	if (error instanceof ApiFailure) return error.error;
	throw new Error(`no ApiFailure but ${String(error)}`);
}
