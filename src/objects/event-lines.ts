import { age } from '../base/age.ts';
import type { TextLine } from '../base/text-line.ts';
import { EventRow } from '../domains/events.ts';
import type { Row } from '../domains/types.ts';
import { columnLines } from './section.ts';

/** Events among rows, the newest first. */
export const newestEvents = (rows: Iterable<Row>): readonly EventRow[] =>
	Array.from(rows)
		.filter((row) => row instanceof EventRow)
		.toSorted((one, other) => other.lastSeen - one.lastSeen);

/** `7s (x9 over 12m)`, as kubectl describes it. */
function seenWords({ lastSeen, printedFirst, count }: EventRow, now: number): string {
	if (count <= 1) return age(lastSeen, now);
	const isLong = printedFirst > 0 && printedFirst < lastSeen;
	return `${age(lastSeen, now)} (x${count}${isLong ? ` over ${age(printedFirst, now)}` : ''})`;
}

/** A line an event: when it was seen last and how often, its type, reason and message, and whose it is. `now` is epoch ms. */
export const eventLines = (events: readonly EventRow[], now: number): readonly TextLine[] =>
	columnLines(
		events.map((event) => {
			const { health, type, reason, message, source } = event;
			return {
				cells: [
					{ text: seenWords(event, now), role: 'quiet' as const },
					health === 'ok' ? { text: type } : { text: type, role: health },
					{ text: reason },
					{ text: `${message.replaceAll(/\s*[\r\n]+\s*/g, ' ')}${source === '' ? '' : `  (${source})`}` },
				],
			};
		}),
	);
