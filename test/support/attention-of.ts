import type { FindingRow } from '../../src/domains/attention/findings.ts';
import { attention } from '../../src/domains/attention.ts';
import type { ResourceSpec, Row } from '../../src/domains/types.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { DerivedRows } from '../../src/stores/derived-rows.ts';
import { RowStore } from '../../src/stores/row-store.ts';
import { FakeClock } from './fake-clock.ts';
import { masked, recordedObjects, tablePrintedAt } from './recorded-objects.ts';

const rethrow = (error: unknown): never => {
	throw error;
};

/** Attention over objects that are put in by hand: the derivation of the domain, without a server or a screen. */
export class AttentionOf {
	readonly clock: FakeClock;
	readonly #stores = new Map<string, { readonly resource: ResourceSpec; readonly store: RowStore }>();
	readonly #derived: readonly DerivedRows[];
	#version = 0;

	constructor(clock: FakeClock) {
		this.clock = clock;
		const waking = {
			now: () => this.clock.now(),
			wakeAt: (at: number, call: () => void) => this.clock.after(Math.max(1, at - this.clock.now()), call),
		};
		for (const { resource } of attention.reads) this.#stores.set(resource.kind, { resource, store: new RowStore(rethrow) });
		const sources = Array.from(this.#stores.values(), ({ resource, store }) => ({ kind: resource.kind, rows: store }));
		const steps: DerivedRows[] = [];
		for (const derivation of attention.derived ?? []) {
			const last = steps.at(-1);
			steps.push(new DerivedRows(last === undefined ? sources : [{ kind: '', rows: last }], derivation, waking, rethrow));
		}
		this.#derived = steps;
	}

	get rows(): DerivedRows {
		return this.#derived.at(-1) as DerivedRows;
	}

	/** What comes over the wire of an object as it is now. */
	put(kind: string, ...objects: readonly KubeObject[]): void {
		const { resource, store } = this.#of(kind);
		for (const object of objects) {
			if (isRead(object, resource)) store.upsert(resource.project(this.#seen(object, resource), (text) => text));
		}
	}

	remove(kind: string, uid: string): void {
		this.#of(kind).store.remove(uid);
	}

	/** In the order of the pane. */
	findings(): readonly FindingRow[] {
		const rows = [...this.rows.values()] as FindingRow[];
		const order = attention.columns.find(({ id }) => id === attention.sort.column)?.order as (row: Row) => number;
		return rows.sort((a, b) => order(a) - order(b) || (a.uid < b.uid ? -1 : 1));
	}

	/** `kind/name finding` */
	lines(): readonly string[] {
		return this.findings().map((row) => `${row.severity} ${row.kind}/${row.name} ${row.text}`);
	}

	#seen(object: KubeObject, { mask }: ResourceSpec): KubeObject {
		const seen = masked(object, mask);
		return { ...seen, metadata: { ...seen.metadata, resourceVersion: `${++this.#version}` } };
	}

	#of(kind: string): { readonly resource: ResourceSpec; readonly store: RowStore } {
		const found = this.#stores.get(kind);
		if (found === undefined) throw new Error(`attention does not read ${kind}`);
		return found;
	}
}

/** Of events the server is asked for some only. */
const isRead = (object: KubeObject, { only }: ResourceSpec): boolean =>
	only?.fieldSelector === undefined || only.fieldSelector === `type=${String(object['type'])}`;

/** Everything that was recorded of a real cluster, at the moment at which it was. */
export function recordedFindings(): AttentionOf {
	const found = new AttentionOf(new FakeClock(tablePrintedAt('pods')));
	for (const { resource } of attention.reads) found.put(resource.kind, ...recordedObjects(resource.gvr.resource));
	return found;
}
