import { SentenceError } from '../../src/base/sentence-error.ts';
import { findServed } from '../../src/domains/served-names.ts';
import { groupName, tableDomain } from '../../src/domains/table-domain.ts';
import type { Domain } from '../../src/domains/types.ts';
import type { Discovery, ServedResource } from '../../src/kube/types.ts';
import type { ServedView, ServedViews } from '../../src/views/app-services.ts';

/** What a server offers is said by the test; it is known to nobody before somebody asks. */
export class FakeServedViews implements ServedViews {
	/** On the server. */
	resources: readonly ServedResource[] = [];
	asked = 0;
	revision = 0;
	readonly #made = new Map<string, Domain>();
	#known: readonly ServedResource[] = [];

	discovery(): Discovery | undefined {
		return this.asked === 0 ? undefined : { resources: this.#known, failures: [] };
	}

	find(name: string): ServedView | undefined {
		const found = findServed(this.#known, name);
		if (found === undefined) return undefined;
		const own = groupName(found.resource);
		const domain = this.#made.get(own) ?? tableDomain(found.resource, own);
		this.#made.set(own, domain);
		return found.others.length === 0 ? { domain } : { domain, note: `${name} could also mean ${found.others.join(', ')}.` };
	}

	async resolve(name: string): Promise<ServedView> {
		await this.ask();
		const found = this.find(name);
		if (found === undefined) throw new SentenceError(`There is no view "${name}" on this server.`, 2);
		return found;
	}

	async withColumns(domain: Domain): Promise<Domain> {
		return domain;
	}

	domains(): readonly Domain[] {
		return this.#known.flatMap((resource) => this.find(groupName(resource))?.domain ?? []);
	}

	async ask(): Promise<Discovery> {
		await Promise.resolve();
		this.asked += 1;
		this.revision += 1;
		this.#known = this.resources;
		return { resources: this.#known, failures: [] };
	}

	close(): void {}
}
