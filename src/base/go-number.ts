/** From here on a whole number is no int64, and Go reads it as a float. */
const pastInt64 = 2 ** 63;

/**
 * A number of JSON as Go's fmt.Print writes it: whole numbers in digits, others in the fewest digits that tell them apart, with an
 * exponent of two digits at least below 1e-04 and from 1e+06 on (strconv.FormatFloat, 'g').
 */
export function goNumber(value: number): string {
	if (Number.isInteger(value) && Math.abs(value) < pastInt64) return String(value);
	const exponential = value.toExponential();
	const exponent = Number(exponential.slice(exponential.indexOf('e') + 1));
	return exponent >= -4 && exponent < 6 ? String(value) : exponential.replace(/e([+-])(\d)$/, 'e$10$2');
}
