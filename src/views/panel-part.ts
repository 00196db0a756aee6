import type { ObjectRef } from '../domains/object-ref.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Section } from '../objects/section.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { TextParts } from './open-text.ts';
import type { TextRequest } from './text-request.ts';
import type { TextFacts } from './text-source.ts';

/** A part of the panel of an object that reads something beside the object. */
export interface PanelPart {
	/** What it has to say now; `object` is undefined until it has come. Called for each frame. */
	sections(object: KubeObject | undefined, facts: TextFacts): readonly Section[];
	/** What a line of its own leads to. Targets of a part begin with its name and a slash: `related/…`. */
	follow?(target: string): TextRequest | undefined;
	/** What it reads, for diagnostics. */
	feeds(): readonly DomainFeed[];
	/** The panel is hidden: nothing is read for it until it is resumed. */
	suspend(): void;
	resume(): void;
	close(): void;
}

/** It reads from the first moment on. */
export type MakePart = (ref: ObjectRef, parts: TextParts) => PanelPart;
