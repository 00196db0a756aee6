import type { ApiError } from '../base/api-error.ts';

/** Group, version and resource: `{ group: '', version: 'v1', resource: 'pods' }`. */
export interface Gvr {
	readonly group: string;
	readonly version: string;
	readonly resource: string;
}

/** Which part of a resource is read. No namespace: all namespaces, or a cluster-scoped resource. Selectors as kubectl writes them. */
export interface Scope {
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

/** A Kubernetes object as it came from the wire, holding only the fields that the mask asked for. */
export interface KubeObject {
	readonly kind?: string;
	readonly apiVersion?: string;
	readonly metadata: ObjectMeta;
	readonly [field: string]: unknown;
}

export interface ObjectMeta {
	readonly name: string;
	readonly namespace?: string;
	readonly uid: string;
	/** Opaque: nobody parses it or orders by it. */
	readonly resourceVersion: string;
	/** RFC 3339, UTC. */
	readonly creationTimestamp?: string;
	readonly deletionTimestamp?: string;
	readonly [field: string]: unknown;
}

/**
 * Which fields of an object are read. `true`: the whole value. An array of one mask: each element of a JSON array.
 * An object: only these keys. `sizes`: of an object of texts each key with its bytes counted, `base64-sizes` with the bytes that
 * they decode to; the texts themselves are never made. Masks for one stream are united (base/unite-masks.ts).
 */
export type Mask = true | SizesMask | readonly [Mask] | { readonly [key: string]: Mask };

export type SizesMask = 'sizes' | 'base64-sizes';

/** One frame of a watch, in stream order. An ERROR frame is not an event: it ends the watch as a thrown ApiFailure. */
export type WatchEvent =
	| { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubeObject }
	| {
			readonly type: 'bookmark';
			readonly resourceVersion: string /** The k8s.io/initial-events-end mark of a streamed list. */;
			readonly initialEventsEnd: boolean;
	  };

/** A cell of a server's Table. null: the object has no such value. */
export type CellValue = string | number | boolean | null;

/** A column as the server's Table declares it (meta.k8s.io/v1 TableColumnDefinition). `priority` over 0: only with -o wide. */
export interface TableColumn {
	readonly name: string;
	/** OpenAPI's: `string`, `integer`, `number`, `boolean`, `date`. */
	readonly type: string;
	readonly description: string;
	readonly priority: number;
}

/** An object as the server's Table prints it: what a stream of form `table` holds. */
export interface TableObject extends KubeObject {
	readonly columns: readonly TableColumn[];
	/** A date is text that was an age at `printedAt`, or a number: epoch seconds. */
	readonly cells: readonly CellValue[];
	/** Epoch ms on the server's clock. */
	readonly printedAt: number;
}

/** One resource that the server offers, as kubectl api-resources lists it. */
export interface ServedResource {
	readonly gvr: Gvr;
	readonly kind: string;
	/** '' where the server names none. */
	readonly singular: string;
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly namespaced: boolean;
	readonly verbs: readonly string[];
	/** The version that the server prefers of its group. */
	readonly preferred: boolean;
}

/** What the server offers. */
export interface Discovery {
	/** In the server's order; subresources left out. */
	readonly resources: readonly ServedResource[];
	/** Groups whose resources could not be told: an aggregated API that is down. They never fail the rest. */
	readonly failures: readonly DiscoveryFailure[];
}

export interface DiscoveryFailure {
	/** `metrics.k8s.io/v1beta1` */
	readonly groupVersion: string;
	readonly error: ApiError;
}

/** A resource that the server offers, or a group version that does not say what it offers, as an object of a list. */
export interface OfferedObject extends KubeObject {
	readonly offered?: ServedResource;
	/** Why nothing is known of the group version that the object is called as. */
	readonly failure?: string;
}

/** One request, told when it ended (a watch or a log: when its stream ended). What `--journal` writes and diagnostics counts. */
export interface RequestEntry {
	/** When it was sent. */
	readonly at: number;
	readonly streamId?: string;
	readonly verb: 'list' | 'watch' | 'log' | 'metrics' | 'probe' | 'discovery' | 'other';
	readonly method: string;
	/** Path and query, without the server. */
	readonly path: string;
	/** HTTP status; 0 when no answer came. */
	readonly status: number;
	readonly tookMs: number;
	/** Body bytes as they came over the wire. */
	readonly bytes: number;
	readonly error?: ApiError;
}

/** What a server warns of beside an answer, which is good all the same: an API that is deprecated, for one. */
export interface WarningEntry {
	/** Epoch ms on our clock. */
	readonly at: number;
	readonly streamId?: string;
	/** Path and query of what was asked for. */
	readonly path: string;
	/** Safe for a terminal, in one line. */
	readonly text: string;
}

/** A credential plugin while it runs. Times are epoch ms on our clock. */
export interface LoginWait {
	/** As it would be typed, safe for a terminal, without what options with telling names hold. */
	readonly command: string;
	readonly since: number;
	/** When it is ended. */
	readonly until: number;
}
