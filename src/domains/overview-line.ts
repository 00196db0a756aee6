import type { ObjectHealth } from '../base/cell.ts';
import type { Row } from './types.ts';

/** The cards, in the order of what matters first. */
export const cards = {
	nodes: 'NODES',
	pods: 'PODS',
	cpu: 'CPU',
	memory: 'MEMORY',
	workloads: 'WORKLOADS',
	warnings: 'WARNINGS',
	topCpu: 'MOST CPU',
	topMemory: 'MOST MEMORY',
	versions: 'VERSIONS',
	namespaces: 'NAMESPACES',
} as const;

export type CardName = keyof typeof cards;

/** What a number counts. Amounts are held as rows hold them. */
export type LineUnit = 'count' | 'millicores' | 'kibibytes';

/** Where the objects are that a line counts. */
export interface LinePlace {
	readonly view: string;
	readonly filter: string;
	/** Only those that are not well. */
	readonly faults?: true;
	/** The one object that it is about. */
	readonly object?: { readonly namespace: string; readonly name: string };
}

export interface LineOf {
	readonly card: CardName;
	/** What it is called. Text of the cluster, where it names something of it. */
	readonly item: string;
	/** Unique in its card; absent: what it is called is. */
	readonly key?: string;
	readonly unit?: LineUnit;
	/** null: there is none, or it is not known. */
	readonly value?: number | null;
	/** What the value is a part of. */
	readonly total?: number | null;
	/** Nothing but the part that it is is worth showing: `83%`. */
	readonly isBar?: true;
	readonly detail?: string;
	readonly health?: ObjectHealth;
	/** Why there is no value: `pods: forbidden`. */
	readonly why?: string;
	/** How old an old value is: `stale 68s`. */
	readonly aged?: string;
	/** One number a minute, the oldest first. */
	readonly minutes?: readonly number[];
	readonly place?: LinePlace;
}

/** One line of a card. What is drawn of it is its numbers; nothing of it is a text made for a screen but `detail`. */
export class OverviewLine implements Row {
	readonly uid: string;
	readonly namespace = '';
	readonly name: string;
	readonly resourceVersion = '';
	readonly created = 0;
	readonly health: ObjectHealth;
	readonly card: CardName;
	/** Where it stands among all lines. */
	readonly order: number;
	readonly unit: LineUnit;
	readonly value: number | null;
	readonly total: number | null;
	readonly isBar: boolean;
	readonly detail: string;
	readonly why: string;
	readonly aged: string;
	readonly minutes: readonly number[];
	readonly view: string;
	readonly filter: string;
	readonly faults: boolean;
	/** Of the one object that it is about; '' twice: it is about none. */
	readonly objectNamespace: string;
	readonly objectName: string;

	constructor(line: LineOf, order: number) {
		const { place } = line;
		this.uid = `${line.card}/${line.key ?? line.item}`;
		this.name = line.item;
		this.health = line.health ?? 'ok';
		this.card = line.card;
		this.order = order;
		this.unit = line.unit ?? 'count';
		this.value = line.value ?? null;
		this.total = line.total ?? null;
		this.isBar = line.isBar === true;
		this.detail = line.detail ?? '';
		this.why = line.why ?? '';
		this.aged = line.aged ?? '';
		this.minutes = line.minutes ?? [];
		this.view = place?.view ?? '';
		this.filter = place?.filter ?? '';
		this.faults = place?.faults === true;
		this.objectNamespace = place?.object?.namespace ?? '';
		this.objectName = place?.object?.name ?? '';
	}

	/** Part of the total that the value is; null: there is no total. */
	get share(): number | null {
		return this.value === null || this.total === null || this.total === 0 ? null : this.value / this.total;
	}
}
