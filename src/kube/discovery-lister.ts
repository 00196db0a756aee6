import { ApiFailure } from '../base/api-error.ts';
import { shortCause } from '../base/api-error-sentences.ts';
import type { Connection } from './connection.ts';
import type { ListerWatcher, ListPage, ListRequest } from './lister-watcher.ts';
import { readServedKinds } from './served-kinds.ts';
import type { Gvr, KubeObject, OfferedObject } from './types.ts';

/** `deployments.apps` */
const nameOf = ({ group, resource }: Gvr): string => (group === '' ? resource : `${resource}.${group}`);

const objectNamed = (uid: string, name: string): KubeObject => ({ metadata: { name, uid, resourceVersion: '' } });

/**
 * What the server offers as a list of what can be listed: each resource once, in the version that is preferred of its group, and each
 * group version that could not be asked. It has no versions and no watch: who wants to know asks again.
 */
export class DiscoveryLister implements ListerWatcher {
	readonly #connection: Pick<Connection, 'get'>;
	readonly #now: () => number;

	constructor(connection: Pick<Connection, 'get'>, now: () => number) {
		this.#connection = connection;
		this.#now = now;
	}

	async list({ signal, onObjects }: ListRequest): Promise<ListPage> {
		const startedAt = this.#now();
		const { resources, failures } = await readServedKinds(this.#connection, signal);
		const offered = new Map<string, OfferedObject>();
		for (const resource of resources) {
			const name = nameOf(resource.gvr);
			if (!resource.verbs.includes('list') || (offered.has(name) && !resource.preferred)) continue;
			offered.set(name, { ...objectNamed(name, name), offered: resource });
		}
		const failed = failures.map(
			({ groupVersion, error }): OfferedObject => ({ ...objectNamed(`of ${groupVersion}`, groupVersion), failure: shortCause(error) }),
		);
		onObjects([...offered.values(), ...failed]);
		return { resourceVersion: '', tookMs: this.#now() - startedAt };
	}

	watch(): Promise<void> {
		return Promise.reject(new ApiFailure({ kind: 'unsupported', message: 'discovery cannot be watched', status: 405 }));
	}
}
