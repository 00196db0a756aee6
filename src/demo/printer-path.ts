import { isJsonObject } from '../base/json-parts.ts';
import { sortedJson } from './json-value.ts';

type Step =
	| { readonly is: 'field'; readonly name: string }
	| { readonly is: 'index'; readonly at: number }
	| { readonly is: 'each' }
	| { readonly is: 'where'; readonly path: readonly Step[]; readonly operator: string; readonly value: unknown };

const patterns = {
	field: /^\.((?:\\.|[^.[\]\\])+)/,
	quoted: /^\[(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\]/,
	index: /^\[(-?\d+)\]/,
	each: /^(?:\[\*\]|\.\*)/,
	where: /^\[\?\(\s*@((?:\.(?:\\.|[\w\\-])+)*)\s*(==|!=|<=|>=|<|>)\s*(?:'([^']*)'|"([^"]*)"|([^\s)]+))\s*\)\]/,
} as const;

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

const literal = (single: string | undefined, double: string | undefined, bare: string | undefined): unknown => {
	if (bare === undefined) return single ?? double ?? '';
	if (bare === 'true' || bare === 'false') return bare === 'true';
	return Number(bare);
};

/**
 * The steps of a JSONPath as printer columns have it (client-go util/jsonpath, without slices, unions and recursion, which nobody may
 * rely on there). Undefined: it is none of these.
 */
const stepsOf = (path: string): readonly Step[] | undefined => {
	const steps: Step[] = [];
	let rest = path;
	const take = (pattern: RegExp): RegExpExecArray | undefined => {
		const found = pattern.exec(rest) ?? undefined;
		if (found !== undefined) rest = rest.slice(found[0].length);
		return found;
	};
	while (rest !== '') {
		if (take(patterns.each) !== undefined) {
			steps.push({ is: 'each' });
			continue;
		}
		const field = take(patterns.field);
		const quoted = field === undefined ? take(patterns.quoted) : undefined;
		const named = field?.[1] ?? quoted?.[1] ?? quoted?.[2];
		if (named !== undefined) {
			steps.push({ is: 'field', name: unescaped(named) });
			continue;
		}
		const index = take(patterns.index);
		if (index !== undefined) {
			steps.push({ is: 'index', at: Number(index[1]) });
			continue;
		}
		const where = take(patterns.where);
		const inner = where === undefined ? undefined : stepsOf(where[1] ?? '');
		if (where === undefined || inner === undefined) return undefined;
		steps.push({ is: 'where', path: inner, operator: where[2] ?? '', value: literal(where[3], where[4], where[5]) });
	}
	return steps;
};

const compares = (left: unknown, operator: string, right: unknown): boolean => {
	if (typeof left !== typeof right) return false;
	const [a, b] = [left as string | number, right as string | number];
	switch (operator) {
		case '==':
			return a === b;
		case '!=':
			return a !== b;
		case '<':
			return a < b;
		case '<=':
			return a <= b;
		case '>':
			return a > b;
		default:
			return a >= b;
	}
};

const stepped = (value: unknown, step: Step): readonly unknown[] => {
	switch (step.is) {
		case 'field':
			return isJsonObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
		case 'index':
			return Array.isArray(value) ? (value as readonly unknown[]).slice(step.at).slice(0, 1) : [];
		case 'each':
			return Array.isArray(value) ? (value as readonly unknown[]) : isJsonObject(value) ? Object.values(value) : [];
		case 'where': {
			const { path, operator, value: wanted } = step;
			if (!Array.isArray(value)) return [];
			return value.filter((entry: unknown) => found(entry, path).some((one) => compares(one, operator, wanted)));
		}
	}
};

const found = (value: unknown, steps: readonly Step[]): readonly unknown[] =>
	steps.reduce<readonly unknown[]>((values, step) => values.flatMap((each) => stepped(each, step)), [value]);

/** Reads the first value at a path of an object; undefined where there is none, or where the path is not understood. */
export const printerPath = (path: string): ((object: unknown) => unknown) => {
	const steps = stepsOf(path);
	return steps === undefined ? () => undefined : (object) => found(object, steps)[0];
};

/** As client-go prints a value that a path leads to. */
export const printedValue = (value: unknown): string => (typeof value === 'object' && value !== null ? sortedJson(value) : String(value));
