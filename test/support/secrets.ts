import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import { causeInFull, sentence, shortCause } from '../../src/base/api-error-sentences.ts';
import { endingOf } from '../../src/cli/failures.ts';
import { openJournalFile } from '../../src/diagnostics/journal-file.ts';
import type { StreamStatus, SyncObserver } from '../../src/sync/types.ts';

/** A secret as it may stand somewhere: as it is, in base64 or half of it, in a URL, in JSON. */
function spellings(secret: string): readonly string[] {
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [
		...new Set([
			secret,
			base64,
			Buffer.from(secret).toString('base64url'),
			Buffer.from(secret).toString('hex'),
			encodeURIComponent(secret),
		]),
	];
}

/** `artefacts`: what the program leaves behind or shows, by what it is. */
export function expectNoSecret(artefacts: Readonly<Record<string, string>>, secrets: Iterable<string>): void {
	for (const secret of secrets) {
		for (const spelling of spellings(secret)) {
			for (const [name, text] of Object.entries(artefacts)) {
				const at = text.indexOf(spelling);
				if (at >= 0) expect.fail(`${name} holds a secret: ${JSON.stringify(text.slice(Math.max(0, at - 200), at + spelling.length + 20))}`);
			}
		}
	}
}

/** The tokens, passwords and keys of a kubeconfig. */
export const secretsIn = (kubeconfig: string): readonly string[] =>
	[...kubeconfig.matchAll(/(?:token|password|client-key-data|refresh-token|client-secret):\s*"?([^\s"},]+)/g)].flatMap(([, secret = '']) =>
		secret.length < 6 ? [] : [secret],
	);

/** Everything that is told in the course of one test, kept as the program would write it down, show it or end with it. */
export class Told {
	readonly observer: SyncObserver;
	readonly #shown = new Set<string>();
	readonly #file: string;
	#last: StreamStatus | undefined;

	/** `secrets` is asked at the end of the test, in which none of them may have been told. */
	constructor(secrets: () => Iterable<string>) {
		const directory = mkdtempSync(join(tmpdir(), 'kyacht-told-'));
		this.#file = join(directory, 'journal');
		const journal = openJournalFile({ path: this.#file, detail: 'debug', onError: (words) => expect.fail(words) });
		this.observer = journal.observer;
		onTestFinished(() => {
			journal.close();
			const artefacts = { journal: readFileSync(this.#file, 'utf8'), 'what was shown': [...this.#shown].join('\n') };
			rmSync(directory, { recursive: true });
			expectNoSecret(artefacts, secrets());
		});
	}

	/** A status, with all the sentences that are made of it on the screen, on stderr and in a report of a crash. */
	status(status: StreamStatus): void {
		const { error, detail } = status;
		if (this.#last?.error === error && this.#last?.detail === detail) return;
		this.#last = status;
		this.show(JSON.stringify(status));
		if (error === undefined) return;
		this.show(sentence(error, { what: 'pods' }), shortCause(error), causeInFull(error));
		this.show(endingOf(new ApiFailure(error)).sentence ?? '', endingOf(new Error(error.message)).sentence ?? '');
	}

	show(...words: readonly string[]): void {
		for (const each of words) this.#shown.add(each);
	}
}
