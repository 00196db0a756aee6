import { SentenceError } from '../base/sentence-error.ts';
import { readFilterFlag } from './filter-flag.ts';
import type { Options, Output } from './options.ts';
import type { NamedView } from './view-names.ts';

const usage = (sentence: string): SentenceError => new SentenceError(sentence, 2);

const watched: readonly Output[] = ['table', 'wide', 'jsonl'];

/** Flags that are right alone and wrong together. Throws SentenceError (2). */
export function checkView(options: Options, view: NamedView): void {
	const { output = 'table' } = options;
	if (options.watch === true) {
		if (!watched.includes(output)) throw usage(`--watch prints lines, which -o ${output} has not; use -o jsonl, or leave --watch out.`);
		if (options.sortBy !== undefined) throw usage('--sort-by needs all rows, and --watch never has them; leave one out.');
	}
	readFilterFlag(view.domain, options.filter);
	if (view.domain.lines !== undefined && (options.selector ?? options.fieldSelector ?? view.object) !== undefined) {
		throw usage(`${view.domain.name} is of everything in its scope, so nothing can be selected for it; leave the selector out.`);
	}
	if (view.domain.lines !== undefined && output === 'name')
		throw usage(`${view.domain.name} has lines, which are no objects with names; use -o jsonl, or another view.`);
	// Discovery has neither labels nor names to select by.
	const isOfKinds = view.domain.reads.some(({ resource }) => resource.form === 'discovery');
	if (isOfKinds && (options.selector ?? options.fieldSelector ?? view.object) !== undefined)
		throw usage(`${view.domain.name} is of kinds, of which the server selects none; use --filter instead.`);
	// What a view is of that is named behind it is not what its rows are.
	const selector = options.fieldSelector !== undefined ? '--field-selector' : view.domain.heading === undefined ? '-l' : undefined;
	if (view.object !== undefined && selector !== undefined && (options.fieldSelector ?? options.selector) !== undefined)
		throw usage(`${view.domain.name}/${view.object} names one object already; leave ${selector} out.`);
}

/** `kyacht diag` has a document and a table. */
export function diagFormat(options: { readonly output?: string }): 'table' | 'json' {
	const { output = 'table' } = options;
	if (output === 'json' || output === 'table') return output;
	throw usage(`kyacht diag prints -o table or -o json, not ${output}; choose one.`);
}
