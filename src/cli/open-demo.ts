import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SentenceError } from '../base/sentence-error.ts';
import { startDemoServer } from '../demo/server.ts';
import type { DemoFlags } from './options.ts';

export interface OpenDemo {
	/** Of a kubeconfig that leads to it, there until it is closed. */
	readonly path: string;
	close(): Promise<void>;
}

/** Starts the embedded cluster in this process, and writes the kubeconfig that kyacht itself then connects by: there is no second way in. */
export async function openDemo(flags: DemoFlags): Promise<OpenDemo> {
	const server = await startDemoServer({
		...(flags.port === undefined ? {} : { port: flags.port }),
		...(flags.seed === undefined ? {} : { seed: flags.seed }),
		...(flags.size === undefined ? {} : { size: flags.size }),
	}).catch((error: NodeJS.ErrnoException) => {
		throw new SentenceError(
			`The demo cluster cannot listen on port ${flags.port ?? 0} (${error.code ?? error.message}); give another --port.`,
			1,
		);
	});
	const directory = await mkdtemp(join(tmpdir(), 'kyacht-demo-'));
	const path = join(directory, 'kubeconfig');
	await writeFile(path, server.kubeconfig(), { mode: 0o600 });
	return {
		path,
		async close() {
			await Promise.all([server.close(), rm(directory, { recursive: true, force: true })]);
		},
	};
}
