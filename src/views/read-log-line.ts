import { jsonFields } from '../base/log-fields.ts';
import { type LogLevel, lineLevel } from '../base/log-level.ts';
import { safeText } from '../base/safe-text.ts';
import { ansiSpans } from '../terminal/ansi-text.ts';
import { type Line, lineText, type Span, span } from '../terminal/styled-line.ts';
import { fitText } from '../terminal/width.ts';
import { dim } from './theme.ts';

/** What is known of a line by reading it. */
export interface ReadLine {
	/** Safe for a terminal, with the colours it came with. */
	readonly line: Line;
	readonly level: LogLevel | undefined;
}

const levelColumns = 5;

/** With `fields` a line of JSON becomes its level, its message and the rest, dim; every other line stays as it is. */
export function readLogLine(text: string, fields: boolean): ReadLine {
	const structured = fields ? jsonFields(text) : undefined;
	if (structured !== undefined) {
		const { level, levelWord, message, rest } = structured;
		const line: Span[] = [span(`${fitText(safeText(levelWord.toUpperCase()), levelColumns, 'left', '')} `), span(safeText(message))];
		for (const [key, value] of rest) line.push(span(`  ${safeText(key)}=`, dim), span(safeText(value), dim));
		return { line, level };
	}
	const line = ansiSpans(text);
	return { line, level: lineLevel(line.length === 1 ? (line[0]?.text ?? '') : lineText(line)) };
}
