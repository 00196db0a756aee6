import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoServer } from '../../src/demo/server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A credential plugin of the demo's admin, who is logged in or not. Its runs are counted. */
export class LoginPlugin {
	readonly #directory = temporaryDirectory();
	readonly #server: DemoServer;

	constructor(server: DemoServer) {
		this.#server = server;
		const script = `const fs = require('node:fs'); const at = ${JSON.stringify(this.#directory)};
fs.appendFileSync(at + '/runs', 'x');
if (!fs.existsSync(at + '/token')) { process.stderr.write('login expired\\n'); process.exit(1); }
const status = { token: fs.readFileSync(at + '/token', 'utf8') };
process.stdout.write(JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status }));`;
		writeFileSync(join(this.#directory, 'login.cjs'), script);
		this.logIn();
	}

	/** The server's kubeconfig, with this in the place of the admin's token. */
	readonly into = (text: string): string =>
		text.replace(
			/(name: admin, user: )\{token: [^}]+\}/,
			`$1{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: "${process.execPath}", args: ["${join(this.#directory, 'login.cjs')}"]}}`,
		);

	/** It gives the token that the server takes now. */
	logIn(): void {
		const [, token = ''] = /name: admin, user: \{token: ([^}]+)\}/.exec(this.#server.kubeconfig('admin')) ?? [];
		writeFileSync(join(this.#directory, 'token'), token);
	}

	/** It fails from now on. */
	logOut(): void {
		rmSync(join(this.#directory, 'token'));
	}

	/** It gives `token`, whatever that is worth. */
	give(token: string): void {
		writeFileSync(join(this.#directory, 'token'), token);
	}

	get runs(): number {
		const file = join(this.#directory, 'runs');
		return existsSync(file) ? readFileSync(file, 'utf8').length : 0;
	}
}
