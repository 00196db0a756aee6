/**
 * What every npm script runs: install when needed, build when needed, then do the thing with the pinned Node.
 * Plain JavaScript without dependencies for any Node from 18 on, so that `npm start` and `npm test` are the only two
 * commands that a fresh clone needs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { install, isInstalled, pinnedNode, withLock } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (...path) => join(root, 'node_modules', ...path);

/** What each script needs, and what the pinned Node is then given to run. */
const scripts = {
	start: { build: true, run: (rest) => [join(root, 'bin', 'kyacht.js'), '--demo', ...rest] },
	test: { build: true, run: (rest) => [tool('vitest', 'vitest.mjs'), 'run', ...(rest.length === 0 ? ['--coverage'] : rest)] },
	/** For tests that start the program: everything in place, and nothing run. */
	ready: { build: true },
	build: { build: false, run: () => [join(root, 'scripts', 'build.ts')] },
	check: { build: true, run: () => [join(root, 'scripts', 'check.ts')] },
	format: { build: false, run: () => [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--write', '.'] },
	bench: { build: true, run: (rest) => [join(root, 'bench', 'run.ts'), ...rest] },
	/** The whole fault plan, as a table. */
	faults: { build: false, run: (rest) => [join(root, 'scripts', 'faults.ts'), ...rest] },
	/** The program, left open on a cluster that breaks in every way. */
	soak: { build: true, run: (rest) => [join(root, 'scripts', 'soak.ts'), ...rest] },
	/** A real cluster, broken on purpose. */
	'cluster-faults': { build: true, run: (rest) => [join(root, 'scripts', 'cluster-faults.ts'), ...rest] },
	/** The pictures of the README. */
	captures: { build: true, run: (rest) => [join(root, 'scripts', 'captures.ts'), ...rest] },
	/** What of docs/ is made from the source. */
	docs: { build: false, run: () => [join(root, 'scripts', 'docs.ts')] },
	'test:cluster': {
		build: true,
		run: (rest) => [tool('vitest', 'vitest.mjs'), 'run', '--config', join(root, 'vitest.cluster.config.ts'), ...rest],
	},
};

/** Newer than the stamp that a finished build leaves: a source file, the recipe, or a directory in which something came or went. */
function isStale(path, builtAt) {
	const found = statSync(path);
	if (found.mtimeMs > builtAt) return true;
	return found.isDirectory() && readdirSync(path).some((name) => isStale(join(path, name), builtAt));
}

function needsBuild() {
	const stamp = join(root, 'dist', '.built');
	if (!existsSync(stamp)) return true;
	const builtAt = statSync(stamp).mtimeMs;
	return ['src', 'package.json', 'package-lock.json', join('scripts', 'build.ts')].some((path) => isStale(join(root, path), builtAt));
}

const env = () => ({ ...process.env, PATH: [tool('.bin'), process.env.PATH].filter(Boolean).join(delimiter) });

function build() {
	const ran = spawnSync(pinnedNode(root), [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: ['ignore', 2, 2], env: env() });
	if (ran.status !== 0) throw new Error('the build failed; esbuild says why above.');
}

/** Signals go on to the child, and its end is ours: nobody outside can tell that there are two processes. */
function run(args) {
	// npm starts scripts in the root; who started npm elsewhere means their own directory when they name a file.
	const cwd = process.env.INIT_CWD !== undefined && existsSync(process.env.INIT_CWD) ? process.env.INIT_CWD : root;
	const child = spawn(pinnedNode(root), args, { cwd: args[0] === scripts.start.run([])[0] ? cwd : root, stdio: 'inherit', env: env() });
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
	const forward = (signal) => child.kill(signal);
	for (const signal of signals) process.on(signal, forward);
	child.on('error', (error) => fail(`could not start ${pinnedNode(root)}: ${error.message}`));
	child.on('exit', (code, signal) => {
		if (signal === null) process.exit(code);
		for (const each of signals) process.removeListener(each, forward);
		process.kill(process.pid, signal);
	});
}

function fail(sentence) {
	process.stderr.write(`kyacht: ${sentence}\n`);
	process.exit(1);
}

const [name = '', ...rest] = process.argv.slice(2);
const script = scripts[name];
const missing = name === 'test:cluster' && !process.env.KYACHT_TEST_KUBECONFIG;
if (missing) fail('set KYACHT_TEST_KUBECONFIG to the kubeconfig of a cluster that may be written to, and run this again.');
if (script === undefined) fail(`no such script "${name}"; there are ${Object.keys(scripts).join(', ')}.`);
try {
	if (!isInstalled(root) || (script.build && needsBuild())) {
		await withLock(root, () => {
			install(root);
			if (script.build && needsBuild()) build();
		});
	}
	if (script.run !== undefined) run(script.run(rest));
} catch (error) {
	fail(error.message);
}
