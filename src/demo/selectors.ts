import type { KubeObject } from '../kube/types.ts';
import type { Resource } from './resources.ts';
import { badRequest } from './status.ts';

export type Matches = (object: KubeObject) => boolean;

interface Requirement {
	readonly key: string;
	readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!exists' | '>' | '<';
	readonly values: readonly string[];
}

interface Token {
	readonly kind: 'identifier' | 'symbol' | 'end';
	readonly text: string;
}

const tokenize = (text: string): Token[] => {
	const tokens: Token[] = [];
	const pattern = /\s*(==|!=|=|!|\(|\)|,|>|<|[^\s=!(),<>]+)/y;
	let position = 0;
	while (position < text.trimEnd().length) {
		pattern.lastIndex = position;
		const found = pattern.exec(text);
		if (found?.[1] === undefined) break;
		const symbol = /^(==|!=|=|!|\(|\)|,|>|<)$/.test(found[1]);
		tokens.push({ kind: symbol ? 'symbol' : 'identifier', text: found[1] });
		position = pattern.lastIndex;
	}
	tokens.push({ kind: 'end', text: '' });
	return tokens;
};

const complain = (found: string, expected: string) => badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);

class Parser {
	private position = 0;
	private readonly tokens: readonly Token[];
	constructor(tokens: readonly Token[]) {
		this.tokens = tokens;
	}

	peek(): Token {
		return this.tokens[this.position] ?? { kind: 'end', text: '' };
	}

	take(): Token {
		const token = this.peek();
		this.position += 1;
		return token;
	}

	identifier(): string {
		const token = this.take();
		if (token.kind !== 'identifier') throw complain(token.text, 'identifier');
		return token.text;
	}

	/** One value after `=`, which may be empty. */
	value(): string {
		const token = this.peek();
		if (token.kind === 'end' || token.text === ',') return '';
		return this.identifier();
	}

	set(): string[] {
		const open = this.take();
		if (open.text !== '(') throw complain(open.text, "'('");
		const values: string[] = [];
		for (;;) {
			const token = this.take();
			if (token.kind === 'identifier') values.push(token.text);
			else if (token.text === ')') return values;
			else if (token.text !== ',') throw complain(token.text, "',', ')' or identifier");
		}
	}

	requirement(): Requirement {
		if (this.peek().text === '!') {
			this.take();
			return { key: this.identifier(), operator: '!exists', values: [] };
		}
		const key = this.identifier();
		const next = this.peek();
		if (next.kind === 'end' || next.text === ',') return { key, operator: 'exists', values: [] };
		this.take();
		switch (next.text) {
			case '=':
			case '==':
				return { key, operator: '=', values: [this.value()] };
			case '!=':
				return { key, operator: '!=', values: [this.value()] };
			case 'in':
				return { key, operator: 'in', values: this.set() };
			case 'notin':
				return { key, operator: 'notin', values: this.set() };
			case '>':
			case '<':
				return { key, operator: next.text, values: [this.identifier()] };
			default:
				throw complain(next.text, "in, notin, =, ==, !=, gt, lt, ',' or end of string");
		}
	}
}

/** apimachinery pkg/labels/selector.go: `!=` and `notin` hold for an object without the label. */
const holds = (requirement: Requirement, labels: Readonly<Record<string, string>>): boolean => {
	const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
	switch (requirement.operator) {
		case 'exists':
			return value !== undefined;
		case '!exists':
			return value === undefined;
		case '=':
		case 'in':
			return value !== undefined && requirement.values.includes(value);
		case '!=':
		case 'notin':
			return value === undefined || !requirement.values.includes(value);
		case '>':
			return value !== undefined && Number.parseInt(value, 10) > Number.parseInt(requirement.values[0] ?? '', 10);
		case '<':
			return value !== undefined && Number.parseInt(value, 10) < Number.parseInt(requirement.values[0] ?? '', 10);
	}
};

const noLabels: Readonly<Record<string, string>> = {};

export const labelsOf = (object: KubeObject): Readonly<Record<string, string>> =>
	(object.metadata['labels'] as Readonly<Record<string, string>> | undefined) ?? noLabels;

/** Throws a StatusError 400 in the server's words when the text is no selector. */
export const parseLabelSelector = (text: string): Matches => {
	if (text.trim() === '') return () => true;
	const parser = new Parser(tokenize(text));
	const requirements: Requirement[] = [parser.requirement()];
	while (parser.peek().kind !== 'end') {
		const token = parser.take();
		if (token.text !== ',') throw complain(token.text, "',' or 'end of string'");
		requirements.push(parser.requirement());
	}
	return (object) => {
		const labels = labelsOf(object);
		return requirements.every((requirement) => holds(requirement, labels));
	};
};

interface FieldTerm {
	readonly field: string;
	readonly equal: boolean;
	readonly value: string;
}

/** Splits at commas that no backslash escapes (apimachinery pkg/fields/selector.go). */
const splitTerms = (text: string): string[] => text.split(/(?<!\\),/).filter((term) => term !== '');

const unescapeValue = (value: string): string => value.replace(/\\([\\,=])/g, '$1');

export const fieldTerms = (text: string): FieldTerm[] =>
	splitTerms(text).map((term) => {
		const found = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
		if (found === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
		const [, field = '', operator, value = ''] = found;
		return { field: field.trim(), equal: operator !== '!=', value: unescapeValue(value) };
	});

/** Throws a StatusError 400 when the resource cannot be selected by that field. */
export const parseFieldSelector = (text: string, resource: Resource): Matches => {
	const terms = fieldTerms(text).map((term) => {
		const read =
			term.field === 'metadata.name'
				? (object: KubeObject) => object.metadata.name
				: term.field === 'metadata.namespace' && resource.namespaced
					? (object: KubeObject) => object.metadata.namespace ?? ''
					: resource.fields?.[term.field];
		if (read === undefined) throw badRequest(`field label not supported: ${term.field}`);
		return { ...term, read };
	});
	return (object) => terms.every((term) => (term.read(object) === term.value) === term.equal);
};
