import { ApiFailure } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import type { ContainerLog } from '../kube/connection.ts';
import { type LogContainer, type LogPod, readableContainers } from '../sessions/log-pod.ts';
import { exitCodes } from './exit-codes.ts';
import { logFailure } from './log-failure.ts';
import { logLimits } from './log-limits.ts';
import type { LogsRun } from './logs.ts';
import { PodLogBytes } from './pod-log-bytes.ts';

/**
 * The logs of one pod as they are now, byte for byte as kubectl prints them: one container after the other, the first that cannot
 * be read being the end unless --ignore-errors was given. Throws SentenceError.
 */
export async function printPodLog(run: LogsRun, pod: LogPod): Promise<number> {
	const { flags, out, note } = run;
	for (const { name } of chosen(run, pod)) {
		const what = `the log of ${pod.name}/${name}`;
		try {
			await printContainer(run, pod, name);
		} catch (error) {
			if (!(error instanceof ApiFailure)) throw error;
			await out.drained();
			const failure = logFailure(error.error, { ...run, what });
			if (flags.ignoreErrors !== true) throw failure;
			note(failure.message);
		}
	}
	await out.drained();
	return exitCodes.ok;
}

function chosen({ flags }: LogsRun, pod: LogPod): readonly Pick<LogContainer, 'name'>[] {
	if (flags.allContainers === true) return readableContainers(pod, flags.previous === true);
	return [{ name: flags.container ?? pod.defaultContainer }];
}

async function printContainer({ connection, namespace, flags, terminal, out }: LogsRun, pod: LogPod, container: string): Promise<void> {
	const log: ContainerLog = {
		namespace,
		pod: pod.name,
		container,
		previous: flags.previous === true,
		timestamps: flags.timestamps === true,
		...logLimits(flags, undefined),
		...((flags.limitBytes ?? 0) === 0 ? {} : { limitBytes: flags.limitBytes }),
	};
	const abort = new AbortController();
	const prefix = flags.prefix === true ? `[pod/${safeText(pod.name)}/${safeText(container)}] ` : '';
	const bytes = new PodLogBytes({ prefix, terminal });
	const onBytes = async (chunks: readonly Buffer[]): Promise<void> => {
		for (const chunk of chunks) out.write(bytes.take(chunk));
		await out.drained();
	};
	const streamId = `${connection.context}/${namespace} logs ${pod.name}/${container}`;
	try {
		await Promise.race([connection.log({ log, streamId, signal: abort.signal, onBytes }), out.failed]);
	} finally {
		abort.abort();
		out.write(bytes.end());
	}
}
