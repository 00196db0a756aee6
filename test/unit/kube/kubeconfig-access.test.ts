import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts';
import { KubeconfigAccess } from '../../../src/kube/kubeconfig-access.ts';
import { resolveTarget } from '../../../src/kube/target.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { until } from '../../support/wire.ts';

const given = JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: { token: 'T' } });

/** Access by a plugin that writes down that it was started, and gives a token once it may. */
function byPlugin(clock: Clock) {
	const directory = temporaryDirectory();
	const [started, gate, plugin] = ['started', 'gate', 'plugin.cjs'].map((name) => join(directory, name)) as [string, string, string];
	const script = `const fs = require('node:fs');
		fs.appendFileSync(${JSON.stringify(started)}, process.pid + ' ');
		setInterval(() => { if (fs.existsSync(${JSON.stringify(gate)})) { process.stdout.write(${JSON.stringify(given)}); process.exit(0); } }, 5);`;
	writeFileSync(plugin, script);
	const exec = `{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ${process.execPath}, args: [${plugin}]}`;
	const entries = `clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]\nusers: [{name: u, user: {exec: ${exec}}}]`;
	const file = join(directory, 'config');
	writeFileSync(file, `current-context: c\n${entries}\ncontexts: [{name: c, context: {cluster: c, user: u}}]\n`);
	const kubeconfig = loadKubeconfig({ env: {}, home: directory, kubeconfig: file });
	const target = () => resolveTarget(kubeconfig, undefined, {});
	const access = new KubeconfigAccess(target(), target, process.env, clock);
	onTestFinished(() => access.close());
	// The file is there before anything is in it.
	const pids = () => (existsSync(started) ? (readFileSync(started, 'utf8').match(/\d+(?= )/g) ?? []).map(Number) : []);
	return { access, pids, open: () => writeFileSync(gate, '') };
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

test('a plugin that nobody waits for any more is ended after ten seconds, and run anew for who comes back', async () => {
	const clock = new FakeClock();
	const { access, pids, open } = byPlugin(clock);
	const [one, other] = [new AbortController(), new AbortController()];
	const asked = [access.access(one.signal), access.access(other.signal)].map((access) => access.catch((error: unknown) => error));
	await until(() => pids().length === 1);
	const [first = 0] = pids();
	one.abort();
	await clock.advance(60_000 - 11_000);
	expect(isRunning(first)).toBe(true);
	other.abort();
	await Promise.all(asked);
	await clock.advance(9_000);
	expect([access.waiting() === undefined, isRunning(first)]).toEqual([false, true]);
	await clock.advance(1_000);
	expect(access.waiting()).toBeUndefined();
	await until(() => !isRunning(first));
	const again = access.access(undefined);
	open();
	expect((await again).credentials.headers).toEqual({ authorization: 'Bearer T' });
	expect(pids()).toHaveLength(2);
});

test('a plugin goes on for who comes back before', async () => {
	const clock = new FakeClock();
	const { access, pids, open } = byPlugin(clock);
	const left = new AbortController();
	const asked = access.access(left.signal).catch((error: unknown) => error);
	await until(() => pids().length === 1);
	left.abort();
	await asked;
	await clock.advance(5_000);
	const again = access.access(undefined);
	await clock.advance(30_000);
	open();
	expect((await again).credentials.headers).toEqual({ authorization: 'Bearer T' });
	expect(pids()).toHaveLength(1);
});
