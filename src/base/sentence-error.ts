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

/** It was asked for and the answer is that there is none: what is there is read well. */
export class NoneThere extends SentenceError {}

/** Nobody failed to read anything: there is none, or what was wished for is nothing that can be read. */
export const isAnswer = (error: SentenceError): boolean => error instanceof NoneThere || error.exitCode === 2;
