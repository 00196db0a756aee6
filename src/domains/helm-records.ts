import { byCodeUnits } from '../base/by-code-units.ts';
import type { ObjectHealth } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import type { Grouping, Intern, ResourceSpec, Row } from './types.ts';

/**
 * How Helm 3 stores releases: one Secret (or, with HELM_DRIVER=configmap, one ConfigMap) for each revision, named
 * sh.helm.release.v1.NAME.vREVISION, with the labels owner=helm, name, status, version and modifiedAt or createdAt in epoch seconds
 * (helm/helm pkg/storage/driver/secrets.go, cfgmaps.go). All else is in the packed release.
 */
interface HelmRecordObject {
	readonly metadata: ObjectMeta & { readonly labels?: Readonly<Record<string, string>> | null };
}

/** What stores releases; the plural of its resource. */
export type HelmStore = 'secrets' | 'configmaps';

/** One revision of a release, as far as its labels tell of it. */
export abstract class RevisionRow extends ObjectRow {
	abstract readonly store: HelmStore;
	/** Its own name, and what changes with what it holds. */
	readonly record: string;
	readonly recordVersion: string;
	/** The release that it is a revision of. */
	readonly release: string;
	/** `deployed`, `failed`, `pending-upgrade`, `superseded`, …; `unknown`, which is one of Helm's, where the record does not say. */
	readonly status: string;
	/** 0: the record does not say. */
	readonly revision: number;
	/** When the record was changed last, epoch seconds. */
	readonly updated: number;

	constructor({ metadata }: HelmRecordObject, intern: Intern) {
		const labels = metadata.labels ?? {};
		const status = intern(labels['status'] || 'unknown');
		super(metadata, releaseHealth(status), intern);
		this.record = this.name;
		this.recordVersion = `${this.uid} ${this.resourceVersion}`;
		this.release = intern(labels['name'] ?? metadata.name.replace(/^sh\.helm\.release\.v1\.(.*)\.v\d+$/, '$1'));
		this.status = status;
		this.revision = wholeOf(labels['version']);
		this.updated = wholeOf(labels['modifiedAt']) || wholeOf(labels['createdAt']) || this.created;
	}
}

class SecretRevisionRow extends RevisionRow {
	readonly store = 'secrets';
}

class ConfigMapRevisionRow extends RevisionRow {
	readonly store = 'configmaps';
}

const wholeOf = (text: string | undefined): number => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0);

/** Statuses of helm/helm pkg/release/status.go. */
export function releaseHealth(status: string): ObjectHealth {
	switch (status) {
		case 'deployed':
		case 'superseded':
		case 'uninstalled':
			return 'ok';
		case 'failed':
			return 'failing';
		case 'pending-install':
		case 'pending-upgrade':
		case 'pending-rollback':
		case 'uninstalling':
			return 'progressing';
		default:
			return 'unknown';
	}
}

/** A release: its newest revision. */
export class ReleaseRow implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created: number;
	readonly health: ObjectHealth;
	readonly status: string;
	readonly revision: number;
	readonly updated: number;
	readonly store: HelmStore;
	/** The name of the Secret or ConfigMap of the newest revision. */
	readonly record: string;
	/** Changes with what that one holds. */
	readonly recordVersion: string;
	/** Revisions that are stored. */
	readonly kept: number;

	constructor(newest: RevisionRow, kept: number) {
		this.uid = releaseKey(newest);
		this.namespace = newest.namespace;
		this.name = newest.release;
		this.resourceVersion = newest.resourceVersion;
		this.created = newest.created;
		// One that is superseded and has nothing newer was left in the middle of something.
		this.health = newest.status === 'superseded' ? 'warning' : newest.health;
		this.status = newest.status;
		this.revision = newest.revision;
		this.updated = newest.updated;
		this.store = newest.store;
		this.record = newest.record;
		this.recordVersion = newest.recordVersion;
		this.kept = kept;
	}
}

/** One revision of a release, and what holds it. */
export interface ReleaseRef {
	readonly store: HelmStore;
	readonly namespace: string;
	readonly release: string;
	readonly revision: number;
	/** The name of the Secret or ConfigMap. */
	readonly record: string;
}

/** A release by its name. */
export interface ReleaseWish extends Pick<ReleaseRef, 'namespace' | 'release'> {
	/** Absent: the newest. */
	readonly revision?: number;
}

/** `shop/cart revision 11`, `shop/cart` */
export const releaseWords = ({ namespace, release, revision }: ReleaseWish): string =>
	`${namespace}/${release}${revision === undefined ? '' : ` revision ${revision}`}`;

/** A release is the same one through all of its revisions, each of which is an object with a uid of its own. */
const releaseKey = ({ store, namespace, release }: RevisionRow): string => `${store}/${namespace}/${release}`;

const newer = (one: RevisionRow, other: RevisionRow): RevisionRow =>
	one.revision !== other.revision ? (one.revision > other.revision ? one : other) : one.created >= other.created ? one : other;

/** Each release by itself, its revisions from the oldest on, as `helm history` prints them: the names of their records put 10 before 9. */
export const inRevisionOrder = (a: RevisionRow, b: RevisionRow): number =>
	byCodeUnits(a.namespace, b.namespace) || byCodeUnits(a.release, b.release) || byCodeUnits(a.store, b.store) || a.revision - b.revision;

export const byRelease: Grouping<RevisionRow> = {
	keyOf: releaseKey,
	rowOf: (rows) => new ReleaseRow(rows.reduce(newer), rows.length),
};

const labels = { metadata: { labels: { name: true, status: true, version: true, modifiedAt: true, createdAt: true } } } as const;

const recordsIn = {
	kind: 'Release',
	singular: 'release',
	shortNames: [],
	namespaced: true,
	// A record is up to 1 MiB, and there are ten of most releases.
	metadataOnly: true,
	mask: labels,
	pollIntervalMs: 30_000,
} as const;

export const helmSecretsResource: ResourceSpec<RevisionRow> = {
	...recordsIn,
	gvr: { group: '', version: 'v1', resource: 'secrets' },
	reading: 'helm secrets',
	only: { labelSelector: 'owner=helm', fieldSelector: 'type=helm.sh/release.v1' },
	project: rowsOf(SecretRevisionRow),
};

export const helmConfigMapsResource: ResourceSpec<RevisionRow> = {
	...recordsIn,
	gvr: { group: '', version: 'v1', resource: 'configmaps' },
	reading: 'helm configmaps',
	only: { labelSelector: 'owner=helm' },
	project: rowsOf(ConfigMapRevisionRow),
};

/** The resource in which a release is stored. */
export const helmStores: Readonly<Record<HelmStore, ResourceSpec<RevisionRow>>> = {
	secrets: helmSecretsResource,
	configmaps: helmConfigMapsResource,
};
