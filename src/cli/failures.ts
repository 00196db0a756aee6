import { ApiFailure } from '../base/api-error.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { withoutSecrets } from '../base/without-secrets.ts';
import { exitCodes, failureOf } from './exit-codes.ts';
import { ReaderGone } from './output-stream.ts';

export interface Ending {
	/** For stderr; undefined: nothing went wrong. */
	readonly sentence?: string;
	readonly exitCode: number;
}

/** How the program ends after this was thrown: one sentence, never a stack. */
export function endingOf(thrown: unknown): Ending {
	if (thrown instanceof ReaderGone) return { exitCode: exitCodes.ok };
	if (thrown instanceof SentenceError) return { sentence: thrown.message, exitCode: thrown.exitCode };
	if (thrown instanceof ApiFailure) {
		const { message, exitCode } = failureOf(thrown.error, { what: 'the cluster' });
		return { sentence: message, exitCode };
	}
	// Whatever was thrown may quote what it was given.
	const cause = safeText(withoutSecrets(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)));
	return {
		sentence: `This is a fault of kyacht itself (${cause}); please report it with what you typed and --journal's file.`,
		exitCode: exitCodes.failed,
	};
}
