import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry, KubeconfigFile } from './kubeconfig-file.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The service account of the pod that it runs in, put as a kubeconfig (client-go rest/config.go, InClusterConfig). The token
 * stays a file, because the kubelet rotates it. undefined: not in a pod.
 */
export function inClusterFile(
	env: NodeJS.ProcessEnv,
	directory = SERVICE_ACCOUNT,
): { readonly directory: string; readonly file: KubeconfigFile } | undefined {
	const host = env.KUBERNETES_SERVICE_HOST ?? '';
	const port = env.KUBERNETES_SERVICE_PORT ?? '';
	const token = join(directory, 'token');
	if (host === '' || port === '' || !existsSync(token)) return undefined;
	const ca = join(directory, 'ca.crt');
	const entry = (value: Record<string, unknown>): ReadonlyMap<string, Entry> =>
		new Map([['in-cluster', { name: 'in-cluster', file: join(directory, 'token'), line: 1, value }]]);
	const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
	const namespace = namespaceOf(join(directory, 'namespace'));
	return {
		directory,
		file: {
			currentContext: 'in-cluster',
			clusters: entry({ server, ...(existsSync(ca) ? { 'certificate-authority': ca } : {}) }),
			users: entry({ tokenFile: token }),
			contexts: entry({ cluster: 'in-cluster', user: 'in-cluster', ...(namespace === undefined ? {} : { namespace }) }),
		},
	};
}

function namespaceOf(file: string): string | undefined {
	if (!existsSync(file)) return undefined;
	return readFileSync(file, 'utf8').trim() || undefined;
}
