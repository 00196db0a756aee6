import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { definitionsPath, widget, widgetsDefinition, widgetsPath } from '../support/widgets.ts';
import { ask } from '../support/wire.ts';

const definition = (column: string) =>
	widgetsDefinition({
		name: 'v1',
		additionalPrinterColumns: [{ name: column, type: 'string', jsonPath: `.spec.${column.toLowerCase()}` }],
	});
const named = (name: string) => widget(name, { engine: `engine-of-${name}`, colour: `colour-of-${name}` });

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
	await post(definitionsPath, definition('Engine'));
	await established();
	await post(widgetsPath, named('first'));
	program.write(':wd\r');
	await program.waitFor(/first +default +engine-of-first/);
	expect(program.screen.lines()[1]).toContain('widgets.lab.example.com');
	await program.waitFor(/WIDGETS.*● live/);
	await post(widgetsPath, named('second'));
	await program.waitFor('engine-of-second');

	await send('DELETE', `${definitionsPath}/widgets.lab.example.com`);
	await program.waitFor('The server does not serve widgets');
	expect(program.screen.text()).not.toContain('engine-of-first');

	await post(definitionsPath, definition('Colour'));
	await established();
	await post(widgetsPath, named('third'));
	await program.waitFor(/third +default +colour-of-third/);
	await program.waitFor(/WIDGETS.*● live/);
	expect(program.screen.text()).toContain('COLOUR');
	expect(program.screen.text()).not.toContain('ENGINE');
	program.write('\x03');

	async function established(): Promise<void> {
		for (;;) {
			const { status } = await ask(server.url, { path: widgetsPath, token: 'admin-token' });
			if (status === 200) return;
		}
	}
});
