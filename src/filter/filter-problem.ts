import { SentenceError } from '../base/sentence-error.ts';

/** Why a filter cannot be read, in a sentence without its full stop. `isUnfinished`: what was typed so far is the beginning of a filter. */
export class FilterProblem extends SentenceError {
	readonly isUnfinished: boolean;

	constructor(sentence: string, isUnfinished = false) {
		super(sentence, 2);
		this.name = 'FilterProblem';
		this.isUnfinished = isUnfinished;
	}
}
