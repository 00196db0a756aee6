import type { TextLine } from '../base/text-line.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Section } from '../objects/section.ts';
import type { KindName } from '../relations/link.ts';
import type { TreeLine } from '../relations/tree.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';
import type { MakePart, PanelPart } from './panel-part.ts';
import { relatedSpans } from './related-lines.ts';
import { RelatedTree } from './related-tree.ts';
import type { TextRequest } from './text-request.ts';
import type { TextFacts } from './text-source.ts';

/** Of what is cut anyway more than a screen of it says nothing more. */
const firstPage = 100;

interface Drawn {
	readonly of: readonly TreeLine[];
	readonly sections: readonly Section[];
	readonly requests: ReadonlyMap<string, TextRequest>;
}

/** What the object has to do with others, as a tree: each of them live while the panel is open. */
class RelatedPart implements PanelPart {
	readonly #ref: ObjectRef;
	readonly #tree: RelatedTree;
	#drawn: Drawn = { of: [], sections: [], requests: new Map() };
	#isSuspended = false;

	constructor(ref: ObjectRef, { services, context, changed }: TextParts) {
		this.#ref = ref;
		this.#tree = new RelatedTree(ref.of, {
			openFeed: (domain, scope) => services.openFeed(context, domain, scope, { visible: true, firstPage }),
			served: context.served,
			changed,
		});
	}

	sections(object: KubeObject | undefined, facts: TextFacts): readonly Section[] {
		if (object === undefined || this.#isSuspended) return this.#drawn.sections;
		const lines = this.#tree.lines(object, facts.now);
		if (lines !== this.#drawn.of) this.#drawn = this.#draw(lines, facts);
		return this.#drawn.sections;
	}

	follow(target: string): TextRequest | undefined {
		return this.#drawn.requests.get(target);
	}

	feeds(): readonly DomainFeed[] {
		return this.#tree.feeds();
	}

	suspend(): void {
		this.#isSuspended = true;
		this.#tree.close();
	}

	resume(): void {
		this.#isSuspended = false;
	}

	close(): void {
		this.suspend();
	}

	/** The title of the panel names the object itself. */
	#draw(of: readonly TreeLine[], { serverNow, glyphs }: TextFacts): Drawn {
		const { namespace } = this.#ref;
		const look = { kindOf: (name: KindName) => this.#tree.kindOf(name), namespace, serverNow, ellipsis: glyphs.ellipsis };
		const requests = new Map<string, TextRequest>();
		const lines = of.slice(1).map((line): TextLine => {
			const request = this.#requestOf(line);
			const target = `related/${line.key}`;
			if (request !== undefined) requests.set(target, request);
			return {
				spans: relatedSpans(line, look),
				hang: 2 * line.depth + 2,
				...(request === undefined ? {} : { target, stop: true as const }),
			};
		});
		return { of, sections: lines.length === 0 ? [] : [{ title: 'Related', lines }], requests };
	}

	#requestOf(line: TreeLine): TextRequest | undefined {
		const of = this.#tree.kindOf(line.kind)?.resource;
		if (of === undefined) return undefined;
		const to = (namespace: string, name: string, uid?: string): TextRequest => ({
			kind: 'object',
			page: 'summary',
			object: { of, namespace: of.namespaced ? namespace : '', name, ...(uid === undefined ? {} : { uid }) },
		});
		if (line.type === 'object') return to(line.row.namespace, line.row.name, line.row.uid);
		return line.type === 'note' && line.name !== undefined ? to(line.namespace ?? '', line.name) : undefined;
	}
}

export const relatedPart: MakePart = (ref, parts) => new RelatedPart(ref, parts);
