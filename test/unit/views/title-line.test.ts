import { expect, test } from 'vitest';
import { lineText } from '../../../src/terminal/styled-line.ts';
import { unicodeGlyphs } from '../../../src/views/theme.ts';
import { type TitleFacts, titleLine } from '../../../src/views/title-line.ts';

const name = 'pod shop/checkout-recommendations-canary-7c9d5b9f6-x2x9p';
const title = (width: number, over: Partial<TitleFacts> = {}): string =>
	lineText(
		titleLine(
			{
				title: 'YAML',
				scope: name,
				isNamedByScope: true,
				selectors: '',
				filter: '',
				faults: 0,
				marks: '',
				sort: undefined,
				counts: '1-20 of 300',
				hiddenLeft: 0,
				hiddenRight: 0,
				words: { level: 'healthy', mode: 'watch', parts: ['live'] },
				...over,
			},
			width,
			unicodeGlyphs,
		),
	);

test('the name that a pane is of is whole as long as it fits beside how live it is, and cut with an ellipsis only then', () => {
	expect(title(100)).toContain(`${name} `);
	expect(title(100)).toContain('1-20 of 300  watch ● live');
	expect(title(80)).toMatch(new RegExp(`^ YAML {2}${name} .* watch ● live$`));
	expect(title(60)).toMatch(/^ YAML {2}pod shop\/checkout-recommendations-c[^ ]*… +watch ● live$/);
	expect(title(40)).toMatch(/^ YAML {2}pod shop\/checkout-rec[^ ]*… +● live$/);
	expect(title(40, { filter: 'needle', marks: '1 of 4' })).toContain('1 of 4');
	for (let width = 20; width < 140; width += 1) expect(title(width)).toHaveLength(width);
});

test('what is looked for is in sight beside a long name', () => {
	expect(title(80, { filter: 'needle', marks: '1 of 4' })).toMatch(
		/pod shop\/checkout-recommendations[^ ]*… {2}\/ needle {2}1 of 4 +watch ● live$/,
	);
});

test('of a long kind of pane the beginning is kept beside the name on a narrow terminal, instead of the name being left out', () => {
	const claim = { title: 'PERSISTENTVOLUMECLAIM', scope: 'shop/data-kafka-0' };
	expect(title(40, claim)).toMatch(/^ PERSISTENTVO[A-Z]*… {2}shop\/data-kaf[^ ]*… +● live$/);
	const words = { level: 'healthy', mode: '', parts: ['read at 16:31:12'] } as const;
	expect(title(40, { title: 'DIFF', words })).toMatch(/^ DIFF {2}pod shop\/che… {2}● read at 16:31:12$/);
	expect(title(80, claim)).toContain(' PERSISTENTVOLUMECLAIM  shop/data-kafka-0 ');
});
