#!/usr/bin/env node
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
	process.stderr.write(
		`kyacht: needs Node 22.12 or newer, and this is ${process.versions.node}; install a newer one (https://nodejs.org).\n`,
	);
	process.exit(1);
}

// Before anything else is allocated: the young generation then grows slowly, which halves the peak of a large list.
const { setFlagsFromString } = await import('node:v8');
setFlagsFromString('--semi-space-growth-factor=1');

// In the user's own cache, not in a directory that others can write to: what is in it is run.
const { enableCompileCache } = await import('node:module');
enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kyacht', 'compile'));

await import('../dist/cli.js');
