import { expect, test } from 'vitest';
import { goNumber } from '../../../src/base/go-number.ts';

/** Of a kube-apiserver 1.36.3, and of kubectl. */
test.each([
	[42, '42'],
	[-0.5, '-0.5'],
	[0, '0'],
	[1_234_567, '1234567'],
	[1_234_567.891, '1.234567891e+06'],
	[123_456.7, '123456.7'],
	[0.0001, '0.0001'],
	[0.00001, '1e-05'],
	[1e21, '1e+21'],
	[1e19, '1e+19'],
	[1.5e-100, '1.5e-100'],
])('%d is printed as Go prints it', (value, text) => {
	expect(goNumber(value)).toBe(text);
});
