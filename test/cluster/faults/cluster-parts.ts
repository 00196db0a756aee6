import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type PartName = 'apiserver' | 'etcd';
export type PartAction = 'kill' | 'stop' | 'start' | 'freeze' | 'thaw';

/** What an object is, and which state of it: `uid` → `resourceVersion`. */
export type VersionsByUid = ReadonlyMap<string, string>;

export interface ServedPods {
	readonly versions: VersionsByUid;
	/** The same for the same objects in the same versions. */
	readonly fingerprint: string;
	/** `name` and `namespace`, in the order in which the program sorts by name. */
	readonly names: readonly { readonly name: string; readonly namespace: string }[];
}

export interface DeploymentState {
	readonly metadata: { readonly namespace: string; readonly name: string; readonly generation: number };
	readonly spec: { readonly replicas?: number };
	readonly status: {
		readonly observedGeneration?: number;
		readonly replicas?: number;
		readonly updatedReplicas?: number;
		readonly availableReplicas?: number;
	};
}

/** As `kubectl rollout status` sees it (kubectl pkg/polymorphichelpers/rollout_status.go). */
export function isRolledOut({ metadata, spec, status }: DeploymentState): boolean {
	const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
	const isUpdated = observedGeneration >= metadata.generation && updatedReplicas >= (spec.replicas ?? 1);
	return isUpdated && replicas <= updatedReplicas && availableReplicas >= updatedReplicas;
}

/**
 * A cluster that may be broken: its directory holds `admin.kubeconfig`, `exec.kubeconfig` (a plugin that asks for tokens of the
 * service account default/operator, which the cluster role binding `operator` gives its rights), `shop.kubeconfig` (the role
 * binding shop/shop-dev), and the authority of its client certificates, `client-ca.crt` and `client-ca.key`, which the API server
 * reads again when it changes. `partCommand NAME ACTION DIRECTORY` handles its processes.
 */
export class BreakableCluster {
	readonly directory: string;
	readonly #partCommand: string;

	constructor(directory: string, partCommand: string) {
		this.directory = directory;
		this.#partCommand = partCommand;
	}

	kubeconfig(user: string): string {
		return join(this.directory, `${user}.kubeconfig`);
	}

	/** Resolves when the command ended; what it starts lives on. Rejects with what it said when it failed. */
	part(name: PartName, action: PartAction): Promise<void> {
		return new Promise((resolve, reject) => {
			const child = spawn(this.#partCommand, [name, action, this.directory], { stdio: ['ignore', 'ignore', 'pipe'] });
			let said = '';
			child.stderr.on('data', (bytes: Buffer) => {
				said += bytes.toString('utf8');
			});
			child.on('error', reject);
			// The part that was started holds the pipe open, so only the command's own end counts.
			child.on('exit', (code) => {
				child.stderr.destroy();
				if (code === 0) resolve();
				else reject(new Error(`${this.#partCommand} ${name} ${action} failed: ${said.trim()}`));
			});
		});
	}

	/** As admin. Rejects with what kubectl said. */
	async kubectl(...args: readonly string[]): Promise<string> {
		const { stdout } = await run('kubectl', ['--kubeconfig', this.kubeconfig('admin'), '--request-timeout=10s', ...args], {
			maxBuffer: 256 * 1024 * 1024,
		});
		return stdout;
	}

	async isReady(): Promise<boolean> {
		return await this.kubectl('get', '--raw', '/readyz').then(
			(answer) => answer.trim() === 'ok',
			() => false,
		);
	}

	/** What the server holds now; of one namespace when it is given. */
	async servedPods(namespace: string | undefined): Promise<ServedPods> {
		const scope = namespace === undefined ? ['-A'] : ['-n', namespace];
		const list = JSON.parse(await this.kubectl('get', 'pods', ...scope, '-o', 'json')) as {
			items: { metadata: { uid: string; resourceVersion: string; name: string; namespace: string } }[];
		};
		const names = list.items.map(({ metadata: { name, namespace: of } }) => ({ name, namespace: of }));
		names.sort((a, b) => compare(a.name, b.name) || compare(a.namespace, b.namespace));
		const fingerprint = list.items
			.map(({ metadata: { uid, resourceVersion } }) => `${uid} ${resourceVersion}`)
			.sort(compare)
			.join('\n');
		return { fingerprint, versions: new Map(list.items.map(({ metadata }) => [metadata.uid, metadata.resourceVersion])), names };
	}

	async deployments(): Promise<readonly DeploymentState[]> {
		return (JSON.parse(await this.kubectl('get', 'deployments', '-A', '-o', 'json')) as { items: DeploymentState[] }).items;
	}

	/** Takes an object away; what is returned puts it back as it was. */
	async takeAway(...object: readonly string[]): Promise<() => Promise<void>> {
		const found = JSON.parse(await this.kubectl('get', ...object, '-o', 'json')) as { metadata: Record<string, unknown> };
		for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields']) delete found.metadata[field];
		await this.kubectl('delete', ...object);
		return async () => {
			const file = join(this.directory, 'put-back.json');
			writeFileSync(file, JSON.stringify(found));
			await this.kubectl('create', '-f', file);
		};
	}
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
