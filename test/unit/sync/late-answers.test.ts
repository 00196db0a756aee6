import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiError, ApiFailure } from '../../../src/base/api-error.ts';
import type { ListerWatcher, ListPage, ListRequest, WatchRequest } from '../../../src/kube/lister-watcher.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { createEngine } from '../../../src/sync/engine.ts';
import type { Engine, Lease, TransitionEntry } from '../../../src/sync/types.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeConnection } from '../../support/fake-connection.ts';
import { plainResource } from '../../support/plain-resource.ts';

interface Asked<Request, Answer> {
	readonly request: Request;
	readonly answer: (answer: Answer) => void;
	readonly fail: (reason: unknown) => void;
}

/** A source that is slow to hear that it is not asked any more: what it was asked is answered when the test says so, withdrawn or not. */
class HeedlessSource implements ListerWatcher {
	readonly lists: Asked<ListRequest, ListPage>[] = [];
	readonly watches: Asked<WatchRequest, void>[] = [];

	list(request: ListRequest): Promise<ListPage> {
		return new Promise((answer, fail) => this.lists.push({ request, answer, fail }));
	}

	watch(request: WatchRequest): Promise<void> {
		return new Promise((answer, fail) => this.watches.push({ request, answer, fail }));
	}
}

const expired: ApiFailure = new ApiFailure({ kind: 'expired', message: 'too old resource version' });
const forbidden: ApiError = { kind: 'forbidden', message: 'pods is forbidden' };
const pod = (name: string, resourceVersion: string): KubeObject => ({ metadata: { uid: name, name, namespace: 'shop', resourceVersion } });
const page = (resourceVersion: string): ListPage => ({ resourceVersion, tookMs: 1 });

let clock: FakeClock;
let source: HeedlessSource;
let engine: Engine;
let journal: TransitionEntry[];

beforeEach(() => {
	clock = new FakeClock();
	source = new HeedlessSource();
	journal = [];
	const own = source;
	class Connection extends FakeConnection {
		override listerWatcher(): ListerWatcher {
			return own;
		}
	}
	const connection = new Connection(clock);
	engine = createEngine({ connection, clock, dice: () => 0, observer: { transition: (entry) => journal.push(entry) } });
});

afterEach(() => engine.close());

const open = (): Lease => engine.lease({ resource: plainResource(), scope: {}, visible: true, firstPage: 50 });
const names = (lease: Lease) => [...lease.rows.values()].map((row) => row.name);
const health = (lease: Lease) => `${lease.status().level} (${lease.status().reason})`;
const told = () => journal.map(({ to, cause }) => `${to}: ${cause}`);

function at<T>(asked: readonly T[], index: number): T {
	const found = asked.at(index);
	if (found === undefined) throw new Error(`not asked ${index}`);
	return found;
}

/** Lets go of the stream until it has stopped, and takes it up again. */
async function leaveAndReturn(lease: Lease): Promise<Lease> {
	lease.release();
	await clock.advance(1_000);
	const again = open();
	await settle();
	return again;
}

/** A stream whose list is in and whose watch is open. */
async function follow(): Promise<Lease> {
	const lease = open();
	at(source.lists, 0).request.onObjects([pod('web', '90')]);
	at(source.lists, 0).answer(page('100'));
	await settle();
	at(source.watches, 0).request.onOpen();
	return lease;
}

/** Silent past the proof window: the server is asked for its version. */
async function fallSilent(): Promise<Asked<ListRequest, ListPage>> {
	await clock.advance(75_000);
	return at(source.lists, -1);
}

