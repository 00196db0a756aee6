import type { AppServices, OpenContext } from './app-services.ts';
import { diffText } from './diff-text.ts';
import { ObjectPanel } from './object-panel.ts';
import { releaseText } from './release-text.ts';
import type { TextRequest } from './text-request.ts';
import type { TextSource } from './text-source.ts';

export interface TextParts {
	readonly services: AppServices;
	readonly context: OpenContext;
	/** Another one, by its name. Throws SentenceError. */
	readonly openContext: (name: string) => Promise<OpenContext>;
	/** What the text says, or how far it can be believed, may be different: it is looked at again. */
	readonly changed: () => void;
}

/** The source of a text that was asked for; it reads from the first moment on. `below`: the one that it is to lie over. */
export function openText(request: TextRequest, parts: TextParts, below?: TextSource): TextSource {
	switch (request.kind) {
		case 'object':
			return new ObjectPanel(request, parts, below instanceof ObjectPanel ? below.seenOf(request.object) : undefined);
		case 'diff':
			return diffText(request.wish, parts);
		case 'release':
			return releaseText(request.page, request.release, parts);
	}
}
