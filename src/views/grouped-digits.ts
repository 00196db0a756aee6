/** `1204`, `21 034`: from five digits on they are grouped. */
export const groups = (count: number): string => (count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, ' '));
