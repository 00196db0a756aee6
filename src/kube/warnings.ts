import { safeText } from '../base/safe-text.ts';
import { withoutSecrets } from '../base/without-secrets.ts';
import type { WarningEntry } from './types.ts';

/** Of `299 - "text"` the code and the text (RFC 7234, section 5.5); Node joins several headers by commas. */
const value = /(?:^|,)\s*(\d{3}) [^\s",]+ "((?:[^"\\]|\\.)*)"/g;
/** The one that Kubernetes sends (KEP-1693): of the others a proxy tells. */
const code = '299';
const longest = 400;
/** Of one stream each is told once; a server that makes them up is told of no more. */
const mostKept = 1_000;

/** The texts of a Warning header, as it came: the bytes of its UTF-8 are letters of it each. */
export const warningTexts = (header: string): readonly string[] =>
	Array.from(header.matchAll(value)).flatMap(([, its, text = '']) => {
		const plain = Buffer.from(text.replace(/\\(.)/g, '$1'), 'latin1').toString('utf8');
		const told = safeText(withoutSecrets(plain.slice(0, longest))).trim();
		return its === code && told !== '' ? [told] : [];
	});

interface Heard {
	readonly at: number;
	readonly streamId: string | undefined;
	readonly path: string;
}

/** Tells each warning of a server once for each stream, and once for all that belongs to none. */
export class Warnings {
	readonly #told = new Set<string>();
	readonly #listeners = new Set<(entry: WarningEntry) => void>();

	onWarning(listener: (entry: WarningEntry) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	hear(header: string | string[] | undefined, { at, streamId, path }: Heard): void {
		if (header === undefined) return;
		for (const text of warningTexts(String(header))) {
			const key = `${streamId ?? ''}\n${text}`;
			if (this.#told.has(key) || this.#told.size >= mostKept) continue;
			this.#told.add(key);
			const entry = { at, ...(streamId === undefined ? {} : { streamId }), path, text };
			for (const listener of [...this.#listeners]) listener(entry);
		}
	}
}
