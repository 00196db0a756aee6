import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const homes: string[] = [];
let shared: string | undefined;

/** A home without a kubeconfig, a config file or a cluster around it; removed at the end of the test file, or of the process. */
export function emptyHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'kyacht-home-'));
	if (homes.length === 0) process.once('exit', removeHomes);
	homes.push(home);
	return home;
}

/** Node's own of the program, which is the same whoever starts it: without it each first start in a home compiles all of it. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/kyacht-tests', import.meta.url));

/** What a program is told of its home. What it leaves elsewhere when it is killed is in there, too. */
export const homeEnv = (home: string): Readonly<Record<'HOME' | 'TMPDIR' | 'XDG_CACHE_HOME', string>> => ({
	HOME: home,
	TMPDIR: home,
	XDG_CACHE_HOME: cache,
});

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
