import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('from a pod through its replica set to its deployment, down again, and back the way that led there', async () => {
	ensureBuilt();
	const server = await demoServer();
	const home = temporaryDirectory();
	writeFileSync(join(home, 'config'), server.kubeconfig());
	const env = { HOME: home, KUBECONFIG: join(home, 'config') };
	const program = new PtyProgram(process.execPath, [kyachtBin, 'pods', '-n', 'shop', '-l', 'app=cart'], { columns: 100, rows: 80, env });
	onTestFinished(() => program.stop());
	await program.waitFor(/▸ cart-/);
	program.write('\r');
	await program.waitFor(
		/POD {2}shop\/cart-[\s\S]*owned by ReplicaSet\/cart-\w+ {2}4\/4 ready[\s\S]*owned by Deployment\/cart {2}4\/4 ready/,
	);
	program.write('n');
	await program.waitFor(/▸ +owned by ReplicaSet\/cart-/);
	program.write('\r');
	await program.waitFor(/REPLICASET {2}shop\/cart-[\s\S]*owned by Deployment\/cart {2}4\/4 ready/);
	program.write('n');
	await program.waitFor(/▸ +owned by Deployment\/cart/);
	program.write('\r');
	await program.waitFor(/DEPLOYMENT {2}shop\/cart [\s\S]*scaled by HorizontalPodAutoscaler\/cart/);
	program.write('\u001b');
	await program.waitFor(/REPLICASET {2}shop\/cart-/);
	program.write('\u001b');
	await program.waitFor(/POD {2}shop\/cart-[\s\S]*▸ +owned by ReplicaSet\/cart-/);
	program.write('\u001b');
	await program.waitFor(/▸ cart-/);
});
