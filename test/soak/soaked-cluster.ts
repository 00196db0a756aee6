import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserKey } from '../../src/demo/access.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { FaultProxy } from './fault-proxy.ts';

const tls = new URL('../fixtures/tls/', import.meta.url);
const pem = (name: string): string => readFileSync(new URL(name, tls), 'utf8');

/** The embedded API server, with a proxy that ends TLS in front of it: what clients see of it. */
export class SoakedCluster {
	readonly server: DemoServer;
	readonly proxy: FaultProxy;
	/** A file, with a context for each user; the admin's is the current one. */
	readonly kubeconfig: string;

	private constructor(server: DemoServer, proxy: FaultProxy, kubeconfig: string) {
		this.server = server;
		this.proxy = proxy;
		this.kubeconfig = kubeconfig;
		this.writeKubeconfig();
	}

	/** Its files go into `directory`. The same seed gives the same cluster. */
	static async start(directory: string, seed: number): Promise<SoakedCluster> {
		// Kubelets and controllers do what is asked of them; nothing else moves by itself, so that there is a quiet.
		const server = await startDemoServer({ seed, scenario: 'none', controllers: true, bookmarkIntervalMs: 20_000 });
		const proxy = await FaultProxy.start({ port: server.port, tls: { key: pem('server.key'), cert: pem('server.crt') } });
		return new SoakedCluster(server, proxy, join(directory, 'kubeconfig'));
	}

	/** With the tokens of now. */
	writeKubeconfig(): void {
		const authority = `certificate-authority: ${new URL('ca.crt', tls).pathname}`;
		const text = this.server.kubeconfig().replaceAll(/server: "[^"]*(\/as\/\w+)"/g, `server: "${this.proxy.url}$1", ${authority}`);
		writeFileSync(this.kubeconfig, text, { mode: 0o600 });
	}

	/** Watches and logs that somebody has open, as the server sees it. */
	streamsOf(user: UserKey): number {
		const { server } = this;
		return [...server.openWatches(), ...server.openLogs()].filter((stream) => stream.user === user).length;
	}

	async close(): Promise<void> {
		await this.proxy.close();
		await this.server.close();
	}
}
