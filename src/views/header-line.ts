import { screenText } from '../base/safe-text.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { type Segment, segmentedLine } from './segmented-line.ts';
import type { HeaderLight } from './stream-words.ts';
import { bold, dim, type Glyphs, levelGlyph, levelStyle } from './theme.ts';

export interface HeaderFacts {
	readonly demo: boolean;
	readonly context: string;
	/** Undefined: all namespaces. */
	readonly namespace: string | undefined;
	/** The view is not in namespaces, so none is named. */
	readonly clusterScoped: boolean;
	readonly serverVersion: string | undefined;
	readonly light: HeaderLight;
	readonly watches: number;
	readonly requestsPerMinute: number;
	/** Server clock minus ours; undefined while it is not known. */
	readonly clockSkewMs: number | undefined;
	/** The server's certificate is not checked. */
	readonly insecure: boolean;
}

/** Past this a difference of the clocks is said: ages count on the server's clock, a reader's watch does not. */
const saidSkewMs = 5000;

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Which cluster, where in it, and whether what is shown is live. */
export function headerLine(facts: HeaderFacts, width: number, glyphs: Glyphs): Line {
	const { demo, context, namespace, clusterScoped, serverVersion, light, watches, requestsPerMinute, clockSkewMs, insecure } = facts;
	const where = clusterScoped
		? []
		: [span(` ${glyphs.into} `, dim), span(namespace === undefined ? 'all namespaces' : screenText(namespace))];
	const left: Segment[] = [
		{ line: [span(' kyacht', bold)], rank: 5 },
		{ line: demo ? [span(' DEMO ', { bold: true, inverse: true, colour: 'yellow' })] : [], rank: 0 },
		{ line: [span(screenText(context), bold), ...where], rank: 0 },
	];
	const skewed = clockSkewMs !== undefined && Math.abs(clockSkewMs) > saidSkewMs;
	const skew = Math.round((clockSkewMs ?? 0) / 1000);
	const right: Segment[] = [
		{ line: insecure ? [span('TLS unverified', { colour: 'yellow' })] : [], rank: 1 },
		{ line: skewed ? [span(`server clock ${skew > 0 ? '+' : ''}${skew}s`, { colour: 'yellow' })] : [], rank: 1 },
		{ line: serverVersion === undefined ? [] : [span(screenText(serverVersion), dim)], rank: 4 },
		{ line: [span(`${levelGlyph(light.level, glyphs)} ${screenText(light.words)}`, levelStyle(light.level))], rank: 0 },
		{ line: [span(count(watches, 'watch', 'watches'), dim)], rank: 3 },
		{ line: [span(`${requestsPerMinute} req/min`, dim)], rank: 2 },
	];
	return segmentedLine(left, right, width, glyphs.ellipsis);
}
