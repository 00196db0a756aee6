import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { parse, stringify } from 'yaml';
import { accessOf } from './bare-request.ts';

export interface CountingProxy {
	/** A kubeconfig that leads through it. */
	readonly kubeconfig: string;
	/** From the server, so far: bodies, headers and whatever TLS adds. */
	readonly bytes: number;
	close(): void;
}

interface KubeconfigText {
	clusters: { cluster: Record<string, unknown> }[];
}

/** Listens on loopback, hands every connection on to the server of a kubeconfig, and counts what comes back. */
export async function countingProxy(kubeconfig: string, writeTo: string): Promise<CountingProxy> {
	const { endpoint } = await accessOf(kubeconfig);
	const { hostname, port, protocol } = endpoint.server;
	const sockets = new Set<Socket>();
	let bytes = 0;
	const server = createServer((near) => {
		const far = connect({ host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) });
		far.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
		});
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(one);
			one.pipe(other);
			one.on('error', () => other.destroy());
			one.on('close', () => sockets.delete(one));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const text = parse(readFileSync(kubeconfig, 'utf8')) as KubeconfigText;
	for (const { cluster } of text.clusters) {
		cluster.server = `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}${endpoint.server.pathname}`;
		// The certificate is for the server's name, not for that of the proxy.
		if (protocol === 'https:' && hostname !== '127.0.0.1') cluster['tls-server-name'] ??= hostname;
	}
	writeFileSync(writeTo, stringify(text), { mode: 0o600 });
	return {
		kubeconfig: writeTo,
		get bytes() {
			return bytes;
		},
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}
