import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { systemClock } from '../../src/base/clock.ts';
import type { Access } from '../../src/kube/credentials.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { KubeconfigAccess } from '../../src/kube/kubeconfig-access.ts';
import { resolveTarget } from '../../src/kube/target.ts';

/** The server and the credentials of a kubeconfig's current context. */
export async function accessOf(kubeconfig: string): Promise<Access> {
	const loaded = loadKubeconfig({ env: process.env, home: '/nonexistent', kubeconfig });
	const target = resolveTarget(loaded, undefined, {});
	const source = new KubeconfigAccess(target, () => target, process.env, systemClock);
	return source.access(undefined);
}

export interface BareAnswer {
	readonly body: Buffer;
	readonly firstByteMs: number;
	readonly tookMs: number;
}

/** One GET on a connection of its own, read to its end and not looked at: as fast as this server can be asked by anybody. */
export function bareGet({ endpoint, credentials }: Access, path: string): Promise<BareAnswer> {
	const send = endpoint.server.protocol === 'https:' ? httpsRequest : httpRequest;
	const startedAt = performance.now();
	return new Promise((resolve, reject) => {
		const call = send({
			host: endpoint.server.hostname,
			port: endpoint.server.port,
			path: endpoint.server.pathname.replace(/\/+$/, '') + path,
			headers: { ...credentials.headers, accept: 'application/json', 'user-agent': 'bench' },
			agent: false,
			ca: endpoint.ca,
			cert: credentials.clientCertificate,
			key: credentials.clientKey,
			rejectUnauthorized: !endpoint.insecure,
			...(endpoint.serverName === undefined ? {} : { servername: endpoint.serverName }),
		});
		call.on('error', reject);
		call.on('response', (response) => {
			const firstByteMs = performance.now() - startedAt;
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				const body = Buffer.concat(parts);
				if (response.statusCode === 200) resolve({ body, firstByteMs, tookMs: performance.now() - startedAt });
				else reject(new Error(`GET ${path} was answered with ${response.statusCode}: ${body.toString('utf8', 0, 500)}`));
			});
		});
		call.end();
	});
}

/** How many objects there are, by the server's own count. */
export async function countObjects(access: Access, path: string): Promise<number> {
	const { body } = await bareGet(access, `${path}?limit=1`);
	const list = JSON.parse(body.toString('utf8')) as { metadata: { remainingItemCount?: number }; items: unknown[] };
	return list.items.length + (list.metadata.remainingItemCount ?? 0);
}
