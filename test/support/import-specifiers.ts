/** One import, re-export or dynamic import of a source file. */
export interface Import {
	readonly specifier: string;
	/** Nothing of it is left at run time. */
	readonly typeOnly: boolean;
	readonly line: number;
}

const statement = /^[ \t]*(import|export)\s+(type\s+)?((?:[\w$*\s,]|\{[^}]*\})*?)\s*from\s*(['"])([^'"]+)\4/gm;
const bare = /^[ \t]*import\s*(['"])([^'"]+)\1/gm;
const dynamic = /\bimport\(\s*(['"])([^'"]+)\1/g;

/** Every module that a TypeScript source names. `import { type A, type B }` counts as types only, as the compiler erases it. */
export function importsOf(source: string): readonly Import[] {
	const code = withoutComments(source);
	const lineOf = (index: number) => code.slice(0, index).split('\n').length;
	const found: Import[] = [];
	for (const match of code.matchAll(statement)) {
		const [, , typeKeyword, clause = '', , specifier = ''] = match;
		found.push({ specifier, typeOnly: typeKeyword !== undefined || namesOnlyTypes(clause), line: lineOf(match.index) });
	}
	for (const match of code.matchAll(bare)) found.push({ specifier: match[2] ?? '', typeOnly: false, line: lineOf(match.index) });
	for (const match of code.matchAll(dynamic)) found.push({ specifier: match[2] ?? '', typeOnly: false, line: lineOf(match.index) });
	return found;
}

function namesOnlyTypes(clause: string): boolean {
	const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
	if (names === undefined) return false;
	const parts = names
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
	return parts.length > 0 && parts.every((part) => part.startsWith('type '));
}

/** Comments become blanks of the same length and lines, so that an import in prose does not count. Strings stay. */
export function withoutComments(source: string): string {
	return source.replace(
		/('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
		(found: string, text: string | undefined) => (text === undefined ? found.replace(/[^\n]/g, ' ') : found),
	);
}
