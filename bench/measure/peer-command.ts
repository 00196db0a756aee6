import { spawn, spawnSync } from 'node:child_process';
import { type ProcessFigures, processFigures } from './process-figures.ts';

export const isOnPath = (command: string): boolean => spawnSync(command, ['version', '--client'], { stdio: 'ignore' }).error === undefined;

export interface CommandFigures extends ProcessFigures {
	readonly tookMs: number;
}

/** Short beside a command that takes a second: what is read last is what it came to. */
const lookEveryMs = 5;

/** Runs a command to its end, its output read and dropped. Rejects when it fails, with what it said. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandFigures> {
	return new Promise((resolve, reject) => {
		const startedAt = performance.now();
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		let figures: ProcessFigures = { cpuMs: 0, rssBytes: 0, peakRssBytes: 0 };
		let said = '';
		const look = (): void => {
			if (child.pid === undefined || child.exitCode !== null) return;
			const now = processFigures(child.pid);
			if (now.peakRssBytes > 0) figures = now;
		};
		const looking = setInterval(look, lookEveryMs);
		child.stdout.resume();
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
		child.on('error', reject);
		child.on('close', (exitCode) => {
			clearInterval(looking);
			if (exitCode === 0) resolve({ ...figures, tookMs: performance.now() - startedAt });
			else reject(new Error(`${command} ${args.join(' ')} ended with ${exitCode}: ${said}`));
		});
	});
}
