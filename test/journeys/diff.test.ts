import { expect, onTestFinished, test } from 'vitest';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { mergePatch, twoContexts } from '../support/two-contexts.ts';

test('an object is compared with itself in another context, from the list and back', async () => {
	ensureBuilt();
	const { prodEu, kubeconfig } = await twoContexts();
	await mergePatch(prodEu, '/apis/apps/v1/namespaces/shop/deployments/cart', { spec: { replicas: 7 } });
	const env = { HOME: temporaryDirectory(), KUBECONFIG: kubeconfig };
	const program = new PtyProgram(process.execPath, [kyachtBin, 'deployments'], { columns: 120, rows: 24, env });
	onTestFinished(() => program.stop());
	await program.waitFor(/▸ cart /);
	program.write(':diff @prod-eu\r');
	await program.waitFor(/replicas: 4 +\| {3}replicas: 7/);
	expect(program.screen.lines().join('\n')).toContain('deployment shop/cart (prod-eu)');
	program.write('n');
	await program.waitFor('1 of 1.');
	program.write('\u001b');
	await program.waitFor(/▸ cart /);
});
