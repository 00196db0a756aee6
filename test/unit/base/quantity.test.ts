import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approximate, bytes, count, cpuText, kibibytes, mebibytes, memoryText, millicores, nanocores } from '../../../src/base/quantity.ts';

describe('millicores', () => {
	test.each([
		['250m', 250],
		['2', 2000],
		['0.1', 100],
		['1.5', 1500],
		['.5', 500],
		['2.', 2000],
		['123456n', 1],
		['1000000n', 1],
		['1000001n', 2],
		['2500u', 3],
		['0', 0],
		['1e3', 1_000_000],
		['1E-1', 100],
		['100e-3', 100],
		['16.1', 16_100],
		['+3', 3000],
		['-250m', -250],
		['-1500u', -2],
		['1k', 1_000_000],
		['12345678901m', 12_345_678_901],
	])('%s is %d', (quantity, milli) => {
		expect(millicores(quantity)).toBe(milli);
	});
});

describe('memory', () => {
	test.each([
		['64Mi', 64 * 1024, 64 * 1048576],
		['2Gi', 2 * 1048576, 2 * 2 ** 30],
		['131072Ki', 131072, 2 ** 27],
		['1.5Gi', 1572864, 1572864 * 1024],
		['1Ti', 2 ** 30, 2 ** 40],
		['1Pi', 2 ** 40, 2 ** 50],
		['64M', 62500, 64_000_000],
		['1G', 976563, 1e9],
		['1k', 1, 1000],
		['1024', 1, 1024],
		['1025', 2, 1025],
		['1e9', 976563, 1e9],
		['128974848000m', 125952, 128974848],
		['1500m', 1, 2],
		['0', 0, 0],
	])('%s is %d KiB and %d bytes', (quantity, kib, size) => {
		expect(kibibytes(quantity)).toBe(kib);
		expect(bytes(quantity)).toBe(size);
		expect(mebibytes(quantity)).toBe(size / 1048576);
	});

	test('1Ei is as near as a number gets', () => {
		expect(bytes('1Ei')).toBe(2 ** 60);
	});
});

describe('what is no quantity', () => {
	const hostile = [
		'',
		' ',
		'm',
		'Mi',
		'abc',
		'1Q',
		'1 Mi',
		'1mi',
		'1ki',
		'1.2.3',
		'1e',
		'1e+',
		'--1',
		'1e999',
		'1e99999',
		'٣',
		'1\n',
		'NaN',
		'Infinity',
	];
	test.each([...hostile, undefined, null, {}, [], true])('%j is undefined, never a number and never an exception', (text) => {
		for (const read of [millicores, bytes, kibibytes, mebibytes, nanocores, count, approximate]) expect(read(text)).toBeUndefined();
	});

	test('a number in JSON is read as its digits', () => {
		expect(millicores(2)).toBe(2000);
		expect(bytes(1.5)).toBe(2);
	});
});

describe('properties', () => {
	const digits = fc.integer({ min: 0, max: 9_000_000 });
	const exponents = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 } as const;
	const powers = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 } as const;
	const suffix = fc.constantFrom(...(Object.keys(exponents) as (keyof typeof exponents)[]));
	const binary = fc.constantFrom(...(Object.keys(powers) as (keyof typeof powers)[]));

	const ceil = (over: bigint, under: bigint): bigint => (over + under - 1n) / under;

	test('a decimal suffix is its power of ten, rounded up to the unit', () => {
		fc.assert(
			fc.property(digits, suffix, (value, name) => {
				const exponent = BigInt(exponents[name] + 9);
				const nanos = BigInt(value) * 10n ** exponent;
				expect(millicores(`${value}${name}`)).toBe(Number(ceil(nanos, 1_000_000n)));
				expect(bytes(`${value}${name}`)).toBe(Number(ceil(nanos, 1_000_000_000n)));
				expect(kibibytes(`${value}${name}`)).toBe(Number(ceil(nanos, 1_024_000_000_000n)));
			}),
		);
	});

	test('a binary suffix is its power of two', () => {
		fc.assert(
			fc.property(digits, binary, (value, name) => {
				expect(bytes(`${value}${name}`)).toBe(Number(BigInt(value) * 2n ** BigInt(powers[name])));
				expect(kibibytes(`${value}${name}`)).toBe(Number(BigInt(value) * 2n ** BigInt(powers[name] - 10)));
			}),
		);
	});

	test('an exponent, a point and a suffix of the same value are the same quantity', () => {
		fc.assert(
			fc.property(digits, (value) => {
				const point = `${Math.floor(value / 1000)}.${String(value % 1000).padStart(3, '0')}`;
				expect(millicores(`${value}m`)).toBe(value);
				expect(millicores(`${value}e-3`)).toBe(value);
				expect(millicores(point)).toBe(value);
			}),
		);
	});

	test('nanocores are whole, however the server writes them', () => {
		fc.assert(
			fc.property(fc.nat({ max: 64_000 }), fc.constantFrom(['n', 1], ['u', 1e3], ['m', 1e6], ['', 1e9]), (value, [name, factor]) => {
				expect(nanocores(`${value}${name}`)).toBe(value * Number(factor));
			}),
		);
		expect(nanocores('12345678901n')).toBe(12_345_678_901);
	});

	test('approximate is within a rounding error of the exact value', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1_000_000 }), binary, (value, name) => {
				expect((approximate(`${value}${name}`) ?? 0) / (bytes(`${value}${name}`) ?? 1)).toBeCloseTo(1, 9);
			}),
		);
	});
});

describe('text for cells', () => {
	test.each([
		[0, '0m'],
		[0.4, '0m'],
		[250, '250m'],
		[9999, '9999m'],
		[10_000, '10'],
		[16_500, '16.5'],
		[63_940, '63.9'],
		[128_000, '128'],
	])('%d millicores are %s', (milli, text) => {
		expect(cpuText(milli)).toBe(text);
	});

	test.each([
		[0, '0Ki'],
		[512, '512Ki'],
		[31 * 1024, '31Mi'],
		[1023.4 * 1024, '1023Mi'],
		[1023.6 * 1024, '1Gi'],
		[1.2 * 1048576, '1.2Gi'],
		[2 * 1048576, '2Gi'],
		[128.4 * 1048576, '128Gi'],
		[1023.97 * 1048576, '1Ti'],
		[2.5 * 2 ** 30, '2.5Ti'],
	])('%d KiB are %s', (kib, text) => {
		expect(memoryText(kib)).toBe(text);
	});
});
