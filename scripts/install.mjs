/**
 * Makes node_modules hold what package-lock.json says. Plain JavaScript without dependencies, because it runs before
 * there are any, on whatever Node the machine has (18 or newer).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const lockPollMs = 200;

/** The Node that runs everything: the pinned one among the development dependencies. */
export const pinnedNode = (root) => join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * npm writes node_modules/.package-lock.json as the last act of an install, so it tells both that an install was
 * finished and which versions it put there. Optional packages are those of other platforms.
 */
export function isInstalled(root) {
	const installed = join(root, 'node_modules', '.package-lock.json');
	if (!existsSync(installed) || !existsSync(pinnedNode(root))) return false;
	const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
	const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
	return Object.entries(wanted).every(([path, entry]) => {
		if (path === '') return true;
		const found = present[path];
		return found === undefined ? entry.optional === true || entry.devOptional === true : found.version === entry.version;
	});
}

/** Runs `npm ci` when it is needed. All its output goes to stderr: stdout belongs to what is run afterwards. */
export function install(root) {
	if (isInstalled(root)) return;
	process.stderr.write('kyacht: installing its development dependencies (npm ci)…\n');
	const npm = process.env.npm_execpath;
	const [command, first] = npm?.endsWith('js') ? [process.execPath, [npm]] : ['npm', []];
	const ran = spawnSync(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
		// `npm start --silent` hands its silence on; an install that fails has to be able to say why.
		env: { ...process.env, npm_config_loglevel: 'error', NODE_ENV: 'development' },
	});
	if (ran.error !== undefined || ran.status !== 0) {
		const why = ran.error === undefined ? `ended with ${ran.signal ?? ran.status}` : ran.error.message;
		throw new Error(`npm ci ${why}; its own words are above. Mend that (a registry that can be reached?) and run this again.`);
	}
	if (!existsSync(pinnedNode(root))) {
		throw new Error(
			'npm ci ran, but the package "node" brought no Node: allow its install script (npm config ignore-scripts false) and run this again.',
		);
	}
}

/** Two terminals may start a fresh clone at once; the second waits for the first. A lock whose owner is gone is taken over. */
export async function withLock(root, run) {
	const lock = join(root, '.setup-lock');
	const owner = join(lock, 'pid');
	for (;;) {
		try {
			mkdirSync(lock);
			break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			if (!isOwnerAlive(owner)) rmSync(lock, { recursive: true, force: true });
			else await new Promise((resolve) => setTimeout(resolve, lockPollMs));
		}
	}
	try {
		writeFileSync(owner, String(process.pid));
		return await run();
	} finally {
		rmSync(lock, { recursive: true, force: true });
	}
}

function isOwnerAlive(owner) {
	try {
		process.kill(Number(readFileSync(owner, 'utf8')), 0);
		return true;
	} catch (error) {
		// EPERM: it lives, and belongs to somebody else. ENOENT: it has the lock and has not yet written its number.
		return error.code === 'EPERM' || error.code === 'ENOENT';
	}
}
