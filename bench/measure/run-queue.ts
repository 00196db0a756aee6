import { openSync, readSync } from 'node:fs';

/**
 * How long the thread that runs this was ready to run and had no CPU, in ms since it began: what else the machine did meanwhile.
 * The second number of /proc/self/schedstat (kernel, Documentation/scheduler/sched-stats.rst); 0 where there is no such file.
 */
export const waitedForCpu = (): (() => number) => waitedByThread('/proc/self/schedstat');

/** The same of the main thread of another process, which is where a program of Node's does its work; what it was at the end once it has ended. */
export const waitedByProgram = (pid: number): (() => number) => waitedByThread(`/proc/${pid}/schedstat`);

function waitedByThread(path: string): () => number {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		// Not Linux: everything counts.
		return () => 0;
	}
	const bytes = Buffer.alloc(128);
	let waitedMs = 0;
	return () => {
		try {
			const length = readSync(file, bytes, 0, bytes.length, 0);
			const [, waitedNs = '0'] = bytes.toString('latin1', 0, length).split(' ');
			waitedMs = Number(waitedNs) / 1e6;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
		return waitedMs;
	};
}
