import { expect, it } from 'vitest';
import type { Row } from '../../src/domains/types.ts';
import { compareCards } from './screen-cards.ts';

const line = (name: string, value: number, total: number | null = null, unit = 'count'): Row =>
	({ name, value, total, unit }) as unknown as Row;

const screen = [
	' NODES ──────────   PODS ──────────',
	'▸ ready 6/6          on nodes    77/1500 1 on none',
	'                     Running         76  ▕██▏',
];

it('the lines of the overview are found in its cards, and what is measured is not looked for', () => {
	const rows = [line('ready', 6, 6), line('on nodes', 77, 1500), line('Running', 76), line('use', 9_349, 47_500, 'millicores')];
	expect(compareCards(rows, screen)).toEqual([]);
});

it.each([
	['another number', line('Running', 7)],
	['of another number', line('on nodes', 77, 150)],
	['another line', line('Pending', 76)],
])('%s is not on the screen', (_, row) => {
	expect(compareCards([row], screen)).toHaveLength(1);
});

it('cards that count nothing are compared with nothing', () => {
	expect(compareCards([], screen)).toEqual(['nothing is counted']);
});
