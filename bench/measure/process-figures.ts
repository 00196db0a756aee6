import { readFileSync } from 'node:fs';

/** Of the kernel's clock ticks, in which it accounts CPU to processes: USER_HZ is 100 on every Linux that Node runs on. */
const tickMs = 10;

export interface ProcessFigures {
	/** All threads, user and system; in steps of 10 ms. */
	readonly cpuMs: number;
	readonly rssBytes: number;
	/** The most it ever was. */
	readonly peakRssBytes: number;
}

/** What the kernel says of a running process. Throws when there is none of that id. */
export function processFigures(pid: number): ProcessFigures {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name of the program, in parentheses, may hold anything; behind it come fields 3 and on (proc_pid_stat(5)).
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return {
		cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
		rssBytes: kibibytes(status, 'VmRSS') * 1024,
		peakRssBytes: kibibytes(status, 'VmHWM') * 1024,
	};
}

function kibibytes(status: string, field: string): number {
	// A process that has ended and was not yet waited for has no memory any more.
	return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
}
