import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyHome, homeEnv } from '../support/homes.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';

let program: PtyProgram;

beforeAll(() => {
	ensureBuilt();
	program = new PtyProgram(process.execPath, [kyachtBin, '--demo', 'pods', '-A'], { columns: 100, rows: 30, env: homeEnv(emptyHome()) });
});

afterAll(() => program.stop());

test('a pod that does not run is opened, says why, and leads to its YAML, which is searched, and out again', async () => {
	await program.waitFor(/PODS .*watch ● live/);
	program.write('/imagepull\r');
	await program.waitFor(/▸ query-canary/);
	program.write('\r');
	await program.waitFor(/POD +search\/query-canary .*watch ● live/);
	await program.waitFor(/Waiting: ImagePullBackOff/);
	program.write('G');
	await program.waitFor(/Events(.|\n)*Warning +Failed/);
	program.write('y');
	await program.waitFor(/YAML +pod search\/query-canary/);
	program.write('/restartpolicy\r');
	await program.waitFor(/1 of 1 .*● live(.|\n)* restartPolicy: Always/);
	program.write('\x1b');
	await program.waitFor(/YAML +pod search\/query-canary +\d+-/);
	program.write('\x1b');
	await program.waitFor(/POD +search\/query-canary/);
	program.write('!');
	await program.waitFor(/^ *object +(.|\n)*^ *object-events /m);
	program.write('\x1b');
	program.write('\x1b');
	await program.waitFor(/PODS .*1 of \d+/);
	// What nobody looks at is not read: only the list is.
	await program.waitFor(/● live {2}1 watch /);
});

test('a value of a Secret is on the screen only while somebody asks for it', async () => {
	program.write(':secrets shop\r');
	await program.waitFor(/▸ db-credentials/);
	program.write('y');
	await program.waitFor(/user: <masked, 3 bytes>/);
	program.write('/user\rx');
	await program.waitFor(/user: YXBw {2}# app/);
	expect(program.screen.lines().join('\n')).toContain('password: <masked, 14 bytes>');
	program.write('x');
	await program.waitFor(/user: <masked, 3 bytes>/);
	expect(program.screen.lines().join('\n')).not.toContain('YXBw');
});
