import type { Line, Span, Style } from './styled-line.ts';

function sameStyle(one: Style, other: Style): boolean {
	for (const name in one) if (one[name as keyof Style] !== other[name as keyof Style]) return false;
	for (const name in other) if (one[name as keyof Style] !== other[name as keyof Style]) return false;
	return true;
}

const plain: Style = {};

const sameSpan = (one: Span | undefined, other: Span | undefined): boolean =>
	one?.text === other?.text && (one?.style === other?.style || sameStyle(one?.style ?? plain, other?.style ?? plain));

/** Both are made of the same texts in the same styles. */
export function sameLine(one: Line, other: Line): boolean {
	if (one === other) return true;
	if (one.length !== other.length) return false;
	for (let at = 0; at < one.length; at++) if (!sameSpan(one[at], other[at])) return false;
	return true;
}
