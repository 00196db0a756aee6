import type { Cell, ObjectHealth } from '../base/cell.ts';
import type { Gvr, KubeObject, Mask, Scope } from '../kube/types.ts';
import type { ReleaseRef } from './helm-records.ts';

/** One object, projected to what is shown of it. Subclasses have a fixed shape: fields are assigned in the constructor, numbers stay numbers. */
export interface Row {
	readonly uid: string;
	/** '' for a cluster-scoped object. */
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	/** Epoch seconds; 0 when unknown. */
	readonly created: number;
	readonly health: ObjectHealth;
	/**
	 * Whether another reading of the same version of the object says the same. Absent: a row is made of the object and nothing else,
	 * and so always does.
	 */
	readsAs?(other: Row): boolean;
}

/** Returns one shared copy of equal strings (namespaces, nodes, statuses, owners). */
export type Intern = (text: string) => string;

/** A resource that can be streamed: what to ask the server for, and how an object becomes a row. */
export interface ResourceSpec<R extends Row = Row> {
	readonly gvr: Gvr;
	/** 'Pod' */
	readonly kind: string;
	readonly singular: string;
	readonly shortNames: readonly string[];
	readonly namespaced: boolean;
	/** Another reading of the same objects, under this name: it has a stream of its own. Absent: the name of the resource. */
	readonly reading?: string;
	/** Only those of the objects are read, whatever else is selected. */
	readonly only?: Pick<Scope, 'labelSelector' | 'fieldSelector'>;
	/** The server is asked for the metadata alone: what else the objects hold is too much for a list. */
	readonly metadataOnly?: true;
	/** False: what it read is forgotten with its last lease. Absent: its rows are kept for a while, so that coming back paints at once. */
	readonly retained?: boolean;
	/**
	 * `table`: its objects are TableObjects, printed by the server. `discovery`: OfferedObjects, what the server says it has. Absent: as
	 * the mask says.
	 */
	readonly form?: 'table' | 'discovery';
	/** It is asked again and again and never watched, and why. `isEnough`: there is nothing better, so that this is well. */
	readonly polled?: { readonly why: string; readonly isEnough?: true };
	/** Beside metadata's name, namespace, uid, resourceVersion, creationTimestamp and deletionTimestamp, which are always read. */
	readonly mask: Mask;
	readonly project: (object: KubeObject, intern: Intern) => R;
	/** Fallback while a watch cannot be had, in milliseconds. */
	readonly pollIntervalMs: number;
}

/** A sum kept up to date over the rows of a joined stream, by key: pods by node, warning events by namespace. */
export interface Tally<R extends Row = Row, T = unknown> {
	/** What columns look it up by. */
	readonly name: string;
	readonly keyOf: (row: R) => string | undefined;
	readonly empty: () => T;
	readonly add: (sum: T, row: R) => void;
	readonly remove: (sum: T, row: R) => void;
}

/** Several rows of a stream as one: the revisions of a release as the release. */
export interface Grouping<R extends Row = Row> {
	readonly keyOf: (row: R) => string;
	/** The row of those that have one key, at least one, in no order. Its uid is the same as long as there are any. */
	readonly rowOf: (rows: readonly R[]) => Row;
}

/** What is asked of the server for one row alone, when somebody looks at it: more than a list may carry. */
export interface Lookup<R extends Row = Row> {
	/** What columns look it up by. */
	readonly name: string;
	/** A string says why there is nothing to ask. */
	readonly question: (row: R, scope: Scope) => Question | string;
}

/** Equal keys are asked for once. */
export type Question =
	/** What `mask` asks for of the release that a Secret or a ConfigMap of Helm holds. */
	| {
			readonly kind: 'helm-release';
			readonly key: string;
			readonly gvr: Gvr;
			readonly namespace: string;
			readonly name: string;
			readonly mask: Mask;
	  }
	/** How many objects there are: in all namespaces, where none is named. */
	| { readonly kind: 'count'; readonly key: string; readonly gvr: Gvr; readonly namespace?: string };

