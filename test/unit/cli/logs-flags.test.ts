import { describe, expect, it } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { parseCommandLine } from '../../../src/cli/parse-command-line.ts';
import { namedPods } from '../../../src/domains/named-pods.ts';

const sentenceOf = (work: () => unknown): SentenceError => {
	try {
		work();
	} catch (error) {
		if (error instanceof SentenceError) return error;
	}
	return expect.unreachable('it was taken');
};

describe('the flags of kyacht logs', () => {
	it.each([
		[[], 'Whose logs?'],
		[['cart-1', '-l', 'app=cart'], 'exclude each other'],
		[['cart-1', '--since', '1m', '--since-time', '2026-11-22T01:00:00Z'], 'exclude each other'],
		[['cart-1', '-c', 'app', '--all-containers'], 'exclude each other'],
		[['cart-1', '--include', '('], 'is no regular expression'],
		[['cart-1', '--since-time', 'yesterday'], 'write it like'],
		[['cart-1', '--tail', 'x'], '--tail'],
		[['cart-1', '-o', 'json'], '-o text or -o jsonl'],
		[['cart-1', '-A'], 'one namespace'],
	])('%j are bad usage: %s', (args, words) => {
		const error = sentenceOf(() => parseCommandLine(['logs', ...args]));
		expect(error.exitCode).toBe(2);
		expect(error.message).toContain(words);
	});

	it('may stand anywhere, short, long, and with an equals sign, as kubectl takes them', () => {
		const read = parseCommandLine([
			'logs',
			'cart',
			'-n',
			'shop',
			'-f=true',
			'--tail=5',
			'--previous=false',
			'-c',
			'app',
			'--since',
			'1m30s',
		]);
		expect(read).toMatchObject({
			kind: 'logs',
			target: 'cart',
			format: 'text',
			options: { namespace: 'shop' },
			logs: { follow: true, tail: 5, container: 'app', since: 90_000 },
		});
		expect(read).not.toMatchObject({ logs: { previous: true } });
	});

	it('turn the prefix off by --prefix=false, as --no-prefix does', () => {
		expect(parseCommandLine(['logs', 'deploy/cart', '--prefix=false'])).toMatchObject({ logs: { prefix: false } });
		expect(parseCommandLine(['logs', 'deploy/cart', '--prefix=true'])).toMatchObject({ logs: { prefix: true } });
		expect(parseCommandLine(['logs', 'deploy/cart'])).not.toHaveProperty('logs.prefix');
	});

	it('leave -o text to logs', () => {
		expect(sentenceOf(() => parseCommandLine(['pods', '-o', 'text'])).message).toContain('-o text is for kyacht logs');
	});
});

describe('whose logs are meant', () => {
	it.each([
		['cart-1', { kind: 'pod', name: 'cart-1' }],
		['po/cart-1', { kind: 'pod', name: 'cart-1' }],
		['deploy/cart', { kind: 'owner', name: 'cart', gvr: { group: 'apps', version: 'v1', resource: 'deployments' } }],
		['statefulset.apps/db', { kind: 'owner', name: 'db', gvr: { group: 'apps', version: 'v1', resource: 'statefulsets' } }],
		['ds/agent', { kind: 'owner', name: 'agent', gvr: { group: 'apps', version: 'v1', resource: 'daemonsets' } }],
		['job/backup', { kind: 'owner', name: 'backup', gvr: { group: 'batch', version: 'v1', resource: 'jobs' } }],
		['svc/cart', { kind: 'owner', name: 'cart', gvr: { group: '', version: 'v1', resource: 'services' } }],
	])('%s', (typed, target) => {
		expect(namedPods(typed)).toEqual(target);
	});

	it.each([
		['nodes/one', 'has no pods whose logs could be read'],
		['cj/nightly', 'name one of its jobs'],
		['pod/', 'names no object'],
	])('%s is bad usage', (typed, words) => {
		expect(sentenceOf(() => namedPods(typed)).message).toContain(words);
	});
});
