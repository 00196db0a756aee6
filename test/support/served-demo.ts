import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { emptyHome } from './homes.ts';

export interface ServedDemo {
	readonly server: DemoServer;
	readonly home: string;
	/** The path of one that leads there. */
	readonly kubeconfig: string;
}

/** A quiet demo server for a whole test file that starts the program on it; closed at the end of the file. */
export async function servedDemo(): Promise<ServedDemo> {
	const server = await startDemoServer({ scenario: 'none' });
	afterAll(() => server.close());
	const home = emptyHome();
	const kubeconfig = join(home, 'kubeconfig');
	writeFileSync(kubeconfig, server.kubeconfig());
	return { server, home, kubeconfig };
}
