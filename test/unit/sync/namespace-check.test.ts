import { expect, test } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { namespaceCheck } from '../../../src/sync/namespace-check.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeConnection } from '../../support/fake-connection.ts';

function checking() {
	const clock = new FakeClock();
	const connection = new FakeConnection(clock);
	let changes = 0;
	const exists = namespaceCheck({
		connection,
		clock,
		onChange: () => {
			changes += 1;
		},
		onError: (error) => {
			throw error;
		},
	});
	return { clock, connection, exists, changes: () => changes };
}

test('a namespace is asked for once a minute at most, and what the server said holds meanwhile', async () => {
	const { clock, connection, exists, changes } = checking();
	connection.getError = new ApiFailure({ kind: 'not-found', message: 'namespaces "shopp" not found' });
	expect(exists('shopp')).toBeUndefined();
	await clock.advance(0);
	expect([exists('shopp'), changes(), connection.gets.map(({ path }) => path)]).toEqual([false, 1, ['/api/v1/namespaces/shopp']]);
	await clock.advance(59_000);
	expect([exists('shopp'), connection.gets.length]).toEqual([false, 1]);
	connection.getError = undefined;
	await clock.advance(1_000);
	expect(exists('shopp')).toBe(false);
	await clock.advance(0);
	expect([exists('shopp'), changes(), connection.gets.length]).toEqual([true, 2, 2]);
});

test('a namespace that may not be read is not known', async () => {
	const { clock, connection, exists, changes } = checking();
	connection.getError = new ApiFailure({ kind: 'forbidden', message: 'no' });
	exists('shop');
	await clock.advance(0);
	expect([exists('shop'), changes()]).toEqual([undefined, 0]);
});
