import { describe, expect, it } from 'vitest';
import { LogServer } from '../support/log-server.ts';
import { runKyacht, startKyacht } from '../support/run-kyacht.ts';

const labels = { app: 'cart' };

/** Two pods of a deployment, one with a second container, each with three lines. */
async function shop(): Promise<LogServer> {
	const server = await LogServer.start();
	server.objects.set('/apis/apps/v1/namespaces/shop/deployments/cart', { spec: { selector: { matchLabels: labels } } });
	server.setPod({ name: 'cart-1', labels });
	server.setPod({ name: 'cart-2', labels, containers: { app: { state: 'running' }, proxy: { state: 'running' } } });
	for (let at = 1; at <= 6; at += 1) server.log(at % 2 === 1 ? 'cart-1' : 'cart-2').write(`line ${at}`, at * 1000);
	server.log('cart-2', 'proxy').write('proxied', 10_000);
	return server;
}

const run = (server: LogServer, ...args: readonly string[]) => runKyacht(['logs', '--server', server.url, '-n', 'shop', ...args]);

const stampOf = (second: number) => `2026-11-22T01:00:0${second}.000000000Z`;

describe('kyacht logs', () => {
	it('prints the log of a pod as the server sends it, byte for byte, hostile bytes included', async () => {
		const server = await shop();
		server.log('cart-1').write('\u001b]0;title\u0007\u001b[31mred\u001b[0m');
		const { stdout, stderr, exitCode } = await run(server, 'cart-1');
		expect({ stdout, stderr, exitCode }).toEqual({
			stdout: 'line 1\nline 3\nline 5\n\u001b]0;title\u0007\u001b[31mred\u001b[0m\n',
			stderr: '',
			exitCode: 0,
		});
		expect(server.asked).toEqual(['cart-1?container=app']);
	});

	it.each([
		[['cart-1', '--tail', '1'], 'line 5\n', 'cart-1?container=app&tailLines=1'],
		[['pod/cart-1', '--tail', '-1'], 'line 1\nline 3\nline 5\n', 'cart-1?container=app'],
		[['cart-1', '--timestamps', '--tail=1'], `${stampOf(5)} line 5\n`, 'cart-1?container=app&timestamps=true&tailLines=1'],
		[['cart-1', '--since-time', '2026-11-22T01:00:04Z'], 'line 5\n', 'cart-1?container=app&sinceTime=2026-11-22T01%3A00%3A04Z'],
		[['cart-1', '--since', '5m', '--tail', '1'], 'line 5\n', 'cart-1?container=app&sinceSeconds=300&tailLines=1'],
		[['cart-2', '-c', 'proxy'], 'proxied\n', 'cart-2?container=proxy'],
		[['cart-1', '--limit-bytes', '9'], 'line 1\nline 3\nline 5\n', 'cart-1?container=app&limitBytes=9'],
		[['cart-1', '--prefix', '--tail', '1'], '[pod/cart-1/app] line 5\n', 'cart-1?container=app&tailLines=1'],
		[['cart-2', 'proxy'], 'proxied\n', 'cart-2?container=proxy'],
		[['cart-1', '--limit-bytes', '0', '--tail', '1'], 'line 5\n', 'cart-1?container=app&tailLines=1'],
		[['cart-1', '--include', '[13]$', '--exclude', '1'], 'line 3\n', 'cart-1?container=app&timestamps=true'],
	])('%j asks the server for just that', async (args, stdout, asked) => {
		const server = await shop();
		const ran = await run(server, ...args);
		expect({ stdout: ran.stdout, exitCode: ran.exitCode }).toEqual({ stdout, exitCode: 0 });
		expect(server.asked).toEqual([asked]);
	});

	it.each([
		[['deploy/cart'], [1, 2, 3, 4, 5, 6].map((at) => `[pod/cart-${at % 2 === 1 ? 1 : 2}/app] line ${at}`)],
		[
			['-l', 'app=cart', '--no-prefix', '--tail', '2'],
			['line 3', 'line 4', 'line 5', 'line 6'],
		],
		[
			['deploy/cart', '--timestamps', '--tail', '1', '--no-prefix'],
			[`${stampOf(5)} line 5`, `${stampOf(6)} line 6`],
		],
	])('%j prints several logs as one, ordered by time', async (args, lines) => {
		const server = await shop();
		const { stdout, exitCode } = await run(server, ...args);
		expect({ lines: stdout.split('\n').slice(0, -1), exitCode }).toEqual({ lines, exitCode: 0 });
	});

	it.each([
		[[], 'line 2\nline 4\nline 6\nproxied\n'],
		[['--prefix', '--tail', '1'], '[pod/cart-2/app] line 6\n[pod/cart-2/proxy] proxied\n'],
	])('prints all containers of a pod one after the other, as kubectl does, with %j', async (args, stdout) => {
		const { stdout: said, stderr, exitCode } = await run(await shop(), 'cart-2', '--all-containers', ...args);
		expect({ said, stderr, exitCode }).toEqual({ said: stdout, stderr: '', exitCode: 0 });
	});

	it('ends with the first container that cannot be read, and with --ignore-errors says it and goes on', async () => {
		const server = await shop();
		server.log('cart-2', 'app').refusal = { status: 400, message: 'container "app" in pod "cart-2" is waiting to start: PodInitializing' };
		const words = 'Cannot read the log of cart-2/app yet: it is waiting to start (PodInitializing); -f waits for it.';
		expect(await run(server, 'cart-2', '--all-containers')).toMatchObject({ stdout: '', stderr: `kyacht: ${words}\n`, exitCode: 1 });
		const ignoring = await run(server, 'cart-2', '--all-containers', '--ignore-errors');
		expect(ignoring).toMatchObject({ stdout: 'proxied\n', stderr: `kyacht: ${words}\n`, exitCode: 0 });
		expect((await run(server, 'deploy/cart')).exitCode).toBe(1);
		expect(await run(server, 'deploy/cart', '--ignore-errors')).toMatchObject({
			exitCode: 0,
			stderr: expect.stringContaining('PodInitializing'),
		});
	});

	it('waits with -f for a container that the template of a workload has and its pods do not have yet', async () => {
		const server = await shop();
		const template = { spec: { containers: [{ name: 'app' }, { name: 'cache' }] } };
		server.objects.set('/apis/apps/v1/namespaces/shop/deployments/cart', { spec: { selector: { matchLabels: labels }, template } });
		const running = startKyacht(['logs', '--server', server.url, '-n', 'shop', 'deploy/cart', '-f', '-c', 'cache']);
		await running.noted('There are no pods in namespace shop that have a container cache yet; waiting for them.');
		server.setPod({ name: 'cart-3', labels, containers: { app: { state: 'running' }, cache: { state: 'running' } } });
		server.log('cart-3', 'cache').write('warm');
		await running.said('[pod/cart-3/cache] warm');
		running.child.kill('SIGINT');
		expect((await running.ended).exitCode).toBe(130);
	});

	it('says that a workload has no pods, as a failure without -f, and that a selector finds none, which is none', async () => {
		const server = await LogServer.start();
		server.objects.set('/apis/apps/v1/namespaces/shop/deployments/cart', { spec: { selector: { matchLabels: labels } } });
		const stderr = 'kyacht: There are no pods in namespace shop that this selects, so there is no log; -f waits for them.\n';
		expect(await run(server, 'deploy/cart')).toMatchObject({ stdout: '', stderr, exitCode: 1 });
		expect(await run(server, '-l', 'app=cart')).toMatchObject({ stdout: '', exitCode: 0 });
	});

	it('reads ten lines of each log where a selector is given, as kubectl does', async () => {
		const server = await shop();
		await run(server, '-l', 'app=cart');
		expect(server.asked.every((path) => path.includes('tailLines=10'))).toBe(true);
	});

	it('prints JSON lines with -o jsonl, marks included', async () => {
		const server = await shop();
		const { stdout } = await run(server, 'cart-1', '--tail', '1', '-o', 'jsonl');
		const documents = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { event: string });
		expect(documents[0]).toEqual({ event: 'line', namespace: 'shop', pod: 'cart-1', container: 'app', time: stampOf(5), line: 'line 5' });
		expect(documents[1]).toMatchObject({ event: 'ended' });
	});

	it('says which container it took of several, and reads the run before with -p', async () => {
		const server = await shop();
		server.log('cart-2').restart();
		server.log('cart-2').write('new');
		const { stdout, stderr } = await run(server, 'cart-2', '-p');
		expect(stdout).toBe('line 2\nline 4\nline 6\n');
		expect(stderr).toBe('kyacht: This is the log of container app; name another one with -c: app, proxy.\n');
	});

	it('follows the pods of a deployment, new ones too, through a restart of the server, until it is interrupted', async () => {
		const server = await shop();
		const running = startKyacht(['logs', '--server', server.url, '-n', 'shop', 'deploy/cart', '-f', '--tail', '1']);
		await running.said('line 6');
		server.setPod({ name: 'cart-3', labels });
		server.log('cart-3').write('of the third');
		await running.said('of the third');
		server.isDown = true;
		server.cutAll();
		server.log('cart-3').write('while it was away');
		server.isDown = false;
		const said = await running.said('while it was away');
		expect(said.split('\n').filter((line) => line.endsWith('of the third'))).toEqual(['[pod/cart-3/app] of the third']);
		running.child.kill('SIGINT');
		const { exitCode, stderr } = await running.ended;
		expect(exitCode).toBe(130);
		expect(stderr).toContain('kyacht: cart-3/app: joined: its log is read from here on.');
		expect(stderr).toContain('kyacht: cart-3/app: its log was cut (connection reset); trying again.');
		expect(stderr).toContain('kyacht: cart-3/app: its log goes on where it was cut.');
	});

	it('ends with the log of a pod that is over', async () => {
		const server = await LogServer.start();
		const over = {
			name: 'job',
			phase: 'Succeeded',
			restartPolicy: 'Never',
			containers: { app: { state: 'terminated', reason: 'Completed' } },
		} as const;
		server.setPod(over);
		server.log('job').write('done');
		const { stdout, exitCode } = await run(server, 'job', '-f');
		expect({ stdout, exitCode }).toEqual({ stdout: 'done\n', exitCode: 0 });
	});

	it.each([
		[['nope'], 1, 'kyacht: pods "nope" not found in namespace shop; kyacht pods -n shop lists those there are.'],
		[['deploy/nope'], 1, 'kyacht: deployments "nope" not found in namespace shop; kyacht deployments -n shop lists those there are.'],
		[['cart-1', '-p'], 1, 'previous terminated container "app" in pod "cart-1" not found; it was not restarted, so leave out -p.'],
		[['cart-2', '-c', 'nope'], 1, 'There is no container nope in pod cart-2; name one of these with -c: app, proxy.'],
		[['deploy/cart', '-c', 'nope'], 1, 'There is no container nope in any of the pods; name one of these with -c: app, proxy.'],
		[['deploy/cart', '-f', '-c', 'nope'], 1, 'There is no container nope in any of the pods; name one of these with -c: app, proxy.'],
		[['-l', 'app=cart', '-f', '-c', 'nope'], 1, 'There is no container nope in any of the pods; name one of these with -c: app, proxy.'],
		[['deploy/cart', '-p', '-c', 'nope'], 1, 'There is no container nope in any of the pods; name one of these with -c: app, proxy.'],
		[['deploy/cart', '-p', '--all-containers'], 1, 'Nothing ran before in any of the 2 pods: no container was restarted; leave out -p.'],
		[['cart-2', 'proxy', '-c', 'app'], 2, '-c app and proxy are two containers; leave one out.'],
		[['depoy/cart'], 2, 'did you mean deploy?'],
	])('%j ends with %d and a sentence', async (args, exitCode, words) => {
		const ran = await run(await shop(), ...args);
		expect(ran.exitCode).toBe(exitCode);
		expect(ran.stderr).toMatch(/^kyacht: [^\n]+[.?]\n$/);
		expect(ran.stderr).toContain(words);
		expect(ran.stdout).toBe('');
	});

	it('says what a container waits for, and how to wait with it', async () => {
		const server = await shop();
		const message = 'container "app" in pod "cart-1" is waiting to start: trying and failing to pull image';
		server.log('cart-1').refusal = { status: 400, message };
		expect(await run(server, 'cart-1')).toMatchObject({
			exitCode: 1,
			stderr:
				'kyacht: Cannot read the log of cart-1/app yet: it is waiting to start (trying and failing to pull image); -f waits for it.\n',
		});
	});

	it("keeps the server's words where one of several logs fails, and says it in the singular where one is read", async () => {
		const server = await shop();
		server.log('cart-2', 'proxy').refusal = { status: 500, message: 'no preferred addresses found; known addresses: []' };
		const { stderr } = await run(server, '-l', 'app=cart', '--all-containers');
		expect(stderr).toContain('kyacht: cart-2/proxy: 500 internal error: no preferred addresses found; known addresses: [].\n');
		const one = await run(server, 'deploy/cart', '--max-log-requests', '1');
		expect(one.stderr).toContain('more than one container: only the first is read');
	});

	it('exits with 3 where logs may not be read, and says which right is missing', async () => {
		const server = await shop();
		const message = 'pods "cart-1" is forbidden: User "u" cannot get resource "pods/log" in API group "" in the namespace "shop"';
		server.log('cart-1').refusal = { status: 403, message };
		for (const more of [[], ['-f']]) {
			const { exitCode, stderr } = await run(server, 'cart-1', ...more);
			expect(exitCode).toBe(3);
			expect(stderr).toContain('you may not get pods/log in namespace shop');
		}
	});
});
