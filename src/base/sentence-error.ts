/**
 * An error whose message is already the sentence for a person: it names the thing, the cause and the next step.
 * Exit codes are those of the command line: 1 failed, 2 bad usage, 3 unauthorized or forbidden, 4 unreachable.
 */
export class SentenceError extends Error {
	readonly exitCode: number;
	constructor(sentence: string, exitCode: number) {
		super(sentence);
		this.name = 'SentenceError';
		this.exitCode = exitCode;
	}
}
