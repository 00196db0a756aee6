import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keysDocument, keysFile } from '../../scripts/keys-doc.ts';
import { viewsDocument, viewsFile } from '../../scripts/views-doc.ts';
import { keymap } from '../../src/keys/keymap.ts';

test('docs/keys.md is what `npm run docs` makes of the key table', () => {
	expect(readFileSync(keysFile, 'utf8')).toBe(keysDocument());
});

test('docs/views.md is what `npm run docs` makes of the registry', () => {
	expect(readFileSync(viewsFile, 'utf8')).toBe(viewsDocument());
});

test('docs/views.md says of every view what it reads and how often it is polled', () => {
	const rows = viewsDocument()
		.split('\n')
		.filter((line) => line.includes('| namespaces |') || line.includes('| cluster |'));
	expect(rows.length).toBeGreaterThan(40);
	for (const row of rows) expect(row).toMatch(/\| [^ |][^|]* \| every \d+ s \|$/);
});

test('every key of the table is in docs/keys.md with what it does', () => {
	const document = readFileSync(keysFile, 'utf8');
	for (const { chords, written, help } of keymap) {
		expect(document).toContain(help.replaceAll('|', '\\|'));
		for (const key of (written ?? chords.join(' ')).split(' ')) expect(document).toContain(`\`${key.replaceAll('|', '\\|')}\``);
	}
});
