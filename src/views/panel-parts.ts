import { allocatedPart } from './allocated-part.ts';
import { eventsPart } from './events-part.ts';
import type { MakePart } from './panel-part.ts';
import { relatedPart } from './related-part.ts';

/** What a panel shows beside its object, in this order, between how the object is and how it was set up. */
export const panelParts: readonly MakePart[] = [allocatedPart, relatedPart, eventsPart];
