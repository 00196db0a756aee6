/** The order in which the server sorts names: byte by byte, and so without a locale; a Collator costs three times as much (120 against 26 ms for 50 000 rows). */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
