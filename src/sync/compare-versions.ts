const DECIMAL = /^[1-9][0-9]*$/;

/**
 * The one place that orders resourceVersions, for one question only: did a server's version go back?
 * Two versions of one resource of one cluster are compared as KEP-5504 documents it: decimal, no leading zero,
 * the longer is the newer, equal lengths compare as text (they may exceed 2^53). Anything else is opaque: `unknown`.
 * Never used to drop an event.
 */
export function compareVersions(a: string, b: string): 'older' | 'same' | 'newer' | 'unknown' {
	if (a === b) return 'same';
	if (!DECIMAL.test(a) || !DECIMAL.test(b)) return 'unknown';
	if (a.length !== b.length) return a.length < b.length ? 'older' : 'newer';
	return a < b ? 'older' : 'newer';
}
