import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deploymentsResource } from '../../../src/domains/deployments.ts';
import { jobsResource } from '../../../src/domains/jobs.ts';
import type { OwnedPods } from '../../../src/domains/owned-pods.ts';
import {
	keysOfPods,
	ownPods,
	podsByOwner,
	podsOfReplicaSets,
	replicaSetsByOwner,
	restartsOfPods,
} from '../../../src/domains/owned-pods.ts';
import { type PodRow, podsResource } from '../../../src/domains/pod-row.ts';
import { type ReplicaSetRow, replicaSetsResource } from '../../../src/domains/replica-sets.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { TallyStore } from '../../../src/stores/tally-store.ts';
import { cellContext } from '../../support/cell-context.ts';

const same = (text: string): string => text;
const meta = (name: string, owner?: string, more: object = {}) => {
	const [kind, ownerName] = owner?.split('/') ?? [];
	const ownerReferences = owner === undefined ? [] : [{ kind, name: ownerName, controller: true }];
	return { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', ownerReferences, ...more };
};
const ended = (finishedAt: string, exitCode: number, reason?: string) => ({ terminated: { finishedAt, exitCode, reason } });
const pod = (name: string, owner: string | undefined, restarts = 0, lastState: object = {}, more: object = {}): PodRow =>
	podsResource.project(
		{
			metadata: meta(name, owner, more),
			spec: { containers: [{}] },
			status: { containerStatuses: [{ restartCount: restarts, lastState }] },
		} as KubeObject,
		same,
	);
const replicaSet = (name: string, owner: string): ReplicaSetRow => replicaSetsResource.project({ metadata: meta(name, owner) }, same);
const store = <R extends PodRow | ReplicaSetRow>(...rows: readonly R[]): RowStore<R> => {
	const made = new RowStore<R>((error) => {
		throw error;
	});
	made.appendPage(rows);
	return made;
};

const cart = deploymentsResource.project({ metadata: meta('cart') }, same);
const nightly = jobsResource.project({ metadata: meta('nightly-1') }, same);
const oomKilled = ended('2026-11-22T01:00:00Z', 137, 'OOMKilled');

/** What columns may look up, as tallies of these rows have it. */
function context(pods: readonly PodRow[], sets: readonly ReplicaSetRow[]) {
	const byOwner = new TallyStore(podsByOwner, store(...pods));
	const bySet = new TallyStore(replicaSetsByOwner, store(...sets));
	const keys = [
		'shop/ReplicaSet/cart-1',
		'shop/ReplicaSet/cart-2',
		'shop/ReplicaSet/other-1',
		'shop/Deployment/cart',
		'shop/Job/nightly-1',
	];
	const known = <T>(tally: { get(key: string): T | undefined }) =>
		new Map(keys.flatMap((key) => (tally.get(key) === undefined ? [] : [[key, tally.get(key)]])));
	return cellContext({ tallies: { podsByOwner: known(byOwner), replicaSetsByOwner: known(bySet) } });
}

describe('the pods of a workload', () => {
	const pods = [
		pod('cart-1-a', 'ReplicaSet/cart-1', 2, ended('2026-11-22T00:59:00Z', 1, 'Error')),
		pod('cart-2-a', 'ReplicaSet/cart-2', 3, oomKilled),
		pod('cart-2-b', 'ReplicaSet/cart-2'),
		pod('other-1-a', 'ReplicaSet/other-1', 9),
		pod('nightly-1-a', 'Job/nightly-1'),
		pod('alone', undefined, 7),
	];
	const sets = [
		replicaSet('cart-1', 'Deployment/cart'),
		replicaSet('cart-2', 'Deployment/cart'),
		replicaSet('other-1', 'Deployment/other'),
	];

	test('are its own, or those of all that it owns, old ReplicaSets included, and nobody else’s', () => {
		const known = context(pods, sets);
		const keys = (groups: readonly OwnedPods[] | string) => (typeof groups === 'string' ? groups : [...keysOfPods(groups)]);
		expect(keys(podsOfReplicaSets(cart, known))).toEqual(['shop/cart-1-a', 'shop/cart-2-a', 'shop/cart-2-b']);
		expect(keys(ownPods(nightly, known))).toEqual(['shop/nightly-1-a']);
		expect(keys(ownPods(nightly, context([], [])))).toEqual([]);
	});

	test('restarted as often as all of them together, last when the last one did, for its reason', () => {
		const groups = podsOfReplicaSets(cart, context(pods, sets));
		expect(typeof groups === 'string' ? groups : restartsOfPods(groups)).toEqual({
			restarts: 5,
			lastRestart: Date.parse('2026-11-22T01:00:00Z') / 1000,
			lastReason: 'OOMKilled',
			lastExitCode: 137,
		});
		expect(restartsOfPods([])).toEqual({ restarts: 0, lastRestart: 0, lastReason: '', lastExitCode: undefined });
	});

	test('are not none where it is not known who owns them, or where they may not be read', () => {
		const forbidden = cellContext({ tallies: { podsByOwner: new Map(), replicaSetsByOwner: 'replicasets: forbidden' } });
		expect(podsOfReplicaSets(cart, forbidden)).toBe('replicasets: forbidden');
		const noPods = { podsByOwner: 'pods: forbidden' };
		expect(ownPods(nightly, cellContext({ tallies: noPods }))).toBe('pods: forbidden');
		const owners = new Map([['shop/Deployment/cart', new Map([['uid-cart-1', 'shop/ReplicaSet/cart-1']])]]);
		expect(podsOfReplicaSets(cart, cellContext({ tallies: { ...noPods, replicaSetsByOwner: owners } }))).toBe('pods: forbidden');
		expect(podsOfReplicaSets(cart, cellContext({ tallies: { ...noPods, replicaSetsByOwner: new Map() } }))).toBe('pods: forbidden');
	});

	test('are summed up the same in whatever order they came, changed and went', () => {
		const anyPod = fc
			.record({
				name: fc.constantFrom('a', 'b', 'c', 'd'),
				owner: fc.constantFrom(undefined, 'ReplicaSet/cart-1', 'Job/nightly-1'),
				restarts: fc.nat(3),
				resourceVersion: fc.constantFrom('', '1', '2'),
			})
			.map(({ name, owner, restarts, resourceVersion }) => pod(name, owner, restarts, oomKilled, { resourceVersion }));
		fc.assert(
			fc.property(fc.array(fc.tuple(anyPod, fc.boolean()), { maxLength: 30 }), (steps) => {
				const rows = store<PodRow>();
				const tally = new TallyStore(podsByOwner, rows);
				for (const [row, stays] of steps) {
					if (stays) rows.upsert(row);
					else rows.remove(row.uid);
				}
				for (const owner of ['ReplicaSet/cart-1', 'Job/nightly-1']) {
					const fresh = new TallyStore(podsByOwner, store(...rows.values()));
					expect(tally.get(`shop/${owner}`)).toEqual(fresh.get(`shop/${owner}`));
				}
			}),
		);
	});
});

describe('a pod', () => {
	test.each([
		['without a restart', undefined, '', undefined, ''],
		['that ran out of memory', [oomKilled], 'OOMKilled', 137, 'OOMKilled 137'],
		['whose end has no reason', [ended('2026-11-22T01:00:00Z', 2)], '', 2, ' 2'],
		['whose end has no time', [{ terminated: { exitCode: 1, reason: 'Error' } }], '', undefined, ''],
		['of which the other container ended last', [ended('2026-11-22T00:00:00Z', 1, 'Error'), oomKilled], 'OOMKilled', 137, 'OOMKilled 137'],
		['of which the first container ended last', [oomKilled, ended('2026-11-22T00:00:00Z', 1, 'Error')], 'OOMKilled', 137, 'OOMKilled 137'],
	] as const)('%s tells why its container was started again', (_, states, reason, exitCode, end) => {
		const containerStatuses = (states ?? []).map((lastState, at) => ({ name: `c${at}`, restartCount: 1, lastState }));
		const row = podsResource.project({ metadata: meta('x'), status: { containerStatuses } } as KubeObject, same);
		expect([row.lastReason, row.lastExitCode, row.lastEnd]).toEqual([reason, exitCode, end]);
	});

	test('that is initialised tells of its sidecars beside its containers, and of no other init container', () => {
		const initContainers = [{ name: 'once' }, { name: 'proxy', restartPolicy: 'Always' }];
		const initContainerStatuses = [
			{ name: 'once', restartCount: 4, state: { terminated: { exitCode: 0 } }, lastState: ended('2026-11-22T02:00:00Z', 3, 'Error') },
			{ name: 'proxy', restartCount: 1, started: true, lastState: ended('2026-11-22T01:30:00Z', 9, 'Lost') },
		];
		const containerStatuses = [{ name: 'c', restartCount: 1, lastState: oomKilled }];
		const object = { metadata: meta('x'), spec: { initContainers }, status: { initContainerStatuses, containerStatuses } };
		const row = podsResource.project(object as KubeObject, same);
		expect([row.restarts, row.lastEnd]).toEqual([2, 'Lost 9']);
	});
});
