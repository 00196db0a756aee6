import { type ChildProcess, spawn } from 'node:child_process';

export interface EmbeddedCluster {
	readonly kubeconfig: string;
	readonly pid: number;
	stop(): Promise<void>;
}

/** Starts the embedded API server as a process of its own, in which nothing changes but by `churn`; of each container `logRate` lines a second come. Rejects when it does not come up. */
export function startEmbedded(
	program: string,
	{ pods, churn, logRate }: { readonly pods: number; readonly churn: number; readonly logRate?: number },
): Promise<EmbeddedCluster> {
	const changing = churn > 0 ? ['--churn', String(churn)] : [];
	const talking = logRate === undefined ? [] : ['--log-rate', String(logRate)];
	const args = [program, 'demo', '--serve', '--size', String(pods), '--scenario', 'none', ...changing, ...talking];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const { pid } = child;
	return new Promise((resolve, reject) => {
		let said = '';
		child.once('error', reject);
		child.once('exit', (exitCode) => reject(new Error(`The embedded cluster ended with ${exitCode} before it served: ${said}`)));
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			const kubeconfig = /^export KUBECONFIG=(.+)$/m.exec(said)?.[1];
			if (kubeconfig === undefined || pid === undefined) return;
			child.removeAllListeners('exit');
			resolve({ kubeconfig, pid, stop: () => stop(child) });
		});
	});
}

function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.kill('SIGTERM');
	});
}