/** One stream that a domain reads. */
export type Read =
	/**
	 * Its rows are the rows of the domain, or those of them that `keep` takes, which looks at nothing but the row; grouped, there is
	 * one row for all that belong together.
	 */
	| {
			readonly role: 'rows';
			readonly resource: ResourceSpec;
			readonly keep?: (row: Row) => boolean;
			readonly group?: Grouping;
			/** Where there are more reads than LISTs at once, the smaller goes first; absent: 0. */
			readonly turn?: number;
	  }
	/** Its rows are only summed up; when it is forbidden the columns that need it say so, and nothing else changes. */
	| { readonly role: 'joined'; readonly resource: ResourceSpec; readonly tally: Tally; readonly scope: (scope: Scope) => Scope };

/** An object by its name, and the container of it that is meant; '' for none in particular. */
export interface ObjectReference {
	readonly kind: string;
	/** '' for a cluster-scoped object. */
	readonly namespace: string;
	readonly name: string;
	readonly container: string;
}

/** What one row has to say to the derived rows of a key. */
export interface Piece {
	readonly key: string;
}

/** What is derived of the pieces of one key. */
export interface DerivedNow<R extends Row = Row> {
	/** Those of before that stay as they are are the same objects. */
	readonly rows: readonly R[];
	/** Epoch ms of the moment at which time alone makes it another; absent: never. */
	readonly nextAt?: number;
}

/**
 * How rows are made of rows: of each row its pieces, of all pieces of a key 0…n rows. Pure, and asked only for what changed: a
 * change of one row costs its own pieces and the rows of their keys.
 */
export interface Derivation<P extends Piece = Piece, R extends Row = Row> {
	/** Looks at nothing but the row; `kind` is its resource's, '' for a row that was derived itself. Most rows have none. */
	readonly piecesOf: (row: Row, kind: string) => readonly P[];
	/** `now` is epoch ms on the server's clock; `before` what was derived of this key last. A row's uid is in one key only. */
	readonly rowsOf: (key: string, pieces: readonly P[], now: number, before: readonly R[]) => DerivedNow<R>;
}

/** What a domain reads where that is another set of kinds in every cluster, and at another time. */
export interface Following {
	/** Its rows say which kinds there are. */
	readonly kinds: ResourceSpec;
	/** Who may not read that is told the same by this, less well. */
	readonly otherwise: ResourceSpec;
	/** What is read of the kind that a row of these tells of. */
	readonly readOf: (row: Row) => ResourceSpec | undefined;
	/** They are not what the view is of first: it is no less well for not knowing which there are. */
	readonly isQuiet?: true;
}

export type MetricsKind = 'pods' | 'nodes';

/** One sample of metrics.k8s.io. */
export interface Usage {
	/** Millicores. */
	readonly cpuMilli: number;
	/** MiB. */
	readonly memoryMiB: number;
	/** The sample is the last one there was, too old to count as now: `stale 68s`. */
	readonly aged?: string;
}

/** Which of the two is meant. */
export type UsageField = 'cpuMilli' | 'memoryMiB';

/** The last samples of one object, oldest first; null where one was due and none came. */
export interface PastUsage {
	/** Millicores. */
	readonly cpuMilli: readonly (number | null)[];
	/** MiB. */
	readonly memoryMiB: readonly (number | null)[];
}

