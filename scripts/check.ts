/** The one gate, the same here and in CI: types, format and lint, what nobody uses, the layers, the package. All of it runs, whatever fails. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
	{ name: 'types', command: ['tsc', '-p', '.', '--pretty', 'false'] },
	{ name: 'format and lint', command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=200', '.'] },
	{ name: 'unused files, exports and dependencies', command: ['knip', '--no-progress'] },
	{ name: 'layers', command: ['vitest', 'run', '--reporter=dot', 'test/unit/layers.test.ts'] },
	{ name: 'package', command: ['publint', '--strict'] },
];

const failed: string[] = [];
for (const { name, command } of steps) {
	const [tool = '', ...args] = command;
	const startedAt = performance.now();
	const ran = spawnSync(join(root, 'node_modules', '.bin', tool), args, {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, NO_COLOR: '1' },
	});
	const took = ((performance.now() - startedAt) / 1000).toFixed(1);
	const passed = ran.status === 0;
	if (!passed) {
		failed.push(name);
		process.stdout.write(`${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error === undefined ? '' : `${ran.error.message}\n`}`);
	}
	process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name} (${took} s)\n`);
}
if (failed.length > 0) {
	process.stdout.write(`check: failed: ${failed.join(', ')}.\n`);
	process.exitCode = 1;
} else {
	process.stdout.write('check: everything passed.\n');
}
