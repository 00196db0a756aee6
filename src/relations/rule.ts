import type { JsonObject } from '../base/json-parts.ts';
import type { LabelSelector } from '../domains/label-selector.ts';
import type { Mask } from '../kube/types.ts';
import type { Link } from './link.ts';

/** The object that a rule is asked about. */
export interface Linked {
	readonly name: string;
	/** '' for an object of the cluster. */
	readonly namespace: string;
	/** What `mask` lets through, or more. */
	readonly object: JsonObject;
}

/** What objects of one kind have to do with others, beside their owners, which every object names alike. */
export interface LinkRule {
	/** What of the object the rule looks at. */
	readonly mask: Mask;
	readonly links: (linked: Linked) => readonly Link[];
	/** It is kept for later and does nothing now: it stands behind those that do. */
	readonly isIdle?: (object: JsonObject) => boolean;
	/** Of what takes pods of its namespace by their labels: which ones; undefined: none. */
	readonly selector?: (object: JsonObject) => LabelSelector | undefined;
}
