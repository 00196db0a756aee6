import { expect, test } from 'vitest';
import { resourceName } from '../../../../src/demo/resources.ts';
import type { ScenarioName } from '../../../../src/demo/scenarios.ts';
import { attention } from '../../../../src/domains/attention.ts';
import { AttentionOf } from '../../../support/attention-of.ts';
import { demoServer } from '../../../support/demo-server.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** Attention over a demo cluster that lives on a clock of its own, and the findings that it had, second by second. */
async function watched(scenario: ScenarioName) {
	const clock = new FakeClock();
	const { world } = await demoServer({ scenario, clock });
	const found = new AttentionOf(clock);
	for (const { resource } of attention.reads) {
		const served = world.resourceNamed(resourceName(resource.gvr));
		found.put(resource.kind, ...world.store.values(served));
		world.store.subscribe(served, ({ type, object }) => {
			if (type === 'DELETED') found.remove(resource.kind, object.metadata.uid);
			else found.put(resource.kind, object);
		});
	}
	/** How often each came to be there, by its identity. */
	const came = new Map<string, number>();
	const appeared = (uid: string): void => void came.set(uid, (came.get(uid) ?? 0) + 1);
	for (const { uid } of found.findings()) appeared(uid);
	found.rows.observe({
		changed: (changes) => {
			for (const { type, row } of changes) if (type === 'added') appeared(row.uid);
		},
	});
	return { world, clock, came };
}

const twice = (came: ReadonlyMap<string, number>): readonly string[] => [...came].filter(([, times]) => times > 1).map(([uid]) => uid);

test.each(['crash-loop', 'tour'] as const)('in ten minutes of %s nothing is found twice', async (scenario) => {
	const { clock, came } = await watched(scenario);
	const before = came.size;
	await clock.advance(10 * 60_000);
	expect(came.size).toBeGreaterThan(before);
	expect(twice(came)).toEqual([]);
});

test('in ten minutes of rollouts that go well nothing is found that was not there before, and that not twice', async () => {
	const { world, clock, came } = await watched('rollout');
	const before = new Set(came.keys());
	const version = world.store.version;
	await clock.advance(10 * 60_000);
	expect(world.store.version).toBeGreaterThan(version + 500);
	expect([...came.keys()].filter((uid) => !before.has(uid))).toEqual([]);
	expect(twice(came)).toEqual([]);
});
