import { isJsonObject } from './json-parts.ts';

/**
 * The JSONPath of Kubernetes: fields, indexes, slices, wildcards, unions, recursive descent and filters of one comparison
 * (client-go util/jsonpath, parser.go and jsonpath.go). A dialect: `\.` escapes a dot, `&&` is not known, a key that is missing is
 * nothing. Compiled once, asked for every object.
 */
export type JsonPath = (root: unknown) => readonly unknown[];

/** Thrown while a path is asked: the printer of the server then has no value at all. */
class Unanswerable extends Error {}

type Step = (values: readonly unknown[]) => unknown[];

/** `.spec.replicas`, with or without `{}` and `$`. Undefined: it is no path. What cannot be answered of an object finds nothing. */
export function compileJsonPath(text: string): JsonPath | undefined {
	const steps = new PathReader(text.trim().replace(/^\{(.*)\}$/s, '$1')).steps();
	if (steps === undefined) return undefined;
	return (root) => {
		try {
			return steps.reduce<readonly unknown[]>((values, step) => step(values), [root]);
		} catch (error) {
			if (error instanceof Unanswerable) return [];
			throw error;
		}
	};
}

/** Reads a path from left to right. */
class PathReader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	steps(): readonly Step[] | undefined {
		if (/^[$@]/.test(this.#text)) this.#at = 1;
		const steps: Step[] = [];
		while (this.#at < this.#text.length) {
			const step = this.#step();
			if (step === undefined) return undefined;
			steps.push(step);
		}
		return steps;
	}

	#step(): Step | undefined {
		const rest = this.#text.slice(this.#at);
		if (rest.startsWith('[')) return this.#bracket();
		if (rest.startsWith('..')) {
			// What follows is a field of each, or nothing.
			this.#at += rest[2] === '[' || rest[2] === undefined ? 2 : 1;
			return (values) => values.flatMap(descendants);
		}
		const [whole, name] = /^\.?((?:\\.|[^\s.,[\]$@{}\\])+)/.exec(rest) ?? [];
		if (whole === undefined || name === undefined || (!whole.startsWith('.') && this.#at > 0)) {
			if (rest !== '.') return undefined;
			this.#at += 1;
			return (values) => [...values];
		}
		this.#at += whole.length;
		return name === '*' ? wildcard : field(name.replace(/\\(.)/g, '$1'));
	}

	#bracket(): Step | undefined {
		const end = closing(this.#text, this.#at);
		if (end < 0) return undefined;
		const inside = this.#text.slice(this.#at + 1, end).trim();
		this.#at = end + 1;
		const filter = /^\?\((.*)\)$/s.exec(inside)?.[1];
		if (filter !== undefined) return filterStep(filter);
		const parts = inside.match(/(?:'[^']*'|"[^"]*"|[^,])+/g)?.map((part) => bracketStep(part.trim())) ?? [];
		const [first, ...others] = parts;
		if (first === undefined || parts.some((part) => part === undefined)) return undefined;
		return others.length === 0 ? first : (values) => parts.flatMap((part) => part?.(values) ?? []);
	}
}

/** Where the bracket that opens at `from` is closed, past those that are quoted or nested; -1: nowhere. */
function closing(text: string, from: number): number {
	let depth = 0;
	let quote = '';
	for (let at = from; at < text.length; at++) {
		const character = text[at] ?? '';
		if (quote !== '') {
			if (character === quote) quote = '';
		} else if (character === "'" || character === '"') quote = character;
		else if (character === '[') depth += 1;
		else if (character === ']' && --depth === 0) return at;
	}
	return -1;
}

function bracketStep(text: string): Step | undefined {
	if (text === '*') return wildcard;
	const [, single, double] = /^(?:'([^']*)'|"([^"]*)")$/.exec(text) ?? [];
	const key = single ?? double;
	if (key !== undefined) return field(key);
	const [slice, from, to, by] = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(text) ?? [];
	if (slice === undefined || slice === '') return undefined;
	return sliceStep(from ?? '', to, by);
}

/** `[2]` is the slice from 2 of one; what lies outside of the array is an error, and so no value. */
function sliceStep(from: string, to: string | undefined, by: string | undefined): Step {
	return (values) =>
		values.flatMap((value) => {
			if (value === null || value === undefined) return [];
			if (!Array.isArray(value)) throw new Unanswerable();
			const inside = (text: string, absent: number): number => {
				const index = text === '' || text === '-' ? absent : Number(text);
				return index < 0 ? index + value.length : index;
			};
			const begin = inside(from, 0);
			const end = to === undefined ? begin + 1 : inside(to, value.length);
			const step = by === undefined || by === '' ? 1 : Number(by);
			if (begin === end) return [];
			if (begin < 0 || end < 0 || begin >= value.length || end > value.length || step < 1) throw new Unanswerable();
			return value.slice(begin, end).filter((_, index) => index % step === 0);
		});
}

const field =
	(name: string): Step =>
	(values) =>
		values.flatMap((value) => (isJsonObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));

const childrenOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []);

const wildcard: Step = (values) => values.flatMap(childrenOf);

/** Itself and everything below it that has something below it. */
function descendants(value: unknown): unknown[] {
	const children = childrenOf(value);
	return children.length === 0 ? [] : [value, ...children.flatMap(descendants)];
}

type Comparison = (left: unknown, right: unknown) => boolean;

const ordered =
	(holds: (order: number) => boolean): Comparison =>
	(left, right) => {
		if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) throw new Unanswerable();
		return holds(left === right ? 0 : left < (right as typeof left) ? -1 : 1);
	};

const equal: Comparison = (left, right) => {
	if (typeof left !== typeof right || typeof left === 'object') throw new Unanswerable();
	return left === right;
};

const comparisons: ReadonlyMap<string, Comparison> = new Map([
	['==', equal],
	['!=', (left, right) => !equal(left, right)],
	['<', ordered((order) => order < 0)],
	['<=', ordered((order) => order <= 0)],
	['>', ordered((order) => order > 0)],
	['>=', ordered((order) => order >= 0)],
]);

/** `@.type=="Ready"`, `@.restarts>3`, or that something is there: `@.message`. */
function filterStep(text: string): Step | undefined {
	const [, leftText = text, operator, rightText = ''] = /^([^!<>=]+)([!<>=]+)(.+)$/s.exec(text) ?? [];
	const left = operand(leftText.trim());
	const right = operator === undefined ? undefined : operand(rightText.trim());
	const compare = comparisons.get(operator ?? '');
	if (left === undefined || (operator !== undefined && (right === undefined || compare === undefined))) return undefined;
	const passes = (element: unknown): boolean => {
		const lefts = left(element);
		if (right === undefined || compare === undefined || lefts.length === 0) return operator === undefined && lefts.length > 0;
		const rights = right(element);
		if (lefts.length !== 1 || rights.length !== 1) throw new Unanswerable();
		return compare(lefts[0], rights[0]);
	};
	return (values) =>
		values.flatMap((value) => {
			if (!Array.isArray(value)) throw new Unanswerable();
			return value.filter(passes);
		});
}

/** A literal, or a path of the element. */
function operand(text: string): JsonPath | undefined {
	const [, single, double] = /^(?:'(.*)'|"(.*)")$/s.exec(text) ?? [];
	const quoted = single ?? double;
	if (quoted !== undefined) return () => [quoted.replace(/\\(.)/g, '$1')];
	if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return () => [Number(text)];
	if (text === 'true' || text === 'false') return () => [text === 'true'];
	const steps = new PathReader(text).steps();
	return steps && ((root) => steps.reduce<readonly unknown[]>((values, step) => step(values), [root]));
}
