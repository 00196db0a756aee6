import { openSync, readSync } from 'node:fs';

/**
 * How long the thread that runs this was ready to run and had no CPU, in ms since it began: what else the machine did meanwhile.
 * The second number of /proc/self/schedstat (kernel, Documentation/scheduler/sched-stats.rst); 0 where there is no such file.
 */
export function waitedForCpu(): () => number {
	let file: number;
	try {
		file = openSync('/proc/self/schedstat', 'r');
	} catch {
		// Not Linux: everything counts.
		return () => 0;
	}
	const bytes = Buffer.alloc(128);
	return () => {
		const length = readSync(file, bytes, 0, bytes.length, 0);
		const [, waitedNs = '0'] = bytes.toString('latin1', 0, length).split(' ');
		return Number(waitedNs) / 1e6;
	};
}