/** What a cell may know beside its row. All of it is data: nothing in it does I/O. */
export interface CellContext {
	/** Now on the server's clock, epoch milliseconds. */
	readonly now: number;
	/** Key of pods: `namespace/name`; of nodes: `name`. A string says why there is none. */
	usage(key: string): Usage | string;
	/** By the same keys; undefined: none is kept. */
	history(key: string): PastUsage | undefined;
	/** The sum of usage over a namespace's pods, where pod metrics are read. */
	namespaceUsage(namespace: string): Usage | string;
	/** The sum of usage over pods by their keys, where pod metrics are read; a string when none of them has a sample. */
	usageOf(keys: Iterable<string>): Usage | string;
	/** A tally by its name. `undefined`: no row has this key (so its empty sum holds). A string says why it is not known. */
	tally<T>(name: string, key: string): T | undefined | string;
	/** What a row was asked for, by the lookup's name. A string says why it is not known; asking starts the request. */
	lookup<T extends object>(name: string, row: Row): T | string;
}

/** A pod or a node that uses much. */
export interface Consumer {
	/** Of pods: `namespace/name`; of nodes: `name`. */
	readonly key: string;
	readonly usage: Usage;
}

/** What lines over everything in scope may know beside tallies. */
export interface WholeContext extends CellContext {
	/** Namespace of the scope; undefined: all. */
	readonly namespace: string | undefined;
	/** The sum over all samples and how many they are, or why there are none. */
	totalUsage(kind: MetricsKind): { readonly usage: Usage; readonly samples: number } | string;
	/** The pods that use most, the first first, or why that is not known. */
	heaviest(by: UsageField, count: number): readonly Consumer[] | string;
	/** `v1.36.3`; undefined: the server has not said it. */
	serverVersion(): string | undefined;
}

/** A column of a pane, also the source of `-o json` and csv. */
export interface Column<R extends Row = Row> {
	/** camelCase; the key in -o json, in the filter language and in the config. */
	readonly id: string;
	readonly title: string;
	readonly align?: 'left' | 'right';
	/** 1 survives longest on a narrow terminal. */
	readonly worth: number;
	/** Shown only with ctrl-w. */
	readonly wide?: boolean;
	/** Shown only when more than one namespace is in scope. */
	readonly acrossNamespaces?: boolean;
	/** In terminal columns. Narrower than `min` a text says nothing, and a number that is cut says something wrong: the column is then left out. */
	readonly min: number;
	readonly max?: number;
	/** Text up to here is not cut to make room for a column of less worth; absent: a short one is not. */
	readonly whole?: number;
	/** Capital letter that sorts by it. */
	readonly sortKey?: string;
	/** Raw value: numbers, epoch seconds, bytes, strings, booleans, lists; null when there is none. Sorts and -o json use it. */
	readonly value: (row: R, context: CellContext) => string | number | boolean | null | readonly string[];
	readonly cell: (row: R, context: CellContext) => Cell;
	/** What it sorts by where that is not its value; ascending is what is looked for first. */
	readonly order?: (row: R) => number;
	/** It prints ages of what its value counts forwards: the greater the value, the smaller the number that is read. */
	readonly printsAge?: boolean;
	/** What its value counts; absent: nothing, or plain things. The filter reads amounts by it (`cpu:>200m`). */
	readonly unit?: 'millicores' | 'bytes' | 'share';
	/** Its value may change without the row changing (age, metrics, tallies). */
	readonly volatile?: boolean;
	/** Where its value may do so: what of its text changes with the row alone. A plain word of the filter looks at that. */
	readonly steady?: (row: R) => string;
}

/** A column that draws what another one says in numbers. It is on a wide screen only, and no value of the row. */
export interface PictureColumn<R extends Row = Row> extends Pick<Column<R>, 'id' | 'title' | 'worth' | 'min' | 'cell'> {
	readonly max: number;
	readonly volatile: true;
	/** The id of the column behind which it stands. */
	readonly after: string;
}

/** A column as the server's Table prints it (kubectl's columns). `priority` over 0: only with -o wide. */
export interface PrintedColumn<R extends Row = Row> {
	readonly name: string;
	readonly priority: number;
	/** As the server's Table declares it; absent: `string`. */
	readonly type?: 'integer' | 'boolean' | 'date';
	/** Exactly the cell of the server's own printer (kubernetes/kubernetes pkg/printers/internalversion/printers.go). */
	readonly cell: (row: R, now: number) => string | number | boolean;
}

