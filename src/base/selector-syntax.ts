import { SentenceError } from './sentence-error.ts';

const label = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const equality = /^([^\s=!<>,()]+)\s*(==|=|!=)\s*([^\s=!<>,()]*)$/;
const comparison = /^([^\s=!<>,()]+)\s*[<>]\s*(-?\d+)$/;
const set = /^([^\s=!<>,()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const existence = /^!?\s*([^\s=!<>,()]+)$/;

/**
 * Checks a label selector as `-l` takes it before a server is asked: `app=x,tier!=web,env in (a,b),!canary`
 * (grammar and lengths: k8s.io/apimachinery pkg/labels/selector.go, pkg/api/validation). Throws SentenceError (2).
 */
export function checkLabelSelector(selector: string): string {
	for (const term of termsOf(selector)) {
		const [, key = '', ...rest] = equality.exec(term) ?? comparison.exec(term) ?? set.exec(term) ?? existence.exec(term) ?? [];
		const values = set.test(term) ? (rest[1] ?? '').split(',').map((value) => value.trim()) : equality.test(term) ? [rest[1] ?? ''] : [];
		if (key === '') throw bad('label selector', selector, `"${term}" is no condition`, 'app=cart, app!=cart, "env in (a,b)", app or !app');
		if (!isLabelKey(key)) throw bad('label selector', selector, `"${key}" is no label key`, 'app=cart');
		const wrong = values.find((value) => value !== '' && !label.test(value));
		if (wrong !== undefined) {
			throw bad('label selector', selector, `"${wrong}" is no label value (at most 63 letters, digits, "-", "_" and ".")`, 'app=cart');
		}
	}
	return selector;
}

/** Checks a field selector: `status.phase=Running,metadata.name!=x`. Which fields there are, only the server knows. Throws SentenceError (2). */
export function checkFieldSelector(selector: string): string {
	// A comma, an equals sign and a backslash inside a value are escaped by a backslash (apimachinery pkg/fields/selector.go).
	for (const term of selector.split(/(?<!\\),/)) {
		if (!/^\s*[^\s=!,]+\s*(==|=|!=)/.test(term)) {
			throw bad('field selector', selector, `"${term.trim()}" is no condition`, 'status.phase=Running or metadata.name!=cart');
		}
	}
	return selector;
}

const looseTerm = String.raw`(?:[^\s,()"']+\s+(?:not)?in\s*\([^()]*\)|[^\s,()"']*)`;
const loose = new RegExp(`${looseTerm}(?:,${looseTerm})*(?=\\s|$)`, 'y');
const open = new RegExp(`(?:${looseTerm},)*[^\\s,()"']+\\s+(?:not)?in\\s*\\([^()]*$`, 'y');

/**
 * Where a label selector ends that begins at `at` of a line without quotes around it: blanks are a part of it where a condition on several
 * values has them (`app in (a, b),tier=x`). `isOpen`: its parenthesis is not closed yet. Any other word ends at the first blank.
 */
export function selectorEnd(line: string, at: number): { readonly end: number; readonly isOpen: boolean } {
	open.lastIndex = at;
	if (open.test(line)) return { end: line.length, isOpen: true };
	loose.lastIndex = at;
	const selector = loose.exec(line)?.[0] ?? '';
	return { end: at + (selector || /^\S*/.exec(line.slice(at))?.[0] || '').length, isOpen: false };
}

/** The label selector that words begin with, and how many of them it is. */
export function selectorOf(words: readonly string[]): readonly [selector: string | undefined, words: number] {
	const [first] = words;
	if (first === undefined || /^["']/.test(first)) return [first, 1];
	const line = words.join(' ');
	const selector = line.slice(0, selectorEnd(line, 0).end);
	return [selector, selector.split(' ').length];
}

/** Split at commas outside of parentheses. */
const termsOf = (selector: string): readonly string[] => selector.split(/,(?![^(]*\))/).map((term) => term.trim());

function isLabelKey(key: string): boolean {
	const [name, domain] = key.includes('/') ? [key.slice(key.indexOf('/') + 1), key.slice(0, key.indexOf('/'))] : [key, undefined];
	return label.test(name) && (domain === undefined || (domain.length <= 253 && prefix.test(domain)));
}

const bad = (kind: string, selector: string, cause: string, like: string): SentenceError =>
	new SentenceError(`The ${kind} "${selector}" cannot be read: ${cause}; write it like ${like}.`, 2);
