import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { servedViewsOf } from '../../src/cli/served-views.ts';
import { findDomain } from '../../src/domains/registry.ts';
import type { Domain, Row } from '../../src/domains/types.ts';
import { connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import { createEngine } from '../../src/sync/engine.ts';
import type { DomainFeed, Engine } from '../../src/sync/types.ts';
import type { SoakedCluster } from './soaked-cluster.ts';

/** A view that was opened a moment ago, straight on the server, and never saw a fault: what one that did has to show as well. */
export class FreshView {
	readonly #connection: Connection;
	readonly #engine: Engine;
	readonly #feed: DomainFeed;

	private constructor(connection: Connection, domain: Domain) {
		this.#connection = connection;
		this.#engine = createEngine({ connection, clock: systemClock });
		this.#feed = openDomainFeed(this.#engine, domain, {}, { visible: true, firstPage: 500 });
	}

	/** Its kubeconfig goes into `directory`. Rejects where neither we nor the server know the view. */
	static async open({ server }: SoakedCluster, view: string, directory: string): Promise<FreshView> {
		const file = join(directory, 'fresh-kubeconfig');
		writeFileSync(file, server.kubeconfig(), { mode: 0o600 });
		const kubeconfig = loadKubeconfig({ env: {}, home: directory, kubeconfig: file });
		const connection = connect(kubeconfig, undefined, { version: '0.0.0', clock: systemClock });
		const domain = findDomain(view) ?? (await servedViewsOf(connection, systemClock).resolve(view)).domain;
		return new FreshView(connection, domain);
	}

	/** With the columns of the rows that there are. */
	get domain(): Domain {
		return this.#feed.domain;
	}

	/** Undefined: not all was read yet. */
	rows(): readonly Row[] | undefined {
		const { live, rows } = this.#feed.status();
		if (!live || rows !== 'complete' || this.#feed.deciding()) return undefined;
		if (this.#feed.leases.some((lease) => lease.status().rows !== 'complete')) return undefined;
		this.#feed.settle();
		return [...this.#feed.rows.values()];
	}

	async close(): Promise<void> {
		this.#feed.close();
		await this.#engine.close();
		await this.#connection.close();
	}
}
