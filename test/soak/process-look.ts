import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { InsideFigures } from './inside.ts';

/** What `node` is given before the program, so that it can be looked at from outside. The warning would be about that. */
export const insideFlags: readonly string[] = [
	'--disable-warning=ExperimentalWarning',
	'--import',
	new URL('inside.ts', import.meta.url).href,
];

/** The environment of a program that writes its figures to this file. */
export const insideEnv = (figuresFile: string): Readonly<Record<string, string>> => ({ KYACHT_SOAK_FIGURES: figuresFile });

export interface ProcessFigures extends InsideFigures {
	/** Open file descriptors, and those of them that are sockets; undefined where the system does not tell (no /proc). */
	readonly descriptors: number | undefined;
	readonly openSockets: number | undefined;
}

const mostTries = 600;
const pauseMs = 50;

/** Has a program collect its garbage and tell what is left; undefined: it does not answer within half a minute. */
export async function lookInside(pid: number, figuresFile: string): Promise<ProcessFigures | undefined> {
	const before = linesOf(figuresFile).length;
	process.kill(pid, 'SIGUSR2');
	for (let tries = 0; tries < mostTries; tries++) {
		await wait(pauseMs);
		const line = linesOf(figuresFile)[before];
		if (line !== undefined) return { ...(JSON.parse(line) as InsideFigures), ...descriptorsOf(pid) };
	}
	return undefined;
}

/** Complete ones. */
function linesOf(file: string): readonly string[] {
	try {
		return readFileSync(file, 'utf8').split('\n').slice(0, -1);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

function descriptorsOf(pid: number): Pick<ProcessFigures, 'descriptors' | 'openSockets'> {
	if (process.platform !== 'linux') return { descriptors: undefined, openSockets: undefined };
	const directory = `/proc/${pid}/fd`;
	const targets = readdirSync(directory).flatMap((fd) => {
		try {
			return [readlinkSync(`${directory}/${fd}`)];
		} catch (error) {
			// Closed since it was listed.
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
			throw error;
		}
	});
	return { descriptors: targets.length, openSockets: targets.filter((target) => target.startsWith('socket:')).length };
}
