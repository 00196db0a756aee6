import fc from 'fast-check';

const pieces = [
	...['\x1b', '\x1b[31m', '\x1b[0m', '\x1b[38;2;1;2;3m', '\x1b]0;title\x07', '\x9b', '\x00', '\t', '\r', '\b', '\x7f'],
	...['\u202e', '\u2028', '\ufeff', '\u200d', '\ufffd', '\ud83d', '\ude00', '漢', '😀', '👩‍👩‍👧', 'e\u0301', 'ﷺ'],
	...['{', '}', '"', '[', ']', ':', ',', '=', '\\', ' ', '  ', 'level', 'error', 'msg', 'WARN', '12', 'a', 'word ', '/', '|', '!'],
];

/** Text as a cluster may send it: controls, escape sequences, halves of characters, wide and joined ones, and what parsers look for. */
export const hostileText = (maxPieces = 60): fc.Arbitrary<string> =>
	fc.array(fc.constantFrom(...pieces), { maxLength: maxPieces, size: 'max' }).map((parts) => parts.join(''));