/** The object that makes a server serve a kind: its CustomResourceDefinition. */
export interface KindDefinition {
	readonly resource: ResourceSpec;
	readonly name: string;
	/** Whether the kind is served, by this row of the definition. */
	readonly serves: (row: Row) => boolean;
}

export interface Domain<R extends Row = Row> {
	/** What is typed: `pods`. Also the name in diagnostics. */
	readonly name: string;
	readonly title: string;
	readonly aliases: readonly string[];
	/** What its rows are called, a plural; absent: as their kind is. */
	readonly called?: string;
	/** False: opened by its name, and in the tab line only while it is open. */
	readonly tab?: boolean;
	readonly scope: 'cluster' | 'namespaces';
	readonly reads: readonly Read[];
	/** Beside them it reads what these kinds are. */
	readonly follows?: Following;
	/** Its rows are not those of its reads but made of them, step by step; absent: they are those of its reads. */
	readonly derived?: readonly Derivation[];
	/** Metrics that its CPU and memory columns show. */
	readonly metrics?: MetricsKind;
	/** Those of nodes are read beside them. */
	readonly nodeMetrics?: true;
	/**
	 * Its rows are no objects, but lines over all that it reads, every read of which is joined: made anew when a sum, a sample or
	 * the minute is another. A line keeps its uid; one that says the same keeps its row.
	 */
	readonly lines?: (context: WholeContext) => readonly Row[];
	readonly columns: readonly Column<R>[];
	readonly pictures?: readonly PictureColumn<R>[];
	/** The revision of a Helm release that a row is of, whose values and manifest can be read. */
	readonly releaseOf?: (row: R) => ReleaseRef;
	/** What its cells may look up. */
	readonly lookups?: readonly Lookup<R>[];
	/** What selects one object by its name; absent: the field metadata.name. */
	readonly selectByName?: (name: string) => Pick<Scope, 'labelSelector' | 'fieldSelector'>;
	/** Where the server says what the columns are: this domain with those of the Table that a row is of. */
	readonly ofRow?: (row: R) => Domain<R>;
	/** What makes the server serve it, where it may be gone and come back while the view is open. */
	readonly definition?: KindDefinition;
	/** Absent for a merged domain, which prints its pane's columns. */
	readonly printed?: readonly PrintedColumn<R>[];
	readonly sort: { readonly column: string; readonly descending: boolean };
	/** How its rows are printed without a screen where no other order is asked for; absent: as the server lists them. */
	readonly printOrder?: (a: R, b: R) => number;
	/** Newest rows kept in the pane (events: 500); absent: all. */
	readonly newest?: { readonly count: number; readonly by: (row: R) => number };
	/** The object that a row tells of, where that is another than the row's: what is opened, and whose logs and events are shown. */
	readonly about?: (row: R) => ObjectReference;
	/** Whether it is one of those that are not well, where its health alone does not say so. Looks at what is joined, and at the time. */
	readonly isUnwell?: (row: R, context: CellContext) => boolean;
	/** Its rows can be ignored until this is another. */
	readonly ignorable?: (row: R) => string;
	/** The uid of the object that a row is of; '' where it is of none, or that is not known. Absent: the row is the object. */
	readonly objectUid?: (row: R) => string;
	/** What the row's object is called in `-o name`: `pod`. */
	readonly objectName: (row: R) => string;
	/** What the title says beside the name of the view, of the scope and of what is in it. */
	readonly heading?: (scope: Scope, context: CellContext, rows: Iterable<R>) => string;
	/** That what was named, and the rows are in, is not there: a sentence; undefined: it is, or that is not known. */
	readonly notThere?: (scope: Scope, context: CellContext) => string | undefined;
	/** What is said beside that it has no rows. */
	readonly emptyHint?: string;
}
