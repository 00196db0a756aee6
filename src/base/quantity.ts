/**
 * Kubernetes quantities (k8s.io/apimachinery pkg/api/resource/quantity.go and suffix.go): a decimal number and a suffix,
 * `n u m k M G T P E` in powers of ten, `Ki Mi Gi Ti Pi Ei` in powers of two, or an exponent (`1e3`, `1E-2`).
 * All sums are whole numbers of one unit, so that adding and removing in any order ends where it began.
 */

const tens: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const twos: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** A longer exponent is far past everything a server accepts (it caps at 10^18) and would only cost memory. */
const largestExponent = 40;

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,4})|([numkMGTPE]|[KMGTPE]i)?)$/;

/** CPU in thousandths of a core, rounded up as Quantity.MilliValue does: `123456n` is 1. undefined: absent, or no quantity. */
export const millicores = (quantity: unknown): number | undefined => fast(quantity, 'm', 1000) ?? exact(quantity, 3, 0);

/** CPU in thousand-millionths of a core, as metrics-server reports it: whole numbers. undefined: absent, or no quantity. */
export function nanocores(quantity: unknown): number | undefined {
	const nano = fast(quantity, 'n', 1e9);
	if (nano !== undefined) return nano;
	const cores = approximate(quantity);
	return cores === undefined ? undefined : Math.round(cores * 1e9);
}

/** Bytes, rounded up as Quantity.Value does. Exact to 2^53. undefined: absent, or no quantity. */
export const bytes = (quantity: unknown): number | undefined => exact(quantity, 0, 0);

/** Kibibytes, rounded up: every binary quantity is whole in them, and 2 TiB fit a small integer. undefined: absent, or no quantity. */
export const kibibytes = (quantity: unknown): number | undefined => fastBinary(quantity) ?? exact(quantity, 0, 10);

/** Mebibytes with their fraction. undefined: absent, or no quantity. */
export function mebibytes(quantity: unknown): number | undefined {
	const kibi = fastBinary(quantity);
	if (kibi !== undefined) return kibi / 1024;
	const size = bytes(quantity);
	return size === undefined ? undefined : size / 1048576;
}

/** A plain count (`pods: "110"`), rounded up. undefined: absent, or no quantity. */
export const count = (quantity: unknown): number | undefined => fast(quantity, '', 1) ?? exact(quantity, 0, 0);

/** The value as a number, for ratios and nothing else: not exact. undefined: absent, or no quantity. */
export function approximate(quantity: unknown): number | undefined {
	const parts = parse(quantity);
	if (parts === undefined) return undefined;
	return Number(parts.digits) * 10 ** parts.ten * 2 ** parts.two;
}

/** The two forms that nearly every request has: digits alone, and digits with one suffix. */
function fast(quantity: unknown, suffix: string, factor: number): number | undefined {
	if (typeof quantity !== 'string') return undefined;
	const end = quantity.length;
	if (end === 0 || end > 9) return undefined;
	let value = 0;
	for (let at = 0; at < end; at++) {
		const digit = quantity.charCodeAt(at) - 48;
		if (digit >= 0 && digit <= 9) value = value * 10 + digit;
		else return at > 0 && at === end - 1 && quantity[at] === suffix ? value : undefined;
	}
	return value * factor;
}

/** `64Mi`, `2Gi`, `131072Ki`: what nearly every memory request looks like. In Ki. */
function fastBinary(quantity: unknown): number | undefined {
	if (typeof quantity !== 'string') return undefined;
	const end = quantity.length - 2;
	if (end < 1 || end > 9 || quantity.charCodeAt(end + 1) !== 105 /* i */) return undefined;
	let value = 0;
	for (let at = 0; at < end; at++) {
		const digit = quantity.charCodeAt(at) - 48;
		if (digit < 0 || digit > 9) return undefined;
		value = value * 10 + digit;
	}
	const suffix = quantity.charCodeAt(end);
	if (suffix === 75 /* K */) return value;
	if (suffix === 77 /* M */) return value * 1024;
	return suffix === 71 /* G */ ? value * 1048576 : undefined;
}

interface Parts {
	readonly digits: bigint;
	/** The value is digits × 10^ten × 2^two. */
	readonly ten: number;
	readonly two: number;
}

function parse(quantity: unknown): Parts | undefined {
	const text = typeof quantity === 'number' ? String(quantity) : quantity;
	if (typeof text !== 'string') return undefined;
	const found = shape.exec(text);
	if (found === null) return undefined;
	const [, sign, whole = '', fraction = '', , exponent, suffix = ''] = found;
	if (whole === '' && fraction === '') return undefined;
	const digits = BigInt(`${whole}${fraction}`);
	const ten = (exponent === undefined ? (tens[suffix] ?? 0) : Number(exponent)) - fraction.length;
	if (Math.abs(ten) > largestExponent) return undefined;
	return { digits: sign === '-' ? -digits : digits, ten, two: twos[suffix] ?? 0 };
}

/** The value × 10^tenUnit / 2^twoUnit, rounded away from zero as the server rounds. */
function exact(quantity: unknown, tenUnit: number, twoUnit: number): number | undefined {
	const parts = parse(quantity);
	if (parts === undefined) return undefined;
	const ten = parts.ten + tenUnit;
	const two = parts.two - twoUnit;
	const over = parts.digits * 10n ** BigInt(Math.max(0, ten)) * 2n ** BigInt(Math.max(0, two));
	const under = 10n ** BigInt(Math.max(0, -ten)) * 2n ** BigInt(Math.max(0, -two));
	const quotient = over / under;
	if (quotient * under === over) return Number(quotient);
	return Number(over < 0n ? quotient - 1n : quotient + 1n);
}

/** Millicores for a cell: `250m`, `9500m`; from ten cores on in cores: `16`, `63.9`. */
export function cpuText(milli: number): string {
	if (milli < 10_000) return `${Math.round(milli)}m`;
	return `${oneDecimal(milli / 1000)}`;
}

/** Kibibytes for a cell: `512Ki`, `31Mi`, `1.2Gi`, `128Gi`, `2Ti`. */
export function memoryText(kib: number): string {
	if (kib < 1024) return `${Math.round(kib)}Ki`;
	const mib = kib / 1024;
	if (Math.round(mib) < 1024) return `${Math.round(mib)}Mi`;
	const gib = mib / 1024;
	if (gib < 1023.95) return `${oneDecimal(gib)}Gi`;
	return `${oneDecimal(gib / 1024)}Ti`;
}

/** One decimal below 100, none from there on, and never `.0`. */
const oneDecimal = (value: number): number => (value < 99.95 ? Math.round(value * 10) / 10 : Math.round(value));
