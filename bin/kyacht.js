#!/usr/bin/env node
const { process } = globalThis;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
	process.stderr.write(
		`kyacht: needs Node 22.12 or newer, and this is ${process.versions.node}; install a newer one (https://nodejs.org).\n`,
	);
	process.exit(1);
}

// Before anything else is allocated: the young generation then grows slowly, which halves the peak of a large list.
// Asked of the process: an import of a module of Node's own reads all its exports first, which costs milliseconds of a start.
const { setFlagsFromString } = process.getBuiltinModule('node:v8');
setFlagsFromString('--semi-space-growth-factor=1');

// In the user's own cache, not in a directory that others can write to: what is in it is run.
const { homedir } = process.getBuiltinModule('node:os');
const { join } = process.getBuiltinModule('node:path');
process
	.getBuiltinModule('node:module')
	.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kyacht', 'compile'));

await import('../dist/cli.js');
