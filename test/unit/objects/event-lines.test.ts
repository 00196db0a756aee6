import { expect, test } from 'vitest';
import { plainOf } from '../../../src/base/text-line.ts';
import { EventRow } from '../../../src/domains/events.ts';
import { eventLines } from '../../../src/objects/event-lines.ts';

const event = (count: number, firstTimestamp: string | null): EventRow =>
	new EventRow(
		{
			metadata: { name: 'e', namespace: 'shop', uid: 'e', resourceVersion: '1' },
			type: 'Warning',
			reason: 'BackOff',
			message: 'back-off',
			count,
			firstTimestamp,
			lastTimestamp: '2026-11-22T02:59:53Z',
		},
		(text) => text,
	);

test('an event that came often says how often, and over how long', () => {
	const line = (one: EventRow): string => plainOf(eventLines([one], Date.parse('2026-11-22T03:00:00Z'))[0] ?? { spans: [] });
	expect(line(event(9, '2026-11-22T02:48:00Z'))).toMatch(/^ {2}7s \(x9 over 12m\) {2}Warning {2}BackOff {2}back-off/);
	expect(line(event(9, null))).toMatch(/^ {2}7s \(x9\) {2}Warning/);
	expect(line(event(1, '2026-11-22T02:48:00Z'))).toMatch(/^ {2}7s {2}Warning/);
});
