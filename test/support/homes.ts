import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const homes: string[] = [];
let shared: string | undefined;

/** A home without a kubeconfig, a config file or a cluster around it; removed at the end of the test file, or of the process. */
export function emptyHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'kyacht-home-'));
	if (homes.length === 0) process.once('exit', removeHomes);
	homes.push(home);
	return home;
}

/** What a program is told of its home. What it leaves elsewhere when it is killed is in there, too. */
export const homeEnv = (home: string): { readonly HOME: string; readonly TMPDIR: string } => ({ HOME: home, TMPDIR: home });

/** One for all that do not care. */
export function sharedHome(): string {
	shared ??= emptyHome();
	return shared;
}

export function removeHomes(): void {
	process.removeListener('exit', removeHomes);
	shared = undefined;
	// A program that was just ended may still be writing what it keeps for its next start.
	for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
