/** Markdown, as far as the documents that are made from the source need it. */

export const escaped = (text: string): string => text.replaceAll('|', '\\|');
export const code = (key: string): string => `\`${escaped(key)}\``;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
export const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
	[row(titles), row(titles.map(() => '---')), ...rows.map(row)].join('\n');
