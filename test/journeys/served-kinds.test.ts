import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { ask } from '../support/wire.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = '/apis/lab.example.com/v1/namespaces/default/widgets';

const definition = (...columns: readonly string[]) => ({
	apiVersion: 'apiextensions.k8s.io/v1',
	kind: 'CustomResourceDefinition',
	metadata: { name: 'widgets.lab.example.com' },
	spec: {
		group: 'lab.example.com',
		scope: 'Namespaced',
		names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
		versions: [
			{
				name: 'v1',
				served: true,
				storage: true,
				schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
				additionalPrinterColumns: columns.map((name) => ({ name, type: 'string', jsonPath: `.spec.${name.toLowerCase()}` })),
			},
		],
	},
});
const widget = (name: string) => ({
	apiVersion: 'lab.example.com/v1',
	kind: 'Widget',
	metadata: { name },
	spec: { engine: `engine-of-${name}`, colour: `colour-of-${name}` },
});

test('a kind that only the server knows is opened by its short name, is gone with its definition, and is live again with other columns', async () => {
	ensureBuilt();
	const server = await demoServer({ size: 12 });
	const send = async (method: string, path: string, body?: object): Promise<void> => {
		const { status, text } = await ask(server.url, { method, path, token: 'admin-token', ...(body === undefined ? {} : { body }) });
		expect(status, text).toBeLessThan(300);
	};
	const post = async (path: string, body: object): Promise<void> => send('POST', path, body);
	const home = temporaryDirectory();
	const config = join(home, 'config');
	writeFileSync(config, server.kubeconfig());
	const program = new PtyProgram(process.execPath, [kyachtBin, 'pods', '-A', '--kubeconfig', config], {
		columns: 110,
		rows: 20,
		env: { HOME: home },
	});
	onTestFinished(() => program.stop());
	await program.waitFor(/PODS.*● live/);

	// The program is open when the definition comes.
	await post(definitions, definition('Engine'));
	await established();
	await post(widgets, widget('first'));
	program.write(':wd\r');
	await program.waitFor(/first +default +engine-of-first/);
	expect(program.screen.lines()[1]).toContain('widgets.lab.example.com');
	await program.waitFor(/WIDGETS.*● live/);
	await post(widgets, widget('second'));
	await program.waitFor('engine-of-second');

	await send('DELETE', `${definitions}/widgets.lab.example.com`);
	await program.waitFor('The server does not serve widgets');
	expect(program.screen.text()).not.toContain('engine-of-first');

	await post(definitions, definition('Colour'));
	await established();
	await post(widgets, widget('third'));
	await program.waitFor(/third +default +colour-of-third/);
	await program.waitFor(/WIDGETS.*● live/);
	expect(program.screen.text()).toContain('COLOUR');
	expect(program.screen.text()).not.toContain('ENGINE');
	program.write('\x03');

	async function established(): Promise<void> {
		for (;;) {
			const { status } = await ask(server.url, { path: widgets, token: 'admin-token' });
			if (status === 200) return;
		}
	}
});
