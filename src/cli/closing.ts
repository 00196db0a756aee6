import { safeText } from '../base/safe-text.ts';
import { withoutSecrets } from '../base/without-secrets.ts';

/** Something that has to be undone at the end. */
export interface Closer {
	/** What it is, for the sentence that says that it failed: "the journal". */
	readonly what: string;
	readonly close: () => unknown;
}

/**
 * Undoes all of them, the last first and one after the other, and takes them out of the list. One that throws keeps none of the
 * others from its turn; from `late` on none is waited for, and the rest is only begun. Returns a sentence for each that failed.
 */
export async function closeAll(closers: Closer[], late: Promise<unknown>): Promise<readonly string[]> {
	const failed: string[] = [];
	for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
		const { what, close } = closer;
		// Begun at once, so that what throws before it promises anything is caught like the rest.
		const closed = (async () => close())().catch((error: unknown) => failed.push(sentenceOf(what, error)));
		await Promise.race([closed, late]);
	}
	return failed;
}

function sentenceOf(what: string, thrown: unknown): string {
	const cause = safeText(withoutSecrets(thrown instanceof Error ? thrown.message : String(thrown)));
	return `At the end, ${what} could not be closed (${cause}); what is left of it ended with the program.`;
}
