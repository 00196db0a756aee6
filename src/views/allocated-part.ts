import { anyDomain } from '../domains/erase.ts';
import { type NodeRow, nodesResource } from '../domains/node-row.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import { PodRow } from '../domains/pod-row.ts';
import type { KubeObject } from '../kube/types.ts';
import { allocatedSection } from '../objects/allocated-section.ts';
import type { Section } from '../objects/section.ts';
import { core } from '../relations/link.ts';
import { linkedDomain } from '../relations/linked-domain.ts';
import { linkedKind } from '../relations/linked-kinds.ts';
import { LinkedRow } from '../relations/linked-row.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';
import type { MakePart, PanelPart } from './panel-part.ts';
import { isDoubted } from './stream-words.ts';

const firstPage = 100;

const nothing: PanelPart = {
	sections: () => [],
	feeds: () => [],
	suspend: () => undefined,
	resume: () => undefined,
	close: () => undefined,
};

/** What the pods of a node ask for. Its stream is the one that the tree of the node reads, too. */
class AllocatedPart implements PanelPart {
	readonly #open: () => DomainFeed;
	#feed: DomainFeed | undefined;
	#drawn: { readonly of: string; readonly object: KubeObject; readonly sections: readonly Section[] } | undefined;

	constructor(open: () => DomainFeed) {
		this.#open = open;
		this.resume();
	}

	sections(object: KubeObject | undefined): readonly Section[] {
		const feed = this.#feed;
		if (object === undefined || feed === undefined) return this.#drawn?.sections ?? [];
		const status = feed.status();
		// What may not be read, or has not come, is said on its own line of the tree.
		if (status.rows === 'none') return [];
		const isComplete = status.rows === 'complete' && !isDoubted(status);
		const of = `${feed.rows.revision} ${isComplete}`;
		if (this.#drawn?.of === of && this.#drawn.object === object) return this.#drawn.sections;
		const node = nodeRow(object);
		this.#drawn = { of, object, sections: node === undefined ? [] : [allocatedSection(node, podsOf(feed), isComplete)] };
		return this.#drawn.sections;
	}

	/** The tree tells of the stream. */
	feeds(): readonly DomainFeed[] {
		return [];
	}

	suspend(): void {
		this.#feed?.close();
		this.#feed = undefined;
	}

	resume(): void {
		this.#feed ??= this.#open();
	}

	close(): void {
		this.suspend();
		this.#drawn = undefined;
	}
}

/** Undefined: the server sends something else under the name of a node, which the summary says. */
function nodeRow(object: KubeObject): NodeRow | undefined {
	try {
		return nodesResource.project(object, (text) => text);
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return undefined;
	}
}

function* podsOf({ rows }: DomainFeed): Generator<PodRow> {
	for (const row of rows.values()) if (row instanceof LinkedRow && row.shown instanceof PodRow) yield row.shown;
}

export const allocatedPart: MakePart = ({ of, name }: ObjectRef, { services, context }: TextParts): PanelPart => {
	const pods = linkedKind(core('Pod'));
	if (pods === undefined || of.kind !== 'Node' || of.gvr.group !== '') return nothing;
	return new AllocatedPart(() =>
		services.openFeed(context, anyDomain(linkedDomain(pods)), { fieldSelector: `spec.nodeName=${name}` }, { visible: true, firstPage }),
	);
};
