import { beforeEach, describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { lookingUp } from '../../../src/domains/cells.ts';
import { countQuestion } from '../../../src/domains/object-counts.ts';
import type { GetAnswer, GetRequest } from '../../../src/kube/connection.ts';
import { Lookups } from '../../../src/sync/lookups.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const widgets = { group: 'lab.example.com', version: 'v1', resource: 'widgets' };
const everywhere = countQuestion(widgets, true, {});

describe('how many objects there are', () => {
	let clock: FakeClock;
	let asked: string[];
	let told: number;
	let body: unknown;
	let failure: ApiFailure | undefined;
	let lookups: Lookups;

	const get = async ({ path }: GetRequest): Promise<GetAnswer> => {
		asked.push(path);
		if (failure !== undefined) throw failure;
		return { status: 200, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
	};

	beforeEach(() => {
		clock = new FakeClock();
		asked = [];
		told = 0;
		failure = undefined;
		body = { metadata: { remainingItemCount: 41, continue: 'x' }, items: [{}] };
		const onError = (error: unknown): never => {
			throw error;
		};
		lookups = new Lookups({ connection: { get }, clock, onChange: () => told++, onError });
	});

	it('is asked by one object and what remains, in the namespace of the view or in all', async () => {
		const lease = lookups.lease();
		expect(lease.ask(everywhere)).toBe(lookingUp);
		await clock.advance(0);
		expect(lease.ask(everywhere)).toEqual({ count: 42 });
		lease.ask(countQuestion(widgets, true, { namespace: 'shop' }));
		lease.ask(countQuestion(widgets, false, { namespace: 'shop' }));
		await clock.advance(0);
		expect(asked).toEqual(['/apis/lab.example.com/v1/widgets?limit=1', '/apis/lab.example.com/v1/namespaces/shop/widgets?limit=1']);
	});

	it('holds for a minute, and is then asked again only where somebody looks', async () => {
		const lease = lookups.lease();
		lease.ask(everywhere);
		await clock.advance(50_000);
		lease.ask(everywhere);
		await clock.advance(0);
		expect(asked).toHaveLength(1);
		const before = told;
		await clock.advance(10_000);
		expect(told).toBe(before + 1);
		expect(asked).toHaveLength(1);
		body = { metadata: {}, items: [{}] };
		expect(lease.ask(everywhere)).toEqual({ count: 42 });
		await clock.advance(0);
		expect(lease.ask(everywhere)).toEqual({ count: 1 });
		expect(asked).toHaveLength(2);
	});

	it('is asked again at once by hand', async () => {
		const lease = lookups.lease();
		lease.ask(everywhere);
		await clock.advance(0);
		lookups.doubtAll();
		lease.ask(everywhere);
		await clock.advance(0);
		expect(asked).toHaveLength(2);
	});

	it('says what the server does not tell, and why it tells nothing', async () => {
		const lease = lookups.lease();
		body = { metadata: { continue: 'x' }, items: [{}] };
		lease.ask(everywhere);
		await clock.advance(0);
		expect(lease.ask(everywhere)).toEqual({ count: 1, atLeast: true });
		body = { metadata: {}, items: null };
		lookups.doubtAll();
		lease.ask(everywhere);
		await clock.advance(0);
		expect(lease.ask(everywhere)).toEqual({ count: 0 });
		failure = new ApiFailure({ kind: 'forbidden', message: 'no' });
		lookups.doubtAll();
		lease.ask(everywhere);
		await clock.advance(0);
		expect(lease.ask(everywhere)).toBe('403 forbidden');
	});
});