describe('what comes after it was withdrawn', () => {
	it('is no row and no end of a list, where the list is asked for anew', async () => {
		const lease = await leaveAndReturn(open());
		const [late, asked] = [at(source.lists, 0), at(source.lists, 1)];
		late.request.onObjects([pod('ghost', '90')]);
		late.answer(page('100'));
		await settle();
		expect([names(lease), source.watches.length, lease.status().rows]).toEqual([[], 0, 'none']);
		asked.request.onObjects([pod('web', '110')]);
		asked.answer(page('120'));
		await settle();
		expect([names(lease), at(source.watches, 0).request.resourceVersion]).toEqual([['web'], '120']);
	});

	it('is no failure of the list that is asked for anew', async () => {
		const lease = await leaveAndReturn(open());
		at(source.lists, 0).fail(new ApiFailure(forbidden));
		await settle();
		expect(health(lease)).toBe('degraded (awaiting first delivery)');
		expect(lease.status().error).toBeUndefined();
	});

	it('is no header, event or end of the watch that took its place', async () => {
		const lease = await leaveAndReturn(await follow());
		const [late, asked] = [at(source.watches, 0), at(source.watches, 1)];
		const before = told();
		late.request.onOpen();
		late.request.onEvents([{ type: 'added', object: pod('ghost', '101') }]);
		late.answer();
		await settle();
		expect(told()).toEqual(before);
		expect(lease.status().reason).not.toBe('synchronized');
		asked.request.onOpen();
		expect([health(lease), names(lease), lease.resourceVersion()]).toEqual(['healthy (synchronized)', ['web'], '100']);
	});

	it('is no failure of the watch that took its place', async () => {
		const lease = await leaveAndReturn(await follow());
		at(source.watches, 1).request.onOpen();
		at(source.watches, 0).fail(new ApiFailure(forbidden));
		await settle();
		expect([health(lease), source.watches.length]).toEqual(['healthy (synchronized)', 2]);
	});

	it.each([
		['an older version', (late: Asked<ListRequest, ListPage>) => late.answer(page('100'))],
		['a failure', (late: Asked<ListRequest, ListPage>) => late.fail(new ApiFailure(forbidden))],
	])('is no answer of the server about its version: %s', async (_, answerLate) => {
		const lease = await follow();
		const late = await fallSilent();
		at(source.watches, 0).request.onEvents([{ type: 'added', object: pod('api', '200') }]);
		const asked = await fallSilent();
		expect([late.request.purpose, asked === late, late.request.signal.aborted]).toEqual(['probe', false, true]);
		const before = told();
		answerLate(late);
		await settle();
		expect([told(), source.watches.length, names(lease)]).toEqual([before, 1, ['web', 'api']]);
	});

	it.each([
		['an event that was missed', (late: Asked<WatchRequest, void>) => late.answer()],
		['a failure', (late: Asked<WatchRequest, void>) => late.fail(expired)],
	])('is no word on what was missed: %s', async (_, answerLate) => {
		const lease = await follow();
		(await fallSilent()).answer(page('150'));
		await settle();
		const late = at(source.watches, -1);
		late.request.onEvents([{ type: 'added', object: pod('api', '140') }]);
		at(source.watches, 0).request.onEvents([{ type: 'added', object: pod('api', '140') }]);
		(await fallSilent()).answer(page('160'));
		await settle();
		expect([late.request.signal.aborted, source.watches.length]).toEqual([true, 3]);
		const before = told();
		answerLate(late);
		await settle();
		expect([told(), health(lease)]).toEqual([before, 'healthy (delivering)']);
	});
});

describe('a second watch beside a silent one', () => {
	it('that ends before it is open leaves the first one, whose rows are proven', async () => {
		const lease = await follow();
		(await fallSilent()).answer(page('100'));
		await settle();
		at(source.watches, 1).answer();
		await settle();
		expect(at(source.watches, 0).request.signal.aborted).toBe(false);
		expect(told().at(-1)).toBe('watching: the second watch ended at once');
		at(source.watches, 0).request.onEvents([{ type: 'added', object: pod('api', '101') }]);
		expect([names(lease), health(lease)]).toEqual([['web', 'api'], 'healthy (delivering)']);
	});

	it('that expires before it is open has the first one listed again', async () => {
		await follow();
		(await fallSilent()).answer(page('100'));
		await settle();
		at(source.watches, 1).fail(expired);
		await settle();
		expect(journal.at(-1)).toMatchObject({ to: 'listing', relist: true, cause: 'too old resource version' });
		expect(at(source.watches, 0).request.signal.aborted).toBe(true);
	});
});

describe('a fault of this program', () => {
	it.each([
		['an error', new TypeError('no such field'), 'no such field'],
		['anything else that is thrown', 'half an answer', 'half an answer'],
	])('is told of a list as what it is: %s', async (_, thrown, message) => {
		const lease = open();
		at(source.lists, 0).fail(thrown);
		await settle();
		expect(lease.status().error).toEqual({ kind: 'protocol', message });
	});

	it('in an event closes the watch it came on, and is told', async () => {
		const resource = {
			...plainResource(),
			project: (object: KubeObject) => {
				if (object.metadata.name === 'odd') throw new Error('no such shape');
				return plainResource().project(object, (text) => text);
			},
		};
		const lease = engine.lease({ resource, scope: {}, visible: true, firstPage: 50 });
		at(source.lists, 0).answer(page('100'));
		await settle();
		at(source.watches, 0).request.onOpen();
		at(source.watches, 0).request.onEvents([{ type: 'added', object: pod('odd', '101') }]);
		await settle();
		expect(at(source.watches, 0).request.signal.aborted).toBe(true);
		expect([lease.status().live, lease.status().error]).toEqual([
			false,
			{ kind: 'protocol', message: expect.stringContaining('no such shape') },
		]);
	});
});
