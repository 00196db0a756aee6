import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ConnectOptions, connect } from '../../src/kube/connect.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { temporaryDirectory } from './temporary-directory.ts';

interface Config {
	readonly url: string;
	readonly cluster?: string;
	readonly user?: string;
}

const text = ({ url, cluster = '', user = '{}' }: Config): string =>
	`clusters: [{name: c, cluster: {server: "${url}"${cluster}}}]
users: [{name: u, user: ${user}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

/** A connection by a kubeconfig in a directory of its own, which can be written anew. */
export function configured(config: Config, options: Partial<ConnectOptions> = {}, env: NodeJS.ProcessEnv = process.env) {
	const directory = temporaryDirectory();
	const file = join(directory, 'config');
	writeFileSync(file, text(config));
	const connection = connect(loadKubeconfig({ env, home: directory, kubeconfig: file }), undefined, { version: '9.9.9', ...options });
	onTestFinished(() => connection.close());
	return { connection, directory, rewrite: (next: Config) => writeFileSync(file, text(next)) };
}
