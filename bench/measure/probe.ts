import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { bundle } from './bundle.ts';

const bundles = new Map<string, Promise<string>>();

/**
 * Runs a file of probes/ in a process of its own, with the flags that bin/kyacht.js sets, and returns what it printed as JSON.
 * `request` is handed to it as JSON, its first argument.
 */
export async function runProbe<T>(source: URL, directory: string, request: object): Promise<T> {
	const made = bundles.get(source.href) ?? bundle(source, join(directory, `${basename(source.pathname, '.ts')}.mjs`));
	bundles.set(source.href, made);
	const path = await made;
	const child = spawn(process.execPath, ['--semi-space-growth-factor=1', path, JSON.stringify(request)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		said += text;
	});
	const exitCode = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (exitCode !== 0) throw new Error(`The probe ${basename(source.pathname)} ended with ${exitCode}.`);
	return JSON.parse(said) as T;
}
