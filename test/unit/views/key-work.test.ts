import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { manyRows, testDomains } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

/** The test domains, in which it is counted how often a row's name is read for the screen. */
function counted(): { readonly domains: readonly Domain[]; readonly read: () => number } {
	let cells = 0;
	const domains = testDomains.map((domain) => ({
		...domain,
		columns: domain.columns.map((column) =>
			column.id !== 'name'
				? column
				: {
						...column,
						cell: (...[row, context]: Parameters<typeof column.cell>) => {
							cells += 1;
							return column.cell(row as Row, context);
						},
					},
		),
	}));
	return { domains, read: () => cells };
}

const rowsOnScreen = 19;
const rows = manyRows(60);

const podsOf = ({ context }: ShownSession) => context.stream('pods', 'shop').rows;

const show = (domains: readonly Domain[] = testDomains): ShownSession =>
	showSession({ namespace: 'shop', domains, before: ({ context }) => context.stream('pods', 'shop').rows.appendPage(rows) });

/** One of the rows is told of again, another number of times restarted. */
const restart = (shown: ShownSession, at: number, restarts: number): void => {
	const row = rows[at % rows.length];
	if (row !== undefined) podsOf(shown).upsert({ ...row, restarts, resourceVersion: `${row.resourceVersion}.${restarts}` });
};

describe('a key', () => {
	test('reads the rows on the screen once, whatever came since the last frame, and so do several typed at once', () => {
		const { domains, read } = counted();
		const shown = show(domains);
		for (const chords of [['j'], ['j', 'j', 'k', 'j'], ['page-down'], ['space'], ['G']]) {
			for (let at = 0; at < 50; at++) restart(shown, at, at + chords.length);
			const before = read();
			shown.press(...chords);
			expect(read() - before).toBe(rowsOnScreen);
		}
	});

	test('is drawn at once, and while keys come no frame is drawn for data alone', async () => {
		const shown = show();
		await shown.settle();
		const before = shown.draws();
		for (let key = 1; key <= 30; key++) {
			restart(shown, key, key);
			for (const context of shown.contexts.values()) context.notify();
			shown.press(key % 2 === 1 ? 'j' : 'k');
			expect(shown.draws() - before).toBe(key);
			await shown.clock.advance(33);
		}
		expect(shown.draws() - before).toBe(30);
	});
});

const chord = fc.constantFrom(
	'j',
	'k',
	'g',
	'G',
	'page-down',
	'page-up',
	'space',
	'ctrl-z',
	'ctrl-w',
	'right',
	'left',
	'?',
	'esc',
	'S',
	'T',
	'!',
	's',
);
const change = fc.record({ at: fc.nat(59), restarts: fc.nat(9), gone: fc.boolean() });

test('keys typed at once end where they end one by one, whatever rows came and went before', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.array(change, { maxLength: 6 }), fc.array(chord, { minLength: 1, maxLength: 8 })), { maxLength: 6 }),
			(rounds) => {
				const [together, apart] = [show(), show()];
				for (const [changes, chords] of rounds) {
					for (const shown of [together, apart]) {
						for (const { at, restarts, gone } of changes) {
							const row = rows[at];
							if (gone && row !== undefined) podsOf(shown).remove(row.uid);
							else restart(shown, at, restarts);
						}
					}
					together.press(...chords);
					for (const one of chords) apart.press(one);
					expect(together.text()).toBe(apart.text());
				}
			},
		),
		{ numRuns: 30 },
	);
});
