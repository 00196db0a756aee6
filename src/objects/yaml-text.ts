import { allAtOnce, type Steps } from '../base/steps.ts';
import type { TextLine, TextSpan } from '../base/text-line.ts';

/** A key ends at the first colon that a blank or nothing follows, where it is not quoted. */
const key = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s{[|>&*#].*?):(?= |$)/;
const blockHead = /^[|>][-+\d]*$/;
const number = /^[-+]?(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?$/;
const literal = /^(?:true|false|null|~)$/;

function valueSpan(text: string): TextSpan {
	if (literal.test(text)) return { text, role: 'literal' };
	if (number.test(text)) return { text, role: 'number' };
	if (text === '{}' || text === '[]' || blockHead.test(text)) return { text, role: 'quiet' };
	return { text, role: 'string' };
}

interface Block {
	/** Lines that are set in further belong to it. */
	readonly column: number;
}

/** Of one line outside a block of text: its spans, and the block that begins with it. */
function readLine(line: string): { readonly spans: readonly TextSpan[]; readonly hang: number; readonly block: Block | undefined } {
	let at = line.length - line.trimStart().length;
	const spans: TextSpan[] = at === 0 ? [] : [{ text: line.slice(0, at) }];
	let column = at;
	while (line.startsWith('- ', at)) {
		spans.push({ text: '- ', role: 'quiet' });
		column = at;
		at += 2;
	}
	const found = key.exec(line.slice(at));
	if (found !== null) {
		column = at;
		const name = found[1] ?? '';
		spans.push({ text: name, role: 'key' }, { text: ':', role: 'quiet' });
		at += name.length + 1;
		if (line.startsWith(' ', at)) {
			spans.push({ text: ' ' });
			at += 1;
		}
	}
	const value = line.slice(at);
	if (value !== '') spans.push(valueSpan(value));
	return { spans, hang: column + 2, block: blockHead.test(value) ? { column } : undefined };
}

/** About a millisecond. */
const LINES_A_STEP = 512;

/** YAML that `yamlOf` made as lines whose parts are told apart, each set in by `indent` columns. */
export const yamlLines = (yaml: string, indent = 0): readonly TextLine[] => allAtOnce(yamlLineSteps(yaml, indent));

/** The same in steps, for what is long. */
export function* yamlLineSteps(yaml: string, indent = 0): Steps<readonly TextLine[]> {
	const margin = ' '.repeat(indent);
	const lines: TextLine[] = [];
	let block: Block | undefined;
	for (const line of yaml.split('\n')) {
		const lead = line.length - line.trimStart().length;
		if (block !== undefined && (line.trim() === '' || lead > block.column)) {
			lines.push({ spans: [{ text: `${line === '' ? '' : margin}${line}`, role: 'string' }], hang: indent + lead });
		} else {
			const read = readLine(line);
			block = read.block;
			lines.push({ spans: indent === 0 ? read.spans : [{ text: margin }, ...read.spans], hang: indent + read.hang });
		}
		if (lines.length % LINES_A_STEP === 0) yield;
	}
	return lines;
}
