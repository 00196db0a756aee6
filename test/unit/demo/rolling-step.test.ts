import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rollingStep } from '../../../src/demo/deployment-controller.ts';
import { maxSurge, maxUnavailable } from '../../../src/demo/workload-object.ts';

test('a rolling update never has too many pods nor too few ready ones, and always ends', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.boolean(), { maxLength: 30 }), (wanted, luck) => {
			let fresh = { replicas: 0, ready: 0 };
			let old = { replicas: wanted, ready: wanted };
			let rounds = 0;
			while (fresh.ready < wanted || old.replicas > 0) {
				const step = rollingStep({ wanted, fresh, old });
				expect(step.fresh + step.old).toBeLessThanOrEqual(wanted + maxSurge(wanted));
				expect(fresh.ready + Math.min(old.ready, step.old)).toBeGreaterThanOrEqual(wanted - maxUnavailable(wanted));
				// Whether a new pod is ready by the next look is luck, but not for ever.
				const ready = (luck[rounds % Math.max(1, luck.length)] ?? true) || rounds % 3 === 0 ? step.fresh : fresh.ready;
				fresh = { replicas: step.fresh, ready };
				old = { replicas: step.old, ready: Math.min(old.ready, step.old) };
				rounds += 1;
				expect(rounds).toBeLessThan(400);
			}
			expect(fresh.replicas).toBe(wanted);
		}),
	);
});

test('scaling without old pods is done in one step', () => {
	expect(rollingStep({ wanted: 6, fresh: { replicas: 3, ready: 3 }, old: { replicas: 0, ready: 0 } })).toEqual({ fresh: 6, old: 0 });
	expect(rollingStep({ wanted: 1, fresh: { replicas: 3, ready: 3 }, old: { replicas: 0, ready: 0 } })).toEqual({ fresh: 1, old: 0 });
});
