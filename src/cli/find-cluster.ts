import { homedir } from 'node:os';
import { type Kubeconfig, loadKubeconfig } from '../kube/kubeconfig.ts';
import type { DemoFlags, Options } from './options.ts';

export interface FoundCluster {
	readonly kubeconfig: Kubeconfig;
	/** It is the embedded one. */
	readonly demo: boolean;
	/** Ends what was started for it. */
	close(): Promise<void>;
}

export interface Surroundings {
	readonly env: NodeJS.ProcessEnv;
	/** Somebody is looking: with no cluster at all they are shown the demo. */
	readonly interactive: boolean;
	readonly demo?: DemoFlags;
}

/**
 * Flags, the kubeconfig, the service account of a pod, and only when there is none of them, for somebody at a terminal, the
 * embedded cluster. A kubeconfig that is there and does not work is never answered with a demo. Throws SentenceError (2).
 */
export async function findCluster(options: Options, { env, interactive, demo }: Surroundings): Promise<FoundCluster> {
	const isNamed = options.kubeconfig !== undefined || options.context !== undefined || options.server !== undefined;
	if (options.demo === true && !isNamed) return startDemo(env, demo ?? {});
	const home = env.HOME !== undefined && env.HOME !== '' ? env.HOME : homedir();
	const kubeconfig = loadKubeconfig({ env, home, kubeconfig: options.kubeconfig, server: options.server });
	if (kubeconfig.source === 'none' && !isNamed && interactive) return startDemo(env, {});
	return { kubeconfig, demo: false, close: () => Promise.resolve() };
}

async function startDemo(env: NodeJS.ProcessEnv, flags: DemoFlags): Promise<FoundCluster> {
	// Only who looks at the demo pays for its code.
	const { startDemo: start } = await import('./demo.ts');
	const { path, close } = await start(flags);
	return { kubeconfig: loadKubeconfig({ env, home: homedir(), kubeconfig: path }), demo: true, close };
}
