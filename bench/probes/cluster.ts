import { homedir } from 'node:os';
import { systemClock } from '../../src/base/clock.ts';
import { connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';

export interface ClusterRequest {
	readonly kubeconfig: string;
	readonly compress: 'on' | 'off';
}

/** What the bench asked of this probe. */
export const requested = <T>(): T => JSON.parse(process.argv[2] ?? '{}') as T;

export const connectTo = ({ kubeconfig, compress }: ClusterRequest): Connection =>
	connect(loadKubeconfig({ env: process.env, home: homedir(), kubeconfig }), undefined, { version: 'bench', clock: systemClock, compress });

/** Ends the probe with its answer. */
export function answer(figures: object): never {
	process.stdout.write(JSON.stringify(figures));
	process.exit(0);
}

export const cpuMs = (since?: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1000;
};

export const peakRssBytes = (): number => process.resourceUsage().maxRSS * 1024;

/** Timers of a Clock keep no process alive. */
export const stayAlive = (): void => void setInterval(() => undefined, 60_000);

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
