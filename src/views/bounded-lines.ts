import { cutLine, type Line, span } from '../terminal/styled-line.ts';
import { wrapLine } from '../terminal/wrap-line.ts';

/** At most `height` lines, the last of them with an ellipsis where more would follow. */
export function boundedLines(lines: readonly Line[], width: number, height: number): readonly Line[] {
	if (lines.length <= height) return lines;
	const last = lines[height - 1];
	return last === undefined ? [] : [...lines.slice(0, height - 1), cutLine([...last, span(' '.repeat(width))], width)];
}

const wrapped = (lines: readonly Line[], width: number): readonly Line[] => lines.flatMap((line) => wrapLine(line, width));

const isBlank = (line: Line): boolean => line.every(({ text }) => text.trim() === '');

/**
 * Text for so much room, in columns and lines. Where it is too high the blank lines go first; then `said` is cut, so that `todo`,
 * what can be done about it, stays whole as far as there is room for a line of the other.
 */
export function fittedLines(said: readonly Line[], todo: readonly Line[], width: number, height: number): readonly Line[] {
	const all = wrapped([...said, ...todo], width);
	if (all.length <= height) return all;
	const last = wrapped(
		todo.filter((line) => !isBlank(line)),
		width,
	);
	const first = wrapped(
		said.filter((line) => !isBlank(line)),
		width,
	);
	const room = Math.max(Math.min(1, first.length), height - last.length);
	return [...boundedLines(first, width, room), ...boundedLines(last, width, height - Math.min(room, first.length))];
}
