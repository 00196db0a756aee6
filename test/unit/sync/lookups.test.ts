import { beforeEach, describe, expect, it } from 'vitest';
import { type ApiError, ApiFailure } from '../../../src/base/api-error.ts';
import { lookingUp } from '../../../src/domains/cells.ts';
import { countQuestion } from '../../../src/domains/object-counts.ts';
import type { Question } from '../../../src/domains/types.ts';
import type { GetAnswer, GetRequest } from '../../../src/kube/connection.ts';
import { Lookups } from '../../../src/sync/lookups.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

interface Asked {
	readonly resource: string;
	readonly count: (count: number) => void;
	readonly fail: (reason: unknown) => void;
}

const countOf = (resource: string): Question => countQuestion({ group: 'lab.example.com', version: 'v1', resource }, true, {});
const release = (version: number): Question => ({
	kind: 'helm-release',
	key: `release ${version}`,
	gvr: { group: '', version: 'v1', resource: 'configmaps' },
	namespace: 'shop',
	name: `sh.helm.release.v1.web.v${version}`,
	mask: { name: true },
});
const releaseBody = { data: { release: Buffer.from('{"name":"web"}').toString('base64') } };
const answerOf = (body: unknown): GetAnswer => ({ status: 200, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });

let clock: FakeClock;
let waiting: Asked[];
let asked: string[];
let errors: unknown[];
let lookups: Lookups;

/** Answers what is asked when the test does; a request that is withdrawn fails as one on the wire does. */
const get = ({ path, signal }: GetRequest): Promise<GetAnswer> => {
	const resource = path.replace(/\?.*/, '').replace(/.*\//, '');
	asked.push(resource);
	return new Promise((resolve, reject) => {
		signal?.addEventListener('abort', () => reject(new ApiFailure({ kind: 'aborted', message: 'withdrawn' })), { once: true });
		if (path.includes('configmaps')) resolve(answerOf(releaseBody));
		waiting.push({
			resource,
			count: (count) => resolve(answerOf({ metadata: { remainingItemCount: count - 1 }, items: [{}] })),
			fail: reject,
		});
	});
};

beforeEach(() => {
	clock = new FakeClock();
	[waiting, asked, errors] = [[], [], []];
	lookups = new Lookups({ connection: { get }, clock, onChange: () => undefined, onError: (error) => errors.push(error) });
});

async function failWith(error: ApiError): Promise<void> {
	waiting.shift()?.fail(new ApiFailure(error));
	await settle();
}

describe('what a pane asks of single objects', () => {
	it('is asked three at a time, what was looked at last first', async () => {
		const lease = lookups.lease();
		for (const resource of ['a', 'b', 'c', 'd', 'e']) expect(lease.ask(countOf(resource))).toBe(lookingUp);
		expect(asked).toEqual(['a', 'b', 'c']);
		waiting[0]?.count(7);
		await settle();
		expect(asked).toEqual(['a', 'b', 'c', 'e']);
		expect([lease.ask(countOf('a')), lease.isSettled(countOf('a')), lease.isSettled(countOf('d'))]).toEqual([{ count: 7 }, true, false]);
	});

	it('is asked once, however often it is looked at meanwhile, and known to the next pane', async () => {
		const lease = lookups.lease();
		for (let frame = 0; frame < 5; frame += 1) lease.ask(countOf('a'));
		waiting[0]?.count(7);
		await settle();
		expect([asked, lookups.lease().ask(countOf('a')), lease.revision]).toEqual([['a'], { count: 7 }, 1]);
	});

	it('is not asked any more where a list was scrolled far past it', async () => {
		const lease = lookups.lease();
		for (let index = 0; index < 250; index += 1) lease.ask(countOf(`r${index}`));
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			next.count(1);
			await settle();
		}
		expect([asked.length, asked.at(3), asked.at(-1)]).toEqual([203, 'r249', 'r50']);
	});

	it('is withdrawn when the pane is left, is no failure, and is asked again by whoever looks next', async () => {
		const lease = lookups.lease();
		for (const resource of ['a', 'b', 'c', 'd']) lease.ask(countOf(resource));
		lease.release();
		await settle();
		expect([asked, lease.ask(countOf('a')), lease.isSettled(countOf('a')), errors]).toEqual([['a', 'b', 'c'], lookingUp, false, []]);
		expect(lookups.lease().ask(countOf('a'))).toBe(lookingUp);
		expect(asked).toEqual(['a', 'b', 'c', 'a']);
	});

	it('is told why it is not known, and is asked again half a minute after, the reason staying until then', async () => {
		const lease = lookups.lease();
		lease.ask(countOf('a'));
		await failWith({ kind: 'forbidden', message: 'no' });
		await clock.advance(29_000);
		expect([lease.ask(countOf('a')), asked]).toEqual(['403 forbidden', ['a']]);
		await clock.advance(1_000);
		expect([lease.ask(countOf('a')), asked]).toEqual(['403 forbidden', ['a', 'a']]);
		waiting[0]?.count(3);
		await settle();
		expect(lease.ask(countOf('a'))).toEqual({ count: 3 });
	});

	it.each<[string, ApiError]>([
		['it is gone', { kind: 'not-found', message: 'widgets not found' }],
		['the answer is no list', { kind: 'protocol', message: 'the answer is no list' }],
		['connection refused', { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }],
	])('says in a few words that %s', async (words, error) => {
		const lease = lookups.lease();
		lease.ask(countOf('a'));
		await failWith(error);
		expect(lease.ask(countOf('a'))).toBe(words);
	});

	it('is a fault of this program where anything but a failure of the API is thrown: it is told once, and the next ones are asked', async () => {
		const lease = lookups.lease();
		for (const resource of ['a', 'b', 'c', 'd']) lease.ask(countOf(resource));
		waiting[0]?.fail(new TypeError('no such field'));
		await settle();
		expect([errors, asked]).toEqual([[new TypeError('no such field')], ['a', 'b', 'c', 'd']]);
		expect([lease.ask(countOf('a')), asked.length]).toEqual(['the answer is not understood', 4]);
	});

	it('stays known by hand where it cannot be another: the version of a record is part of the question', async () => {
		const lease = lookups.lease();
		lease.ask(release(1));
		await clock.advance(0);
		lookups.doubtAll();
		await clock.advance(3_600_000);
		expect([lease.ask(release(1)), asked.length, clock.waiting]).toEqual([{ name: 'web' }, 1, 0]);
	});

	it('is forgotten when two thousand others were asked for after it, and only then', async () => {
		const lease = lookups.lease();
		for (let index = 0; index <= 2_000; index += 1) {
			lease.ask(countOf(`r${index}`));
			waiting.pop()?.count(1);
			await settle();
			if (index === 1_999) lease.ask(countOf('r0'));
		}
		expect(['r0', 'r1', 'r2'].map((resource) => lease.isSettled(countOf(resource)))).toEqual([true, false, true]);
	});
});
