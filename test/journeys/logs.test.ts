import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { emptyHome, homeEnv } from '../support/homes.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';

let server: DemoServer;
let home: string;
const running: PtyProgram[] = [];
const started = (program: PtyProgram): PtyProgram => {
	running.push(program);
	return program;
};

const kyacht = (...args: readonly string[]): readonly string[] => [kyachtBin, ...args, '--kubeconfig', join(home, 'config')];

beforeAll(async () => {
	ensureBuilt();
	home = emptyHome();
	// shop/promo runs out of memory two seconds after the start, and is started again.
	server = await startDemoServer({ scenario: 'crash-loop' });
	writeFileSync(join(home, 'config'), server.kubeconfig());
});

afterEach(async () => {
	await Promise.all(running.splice(0).map((program) => program.stop()));
});

afterAll(() => server.close());

const start = (args: readonly string[], columns: number, rows: number): PtyProgram =>
	started(new PtyProgram(process.execPath, [...kyacht(...args)], { columns, rows, env: homeEnv(home) }));

/** A new image: the controllers of the cluster replace one pod after another. */
function rollOut(namespace: string, name: string, image: string): void {
	server.world.patch('deployments.apps', namespace, name, (object) => {
		const spec = object.spec as { template: { spec: { containers: readonly object[] } } };
		const [first, ...others] = spec.template.spec.containers;
		const template = { ...spec.template, spec: { ...spec.template.spec, containers: [{ ...first, image }, ...others] } };
		const generation = Number((object.metadata as { generation?: number }).generation ?? 1) + 1;
		return { ...object, metadata: { ...object.metadata, generation }, spec: { ...spec, template } };
	});
}

describe('logs in a real terminal', () => {
	test('lead from what is not well to the last words of what crashed in two keys, and from there to what runs now', async () => {
		const program = start(['pods', '-n', 'shop'], 120, 40);
		await program.waitFor(/promo-\S+ +1\/2 .* [1-9]\d* \(\d+s ago\)/);
		program.write('\x1a');
		await program.waitFor(/▸ promo-/);
		program.write('p');
		await program.waitFor(/PREVIOUS LOG {2}shop\/promo-.* \d+-\d+ of \d+ .*● read to its end/);
		expect(program.screen.lines()[0]).toContain('ended');
		program.write('/level:error\r');
		await program.waitFor(/PREVIOUS LOG {2}shop\/promo-\S+ {2}\/ level:error +1-(\d+) of \1 [\s\S]*^fatal error: runtime: out of memory/m);
		program.write('\x1b');
		await program.waitFor((screen) => !screen.text().includes('level:error'));

		program.write('p');
		await program.waitFor(/ LOG {2}shop\/promo-.* following/);
		program.write('t');
		await program.waitFor(/^\d\d:\d\d:\d\d\.\d{3} /m);
		program.write('w');
		await program.waitFor(/^\d\d:\d\d:\d\d\.\d{3} .*…$/m);
		program.write('!');
		await program.waitFor(/logs +promo-\S+ +streaming +healthy/);
		program.write('!');
		await program.waitFor(/ LOG {2}shop\/promo-/);
		program.write('q');
		await program.waitFor(/PODS .*faults only/);
		program.write(':q\r');
		expect((await program.exited).exitCode).toBe(0);
	});

	test('of a deployment follow its pods as a rollout replaces them', async () => {
		const program = start(['workloads', '-n', 'shop', '--filter', 'name:catalog'], 200, 50);
		await program.waitFor(/▸ Deployment +catalog/);
		program.write('l');
		await program.waitFor(/ LOG {2}shop\/deployments\/catalog \(\d+ containers\) .* following .*● live/);
		// Only what happens to the pods: the marks would be gone with the lines that come meanwhile.
		program.write('w');
		rollOut('shop', 'catalog', 'registry.example.com/shop/catalog:99.0.0');
		await program.waitFor(/── \S+ +joined/);
		await program.waitFor(/── \S+ +left/);
		await program.waitFor(/ LOG {2}shop\/deployments\/catalog .*● live/);
		program.write('\x03');
		expect((await program.exited).exitCode).toBe(130);
	});
});

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) process.stderr.write('Logs in tmux were not tried: there is no tmux on the path.\n');

describe.skipIf(!hasTmux)('a log in tmux', () => {
	const tmux = ['-L', `kyacht-logs-${process.pid}`, '-f', '/dev/null'];

	afterAll(() => {
		spawnSync('tmux', [...tmux, 'kill-server']);
	});

	test('goes on while nobody is attached, and fills the terminal that comes back, whatever its size', async () => {
		const attached = started(
			new PtyProgram('tmux', [...tmux, 'new-session', process.execPath, ...kyacht('pods', '-n', 'shop', '--filter', 'name:gateway')], {
				columns: 100,
				rows: 24,
				env: { ...homeEnv(home), SHELL: '/bin/sh' },
			}),
		);
		await attached.waitFor(/▸ gateway-/);
		attached.write('l');
		await attached.waitFor(/ LOG {2}shop\/gateway-.* following .*● live/);
		const shown = (of: PtyProgram): number => Number(/-(\d+) of /.exec(of.screen.text())?.[1] ?? 0);
		await attached.waitFor(() => shown(attached) > 0);
		const before = shown(attached);
		execFileSync('tmux', [...tmux, 'detach-client']);
		await attached.exited;

		const again = started(
			new PtyProgram('tmux', [...tmux, 'attach'], { columns: 60, rows: 16, env: { ...homeEnv(home), SHELL: '/bin/sh' } }),
		);
		await again.waitFor((screen) => / LOG {2}gateway-.*● live$/m.test(screen.text()) && screen.text().includes('<p> previous'));
		again.resize(140, 40);
		await again.waitFor((screen) => / LOG {2}shop\/gateway-.*● live$/m.test(screen.text()) && shown(again) > before);
		again.write('g');
		await again.waitFor(/paused .* 1-\d+ of/);
		again.write('q:q\r');
		await again.exited;
	});
});
