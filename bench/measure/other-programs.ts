import { PtyProgram } from '../../test/support/pty.ts';
import { isOnPath, runCommand } from './peer-command.ts';
import { processFigures } from './process-figures.ts';
import { podRow } from './terminal-run.ts';

/** What another program needed to show all pods of a cluster: kubectl until its end, k9s until its first rows. */
export interface OtherProgram {
	readonly name: string;
	readonly ms: number;
	readonly cpuMs: number;
	readonly peakRssBytes: number;
}

/** Those of them that are on this machine, each run once. */
export async function otherPrograms(kubeconfig: string): Promise<readonly OtherProgram[]> {
	const found: OtherProgram[] = [];
	if (isOnPath('kubectl')) {
		const { tookMs, cpuMs, peakRssBytes } = await runCommand('kubectl', ['--kubeconfig', kubeconfig, 'get', 'pods', '-A']);
		found.push({ name: 'kubectl get', ms: tookMs, cpuMs, peakRssBytes });
	}
	if (isOnPath('k9s')) {
		const startedAt = performance.now();
		const k9s = new PtyProgram('k9s', ['--kubeconfig', kubeconfig, '-A', '-c', 'pods'], { columns: 200, rows: 50 });
		try {
			await k9s.waitFor(podRow);
			const { cpuMs, peakRssBytes } = processFigures(k9s.pid);
			found.push({ name: 'k9s', ms: performance.now() - startedAt, cpuMs, peakRssBytes });
		} finally {
			await k9s.stop();
		}
	}
	return found;
}
